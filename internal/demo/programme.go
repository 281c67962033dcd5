package demo

import (
	"context"

	"aantoonbaar/internal/programme"
)

// programme is the audit programme that the board takes stock of: proposed, and the
// first rounds given to somebody.
func (s *story) programme(ctx context.Context) error {
	begun, err := s.Programme.Begin(ctx, s.lead, programme.MonthOf(s.today()), 15)
	if err != nil {
		return err
	}
	s.later()
	if _, err := s.Programme.Propose(ctx, s.lead, begun.Number); err != nil {
		return err
	}
	sheet, err := s.Programme.Find(ctx, s.lead, begun.Number)
	if err != nil {
		return err
	}
	for _, r := range sheet.States {
		if r.Month.After(s.today().AddDate(0, 6, 0)) {
			break
		}
		s.later()
		switch r.Tier {
		case programme.Self:
			r.Auditors = []programme.Auditor{{Person: s.lead.Person}}
		case programme.Internal:
			r.Auditors = []programme.Auditor{{Person: s.board.Person}} // who answers nothing is independent of the work
		case programme.External:
			continue
		}
		if _, err := s.Programme.ChangeRound(ctx, s.lead, r.Round); err != nil {
			return err
		}
	}
	return nil
}
