package audit

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
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// AddFinding records what an assessor found wrong.
//
// Refusals: Denied; NotFound; Invalid, with every wrong field; Conflict when there
// is no work.
func (s *Service) AddFinding(ctx context.Context, by identity.Actor, id ID, x Finding) (Finding, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Finding{}, err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return Finding{}, err
	}
	now := s.now()
	x.Number, x.Version = len(f.Findings)+1, 0
	x.By, x.ByName, x.MadeAt, x.ChangedAt, x.Response, x.Closing = by.Person, by.Name, now, now, Response{}, Closing{}
	return s.keep(ctx, by, f.Engagement, x)
}

// keep checks what the assessor says in a finding since its ChangedAt, and stores
// its next version.
func (s *Service) keep(ctx context.Context, by identity.Actor, e Engagement, x Finding) (Finding, error) {
	x.Title, x.What, x.Evidence = strings.TrimSpace(x.Title), strings.TrimSpace(x.What), strings.TrimSpace(x.Evidence)
	var c fault.Checker
	x.check(&c, e)
	if err := c.Fault("audit.finding-refused"); err != nil {
		return Finding{}, err
	}
	return s.saveFinding(ctx, by, e, x, by.Draft(x.ChangedAt, "audit.find", e.ID.Ref(), foundOf(x)))
}

func (s *Service) saveFinding(ctx context.Context, by identity.Actor, e Engagement, x Finding, entry journal.Draft) (Finding, error) {
	x.Version++
	if err := s.Store.SaveFinding(ctx, by.Org, e, x, entry); err != nil {
		return Finding{}, fmt.Errorf("%s %s/%d: %w", entry.Action, e.ID, x.Number, err)
	}
	return x, nil
}

// ChangeFinding changes what the assessor says in a finding; a response that was
// given stays, and pages say that it came before the change.
//
// Refusals: as [Service.AddFinding], and Conflict for one that is closed or that
// somebody else changed.
func (s *Service) ChangeFinding(ctx context.Context, by identity.Actor, id ID, x Finding) (Finding, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Finding{}, err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return Finding{}, err
	}
	old, err := openFinding(f, x.Number)
	if err != nil {
		return Finding{}, err
	}
	if old.Version != x.Version {
		return Finding{}, ErrStale
	}
	next := old
	next.Severity, next.Requirement, next.Title, next.What, next.Evidence, next.ChangedAt = x.Severity, x.Requirement, x.Title, x.What, x.Evidence, s.now()
	return s.keep(ctx, by, f.Engagement, next)
}

// openFinding returns a finding that is not closed.
func openFinding(f File, number int) (Finding, error) {
	x, err := findingOf(f, number)
	if err == nil && !x.IsOpen() {
		err = &fault.Fault{
			Kind: fault.Conflict, Code: "audit.finding-closed",
			Says: i18n.T("Deze bevinding is al gesloten.", "This finding is closed already."),
			Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored."),
		}
	}
	return x, err
}

func findingOf(f File, number int) (Finding, error) {
	i := slices.IndexFunc(f.Findings, func(x Finding) bool { return x.Number == number })
	if i < 0 {
		return Finding{}, fault.Missing("audit.no-finding")
	}
	return f.Findings[i], nil
}

// Respond stores what the organisation says of a finding. Under a signed report
// a response that was given stands; one that was not can still be given, and
// stands outside the report.
//
// Refusals: Denied; NotFound; Invalid; Conflict when there is nothing to respond
// to, or when somebody else was first.
func (s *Service) Respond(ctx context.Context, by identity.Actor, id ID, number int, version int64, text string) (Finding, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Finding{}, err
	}
	f, err := s.in(ctx, by, id, AtWork, Reported)
	if err != nil {
		return Finding{}, err
	}
	x, err := openFinding(f, number)
	if err != nil {
		return Finding{}, err
	}
	if x.Version != version {
		return Finding{}, ErrStale
	}
	if f.Engagement.Status == Reported && !x.Response.At.IsZero() {
		return Finding{}, notNow(Reported)
	}
	text, err = reason(text, "response", "audit.response-refused", i18n.T("Schrijf wat u van de bevinding vindt.", "Write what you think of the finding."))
	if err != nil {
		return Finding{}, err
	}
	x.Response = Response{Text: text, By: by.Name, At: s.now()}
	return s.saveFinding(ctx, by, f.Engagement, x, by.Draft(x.Response.At, "audit.respond", id.Ref(), Responded{number, text}))
}

// CloseFinding closes a finding on the assessor's word.
//
// Refusals: Denied; NotFound; Invalid without a ground; Conflict for one that is
// closed, or when somebody else was first.
func (s *Service) CloseFinding(ctx context.Context, by identity.Actor, id ID, number int, because string) (Finding, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Finding{}, err
	}
	if err := s.here(); err != nil {
		return Finding{}, err
	}
	f, err := s.free(ctx, by, id, AtWork, Reported)
	if err != nil {
		return Finding{}, err
	}
	x, err := openFinding(f, number)
	if err != nil {
		return Finding{}, err
	}
	because, err = reason(because, "because", "audit.closing-refused", i18n.T("Schrijf waaraan u zag dat het is opgelost.", "Write what showed you that it is solved."))
	if err != nil {
		return Finding{}, err
	}
	x.Closing = Closing{How: ByAssessor, Because: because, By: by.Name, At: s.now()}
	return s.closed(ctx, by, f.Engagement, x)
}

