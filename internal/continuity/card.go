package continuity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Size is for what kind of organisation a card is written.
type Size string

// The sizes.
const (
	Small Size = "small" // a team that knows each other
	Large Size = "large" // wards, a technical service, emergency computers
)

// A Part is a part of a card, in the order in which somebody needs it.
type Part string

// The parts. The telephone numbers stand between the first two.
const (
	First Part = "first" // the first five minutes
	Care  Part = "care"  // how care goes on safely
	Paper Part = "paper" // what to write on paper
	Back  Part = "back"  // when it works again
)

// Parts lists every part in order.
var Parts = []Part{First, Care, Paper, Back}

// Name returns the heading of a part.
func (p Part) Name() i18n.Text {
	switch p {
	case First:
		return i18n.T("De eerste vijf minuten", "The first five minutes")
	case Care:
		return i18n.T("Zo gaat de zorg veilig door", "Go on with care safely")
	case Paper:
		return i18n.T("Schrijf op papier", "Write on paper")
	case Back:
		return i18n.T("Als het weer werkt", "When it works again")
	}
	return i18n.Same(string(p))
}

// A Contact is somebody to call.
type Contact struct {
	Who    i18n.Text `json:"who"`
	Number string    `json:"number,omitempty"` // "" while nobody filled it in
}

// A Card is one version of a downtime card. It holds the whole text, so that a
// version says for ever what hung on the wall. It never changes: a change is a
// next version.
type Card struct {
	Kind     Kind               `json:"kind"`   // of the system that is down
	Number   int                `json:"number"` // of the version, from 1; 0 for our template
	Size     Size               `json:"size"`
	Title    i18n.Text          `json:"title"`
	When     i18n.Text          `json:"when"` // when to take this card
	Contacts []Contact          `json:"contacts,omitempty"`
	Steps    map[Part]i18n.List `json:"steps"`           // as many lines in both languages
	Forms    string             `json:"forms,omitempty"` // where the paper forms lie
	Hangs    string             `json:"hangs,omitempty"` // where the card hangs, a place a line
	Change
}

// Ref is the journal's name for this version of the card.
func (c Card) Ref() ref.Ref {
	return ref.Ref{Kind: CardKind, ID: string(c.Kind) + "/" + strconv.Itoa(c.Number)}
}

// Missing counts what a card needs before it can hang: numbers to call, and where
// the paper forms lie.
func (c Card) Missing() (n int) {
	for _, x := range c.Contacts {
		if x.Number == "" {
			n++
		}
	}
	if c.Forms == "" {
		n++
	}
	return n
}

// The limits of a card: what stands on two sides of A5.
const (
	MaxContacts = 8
	maxLines    = 9
	maxLine     = 220
	maxNumber   = 60
)

// Words is a card as somebody writes it: in one language, a line each.
type Words struct {
	Kind     Kind
	From     int // the version that it was made from; 0 for the template
	Size     Size
	Lang     i18n.Lang
	Contacts []WrittenContact
	Steps    map[Part][]string
	Forms    string
	Hangs    string
}

// A WrittenContact is a contact in one language.
type WrittenContact struct{ Who, Number string }

// WordsOf returns a card as it is written in a language.
func WordsOf(c Card, l i18n.Lang) Words {
	w := Words{Kind: c.Kind, From: c.Number, Size: c.Size, Lang: l, Steps: map[Part][]string{}, Forms: c.Forms, Hangs: c.Hangs}
	for _, x := range c.Contacts {
		w.Contacts = append(w.Contacts, WrittenContact{x.Who.In(l), x.Number})
	}
	for _, p := range Parts {
		w.Steps[p] = slices.Clone(c.Steps[p].In(l))
	}
	return w
}

// check complains about every field that cannot be stored as it is.
func (w Words) check(k *fault.Checker) {
	k.Need(w.Size == Small || w.Size == Large, "size", i18n.T("Kies voor wat voor organisatie de kaart is.", "Choose for what kind of organisation the card is."))
	for _, p := range Parts {
		name, lines := string(p), w.Steps[p]
		k.Need(len(lines) > 0, name, i18n.T("Schrijf hier minstens één regel.", "Write at least one line here."))
		k.Need(len(lines) <= maxLines, name, i18n.Tf("Gebruik hoogstens %d regels: de kaart past op twee kanten A5.", "Use at most %d lines: the card fits on two sides of A5.", maxLines))
		for _, line := range lines {
			k.Line(line, name, maxLine)
		}
	}
	k.Need(len(w.Contacts) > 0, "who-1", i18n.T("Zet minstens één nummer op de kaart.", "Put at least one number on the card."))
	k.Need(len(w.Contacts) <= MaxContacts, "who-1", i18n.Tf("Er passen hoogstens %d nummers op.", "At most %d numbers fit.", MaxContacts))
	for i, x := range w.Contacts {
		who, number := fmt.Sprintf("who-%d", i+1), fmt.Sprintf("number-%d", i+1)
		k.Need(x.Who != "" || x.Number == "", who, i18n.T("Schrijf op wie dit is.", "Write who this is."))
		k.Line(x.Who, who, maxName)
		k.Line(x.Number, number, maxNumber)
	}
	k.Text(w.Forms, "forms", maxText/4)
	k.Text(w.Hangs, "hangs", maxText/4)
}

// pairs knows the other language of a line that somebody left as it was.
type pairs map[string]i18n.Text

func (p pairs) add(l i18n.Lang, cards ...Card) {
	for _, c := range cards {
		for _, x := range c.Contacts {
			p[x.Who.In(l)] = x.Who
		}
		for _, list := range c.Steps {
			for i := range list.NL {
				t := i18n.T(list.NL[i], list.EN[i])
				p[t.In(l)] = t
			}
		}
	}
}

// text returns a line in both languages: its pair, else the same words in both.
func (p pairs) text(line string) i18n.Text {
	if t, ok := p[line]; ok {
		return t
	}
	return i18n.Same(line)
}

// card makes the card of what was written. Known are cards from which lines may
// come: they keep their other language.
func (w Words) card(template Card, known ...Card) Card {
	p := pairs{}
	p.add(w.Lang, known...)
	c := Card{Kind: w.Kind, Number: w.From + 1, Size: w.Size, Title: template.Title, When: template.When, Steps: map[Part]i18n.List{}, Forms: w.Forms, Hangs: w.Hangs}
	for _, x := range w.Contacts {
		c.Contacts = append(c.Contacts, Contact{Who: p.text(x.Who), Number: x.Number})
	}
	for part, lines := range w.Steps {
		var list i18n.List
		for _, line := range lines {
			t := p.text(line)
			list.NL, list.EN = append(list.NL, t.NL), append(list.EN, t.EN)
		}
		c.Steps[part] = list
	}
	return c
}

// tidy drops empty lines and contacts.
func (w Words) tidy() Words {
	steps := map[Part][]string{}
	for _, p := range Parts {
		for _, line := range w.Steps[p] {
			if line = strings.TrimSpace(line); line != "" {
				steps[p] = append(steps[p], line)
			}
		}
	}
	w.Steps = steps
	w.Contacts = slices.DeleteFunc(slices.Clone(w.Contacts), func(x WrittenContact) bool { return x.Who == "" && x.Number == "" })
	w.Forms, w.Hangs = strings.TrimSpace(w.Forms), strings.TrimSpace(w.Hangs)
	return w
}
