package assessment

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Scan stores one answer of the quick scan, and with it the starting point of
// the requirements that it speaks of. What somebody answered there stays as it is.
func (s *Service) Scan(ctx context.Context, by identity.Actor, a ScanAnswer) (ScanAnswer, error) {
	if err := by.Need(identity.Answer); err != nil {
		return ScanAnswer{}, err
	}
	element := s.element(a.Element)
	if element == nil {
		return ScanAnswer{}, fault.Missing("assessment.no-element")
	}
	var c fault.Checker
	_, known := element.Option(a.Value)
	c.Need(known, "value", i18n.T("Kies een van de antwoorden.", "Choose one of the answers."))
	if err := c.Fault("assessment.scan-refused"); err != nil {
		return ScanAnswer{}, err
	}
	p, err := s.picture(ctx, by.Org)
	if err != nil {
		return ScanAnswer{}, err
	}
	before := p.Said.Scan[a.Element]
	if before.Version != a.Version {
		return ScanAnswer{}, ErrStale
	}
	if before.Value == a.Value {
		return before, nil
	}
	now := s.Now()
	a.Version, a.ChangedAt, a.ChangedBy, a.ChangedByID = before.Version+1, now.UTC().Truncate(time.Microsecond), by.Name, by.Person
	answers, entries := s.prefill(by, p, a, now)
	entries = append(entries, by.Draft(now, "scan.answer", ref.Ref{Kind: "scan", ID: a.Element}, map[string]any{"before": before.Value, "after": a.Value}))
	if err := s.Store.SaveScan(ctx, by.Org, a, answers, entries); err != nil {
		return ScanAnswer{}, fmt.Errorf("save %s: %w", a.Element, err)
	}
	return a, nil
}

// prefill works out which requirements get a new starting point from the scan
// with the answer a in it: those that nobody answered, and those that still have
// the starting point of an earlier scan.
func (s *Service) prefill(by identity.Actor, p *Picture, a ScanAnswer, now time.Time) ([]Answer, []journal.Draft) {
	scan := map[string]ScanAnswer{}
	for k, v := range p.Said.Scan {
		scan[k] = v
	}
	scan[a.Element] = a
	filled := Prefilled(s.Elements, scan)
	var answers []Answer
	var entries []journal.Draft
	for _, r := range s.Catalogue.Requirements {
		before := p.Said.Answers[r.ID]
		levels := filled[r.ID]
		if levels == nil || !before.IsBlank() && before.Origin != QuickScan {
			continue
		}
		after := before
		after.Requirement, after.Origin = r.ID, QuickScan
		for _, l := range framework.Levels {
			after = after.With(l, Statement{Reply: levels[l]})
		}
		if sameSaying(before, after) {
			continue
		}
		after.Version, after.ChangedAt, after.ChangedBy, after.ChangedByID = before.Version+1, now.UTC().Truncate(time.Microsecond), by.Name, by.Person
		answers = append(answers, after)
		entries = append(entries, by.Draft(now, "answer.prefill", ObjectOf(r.ID), Saved{Before: before, After: after}))
	}
	return answers, entries
}

func (s *Service) element(id string) *Element {
	for _, e := range s.Elements {
		if e.ID == id {
			return e
		}
	}
	return nil
}
