package continuity

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Call is one step of a phone tree.
type Call struct {
	From   string `json:"from"`               // who calls
	To     string `json:"to"`                 // who is called
	Number string `json:"number"`             // of who is called
	Else   string `json:"fallback,omitempty"` // what to do when nobody answers
}

// A Tree is who calls whom, in order.
type Tree struct {
	ID    ID        `json:"id"`
	Name  string    `json:"name"` // for what it is, e.g. "Iets ligt uit, 's nachts"
	Calls []Call    `json:"calls"`
	Gone  time.Time `json:"gone,omitzero"` // when it was taken out; zero while it is there
	Change
}

// Ref is the journal's name for the tree.
func (t Tree) Ref() ref.Ref { return ref.Ref{Kind: TreeKind, ID: string(t.ID)} }

// MaxCalls is how many calls a phone tree has at most.
const MaxCalls = 20

func (t Tree) tidy() Tree {
	t.Name = strings.TrimSpace(t.Name)
	var calls []Call
	for _, c := range t.Calls {
		c = Call{strings.TrimSpace(c.From), strings.TrimSpace(c.To), strings.TrimSpace(c.Number), strings.TrimSpace(c.Else)}
		if c != (Call{}) {
			calls = append(calls, c)
		}
	}
	t.Calls = calls
	return t
}

// check complains about every field that cannot be stored as it is.
func (t Tree) check(k *fault.Checker) {
	k.Need(t.Name != "", "name", i18n.T("Schrijf op waarvoor deze belboom is.", "Write what this phone tree is for."))
	k.Line(t.Name, "name", maxName)
	k.Need(len(t.Calls) > 0, "from-1", i18n.T("Vul minstens één regel in.", "Fill in at least one line."))
	k.Need(len(t.Calls) <= MaxCalls, "from-1", i18n.Tf("Een belboom heeft hoogstens %d regels.", "A phone tree has at most %d lines.", MaxCalls))
	for i, c := range t.Calls {
		field := func(name string) string { return fmt.Sprintf("%s-%d", name, i+1) }
		k.Need(c.From != "", field("from"), i18n.T("Schrijf op wie belt.", "Write who calls."))
		k.Need(c.To != "", field("to"), i18n.T("Schrijf op wie wordt gebeld.", "Write who is called."))
		k.Need(c.Number != "", field("number"), i18n.T("Schrijf het nummer op.", "Write the number."))
		k.Line(c.From, field("from"), maxName)
		k.Line(c.To, field("to"), maxName)
		k.Line(c.Number, field("number"), maxNumber)
		k.Line(c.Else, field("else"), maxName)
	}
}

// Unreached names those who call and whom nobody calls first. The one who begins
// is not one of them.
func (t Tree) Unreached() (names []string) {
	reached := map[string]bool{}
	for i, c := range t.Calls {
		if i > 0 && c.From != t.Calls[0].From && !reached[c.From] && !slices.Contains(names, c.From) {
			names = append(names, c.From)
		}
		reached[c.To] = true
	}
	return names
}
