package audit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// Store keeps engagements with all that comes of them. Each method is one
// transaction; those that change something write the journal's entries in it, and
// store nothing when they return ErrStale: somebody else was first.
type Store interface {
	// List returns every engagement with its reports, newest first; without
	// verdicts, findings, and the text of reports.
	List(ctx context.Context, id org.ID) ([]File, error)
	Load(ctx context.Context, id org.ID, audit ID) (f File, ok bool, err error)

	// Save stores an engagement, new with Version 1, else in the place of the
	// version before it.
	Save(ctx context.Context, id org.ID, e Engagement, entry journal.Draft) error

	// Begin signs a checkpoint over the journal and stores what fix makes of it.
	// ErrStale unless the journal has exactly seen entries; ErrFork when it is not
	// what was signed before.
	Begin(ctx context.Context, id org.ID, seen int64, fix Fix) error

	// Sign stores a report with the engagement in the place of the version before
	// it, together with a signed checkpoint. ErrStale also when any work was done
	// since e was read.
	Sign(ctx context.Context, id org.ID, e Engagement, r Report, entry journal.Draft) (Report, error)

	// Report returns one report with its text.
	Report(ctx context.Context, id org.ID, audit ID, number int) (r Report, ok bool, err error)

	WorkStore
}

// A WorkStore keeps what assessors find.
type WorkStore interface {
	// Judge stores verdicts, each in the place of the version before it, while the
	// engagement has the status of e.
	Judge(ctx context.Context, id org.ID, e Engagement, verdicts []Verdict, entries []journal.Draft) error

	// SaveFinding stores a finding likewise; a new one has Version 1.
	SaveFinding(ctx context.Context, id org.ID, e Engagement, f Finding, entry journal.Draft) error

	// BringBack stores an engagement in the place of the version before it,
	// together with verdicts and findings, each likewise.
	BringBack(ctx context.Context, id org.ID, e Engagement, verdicts []Verdict, findings []Finding, entries []journal.Draft) error
}

// A Fix makes an engagement that has begun, and its entry, of the situation at a moment.
type Fix struct {
	At   time.Time
	Make func(Situation) (Engagement, journal.Draft)
}

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("audit.stale")

// ErrFork is what a Store says when the journal is not what was signed before.
var ErrFork = &fault.Fault{
	Kind: fault.Conflict, Code: "audit.fork",
	Says: i18n.T("Dit kan nu niet: het logboek klopt niet met wat eerder is ondertekend.", "This cannot be done now: the journal is not what was signed before."),
	Hint: i18n.T("Bel de beheerder van deze installatie. Er is niets opgeslagen.", "Call the operator of this installation. Nothing was stored."),
}

// World is what this room must know of the rooms beside it.
type World interface {
	OrgName(ctx context.Context, by identity.Actor) (string, error)
	Picture(ctx context.Context, by identity.Actor) (*assessment.Picture, error)
	Items(ctx context.Context, by identity.Actor) ([]evidence.Item, error)
	Actions(ctx context.Context, by identity.Actor) ([]plan.Action, error)
	AddAction(ctx context.Context, by identity.Actor, a plan.Action) (plan.Action, error)
	InviteAssessor(ctx context.Context, by identity.Actor, name, email string, a identity.Admission) (secret string, err error)
	SigningKey(ctx context.Context, by identity.Actor) (k identity.SigningKey, ok bool, err error)
	SignText(ctx context.Context, by identity.Actor, passphrase string, text []byte) (identity.SigningKey, []byte, error)
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	World     World
	Rules     Rules
	Catalogue *framework.Catalogue
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
	Away      *Away // the engagement that was taken along to here; nil at the organisation's site
}

// List returns the engagements of the organisation with their reports, newest
// first; for an assessor, the own one.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]File, error) {
	if err := by.Need(identity.SeeAssessment); err != nil {
		return nil, err
	}
	all, err := s.Store.List(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(all), func(f File) bool { return !f.Engagement.mayBeSeen(by) }), nil
}

// File returns one engagement with all that came of it. Verdicts and the conclusion
// are the assessor's alone until they are signed; everybody else reads them in the
// report. On an earlier day nobody is at work, and they are nobody's.
//
// Refusals: Denied; NotFound, for an assessor of another one too.
func (s *Service) File(ctx context.Context, by identity.Actor, id ID) (File, error) {
	f, err := s.seen(ctx, by, id)
	if by.Past || !f.Engagement.IsFor(by) {
		f.Verdicts, f.Engagement.Conclusion = nil, ""
	}
	return f, err
}

