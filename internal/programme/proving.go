package programme

import (
	"context"
	"fmt"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
)

// Shows lists the requirements of which the report of a round is evidence. A
// self-audit shows that owners check compliance (5.36), and no internal audit: 9.2.2
// asks for somebody objective.
func (t Tier) Shows() []string {
	if t == Self {
		return []string{"nen7510-2:2024/5.36"}
	}
	return []string{"nen7510-1:2024/9.2", "nen7510-2:2024/5.35", "nen7510-2:2024/5.36"}
}

// Prove adds the report of a round to the evidence, on the level of operation: it
// counts for as long as a programme may last. Where it is evidence already, nothing
// is added.
//
// Refusals: Denied; NotFound; Conflict while there is no report.
func (s *Service) Prove(ctx context.Context, by identity.Actor, id RoundID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	f, err := s.in(ctx, by, id, Reported)
	if err != nil {
		return err
	}
	r := f.State.Round
	if err := s.World.AddOnce(ctx, by, s.evidenceOf(r), r.Report.SHA256); err != nil {
		return fmt.Errorf("add round %s to the evidence: %w", id, err)
	}
	return nil
}

// evidenceOf is the report of a round as a piece of evidence.
func (s *Service) evidenceOf(r Round) evidence.Item {
	on := legaltime.DayOf(r.Report.At, s.Zone)
	text := fmt.Sprintf("Verslag van %s op %s. Bekeken: %d eisen, waarvan %d in de praktijk. Bevindingen: %d.\nVaste versie: %s",
		r.Report.By, i18n.NL.Day(on), len(r.Report.Looks), r.Report.InPractice(), r.Report.Findings, r.Report.SHA256)
	return evidence.Item{
		Title: r.Tier.Name().NL + " van " + i18n.NL.Month(r.Month), Form: evidence.Note, Kind: framework.Operation, Text: text,
		VouchedBy: r.Report.By, SpeaksFrom: on, ValidUntil: on.AddDate(0, MaxMonths, 0), Requirements: r.Tier.Shows(),
	}
}
