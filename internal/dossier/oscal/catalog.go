package oscal

import (
	"strings"

	"aantoonbaar/internal/framework"
)

type catalogRoot struct {
	Catalog catalog `json:"catalog"`
}

// A catalog is what NEN 7510 asks, in our own words.
type catalog struct {
	UUID     string   `json:"uuid"`
	Metadata metadata `json:"metadata"`
	Groups   []group  `json:"groups"`
}

// A group is a part of the norm, or a theme of part 2. It has groups or
// controls, never both.
type group struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Groups   []group   `json:"groups,omitempty"`
	Controls []control `json:"controls,omitempty"`
}

// A control is one requirement: a clause of part 1 or a measure of part 2.
type control struct {
	ID    string `json:"id"`
	Class string `json:"class"` // "clause" or "measure"
	Title string `json:"title"` // ours, not the norm's
	Props props  `json:"props"`
	Links []link `json:"links,omitempty"` // to related controls
	Parts []part `json:"parts"`
}

// A part is a piece of a control's text. OSCAL wants one that is named
// "statement" in every control.
type part struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	NS    string `json:"ns,omitempty"`
	Title string `json:"title,omitempty"`
	Prose string `json:"prose,omitempty"`
	Parts []part `json:"parts,omitempty"`
}

func (b *book) catalog() catalog {
	c := catalog{UUID: b.documentID("catalog"), Metadata: b.head(b.Lang.T("NEN 7510:2024 in eigen woorden", "NEN 7510:2024 in our own words"))}
	c.Metadata.Props.add("norm-text", "not-included")
	c.Metadata.Remarks = text(b.normRemark())
	for _, g := range []group{
		{ID: "nen7510-1-2024", Title: line(b.Lang.T("NEN 7510-1: managementsysteem", "NEN 7510-1: management system")), Controls: b.controls(framework.System)},
		{ID: "nen7510-2-2024", Title: line(b.Lang.T("NEN 7510-2: maatregelen", "NEN 7510-2: measures")), Groups: b.themes()},
	} {
		if len(g.Groups)+len(g.Controls) > 0 {
			c.Groups = append(c.Groups, g)
		}
	}
	return c
}

func (b *book) normRemark() string {
	return b.Lang.T(
		"De tekst van de norm staat hier niet in: die is van NEN. De nummers zijn die van NEN 7510:2024. Titels, vragen en uitleg zijn onze eigen woorden en vervangen de norm niet.",
		"The text of the norm is not included: it belongs to NEN. The numbers are those of NEN 7510:2024. Titles, questions and explanations are our own words and do not replace the norm.")
}

// themes are the chapters of part 2 that have requirements.
func (b *book) themes() (groups []group) {
	for _, t := range framework.Themes {
		if controls := b.controls(t); t != framework.System && len(controls) > 0 {
			groups = append(groups, group{ID: "nen7510-2-2024-" + string(t), Title: line(t.Name().In(b.Lang)), Controls: controls})
		}
	}
	return groups
}

func (b *book) controls(t framework.Theme) (all []control) {
	for _, r := range b.Catalogue.In(t) {
		all = append(all, b.control(r))
	}
	return all
}

func (b *book) control(r *framework.Requirement) control {
	id := controlID(r.ID)
	c := control{ID: id, Class: "measure", Title: line(r.Title.In(b.Lang)), Props: props{{Name: "label", Value: value(r.Number)}}}
	if r.Part() == 1 {
		c.Class = "clause"
	}
	c.Props.add("requirement", r.ID)
	if r.CareSpecific {
		c.Props.add("care-specific", "yes")
	}
	if r.CareExtra {
		c.Props.add("care-extra", "yes")
	}
	for _, number := range r.Related {
		if other := b.Catalogue.Find(strings.TrimSuffix(r.ID, r.Number) + number); other != nil {
			c.Links = append(c.Links, link{Href: "#" + controlID(other.ID), Rel: "related"})
		}
	}
	c.Parts = b.parts(r, id)
	return c
}

// parts are why it is asked, the three questions, and what an assessor looks for.
func (b *book) parts(r *framework.Requirement, id string) []part {
	why := part{ID: id + "_why", Name: "overview", Prose: text(r.Why.In(b.Lang))}
	asks := part{ID: id + "_smt", Name: "statement"}
	looks := part{ID: id + "_look", Name: "assessor-looks-for", NS: Namespace, Title: line(b.Lang.T("Waar een beoordelaar op let", "What an assessor looks for"))}
	for _, l := range framework.Levels {
		name := line(l.Name().In(b.Lang))
		asks.Parts = append(asks.Parts, part{ID: asks.ID + "." + string(l), Name: "item", Title: name, Prose: text(r.Ask(l).In(b.Lang))})
		looks.Parts = append(looks.Parts, part{ID: looks.ID + "." + string(l), Name: string(l), NS: Namespace, Title: name, Prose: text(r.LooksFor(l).In(b.Lang))})
	}
	return []part{why, asks, looks}
}
