package assessment

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/memo"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// Store keeps answers. Each method is one transaction.
type Store interface {
	// Load returns everything an organisation has said, with the size of its
	// journal at that moment.
	Load(ctx context.Context, id org.ID) (Said, error)

	// Save stores answers, each in the place of the version it was made from
	// (Version is the new one), and the journal's entries. ErrStale when any of
	// them was changed since; then nothing is stored.
	Save(ctx context.Context, id org.ID, answers []Answer, entries []journal.Draft) error

	// SaveScan stores one answer of the quick scan with the answers that it prefills.
	SaveScan(ctx context.Context, id org.ID, scan ScanAnswer, answers []Answer, entries []journal.Draft) error

	// History returns the journal's entries about a requirement, newest first.
	History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error)

	QuestionStore
}

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("assessment.stale")

// Said is all that an organisation has said so far.
type Said struct {
	Size    int64 // of the journal: the version of everything
	Answers map[string]Answer
	Scan    map[string]ScanAnswer
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	Catalogue *framework.Catalogue
	Elements  []*Element // of the quick scan
	World     World      // what this room needs to know of others
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string

	pictures memo.Memo[*Picture]
}

// ObjectOf is the journal's name for a requirement.
func ObjectOf(requirement string) ref.Ref { return ref.Ref{Kind: "requirement", ID: requirement} }

// MaxText is the longest explanation or reason, in characters.
const MaxText = 4000

// A Saved is a journal entry's data: the answer before and after.
type Saved struct {
	Before Answer `json:"before"`
	After  Answer `json:"after"`
	Batch  string `json:"batch,omitempty"` // set when several were changed in one act
}

// Save stores one answer. Version must be the one that the form was made from;
// the stored answer has the next.
//
// Refusals: Denied; NotFound for a requirement that does not exist; Invalid with
// every wrong field; Conflict when somebody else was first.
func (s *Service) Save(ctx context.Context, by identity.Actor, a Answer) (Answer, error) {
	if err := by.Need(identity.Answer); err != nil {
		return Answer{}, err
	}
	saved, err := s.save(ctx, by, []Answer{a}, "answer.save")
	if err != nil {
		return Answer{}, err
	}
	return saved[0], nil
}

// Import stores answers that a person chose from an existing statement.
func (s *Service) Import(ctx context.Context, by identity.Actor, answers []Answer) ([]Answer, error) {
	if err := by.Need(identity.Import); err != nil {
		return nil, err
	}
	return s.save(ctx, by, answers, "answer.import")
}

// save checks and stores answers that the actor may store. Answers that say
// nothing new are left as they are.
func (s *Service) save(ctx context.Context, by identity.Actor, answers []Answer, action string) ([]Answer, error) {
	p, err := s.picture(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	c, err := s.changes(by, p, answers, action)
	if err != nil || len(c.answers) == 0 {
		return answers, err
	}
	if err := s.Store.Save(ctx, by.Org, c.answers, c.entries); err != nil {
		return nil, fmt.Errorf("save %d answers: %w", len(c.answers), err)
	}
	return answers, nil
}

// changes are answers to store, with what the journal is told of them.
type changes struct {
	answers []Answer
	entries []journal.Draft
}

// changes checks answers against the picture. It makes of each the next version
// of what is there, in the place where it stands; what says nothing new becomes
// what is there.
func (s *Service) changes(by identity.Actor, p *Picture, answers []Answer, action string) (c changes, err error) {
	now, batch := s.Now(), ""
	if len(answers) > 1 {
		batch = s.NewID("bat")
	}
	for i, a := range answers {
		before := p.Said.Answers[a.Requirement]
		if err := s.check(p, a, before); err != nil {
			return changes{}, err
		}
		if sameSaying(before, a) {
			answers[i] = before
			continue
		}
		a.Version, a.ChangedAt, a.ChangedBy, a.ChangedByID = before.Version+1, now.UTC().Truncate(time.Microsecond), by.Name, by.Person
		answers[i] = a
		c.answers = append(c.answers, a)
		c.entries = append(c.entries, by.Draft(now, action, ObjectOf(a.Requirement), Saved{before, a, batch}))
	}
	return c, nil
}

// check reports every reason to refuse the answer in the place of before.
func (s *Service) check(p *Picture, a, before Answer) error {
	if s.Catalogue.Find(a.Requirement) == nil {
		return fault.Missing("assessment.no-requirement")
	}
	if a.Version != before.Version {
		return ErrStale
	}
	var c fault.Checker
	c.Need(slices.Contains([]string{Undecided, Applies, NotApplicable}, a.Applies), "applies", i18n.T("Kies of de maatregel voor u geldt.", "Choose whether the measure applies to you."))
	c.Need(a.Applies != NotApplicable || strings.TrimSpace(a.Reason) != "", "reason", i18n.T("Schrijf waarom deze maatregel niet voor u geldt. Zonder reden mag u haar niet uitsluiten.", "Write why this measure does not apply to you. Without a reason you may not leave it out."))
	c.Text(a.Reason, "reason", MaxText)
	c.Text(a.Explanation, "explanation", MaxText)
	today := s.today()
	for _, l := range framework.Levels {
		st := a.On(l)
		c.Need(st.Reply.known(), string(l), i18n.T("Kies ja, deels, nee of weet ik niet.", "Choose yes, partly, no or do not know."))
		c.Day(st.On, string(l)+"_on")
		c.Need(!st.On.After(today), string(l)+"_on", i18n.T("Kies een dag tot en met vandaag: het antwoord gaat over nu.", "Choose a day up to today: the answer is about now."))
	}
	c.Day(a.ReviewOn, "review_on")
	c.Need(a.Owner == "" || a.Owner == before.Owner || p.Members.Here[a.Owner] != "", "owner", i18n.T("Kies iemand die bij uw organisatie hoort.", "Choose somebody of your organisation."))
	return c.Fault("assessment.refused")
}

// sameSaying reports whether two answers say the same, whoever said it and when.
func sameSaying(a, b Answer) bool {
	a.Version, a.ChangedAt, a.ChangedBy, a.ChangedByID = b.Version, b.ChangedAt, b.ChangedBy, b.ChangedByID
	return a == b
}

// today is the day it is where the organisation is.
func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
