package framework

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/source"
)

// A Relation says how a requirement of NEN 7510 stands to an element of another
// framework.
type Relation string

// The relations. Only Equal and Superset carry "met".
const (
	Equal      Relation = "equal"      // asks the same
	Superset   Relation = "superset"   // asks at least all of it
	Subset     Relation = "subset"     // asks a part of it
	Intersects Relation = "intersects" // overlaps
	None       Relation = "none"       // looked at, and does not help
)

// Carries reports whether meeting the requirement meets the element.
func (r Relation) Carries() bool { return r == Equal || r == Superset }

// Name returns the relation in words, read from the requirement: "vraagt hetzelfde".
func (r Relation) Name() i18n.Text {
	switch r {
	case Equal:
		return i18n.T("vraagt hetzelfde", "asks the same")
	case Superset:
		return i18n.T("vraagt dit helemaal, en meer", "covers all of it, and more")
	case Subset:
		return i18n.T("vraagt een deel ervan", "covers a part of it")
	case Intersects:
		return i18n.T("overlapt", "overlaps")
	case None:
		return i18n.T("helpt niet", "does not help")
	}
	return i18n.Same(string(r))
}

// A Crosswalk is another law or framework, cut into elements small enough for
// one requirement of NEN 7510 to cover.
type Crosswalk struct {
	ID       string    `yaml:"id"` // "cbw-21"
	Title    i18n.Text `yaml:"title"`
	Short    i18n.Text `yaml:"short"`
	Intro    i18n.Text `yaml:"intro"`
	Citation struct {
		Act     string `yaml:"act"`
		Article string `yaml:"article"`
	} `yaml:"citation"`
	AppliesWith string          `yaml:"applies_with"` // the duty that makes it count
	Topics      []Topic         `yaml:"topics"`
	Sources     []source.Source `yaml:"sources"`
	CheckedOn   string          `yaml:"checked_on"`
}

// A Topic is a part of a framework with an article of its own.
type Topic struct {
	ID       string    `yaml:"id"`
	Article  string    `yaml:"article"`
	Title    i18n.Text `yaml:"title"`
	Elements []Element `yaml:"elements"`
}

// An Element is the smallest thing asked.
type Element struct {
	ID      string    `yaml:"id"`
	Title   i18n.Text `yaml:"title"`
	Asks    i18n.Text `yaml:"asks"`
	OwnWork i18n.Text `yaml:"own_work"` // what to do yourself, where nothing carries it
	Lines   []Line    `yaml:"lines"`
}

// A Line relates one requirement of NEN 7510 to an element, or one kind of record
// that the organisation keeps here.
type Line struct {
	From      string           `yaml:"from"`   // requirement ID; "" for a record
	Record    string           `yaml:"record"` // one of Records; "" for a requirement
	Relation  Relation         `yaml:"relation"`
	Why       i18n.Text        `yaml:"why"`
	Certainty source.Certainty `yaml:"certainty"`
}

// Records are the kinds of record that can stand behind an element: that the board
// approved the measures, that each member of it holds a certificate of training,
// and that these treat all topics.
var Records = []string{"board/measures", "board/certificates", "board/topics"}

// Old maps numbers of NEN 7510:2017 and ISO 27001:2013 to those of 2024.
type Old struct {
	ID       string               `yaml:"id"`
	Title    i18n.Text            `yaml:"title"`
	Short    i18n.Text            `yaml:"short"`
	Intro    i18n.Text            `yaml:"intro"`
	Map      map[string][]string  `yaml:"map"` // "A.9.2.3": ["8.2"]
	Unmapped map[string]i18n.Text `yaml:"unmapped"`
	Sources  []source.Source      `yaml:"sources"`
	Checked  string               `yaml:"checked_on"`
}

// Crosswalk returns the crosswalk with the ID, or nil.
func (c *Catalogue) Crosswalk(id string) *Crosswalk {
	for _, x := range c.Crosswalks {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// A Use is one place where a requirement counts in another framework.
type Use struct {
	Crosswalk *Crosswalk
	Topic     Topic
	Element   Element
	Line      Line
}

// Uses returns where requirement id counts, in the order of the crosswalks;
// lines that do not help are left out. Nobody changes what it returns.
func (c *Catalogue) Uses(id string) []Use { return c.uses[id] }

// index notes where each requirement counts.
func (c *Catalogue) index() {
	c.uses = map[string][]Use{}
	for _, x := range c.Crosswalks {
		for _, t := range x.Topics {
			for _, e := range t.Elements {
				for _, l := range e.Lines {
					if l.Relation != None && l.Record == "" {
						c.uses[l.From] = append(c.uses[l.From], Use{x, t, e, l})
					}
				}
			}
		}
	}
}

func (c *Catalogue) loadCrosswalks(content fs.FS) error {
	files, err := fs.Glob(content, "crosswalks/*.yaml")
	if err != nil {
		return err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "/nen7510-2017.yaml") {
			if err := Decode(content, file, &c.Old); err != nil {
				return err
			}
			continue
		}
		x := &Crosswalk{}
		if err := Decode(content, file, x); err != nil {
			return err
		}
		if err := c.checkLines(x); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		c.Crosswalks = append(c.Crosswalks, x)
	}
	slices.SortStableFunc(c.Crosswalks, func(a, b *Crosswalk) int { return order(a.ID) - order(b.ID) })
	c.index()
	return nil
}

// order puts the crosswalks as people look for them; others follow by name.
func order(id string) int {
	if i := slices.Index([]string{"cbw-21", "cbw-24", "avg-32", "igj-ehealth-t5"}, id); i >= 0 {
		return i
	}
	return 100
}

func (c *Catalogue) checkLines(x *Crosswalk) error {
	for _, t := range x.Topics {
		for _, e := range t.Elements {
			for _, l := range e.Lines {
				if l.Record != "" && (l.From != "" || !slices.Contains(Records, l.Record)) {
					return fmt.Errorf("element %s: no record %q, or a requirement beside it", e.ID, l.Record)
				}
				if l.Record == "" && c.Find(l.From) == nil {
					return fmt.Errorf("element %s: no requirement %s", e.ID, l.From)
				}
				if l.Relation.Name() == i18n.Same(string(l.Relation)) {
					return fmt.Errorf("element %s: no relation %q", e.ID, l.Relation)
				}
			}
		}
	}
	return nil
}
