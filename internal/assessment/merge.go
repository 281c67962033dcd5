package assessment

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
)

// A Part is one thing that an answer says, and that two people can change
// without getting in each other's way.
type Part struct {
	Name string // of the form field
	Of   func(Answer) string
	Take func(into *Answer, from Answer)
}

// Parts lists every part of an answer in form order.
var Parts = []Part{
	{"applies", func(a Answer) string { return a.Applies }, func(a *Answer, b Answer) { a.Applies = b.Applies }},
	{"reason", func(a Answer) string { return a.Reason }, func(a *Answer, b Answer) { a.Reason = b.Reason }},
	level(framework.Design, false), level(framework.Design, true),
	level(framework.Existence, false), level(framework.Existence, true),
	level(framework.Operation, false), level(framework.Operation, true),
	{"explanation", func(a Answer) string { return a.Explanation }, func(a *Answer, b Answer) { a.Explanation = b.Explanation }},
	{"owner", func(a Answer) string { return string(a.Owner) }, func(a *Answer, b Answer) { a.Owner = b.Owner }},
	{"review_on", func(a Answer) string { return legaltime.Text(a.ReviewOn) }, func(a *Answer, b Answer) { a.ReviewOn = b.ReviewOn }},
}

func level(l framework.Level, on bool) Part {
	if on {
		return Part{string(l) + "_on", func(a Answer) string { return legaltime.Text(a.On(l).On) }, func(a *Answer, b Answer) {
			*a = a.With(l, Statement{a.On(l).Reply, b.On(l).On})
		}}
	}
	return Part{string(l), func(a Answer) string { return string(a.On(l).Reply) }, func(a *Answer, b Answer) {
		*a = a.With(l, Statement{b.On(l).Reply, a.On(l).On})
	}}
}

// Label names the part as people read it.
func (p Part) Label() i18n.Text {
	switch p.Name {
	case "applies":
		return i18n.T("Geldt voor ons", "Applies to us")
	case "reason":
		return i18n.T("Reden", "Reason")
	case "explanation":
		return i18n.T("Uitleg", "Explanation")
	case "owner":
		return i18n.T("Eigenaar", "Owner")
	case "review_on":
		return i18n.T("Opnieuw bekijken", "Review date")
	}
	for _, l := range framework.Levels {
		switch p.Name {
		case string(l):
			return l.Name()
		case string(l) + "_on":
			return i18n.T("Dag van "+l.Name().NL, "Day of "+l.Name().EN)
		}
	}
	return i18n.Same(p.Name)
}

// Differing returns the parts in which two answers differ.
func Differing(a, b Answer) []Part {
	var parts []Part
	for _, p := range Parts {
		if p.Of(a) != p.Of(b) {
			parts = append(parts, p)
		}
	}
	return parts
}

// Merge brings together two changes of the same answer: theirs is stored
// already, mine was made from base. A part that only one of them changed is
// taken from that one. A part that both changed to something else clashes.
func Merge(base, theirs, mine Answer) (merged Answer, clashes []Part) {
	merged = theirs
	for _, p := range Parts {
		was, is, want := p.Of(base), p.Of(theirs), p.Of(mine)
		switch {
		case want == was || want == is:
		case is == was:
			p.Take(&merged, mine)
		default:
			clashes = append(clashes, p)
		}
	}
	return merged, clashes
}

// A Clash is a change that could not be stored because somebody else changed
// the same parts first. Nobody's work is lost: both are here.
type Clash struct {
	Mine, Theirs Answer
	Parts        []Part
}

// Error implements error.
func (c *Clash) Error() string {
	return fmt.Sprintf("%s changed in %d parts meanwhile", c.Theirs.Requirement, len(c.Parts))
}

// Unwrap lets a Clash travel as the Conflict that it is.
func (c *Clash) Unwrap() error { return ErrStale }

// A Meanwhile is what others changed between the version that a form was made
// from and the moment at which it was stored. The zero Meanwhile is nothing.
type Meanwhile struct {
	Who   string // the one who changed something last, as shown then
	Parts []Part
}

// Any reports whether anybody changed anything. The form then still shows what
// was there before: it MUST go on with the version that it was made from.
func (m Meanwhile) Any() bool { return len(m.Parts) > 0 }

// SaveForm stores what a person typed in a form made from version mine.Version.
// When others changed the answer since, both are brought together, and the
// Meanwhile tells what they changed, so that the person can be shown it. What the
// same person changed since, such as by saving as they typed, gives way to what
// they typed last.
//
// Refusals: those of Save, and a *Clash when both changed the same part.
func (s *Service) SaveForm(ctx context.Context, by identity.Actor, mine Answer) (saved Answer, m Meanwhile, err error) {
	base := mine.Version
	saved, err = s.Save(ctx, by, mine)
	for range 3 { // somebody may be first again while we merge
		if !errors.Is(err, ErrStale) {
			return saved, m, err
		}
		saved, m, err = s.bring(ctx, by, base, mine)
	}
	return saved, m, err
}

// bring stores mine on top of what others stored since version base.
func (s *Service) bring(ctx context.Context, by identity.Actor, base int64, mine Answer) (Answer, Meanwhile, error) {
	said, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Answer{}, Meanwhile{}, err
	}
	theirs := said.Answers[mine.Requirement]
	if base > theirs.Version {
		return Answer{}, Meanwhile{}, ErrStale
	}
	entries, err := s.Store.History(ctx, by.Org, ObjectOf(mine.Requirement), 200)
	if err != nil {
		return Answer{}, Meanwhile{}, fmt.Errorf("read what changed: %w", err)
	}
	was, m := since(entries, base, string(by.Person))
	if was.Version != base { // so long ago that nobody can tell any more what the form was made from
		return Answer{}, Meanwhile{}, ErrStale
	}
	was.Requirement = mine.Requirement
	merged, clashes := Merge(was, theirs, mine)
	if m.Any() {
		merged, clashes = mergeWith(m.Parts, was, theirs, mine)
	}
	if len(clashes) > 0 && m.Any() {
		mine.Version = theirs.Version
		return Answer{}, Meanwhile{}, &Clash{mine, theirs, clashes}
	}
	for _, p := range clashes {
		p.Take(&merged, mine)
	}
	merged.Version, merged.Origin = theirs.Version, mine.Origin
	saved, err := s.Save(ctx, by, merged)
	return saved, m, err
}

// mergeWith is Merge where it is known which parts others touched: of every other
// part the form is the last word, whatever the person chose before.
func mergeWith(touched []Part, base, theirs, mine Answer) (merged Answer, clashes []Part) {
	merged, clashes = Merge(base, theirs, mine)
	byOthers := func(p Part) bool { return slices.ContainsFunc(touched, func(t Part) bool { return t.Name == p.Name }) }
	for _, p := range Parts {
		if !byOthers(p) {
			p.Take(&merged, mine)
		}
	}
	return merged, slices.DeleteFunc(clashes, func(p Part) bool { return !byOthers(p) })
}

// since finds the answer as it was at version base, and what anybody but person
// changed after that.
func since(entries []journal.Entry, base int64, person string) (was Answer, m Meanwhile) {
	for _, e := range entries { // newest first
		act, err := readSaved(e)
		if err != nil || act.After.Version <= base {
			continue
		}
		was = act.Before
		if e.ActorID == person {
			continue
		}
		if m.Who == "" {
			m.Who = e.ActorName
		}
		for _, p := range Differing(act.Before, act.After) {
			if !slices.ContainsFunc(m.Parts, func(q Part) bool { return q.Name == p.Name }) {
				m.Parts = append(m.Parts, p)
			}
		}
	}
	return was, m
}
