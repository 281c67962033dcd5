package oscal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/plan"
)

// A book is a State in order: what every document is written from.
type book struct {
	State
	rows     []row           // one for each requirement, in the norm's order
	evidence []evidence.Item // by ID
	actions  []plan.Action   // in the order in which people work
}

// A row is everything about one requirement.
type row struct {
	*framework.Requirement
	answer   assessment.Answer
	support  assessment.Support
	state    assessment.State
	evidence []evidence.Item // linked and not withdrawn, by ID
	actions  []plan.Action   // that work or worked on it, dropped ones left out
}

// newBook puts the state in order, and refuses one that does not hold together.
func newBook(s State) (*book, error) {
	b := &book{State: s, evidence: slices.Clone(s.Evidence), actions: slices.Clone(s.Actions)}
	if err := b.check(); err != nil {
		return nil, err
	}
	slices.SortFunc(b.evidence, func(x, y evidence.Item) int { return cmp.Compare(x.ID, y.ID) })
	plan.Sort(b.actions)
	for _, r := range s.Catalogue.Requirements {
		b.rows = append(b.rows, b.row(r))
	}
	return b, nil
}

func (b *book) row(r *framework.Requirement) row {
	one := row{Requirement: r, answer: b.Answers[r.ID]}
	today := b.Moment.today()
	for _, it := range b.evidence {
		if !it.LinkedTo(r.ID) || !it.WithdrawnAt.IsZero() {
			continue
		}
		one.evidence = append(one.evidence, it)
		one.support.Design = one.support.Design || it.Counts(framework.Design, today)
		one.support.Existence = one.support.Existence || it.Counts(framework.Existence, today)
		one.support.Operation = one.support.Operation || it.Counts(framework.Operation, today)
	}
	for _, a := range b.actions {
		if a.IsFor(r.ID) && a.Status != plan.Dropped {
			one.actions = append(one.actions, a)
		}
	}
	one.state = one.answer.State(one.support)
	return one
}

// check complains of what speaks about a requirement that there is not.
func (b *book) check() error {
	know := func(what, requirement string) error {
		if b.Catalogue.Find(requirement) == nil {
			return fmt.Errorf("%s is about requirement %q, which the catalogue does not have", what, requirement)
		}
		return nil
	}
	for id := range b.Answers {
		if err := know("an answer", id); err != nil {
			return err
		}
	}
	for _, it := range b.evidence {
		for _, id := range it.Requirements {
			if err := know("evidence "+string(it.ID), id); err != nil {
				return err
			}
		}
	}
	for _, a := range b.actions {
		for _, id := range a.Requirements {
			if err := know("action "+a.ID, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// applies reports whether the organisation has to meet the requirement. While
// nobody has said that it does not, it does.
func (r row) applies() bool { return r.state != assessment.Excluded }

// isPlanned reports whether somebody is going to work on it, or does.
func (r row) isPlanned() bool { return slices.ContainsFunc(r.actions, plan.Action.IsOpen) }

// controlID is how OSCAL names a requirement: "nen7510-2-2024_8.5", where we say
// "nen7510-2:2024/8.5".
func controlID(requirement string) string {
	return strings.NewReplacer(":", "-", "/", "_").Replace(requirement)
}

// heading is what lists call a requirement: "8.5 Veilig inloggen".
func (b *book) heading(r row) string {
	return line(r.Short().In(b.Lang) + " " + r.Title.In(b.Lang))
}
