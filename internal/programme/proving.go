package programme

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
)

// Shows lists the requirements of which the report of a round is evidence. A
// self-audit shows that owners check compliance (5.36), and no internal audit: 9.2.2
// asks for somebody objective. An assessment from outside is an independent review
// (5.35) that looks at compliance too, and not the organisation's own audit.
func (t Tier) Shows() []string {
	switch t {
	case Self:
		return []string{"nen7510-2:2024/5.36"}
	case External:
		return []string{"nen7510-2:2024/5.35", "nen7510-2:2024/5.36"}
	case Internal:
	}
	return []string{"nen7510-1:2024/9.2", "nen7510-2:2024/5.35", "nen7510-2:2024/5.36"}
}

// Prove adds the report of a round to the evidence, on the level of operation: it
// counts for as long as a programme may last. Of a round from outside that is the
// newest report that the assessor signed. Where it is evidence already, nothing is added.
//
// Refusals: Denied; NotFound; Conflict while there is no report.
func (s *Service) Prove(ctx context.Context, by identity.Actor, id RoundID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	f, err := s.FindRound(ctx, by, id)
	if err != nil {
		return err
	}
	var it evidence.Item
	var sum string
	switch o, r := f.State.Outside, f.State.Round; {
	case r.Status == Dropped:
		return notNow(r)
	case r.Tier == External && !o.Reported.IsZero():
		it, sum = s.outside(r, o), o.SHA256
	case r.Status == Reported:
		it, sum = s.evidenceOf(r), r.Report.SHA256
	default:
		return notNow(r)
	}
	if err := s.World.AddOnce(ctx, by, it, sum); err != nil {
		return fmt.Errorf("add round %s to the evidence: %w", id, err)
	}
	return nil
}

// evidenceOf is the report of a round as a piece of evidence.
func (s *Service) evidenceOf(r Round) evidence.Item {
	return s.item(r, r.Report.By, r.Report.At, fmt.Sprintf("Verslag van %s op %s. %s",
		r.Report.By, i18n.NL.Day(s.dayOf(r.Report.At)), counted(r.Report.Looks, r.Report.Findings, r.Report.SHA256)))
}

// outside is the report of an assessment from outside as a piece of evidence. What the
// report is labelled with stands there too.
func (s *Service) outside(r Round, o Outside) evidence.Item {
	text := fmt.Sprintf("Rapport van %s (%s), ondertekend op %s. %s", o.Signer, o.Firm, i18n.NL.Day(s.dayOf(o.Reported)), counted(o.Looks, o.Findings, o.SHA256))
	if o.OnPaper {
		text += "\n" + audit.PaperLabel.NL
	}
	if len(o.Unstated) > 0 {
		text += "\n" + audit.UnstatedLabel(i18n.NL, o.Unstated)
	}
	return s.item(r, o.Signer, o.Reported, text)
}

func counted(looks []Look, findings int, sum string) string {
	return fmt.Sprintf("Bekeken: %d eisen, waarvan %d in de praktijk. Bevindingen: %d.\nVaste versie: %s", len(looks), Report{Looks: looks}.InPractice(), findings, sum)
}

func (s *Service) item(r Round, by string, at time.Time, text string) evidence.Item {
	on := s.dayOf(at)
	return evidence.Item{
		Title: r.Tier.Name().NL + " van " + i18n.NL.Month(r.Month), Form: evidence.Note, Kind: framework.Operation, Text: text,
		VouchedBy: by, SpeaksFrom: on, ValidUntil: on.AddDate(0, MaxMonths, 0), Requirements: r.Tier.Shows(),
	}
}

func (s *Service) dayOf(t time.Time) time.Time { return legaltime.DayOf(t, s.Zone) }
