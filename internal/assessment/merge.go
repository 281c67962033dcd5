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
	Mine   Answer // as it would be stored: with what others changed, except in Parts
	Theirs Answer
	Who    string // the other who changed something last, as shown then
	Parts  []Part // that both changed
	Taken  []Part // that others changed, and that Mine has of them
}

// Error implements error.
func (c *Clash) Error() string {
	return fmt.Sprintf("%s changed in %d parts meanwhile", c.Theirs.Requirement, len(c.Parts))
}

// Unwrap lets a Clash travel as the Conflict that it is.
func (c *Clash) Unwrap() error { return ErrStale }

// Clashes are those of several forms that were to be stored in one act.
type Clashes []*Clash

// Error implements error.
func (c Clashes) Error() string { return fmt.Sprintf("%d forms clash, among them %v", len(c), c[0]) }

// Unwrap lets Clashes travel as the Conflict that they are.
func (c Clashes) Unwrap() error { return ErrStale }

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
	all, meanwhile, err := s.saveForms(ctx, by, []Answer{mine}, true)
	if clashes := Clashes(nil); errors.As(err, &clashes) {
		return Answer{}, Meanwhile{}, clashes[0]
	}
	if err != nil {
		return Answer{}, Meanwhile{}, err
	}
	return all[0], meanwhile[0], nil
}

// SaveForms stores several forms in one act: all, or none. One undo takes all of
// them back. Each is brought together with what was stored since, and has its
// Meanwhile. What a form says as it said before is nobody's word: it leaves what
// the same person stored since elsewhere, too.
//
// Refusals: those of Save, and Clashes.
func (s *Service) SaveForms(ctx context.Context, by identity.Actor, mine []Answer) (saved []Answer, m []Meanwhile, err error) {
	return s.saveForms(ctx, by, mine, false)
}

// saveForms stores forms. Those that go on have saved themselves before as they
// were typed, and still name the version that they began with.
func (s *Service) saveForms(ctx context.Context, by identity.Actor, mine []Answer, goOn bool) (saved []Answer, m []Meanwhile, err error) {
	if err := by.Need(identity.Answer); err != nil {
		return nil, nil, err
	}
	for range 4 { // somebody may be first again while we merge
		var merged []Answer
		if merged, m, err = s.bringAll(ctx, by, mine, goOn); err != nil {
			return nil, nil, err
		}
		if saved, err = s.save(ctx, by, merged, "answer.save"); !errors.Is(err, ErrStale) {
			return saved, m, err
		}
	}
	return nil, nil, err
}

// bringAll makes of each form what is to be stored: what was typed, on top of what
// others stored since.
func (s *Service) bringAll(ctx context.Context, by identity.Actor, mine []Answer, goOn bool) (merged []Answer, m []Meanwhile, err error) {
	p, err := s.picture(ctx, by.Org)
	if err != nil {
		return nil, nil, err
	}
	merged, m = slices.Clone(mine), make([]Meanwhile, len(mine))
	var clashes Clashes
	for i, form := range mine {
		theirs := p.Said.Answers[form.Requirement]
		if form.Version == theirs.Version || s.Catalogue.Find(form.Requirement) == nil {
			continue
		}
		var clash *Clash
		if merged[i], m[i], err = s.bring(ctx, by, form, theirs, goOn); errors.As(err, &clash) {
			clashes = append(clashes, clash)
		} else if err != nil {
			return nil, nil, err
		}
	}
	if len(clashes) > 0 {
		return nil, nil, clashes
	}
	return merged, m, nil
}

// bring brings a form that was made from an older version together with theirs,
// which is stored.
func (s *Service) bring(ctx context.Context, by identity.Actor, mine, theirs Answer, goOn bool) (Answer, Meanwhile, error) {
	base := mine.Version
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
	merged, own, clashes := mergeWith(m.Parts, was, theirs, mine, goOn && m.Any())
	if len(Differing(merged, theirs))+len(own)+len(clashes) == 0 {
		return theirs, m, nil // the form says nothing that is not there
	}
	for _, p := range slices.Concat(own, clashes) {
		p.Take(&merged, mine)
	}
	merged.Version, merged.Origin = theirs.Version, mine.Origin
	if len(clashes) > 0 {
		return Answer{}, Meanwhile{}, &Clash{Mine: merged, Theirs: theirs, Who: m.Who, Parts: clashes, Taken: Differing(merged, mine)}
	}
	return merged, m, nil
}

// mergeWith is Merge where it is known which parts others touched. What only the
// same person changed twice gives way to the form, and is told apart from what
// clashes. A form that goes on is the last word on every part that no other touched.
func mergeWith(touched []Part, base, theirs, mine Answer, goesOn bool) (merged Answer, own, clashes []Part) {
	byOthers := func(p Part) bool { return slices.ContainsFunc(touched, func(t Part) bool { return t.Name == p.Name }) }
	merged, both := Merge(base, theirs, mine)
	for _, p := range both {
		if byOthers(p) {
			clashes = append(clashes, p)
		} else {
			own = append(own, p)
		}
	}
	for _, p := range Parts {
		if goesOn && !byOthers(p) {
			p.Take(&merged, mine)
		}
	}
	return merged, own, clashes
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
