package programme

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
)

// A File is one round with all that came of it.
type File struct {
	Sheet   Sheet // the programme that it is of
	State   State
	Work    Work
	Ties    []Tie         // to what is in scope; none for a round from outside, or that is over
	Actions []plan.Action // that come from its findings
}

// FindRound returns a round.
//
// Refusals: Denied; NotFound.
func (s *Service) FindRound(ctx context.Context, by identity.Actor, id RoundID) (f File, err error) {
	if err := by.Need(identity.Read); err != nil {
		return f, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return f, err
	}
	r, err := held.round(id)
	if err != nil {
		return f, err
	}
	p, err := held.programme(r.Programme)
	if err != nil {
		return f, err
	}
	if f.Sheet, err = s.sheet(ctx, by, held, p); err != nil {
		return f, err
	}
	f.State, _ = f.Sheet.State(id)
	return f, s.fill(ctx, by, &f)
}

// fill loads what came of a round, and what ties people to it.
func (s *Service) fill(ctx context.Context, by identity.Actor, f *File) (err error) {
	r := f.State.Round
	if f.Work, err = s.Store.Work(ctx, by.Org, r.ID); err != nil {
		return fmt.Errorf("load audit round %s: %w", r.ID, err)
	}
	f.Work.Sort(s.Catalogue)
	if r.Tier != External && (r.Status == Planned || r.Status == AtWork) {
		if f.Ties, err = s.World.Ties(ctx, by, f.State.Scope); err != nil {
			return fmt.Errorf("look who worked on what: %w", err)
		}
	}
	actions, err := s.World.Actions(ctx, by)
	if err != nil {
		return fmt.Errorf("list actions: %w", err)
	}
	for _, x := range f.Work.Findings {
		for _, a := range actions {
			if a.Source == x.Source() {
				f.Actions = append(f.Actions, a)
			}
		}
	}
	return nil
}

// Finding returns a finding of the round; ok is false when it has none such.
func (f File) Finding(number int) (x Finding, ok bool) {
	for _, x := range f.Work.Findings {
		if x.Number == number {
			return x, true
		}
	}
	return Finding{}, false
}

// From returns the actions that come from a finding.
func (f File) From(x Finding) []plan.Action {
	return slices.DeleteFunc(slices.Clone(f.Actions), func(a plan.Action) bool { return a.Source != x.Source() })
}

// in returns a round with the status.
func (s *Service) in(ctx context.Context, by identity.Actor, id RoundID, status Status) (File, error) {
	f, err := s.FindRound(ctx, by, id)
	if err == nil && (f.State.Status != status || f.State.Tier == External) {
		err = notNow(f.State.Round)
	}
	return f, err
}

// Start begins the work of a round: what it looks at is fixed then, without what does
// not apply to the organisation.
//
// Refusals: Denied; NotFound; Conflict for who does not carry the round, while nobody
// could judge some requirement, or when it has begun.
func (s *Service) Start(ctx context.Context, by identity.Actor, id RoundID) error {
	if err := by.Need(identity.CarryOutAudit); err != nil {
		return err
	}
	f, err := s.in(ctx, by, id, Planned)
	if err != nil {
		return err
	}
	r := f.State.Round
	if !r.IsBy(by.Person) {
		return notAuditor()
	}
	scope := f.applying()
	if len(scope) == 0 {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "programme.nothing-applies",
			Says: i18n.T("Niets van deze ronde geldt voor de organisatie.", "Nothing of this round applies to the organisation."),
			Hint: i18n.T("Laat de ronde vervallen. Er is niets opgeslagen.", "Drop the round. Nothing was stored."),
		}
	}
	if none := r.unjudged(scope, f.Ties, s.today()); len(none) > 0 {
		return stuck(s.Catalogue, r, none)
	}
	r.Status, r.Fixed, r.BegunAt, r.BegunBy = AtWork, scope, s.now(), by.Name
	_, err = s.saveRound(ctx, by, r, "round.begin")
	return err
}

// applying is the scope of the round without what does not apply.
func (f File) applying() (all []string) {
	out := map[string]bool{}
	for _, row := range f.Sheet.Coverage.Rows {
		out[row.Requirement.ID] = row.Out
	}
	return slices.DeleteFunc(slices.Clone(f.State.Scope), func(id string) bool { return out[id] })
}

