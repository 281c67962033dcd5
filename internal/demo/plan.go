package demo

import (
	"context"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
)

// makePlan puts the most useful gaps into the plan, each with an owner and a
// day; some of those days are past by now.
func (s *story) makePlan(ctx context.Context, until time.Time) error {
	p, err := s.Plan.Plan(ctx, s.lead)
	if err != nil {
		return err
	}
	var picks []plan.Pick
	today := p.Today
	span := int(until.Sub(today).Hours()/24) + 150
	for i, g := range p.Gaps {
		if len(picks) == 14 {
			break
		}
		if s.random.IntN(4) == 0 {
			continue
		}
		due := today.AddDate(0, 0, 21+i*span/16+s.random.IntN(15))
		picks = append(picks, plan.Pick{Requirement: g.Requirement.ID, Owner: s.staff[i%len(s.staff)].Person, Due: due})
	}
	if len(picks) == 0 {
		return nil
	}
	actions, err := s.Plan.FromGaps(ctx, s.lead, i18n.NL, picks)
	if err != nil {
		return err
	}
	return s.price(ctx, actions)
}

// price gives some actions an estimate.
func (s *story) price(ctx context.Context, actions []plan.Action) error {
	for _, a := range actions {
		if s.random.IntN(3) == 0 {
			continue
		}
		scale := int64(1)
		if s.m.long {
			scale = 12
		}
		a.CostCents = int64(2+s.random.IntN(38)) * 100_00 * scale
		if _, err := s.Plan.Change(ctx, s.lead, a); err != nil {
			return err
		}
	}
	return nil
}

// present brings the plan and the board's papers to where they are today.
func (s *story) present(ctx context.Context, until time.Time) error {
	p, err := s.Plan.Plan(ctx, s.lead)
	if err != nil {
		return err
	}
	for _, a := range p.Actions {
		switch x := s.random.IntN(10); {
		case isInPlace(p, a):
			on := a.Due
			if on.IsZero() || on.After(p.Today) {
				on = p.Today
			}
			a, err = s.Plan.SetStatus(ctx, s.lead, a.ID, a.Version, plan.Done, "", on)
		case a.IsLate(p.Today) && (x < 5 || p.Today.Sub(a.Due) > 90*24*time.Hour):
			a, err = s.Plan.SetStatus(ctx, s.lead, a.ID, a.Version, plan.Done, "", a.Due)
		case x < 5:
			a, err = s.Plan.SetStatus(ctx, s.lead, a.ID, a.Version, plan.Busy, "", time.Time{})
		}
		if err != nil {
			return err
		}
		_ = a
		s.later()
	}
	return s.boardroom(ctx, until)
}

// isInPlace reports whether all is met for which the action was made: nobody
// leaves such an action open.
func isInPlace(p *plan.Plan, a plan.Action) bool {
	return len(a.Requirements) > 0 && !slices.ContainsFunc(a.Requirements, func(id string) bool { return p.Picture.States[id] != assessment.InPlace })
}

// sign is the board's meeting of last month: plan and measures are approved. The
// hospital, whose board is not here, finished a round of its internal audit.
func (s *story) sign(ctx context.Context) error {
	if s.m.key == "oosterdelta" {
		return s.programme(ctx, true)
	}
	if s.board.Person == "" {
		return nil
	}
	for _, sub := range []board.Subject{board.Plan, board.Measures} {
		review, err := s.Board.Review(ctx, s.board, sub)
		if err != nil {
			return err
		}
		if _, err := s.Board.Sign(ctx, s.board, board.Signature{Subject: sub, SHA256: review.SHA256, Name: s.board.Name, Lang: i18n.NL}); err != nil {
			return err
		}
		s.later()
	}
	if s.m.key != "linde" {
		return nil
	}
	if err := s.programme(ctx, false); err != nil {
		return err
	}
	return s.takeStock(ctx)
}

// boardroom is what the board is asked now, and how it was trained.
func (s *story) boardroom(ctx context.Context, until time.Time) error {
	if s.board.Person == "" {
		return nil
	}
	day := legaltime.DayOf(until, s.Zone)
	questions := []board.Decision{
		{
			Title: "Inloggen met een tweede stap verplicht stellen", What: "Vanaf 1 februari logt iedereen met een tweede stap in op elk systeem met cliëntgegevens, ook invalkrachten en leveranciers.",
			Why: "Met alleen een wachtwoord kan een ander bij de dossiers. De leverancier kan het in januari aanzetten.", CostCents: 4_800_00, CostYearly: true,
			RiskIfNot: "Een gestolen wachtwoord opent alle dossiers. Wij moeten dan cliënten en de toezichthouder inlichten.", By: day.AddDate(0, 0, 18),
		},
		{
			Title: "Twee keer per jaar oefenen zonder ECD", What: "Elk team werkt twee keer per jaar een halve dag met de papieren noodkaart.",
			Why: "De noodkaart ligt er, maar niemand heeft hem gebruikt.", CostCents: 1_900_00, CostYearly: true,
			RiskIfNot: "Bij een storing weten wij niet wie welke medicatie krijgt.", By: day.AddDate(0, 1, 10),
		},
	}
	for _, q := range questions {
		s.later()
		if _, err := s.Board.Ask(ctx, s.lead, q); err != nil {
			return err
		}
	}
	_, err := s.Board.AddCertificate(ctx, s.board, board.Certificate{
		Person: s.board.Name, Role: "bestuurder", Appointed: day.AddDate(-3, -2, -4), Topics: board.Topics[:3], Provider: "Leergang Bestuur en Cyber (verzonnen)",
		From: day.AddDate(0, -2, -9), ValidUntil: day.AddDate(2, 9, 21), Evidence: "Personeelsdossier, map scholing",
	})
	return err
}