// seen loads an engagement that the actor may see.
func (s *Service) seen(ctx context.Context, by identity.Actor, id ID) (File, error) {
	if err := by.Need(identity.SeeAssessment); err != nil {
		return File{}, err
	}
	f, err := s.load(ctx, by.Org, id)
	if err == nil && !f.Engagement.mayBeSeen(by) {
		return File{}, fault.Missing("audit.none")
	}
	return f, err
}

func (s *Service) load(ctx context.Context, id org.ID, audit ID) (File, error) {
	f, ok, err := s.Store.Load(ctx, id, audit)
	if err != nil {
		return File{}, fmt.Errorf("load assessment %s: %w", audit, err)
	}
	if !ok {
		return File{}, fault.Missing("audit.none")
	}
	s.sort(f.Verdicts)
	return f, nil
}

// sort puts verdicts in the norm's order, and by level.
func (s *Service) sort(verdicts []Verdict) {
	place := map[string]int{}
	for i, r := range s.Catalogue.Requirements {
		place[r.ID] = i * len(framework.Levels)
	}
	at := func(v Verdict) int { return place[v.Requirement] + slices.Index(framework.Levels, v.Level) }
	slices.SortFunc(verdicts, func(a, b Verdict) int { return at(a) - at(b) })
}

// in returns the engagement when it has one of the statuses.
func (s *Service) in(ctx context.Context, by identity.Actor, id ID, statuses ...Status) (File, error) {
	f, err := s.load(ctx, by.Org, id)
	if err != nil {
		return File{}, err
	}
	if !slices.Contains(statuses, f.Engagement.Status) {
		return File{}, notNow(f.Engagement.Status)
	}
	return f, nil
}

// own is in for an assessor of the engagement.
func (s *Service) own(ctx context.Context, by identity.Actor, id ID, statuses ...Status) (File, error) {
	f, err := s.load(ctx, by.Org, id)
	if err != nil {
		return File{}, err
	}
	if !f.Engagement.IsFor(by) {
		return File{}, notYours()
	}
	if !slices.Contains(statuses, f.Engagement.Status) {
		return File{}, notNow(f.Engagement.Status)
	}
	return f, nil
}

// free is own for one whose statement bars nothing.
func (s *Service) free(ctx context.Context, by identity.Actor, id ID, statuses ...Status) (File, error) {
	f, err := s.own(ctx, by, id, statuses...)
	if err != nil {
		return File{}, err
	}
	return f, s.independent(f.Engagement, by)
}

// independent refuses somebody who said nothing of ties, or too much.
func (s *Service) independent(e Engagement, by identity.Actor) error {
	st, ok := e.StatementOf(by.Person)
	if !ok {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "audit.no-statement",
			Says: i18n.T("U hebt nog niet verklaard of u onafhankelijk bent.", "You have not stated yet whether you are independent."),
			Hint: i18n.T("Vul eerst de verklaring van onafhankelijkheid in. Er is niets opgeslagen.", "First fill in the statement of independence. Nothing was stored."),
		}
	}
	if barred := Barred(s.Rules.Questions, st); len(barred) > 0 {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "audit.barred",
			Says: i18n.T("U kunt deze organisatie niet onafhankelijk beoordelen. "+barred[0].Why.NL, "You cannot assess this organisation independently. "+barred[0].Why.EN),
			Hint: i18n.T("Laat iemand anders beoordelen. Er is niets opgeslagen.", "Let somebody else assess. Nothing was stored."),
		}
	}
	return nil
}

func notNow(is Status) error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "audit.not-now",
		Says: i18n.T("Dit kan nu niet. De beoordeling is: "+is.Name().NL+".", "This cannot be done now. The assessment is: "+is.Name().EN+"."),
		Hint: i18n.T("Kijk op de pagina van de beoordeling wat nu kan. Er is niets opgeslagen.", "See on the page of the assessment what can be done now. Nothing was stored."),
	}
}

func notYours() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "audit.not-yours",
		Says: i18n.T("Uw toegang geldt voor een andere beoordeling.", "Your access is for another assessment."),
		Hint: i18n.T("Open de beoordeling waarvoor u bent uitgenodigd. Er is niets opgeslagen.", "Open the assessment for which you were invited. Nothing was stored."),
	}
}

// today is the day it is where the organisation is.
func (s *Service) today() time.Time { return dayOf(s.Now(), s.Zone) }

// now is the moment as databases keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