// Judge stores verdicts on one requirement, in the place of the version from which
// the form was made.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict for who may not
// judge it (see [Round.MayJudge]), outside the work, or when somebody else was first.
func (s *Service) Judge(ctx context.Context, by identity.Actor, id RoundID, j Judgement) (Judgement, error) {
	if err := by.Need(identity.CarryOutAudit); err != nil {
		return Judgement{}, err
	}
	f, err := s.judging(ctx, by, id, j.Requirement)
	if err != nil {
		return Judgement{}, err
	}
	old := f.Work.Of(id, j.Requirement)
	if old.Version != j.Version {
		return Judgement{}, ErrStale
	}
	j.Round, j.By, j.ByName, j.At = id, by.Person, by.Name, s.now()
	j = j.tidy()
	var c fault.Checker
	j.check(&c, s.beganOn(f.State.Round), s.today())
	if err := c.Fault("programme.verdict-refused"); err != nil {
		return Judgement{}, err
	}
	j.Version++
	if err := s.Store.Judge(ctx, by.Org, f.State.Round, j, by.Draft(j.At, "round.judge", j.Ref(), j)); err != nil {
		return Judgement{}, fmt.Errorf("judge %s in %s: %w", j.Requirement, id, err)
	}
	return j, nil
}

// beganOn is the first day on which an auditor can have seen something in a round
// that has begun: that of its beginning, or the first of its month when that is earlier.
func (s *Service) beganOn(r Round) time.Time {
	if begun := legaltime.DayOf(r.BegunAt, s.Zone); begun.Before(r.Month) {
		return begun
	}
	return r.Month
}

// judging returns a round at work in which the actor may judge the requirement.
func (s *Service) judging(ctx context.Context, by identity.Actor, id RoundID, requirement string) (File, error) {
	f, err := s.in(ctx, by, id, AtWork)
	if err != nil {
		return f, err
	}
	req := s.Catalogue.Find(requirement)
	if req == nil || !slices.Contains(f.State.Scope, requirement) {
		return f, fault.Missing("programme.not-in-round")
	}
	return f, f.State.MayJudge(by, req, f.Ties, s.today())
}

// SaveFinding stores what is wrong: with Number zero as a new finding, else in the
// place of the version before it.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict as for
// [Service.Judge].
func (s *Service) SaveFinding(ctx context.Context, by identity.Actor, id RoundID, x Finding) (Finding, error) {
	if err := by.Need(identity.CarryOutAudit); err != nil {
		return Finding{}, err
	}
	f, err := s.in(ctx, by, id, AtWork)
	if err != nil {
		return Finding{}, err
	}
	x.Round, x.Title, x.What = id, strings.TrimSpace(x.Title), strings.TrimSpace(x.What)
	var c fault.Checker
	x.check(&c, f.State.Scope)
	c.Need(x.Number > 0 || len(f.Work.Findings) < MaxFindings, "title", i18n.Tf("Een ronde heeft hoogstens %d bevindingen.", "A round has at most %d findings.", MaxFindings))
	if err := c.Fault("programme.finding-refused"); err != nil {
		return Finding{}, err
	}
	x, old, err := f.place(x)
	if err != nil {
		return Finding{}, err
	}
	for _, id := range []string{old.Requirement, x.Requirement} {
		if err := f.State.MayJudge(by, s.Catalogue.Find(id), f.Ties, s.today()); err != nil {
			return Finding{}, err
		}
	}
	x.By, x.ByName, x.At = by.Person, by.Name, s.now()
	if err := s.Store.Find(ctx, by.Org, f.State.Round, x, by.Draft(x.At, "round.find", x.Ref(), x)); err != nil {
		return Finding{}, fmt.Errorf("store finding %d of %s: %w", x.Number, id, err)
	}
	return x, nil
}

// place gives a finding its number and version, and returns what stood there: for a
// new finding, itself.
func (f File) place(x Finding) (next, old Finding, err error) {
	if x.Number == 0 {
		x.Number, x.Version = len(f.Work.Findings)+1, 1
		return x, x, nil
	}
	old, ok := f.Finding(x.Number)
	if !ok {
		return x, old, fault.Missing("programme.no-finding")
	}
	if old.Version != x.Version {
		return x, old, ErrStale
	}
	x.Version++
	return x, old, nil
}

// ToPlan puts a finding into the improvement plan as an action.
//
// Refusals: Denied; NotFound; Conflict when an open action works on it already;
// Invalid as those of [plan.Service.Add].
func (s *Service) ToPlan(ctx context.Context, by identity.Actor, id RoundID, number int, owner identity.PersonID, due time.Time) (plan.Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return plan.Action{}, err
	}
	f, err := s.FindRound(ctx, by, id)
	if err != nil {
		return plan.Action{}, err
	}
	x, ok := f.Finding(number)
	if !ok {
		return plan.Action{}, fault.Missing("programme.no-finding")
	}
	if slices.ContainsFunc(f.From(x), plan.Action.IsOpen) {
		return plan.Action{}, &fault.Fault{
			Kind: fault.Conflict, Code: "programme.action-there",
			Says: i18n.T("Er loopt al een actie voor deze bevinding.", "There is an action for this finding already."),
			Hint: i18n.T("Pas die actie aan. Er is niets opgeslagen.", "Change that action. Nothing was stored."),
		}
	}
	return s.World.AddAction(ctx, by, plan.Action{Title: x.Title, Description: x.What, Requirements: []string{x.Requirement}, Owner: owner, Due: due, Source: x.Source()})
}
