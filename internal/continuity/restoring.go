package continuity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

// Record stores a restore test, with the objectives of today.
//
// Refusals: Denied; Invalid with every wrong field; ErrFull.
func (s *Service) Record(ctx context.Context, by identity.Actor, t Test) (Test, error) {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return Test{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Test{}, err
	}
	var k fault.Checker
	t = t.tidy()
	t.check(&k, h, s.today())
	if err := k.Fault("continuity.test-refused"); err != nil {
		return Test{}, err
	}
	of, _ := h.System(t.System)
	t.ID, t.Name, t.Withdrawn, t.Because = ID(s.NewID("rst")), of.Name, time.Time{}, ""
	t.RTO, t.RPO, _, _ = h.Now().Goals(t.System)
	t.Change = Change{Version: 1, At: s.now(), By: by.Name}
	return t, s.save(ctx, by, "restore.record", t, t.Change)
}

// WithdrawTest takes out a test that was recorded wrong, and says why. It stays in
// the journal. Evidence that was made of it is withdrawn in the room of evidence.
//
// Refusals: Denied; NotFound; Invalid without a reason.
func (s *Service) WithdrawTest(ctx context.Context, by identity.Actor, id ID, because string) error {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return err
	}
	t, err := s.test(ctx, by, id)
	if err != nil {
		return err
	}
	because = strings.TrimSpace(because)
	var k fault.Checker
	k.Need(because != "", "because", i18n.T("Schrijf op waarom deze test niet telt.", "Write why this test does not count."))
	k.Text(because, "because", maxText)
	if err := k.Fault("continuity.withdrawal-refused"); err != nil {
		return err
	}
	t.Change = Change{Version: t.Version + 1, At: s.now(), By: by.Name}
	t.Withdrawn, t.Because = t.At, because
	return s.save(ctx, by, "restore.withdraw", t, t.Change)
}

// test finds a test that counts.
func (s *Service) test(ctx context.Context, by identity.Actor, id ID) (Test, error) {
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Test{}, err
	}
	t, ok := h.Now().Test(id)
	if !ok {
		return Test{}, fault.Missing("continuity.no-test")
	}
	return t, nil
}

// A TestFile is a restore test with what came of it.
type TestFile struct {
	Test    Test
	Proven  bool          // it stands among the evidence
	Actions []plan.Action // that were made because of it
}

// FindTest returns a restore test.
//
// Refusals: Denied; NotFound.
func (s *Service) FindTest(ctx context.Context, by identity.Actor, id ID) (TestFile, error) {
	if err := by.Need(identity.Read); err != nil {
		return TestFile{}, err
	}
	t, err := s.test(ctx, by, id)
	if err != nil {
		return TestFile{}, err
	}
	f := TestFile{Test: t}
	sum, err := t.Sum()
	if err != nil {
		return f, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return f, fmt.Errorf("list evidence: %w", err)
	}
	f.Proven = evidence.HasNote(items, sum)
	all, err := s.World.Actions(ctx, by)
	if err != nil {
		return f, fmt.Errorf("list actions: %w", err)
	}
	f.Actions = slices.DeleteFunc(slices.Clone(all), func(a plan.Action) bool { return a.Source != t.source() })
	return f, nil
}

// Prove adds a test that worked to the evidence, on the level of operation; see
// [Proves]. Where it is evidence already, nothing is added.
//
// Refusals: Denied; NotFound; Conflict for a test that did not work.
func (s *Service) Prove(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	f, err := s.FindTest(ctx, by, id)
	if err != nil {
		return err
	}
	if f.Test.FallsShort() {
		return conflict("continuity.proves-nothing", i18n.T(
			"Deze test liet niet zien dat het systeem op tijd en heel terugkomt. Het is geen bewijs.",
			"This test did not show that the system comes back in time and whole. It is no evidence."))
	}
	sum, err := f.Test.Sum()
	if err != nil {
		return err
	}
	if err := s.World.AddOnce(ctx, by, f.Test.evidence(sum), sum); err != nil {
		return fmt.Errorf("add test %s to the evidence: %w", id, err)
	}
	return nil
}

// ToPlan puts what a test fell short of into the improvement plan.
//
// Refusals: Denied; NotFound; Conflict when an open action works on it already, or
// when nothing fell short; Invalid as those of [plan.Service.Add].
func (s *Service) ToPlan(ctx context.Context, by identity.Actor, id ID, owner string, due time.Time) (plan.Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return plan.Action{}, err
	}
	f, err := s.FindTest(ctx, by, id)
	if err != nil {
		return plan.Action{}, err
	}
	switch {
	case !f.Test.FallsShort():
		return plan.Action{}, conflict("continuity.nothing-to-do", i18n.T("Deze test is gelukt: er is niets te verbeteren.", "This test worked: there is nothing to improve."))
	case slices.ContainsFunc(f.Actions, plan.Action.IsOpen):
		return plan.Action{}, conflict("continuity.action-there", i18n.T("Er loopt al een actie voor deze test.", "There is an action for this test already."))
	}
	a, err := s.World.AddAction(ctx, by, plan.Action{
		Title: "Herstel van " + f.Test.Name + " binnen de afgesproken tijd", Description: f.Test.short(), Requirements: Proves,
		OwnerText: owner, Due: due, Source: f.Test.source(),
	})
	if err != nil {
		return plan.Action{}, fmt.Errorf("plan what test %s fell short of: %w", id, err)
	}
	return a, nil
}

// short says in what a test fell short.
func (t Test) short() string {
	text := "Hersteltest van " + i18n.NL.Day(t.On) + ": " + strings.ToLower(t.Result.Name().NL) + ", in " + t.Took.In(i18n.NL) + "."
	if t.TooLong() {
		text += " Afgesproken was binnen " + t.RTO.In(i18n.NL) + "."
	}
	if t.TooMuch() {
		text += " Er ging " + t.Lost.In(i18n.NL) + " werk verloren; afgesproken was hoogstens " + t.RPO.In(i18n.NL) + "."
	}
	if t.Remarks != "" {
		text += "\n" + t.Remarks
	}
	return text + "\nTest daarna opnieuw."
}
