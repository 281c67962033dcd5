package board

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
)

// Store keeps what the board was asked, decided and signed. Each method is one
// transaction; those that change something write the journal's entry in it.
type Store interface {
	// Load returns everything but the texts of approvals, which are newest first.
	Load(ctx context.Context, id org.ID) (Held, error)

	// SaveDecision stores a decision in the place of the version before it.
	// ErrStale when that version is not there.
	SaveDecision(ctx context.Context, id org.ID, d Decision, entry journal.Draft) error

	// SaveSentence stores the sentence likewise.
	SaveSentence(ctx context.Context, id org.ID, s Sentence, entry journal.Draft) error

	// SaveCertificate stores a certificate, new or known.
	SaveCertificate(ctx context.Context, id org.ID, c Certificate, entry journal.Draft) error

	// Approve stores an approval together with a signed checkpoint that covers its
	// entry, and returns it with both. ErrStale, with nothing stored, unless the
	// journal had exactly seen entries before; ErrFork likewise when it does not
	// begin with what was signed.
	Approve(ctx context.Context, id org.ID, a Approval, seen int64, entry journal.Draft) (Approval, error)

	// Approval returns one approval with its text.
	Approval(ctx context.Context, id org.ID, a ApprovalID) (Approval, bool, error)
}

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("board.stale")

// ErrFork is what a Store says when the journal is not what was signed before: a
// signature under it would vouch for what somebody changed.
var ErrFork = &fault.Fault{
	Kind: fault.Conflict, Code: "board.fork",
	Says: i18n.T("U kunt nu niet ondertekenen: het logboek klopt niet met wat eerder is ondertekend.", "You cannot sign now: the journal is not what was signed before."),
	Hint: i18n.T("Bel de beheerder van deze installatie. Er is niets opgeslagen.", "Call the operator of this installation. Nothing was stored."),
}

// Held is what a Store holds of one organisation.
type Held struct {
	Decisions    []Decision // newest first
	Sentence     Sentence
	Approvals    []Approval    // newest first, without Text
	Certificates []Certificate // newest first
}

// World is what this room must know of the rooms beside it.
type World interface {
	Brief(ctx context.Context, by identity.Actor) (Brief, error)

	// Exempt reports whether the profile says that the Cbw does not apply; false also
	// while that is not known.
	Exempt(ctx context.Context, by identity.Actor) (bool, error)
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store Store
	World World
	Now   func() time.Time
	Zone  *time.Location // in which days are counted
	NewID func(prefix string) string
}

// A Page is everything on the board's page at one moment.
type Page struct {
	Brief        Brief
	Decisions    []Decision // newest first
	Sentence     Sentence
	Approvals    []Approval
	Certificates []Certificate // those that count, newest first
	Members      []Member
	Plan         Stand
	Measures     Stand
	Promises     []Promise // of the plan that was signed last
	PromisedAt   time.Time // when that was; zero for never
}

// Open lists the decisions that wait for the board, those with the nearest day first.
func (p Page) Open() []Decision { return soonest(p.Decisions, Decision.IsOpen) }

// Closed lists the decisions that were answered or withdrawn, newest first.
func (p Page) Closed() []Decision {
	var closed []Decision
	for _, d := range p.Decisions {
		if !d.IsOpen() {
			closed = append(closed, d)
		}
	}
	return closed
}

// Page returns the board's page.
func (s *Service) Page(ctx context.Context, by identity.Actor) (Page, error) {
	if err := by.Need(identity.Read); err != nil {
		return Page{}, err
	}
	brief, err := s.World.Brief(ctx, by)
	if err != nil {
		return Page{}, fmt.Errorf("brief the board: %w", err)
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Page{}, fmt.Errorf("load the board's room: %w", err)
	}
	p := Page{
		Brief: brief, Decisions: held.Decisions, Sentence: held.Sentence, Approvals: held.Approvals,
		Members: Members(brief.Directors, held.Certificates),
	}
	for _, c := range held.Certificates {
		if c.Withdrawn.IsZero() {
			p.Certificates = append(p.Certificates, c)
		}
	}
	if p.Plan, err = stand(Plan, by.Org, brief, held.Approvals); err != nil {
		return Page{}, err
	}
	if p.Measures, err = stand(Measures, by.Org, brief, held.Approvals); err != nil {
		return Page{}, err
	}
	return p, s.addPromises(ctx, by.Org, &p)
}

// A Desk is what waits for the board, and for the reader as a member of it.
type Desk struct {
	Asked    []Decision // those with the nearest day first
	Unsigned []Subject  // what the reader did not approve within a year
	Learner  *Member    // the reader, while the Cbw asks for a good certificate on every topic and there is none; nil otherwise
	Exempt   bool       // the Cbw does not apply
}

// Waiting tells what waits for the board; of who is no member of it, the decisions
// alone. It is a small part of Page, for pages that need no more.
func (s *Service) Waiting(ctx context.Context, by identity.Actor) (w Desk, err error) {
	if err := by.Need(identity.Read); err != nil {
		return w, err
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return w, fmt.Errorf("load the board's room: %w", err)
	}
	w.Asked = Page{Decisions: held.Decisions}.Open()
	if !identity.May(by, identity.Sign) {
		return w, nil
	}
	yearAgo := s.now().AddDate(-1, 0, 0)
	for _, sub := range Subjects {
		own := func(a Approval) bool { return a.Subject == sub && a.By == by.Person && a.At.After(yearAgo) }
		if !slices.ContainsFunc(held.Approvals, own) {
			w.Unsigned = append(w.Unsigned, sub)
		}
	}
	if w.Exempt, err = s.World.Exempt(ctx, by); err != nil || w.Exempt {
		return w, err
	}
	me := Members([]Director{{Name: by.Name}}, held.Certificates)[0]
	if me.State(s.today()) != Valid || len(me.Missing(s.today())) > 0 {
		w.Learner = &me
	}
	return w, nil
}

func stand(sub Subject, id org.ID, b Brief, approvals []Approval) (Stand, error) {
	_, sum, err := DocumentOf(sub, id, b).Text()
	return StandOf(sub, approvals, sum), err
}

func (s *Service) addPromises(ctx context.Context, id org.ID, p *Page) error {
	if p.Plan.Latest == nil {
		return nil
	}
	_, d, err := s.signed(ctx, id, p.Plan.Latest.ID)
	if err != nil {
		return err
	}
	p.Promises, p.PromisedAt = Promises(d, p.Brief.Actions, p.Brief.Today), p.Plan.Latest.At
	return nil
}

// signed returns an approval with the document that it is about.
func (s *Service) signed(ctx context.Context, id org.ID, a ApprovalID) (Approval, Document, error) {
	approval, ok, err := s.Store.Approval(ctx, id, a)
	if err != nil {
		return Approval{}, Document{}, fmt.Errorf("find approval %s: %w", a, err)
	}
	if !ok {
		return Approval{}, Document{}, fault.Missing("board.no-approval")
	}
	d, err := ReadDocument(approval.Text)
	return approval, d, err
}

// today is the day it is where the organisation is.
func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }

// now is the moment as databases keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
