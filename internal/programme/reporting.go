package programme

import (
	"context"
	"fmt"
	"strings"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// Report ends a round. Nothing of it changes afterwards.
//
// Refusals: Denied; NotFound; Invalid without a conclusion; Conflict for who does not
// carry the round, while anything is missing (see [Work.Missing]), or when somebody
// changed something at that very moment.
func (s *Service) Report(ctx context.Context, by identity.Actor, id RoundID, conclusion string) error {
	if err := by.Need(identity.CarryOutAudit); err != nil {
		return err
	}
	f, err := s.in(ctx, by, id, AtWork)
	if err != nil {
		return err
	}
	r := f.State.Round
	if !r.IsBy(by.Person) {
		return notAuditor()
	}
	if missing := f.Work.Missing(s.Catalogue, f.State.Scope); len(missing) > 0 {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "programme.not-ready",
			Says: i18n.T("De ronde is nog niet klaar. "+missing[0].NL, "The round is not done yet. "+missing[0].EN),
			Hint: i18n.T("Vul eerst aan wat onder Nog nodig staat. Er is niets opgeslagen.", "First complete what stands under Still needed. Nothing was stored."),
		}
	}
	conclusion = strings.TrimSpace(conclusion)
	var c fault.Checker
	c.Need(conclusion != "", "conclusion", i18n.T("Schrijf in een paar zinnen wat u concludeert.", "Write in a few sentences what you conclude."))
	c.Text(conclusion, "conclusion", audit.MaxText)
	if err := c.Fault("programme.report-refused"); err != nil {
		return err
	}
	return s.report(ctx, by, f, conclusion)
}

func (s *Service) report(ctx context.Context, by identity.Actor, f File, conclusion string) error {
	r := f.State.Round
	text, sum, err := documentOf(by.Org, r, f.Work, conclusion, by.Name).Text()
	if err != nil {
		return err
	}
	done := Report{Conclusion: conclusion, By: by.Name, At: s.now(), SHA256: sum, Looks: []Look{}, Findings: len(f.Work.Findings)}
	for _, j := range f.Work.Judgements {
		if l, ok := j.look(); ok {
			done.Looks = append(done.Looks, l)
		}
	}
	r.Status, r.Report, r.Version = Reported, &done, r.Version+1
	entry := by.Draft(done.At, "round.report", r.Ref(), reported{r, text})
	if err := s.Store.Report(ctx, by.Org, r, f.Work.Size(), entry); err != nil {
		return fmt.Errorf("report %s: %w", r.ID, err)
	}
	return nil
}