// Closers returns the evidence that would close a finding.
func (s *Service) Closers(ctx context.Context, by identity.Actor, x Finding) ([]evidence.Item, error) {
	if err := by.Need(identity.SeeAssessment); err != nil {
		return nil, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(items), func(it evidence.Item) bool { return !x.MayCloseBy(it, s.today(), s.Zone) }), nil
}

// CloseByEvidence closes a finding of a signed report with a piece of evidence:
// see [Finding.MayCloseBy].
//
// Refusals: Denied; NotFound; Invalid for a piece that shows no such thing;
// Conflict before there is a report, or for a finding that is closed.
func (s *Service) CloseByEvidence(ctx context.Context, by identity.Actor, id ID, number int, piece evidence.ID) (Finding, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Finding{}, err
	}
	f, err := s.in(ctx, by, id, Reported)
	if err != nil {
		return Finding{}, err
	}
	x, err := openFinding(f, number)
	if err != nil {
		return Finding{}, err
	}
	closers, err := s.Closers(ctx, by, x)
	if err != nil {
		return Finding{}, err
	}
	var c fault.Checker
	c.Need(slices.ContainsFunc(closers, func(it evidence.Item) bool { return it.ID == piece }), "piece", i18n.T(
		"Kies geldig bewijs van werking bij deze maatregel, dat spreekt over een dag na de bevinding.",
		"Choose valid evidence of operation for this measure that speaks of a day after the finding."))
	if err := c.Fault("audit.closing-refused"); err != nil {
		return Finding{}, err
	}
	x.Closing = Closing{How: ByEvidence, Evidence: piece, By: by.Name, At: s.now()}
	return s.closed(ctx, by, f.Engagement, x)
}

// closed stores a finding that was just closed.
func (s *Service) closed(ctx context.Context, by identity.Actor, e Engagement, x Finding) (Finding, error) {
	said := Settled{x.Number, x.Closing.How, x.Closing.Because, x.Closing.Evidence}
	return s.saveFinding(ctx, by, e, x, by.Draft(x.Closing.At, "audit.close-finding", e.ID.Ref(), said))
}

// Responded is what the journal says of a response.
type Responded struct {
	Number   int    `json:"number"`
	Response string `json:"response"`
}

// Settled is what the journal says of a finding that was closed; see [Closing].
type Settled struct {
	Number   int         `json:"number"`
	How      string      `json:"how"`
	Because  string      `json:"because,omitempty"`
	Evidence evidence.ID `json:"evidence,omitempty"`
}

// Source is how an improvement action names the finding that it comes from.
func Source(id ID, number int) ref.Ref {
	return ref.Ref{Kind: plan.FromFinding, ID: fmt.Sprintf("%s/%d", id, number)}
}

// ToPlan puts a finding into the improvement plan as an action.
//
// Refusals: Denied; NotFound; Conflict when an open action works on it already;
// Invalid as those of [plan.Service.Add].
func (s *Service) ToPlan(ctx context.Context, by identity.Actor, id ID, number int, owner identity.PersonID, due time.Time) (plan.Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return plan.Action{}, err
	}
	f, err := s.in(ctx, by, id, AtWork, Reported)
	if err != nil {
		return plan.Action{}, err
	}
	x, err := openFinding(f, number)
	if err != nil {
		return plan.Action{}, err
	}
	actions, err := s.Actions(ctx, by, id, number)
	if err != nil {
		return plan.Action{}, err
	}
	if slices.ContainsFunc(actions, plan.Action.IsOpen) {
		return plan.Action{}, &fault.Fault{
			Kind: fault.Conflict, Code: "audit.action-there",
			Says: i18n.T("Er loopt al een actie voor deze bevinding.", "There is an action for this finding already."),
			Hint: i18n.T("Pas die actie aan. Er is niets opgeslagen.", "Change that action. Nothing was stored."),
		}
	}
	return s.World.AddAction(ctx, by, plan.Action{Title: x.Title, Description: x.What, Requirements: []string{x.Requirement}, Owner: owner, Due: due, Source: Source(id, number)})
}

// Actions returns the improvement actions that come from a finding, as of today:
// what the organisation does about it is part of the assessment.
func (s *Service) Actions(ctx context.Context, by identity.Actor, id ID, number int) ([]plan.Action, error) {
	if _, err := s.seen(ctx, by, id); err != nil {
		return nil, err
	}
	all, err := s.World.Actions(ctx, ofToday(by))
	if err != nil {
		return nil, fmt.Errorf("list actions: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(all), func(a plan.Action) bool { return a.Source != Source(id, number) }), nil
}
