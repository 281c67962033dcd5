package assessmentweb

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/web"
)

// A card is one framework on the overview.
type card struct {
	assessment.Coverage
	Concerns rule.Truth // whether the duty behind it concerns the organisation
}

// coverages serves GET /o/{org}/telt-mee: how far the answers reach in every framework.
func (h *Handler) coverages(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	records, err := h.Records(r.Context(), p.by)
	if err != nil {
		return err
	}
	var here, elsewhere []card
	for _, x := range h.Catalogue.Crosswalks {
		k, err := h.card(r.Context(), p, x, records)
		if err != nil {
			return err
		}
		if k.Concerns == rule.No {
			elsewhere = append(elsewhere, k)
		} else {
			here = append(here, k)
		}
	}
	return web.Render(w, r, http.StatusOK, coveragesPage(p, here, elsewhere))
}

func (h *Handler) card(ctx context.Context, p page, x *framework.Crosswalk, records map[string]assessment.Record) (card, error) {
	concerns, err := h.Concerns(ctx, p.by, x.AppliesWith)
	return card{assessment.Cover(h.Catalogue, x, p.pic.States, records), concerns}, err
}

// coverage serves GET /o/{org}/telt-mee/{crosswalk}: one framework, element by element.
func (h *Handler) coverage(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(h.Catalogue.Crosswalks, func(x *framework.Crosswalk) bool { return x.ID == r.PathValue("crosswalk") })
	if i < 0 {
		return fault.Missing("assessment.no-crosswalk")
	}
	records, err := h.Records(r.Context(), p.by)
	if err != nil {
		return err
	}
	k, err := h.card(r.Context(), p, h.Catalogue.Crosswalks[i], records)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, coveragePage(p, k))
}

// carries explains the one rule of these pages.
func (p page) carries() string {
	return p.T(
		"Alleen een maatregel die hetzelfde vraagt, of dit helemaal vraagt en meer, kan een onderdeel ‘geregeld’ maken. Een maatregel die een deel vraagt of overlapt, helpt, maar nooit verder dan ‘deels’.",
		"Only a measure that asks the same, or covers all of it and more, can make a part ‘arranged’. A measure that covers a part of it or overlaps helps, but never further than ‘partly’.")
}

// coverWord is the state of a part of another framework. What nothing carries
// is open for another reason than that nobody answered: it is said so.
func coverWord(s assessment.State) i18n.Text {
	switch s {
	case assessment.InPlace:
		return i18n.T("Geregeld", "Arranged")
	case assessment.InPart:
		return i18n.T("Deels", "Partly")
	case assessment.NotYet:
		return i18n.T("Nog niet", "Not yet")
	case assessment.Open:
		return i18n.T("Open", "Open")
	case assessment.Excluded:
		return i18n.T("Niet van toepassing", "Not applicable")
	}
	return i18n.Same(string(s))
}

// A stateCount is how many parts are in a state.
type stateCount struct {
	State assessment.State
	N     int
}

// counts lists the states that occur, in the order of the bar.
func counts(c assessment.Counts) []stateCount {
	all := []stateCount{
		{assessment.InPlace, c.InPlace},
		{assessment.InPart, c.InPart},
		{assessment.NotYet, c.NotYet},
		{assessment.Open, c.Open},
		{assessment.Excluded, c.Excluded},
	}
	return slices.DeleteFunc(all, func(c stateCount) bool { return c.N == 0 })
}

// ofTopic counts the parts of one topic.
func ofTopic(t assessment.TopicCoverage) assessment.Counts {
	var c assessment.Counts
	for _, e := range t.Elements {
		c.Add(e.State)
	}
	return c
}

// ownWork lists what the organisation does itself and has not arranged.
func ownWork(k card) (all []assessment.ElementCoverage) {
	for _, t := range k.Topics {
		for _, e := range t.Elements {
			if !e.Element.OwnWork.IsZero() && e.State != assessment.InPlace && e.State != assessment.Excluded {
				all = append(all, e)
			}
		}
	}
	return all
}

// becauseOf names the answers behind a part in a few words.
func (p page) becauseOf(e assessment.ElementCoverage) string {
	if len(e.Because) == 0 {
		return p.T("Geen maatregel van NEN 7510 draagt hieraan bij", "No measure of NEN 7510 contributes to this")
	}
	var carry, help []string
	for _, b := range e.Because {
		if b.Line.Relation.Carries() {
			carry = append(carry, p.behind(b))
		} else {
			help = append(help, p.behind(b))
		}
	}
	var parts []string
	if len(carry) > 0 {
		parts = append(parts, p.T("Telt mee door ", "Counts through ")+p.Lang.And(carry))
	}
	if len(help) > 0 {
		parts = append(parts, p.T("hulp van ", "help from ")+p.Lang.And(help))
	}
	text := strings.Join(parts, ", ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// word is the state of what stands behind a part: a record is arranged or not, a
// requirement is in place or not.
func word(b assessment.Because) i18n.Text {
	if b.Requirement == nil {
		return coverWord(b.State)
	}
	return b.State.Name()
}

// behind names what stands behind a part: the number of a requirement, or a record.
func (p page) behind(b assessment.Because) string {
	switch b.Line.Record {
	case "":
		return cited(b.Requirement)
	case "board/measures":
		return p.T("de goedkeuring door het bestuur", "the approval by the board")
	}
	return p.T("de certificaten van het bestuur", "the certificates of the board")
}

// cited is a requirement's number; that of part 1 says so, since both parts have a 5.1.
func cited(r *framework.Requirement) string {
	if r.Part() == 1 {
		return r.Number + " (NEN 7510-1)"
	}
	return r.Number
}

// noHelp lists the lines of requirements that were looked at and do not help.
func (p page) noHelp(e framework.Element) []assessment.Because {
	var all []assessment.Because
	for _, l := range e.Lines {
		if l.Relation == framework.None && l.Record == "" {
			all = append(all, assessment.Because{Requirement: p.cat.Find(l.From), Line: l, State: p.pic.States[l.From]})
		}
	}
	return all
}

// checkedOn writes the day of a content file; one that is no day is shown as it stands.
func checkedOn(l i18n.Lang, s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return l.Day(t)
	}
	return s
}

// coverSum says how far one is in another framework: "12 van 57 onderdelen geregeld".
func coverSum(p page, c assessment.Counts) string {
	return p.Lang.Tf("%s van %s onderdelen geregeld", "%s of %s parts arranged", p.Lang.Num(c.InPlace), p.Lang.Num(c.Applicable()))
}
