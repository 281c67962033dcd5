package incident

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/source"
)

// A Text is something that goes out after an incident: its fields in the order in
// which the other side asks for them.
type Text struct {
	ID        string          `yaml:"id"`    // "cbw-notification"
	Order     int             `yaml:"order"` // among the texts, from 1
	Title     i18n.Text       `yaml:"title"`
	To        i18n.Text       `yaml:"to"`     // who gets it, and by which way
	About     i18n.Text       `yaml:"about"`  // when one sends it, in a sentence or two
	For       []string        `yaml:"for"`    // the steps that it serves: "cbw/notification"; none where no duty asks for it
	Letter    bool            `yaml:"letter"` // to people, as running text: taken out of here, and never mailed from here
	Fields    []Field         `yaml:"fields"`
	Sources   []source.Source `yaml:"sources"`
	CheckedOn time.Time       `yaml:"checked_on"`
}

// A Field is one thing that is asked.
type Field struct {
	ID    string    `yaml:"id"`
	Title i18n.Text `yaml:"title"`
	Hint  i18n.Text `yaml:"hint"` // how to answer; may be zero
	Fill  i18n.Text `yaml:"fill"` // what it begins with, see [Material]; zero for nothing
	Need  Need      `yaml:"need"`
}

// A Need is when a field has to be filled in.
type Need string

// The needs.
const (
	Never  Need = ""
	Always Need = "always"
	IfLate Need = "late" // when the step that the text serves is late
)

// An Edition is a text as somebody saved it. Editions are added and never changed:
// what was sent stays readable.
type Edition struct {
	Text   string            `json:"text"`
	Number int               `json:"number"` // within the text of this incident, from 1
	Lang   i18n.Lang         `json:"lang"`   // in which it began
	Values map[string]string `json:"values"` // by field; what is empty is left out

	// Basis is by field what the incident gave for it when somebody last looked. A
	// field of which the incident now gives something else was changed underneath.
	Basis map[string]string `json:"basis"`

	Changed []string          `json:"changed"` // fields that differ from the edition before, in their order
	By      string            `json:"by"`
	ByID    identity.PersonID `json:"by_id"`
	At      time.Time         `json:"at"`
}

// MaxField is the longest value of a field, in characters.
const MaxField = 20_000

// Text returns the text of that name, and whether there is one.
func (r Rules) Text(id string) (Text, bool) {
	for _, t := range r.Texts {
		if t.ID == id {
			return t, true
		}
	}
	return Text{}, false
}

// Field returns the field of that name, and whether there is one.
func (t Text) Field(id string) (Field, bool) {
	for _, f := range t.Fields {
		if f.ID == id {
			return f, true
		}
	}
	return Field{}, false
}

// gap is a part that a person has to write: "[… telephone]".
var gap = regexp.MustCompile(`\[…[^\]]*\]`)

// IsOpen reports whether a value still has to be written, or has a gap in it.
func IsOpen(value string) bool { return strings.TrimSpace(value) == "" || gap.MatchString(value) }

// Missing are the fields that have to be filled in and are not, and those in which
// a gap was left. late tells that the step that the text serves is late.
func (t Text) Missing(values map[string]string, late bool) (missing []Field) {
	for _, f := range t.Fields {
		value := values[f.ID]
		needed := f.Need == Always || f.Need == IfLate && late
		if needed && IsOpen(value) || gap.MatchString(value) {
			missing = append(missing, f)
		}
	}
	return missing
}

// changed are the fields in which two sets of values differ, in the order of the
// text.
func (t Text) changed(before, after map[string]string) (changed []string) {
	for _, f := range t.Fields {
		if before[f.ID] != after[f.ID] {
			changed = append(changed, f.ID)
		}
	}
	return changed
}

// Serves tells how the steps that a text serves stand: whether any duty asks for
// it or may, whether one is late, and what was sent.
func (t Text) Serves(all []Judgement) (asked, late bool) {
	for _, j := range all {
		for _, c := range j.Clocks {
			if slices.Contains(t.For, j.Duty.ID+"/"+c.Step.ID) {
				asked = true
				late = late || c.State == Late || c.State == DoneLate
			}
		}
	}
	return asked, late
}
