package duty

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// Store keeps organisations and their profiles. Each method is one transaction.
type Store interface {
	// Find returns the organisation; false when there is none of that name.
	Find(ctx context.Context, id org.ID) (org.Organisation, bool, error)

	// Add stores a new organisation; a Conflict when id is in use.
	Add(ctx context.Context, id org.ID, o org.Organisation, at time.Time, entry journal.Draft) error

	// Save stores the organisation in the place of the version before o.Version,
	// and the journal's entry; org.ErrStale, and nothing stored, when another
	// version is there by now.
	Save(ctx context.Context, id org.ID, o org.Organisation, entry journal.Draft) error

	// History returns the journal's entries about an object, newest first.
	History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error)
}

// A Service is what the rest of the platform may ask of this room: how an
// organisation describes itself, and what follows from that.
type Service struct {
	Store Store
	Rules Rules
	Now   func() time.Time
	Zone  *time.Location // in which days are counted

	// Own returns the organisation's own dates, from rooms that know of some; nil
	// for none.
	Own func(ctx context.Context, by identity.Actor) ([]Event, error)
}

// Profile is the journal's name for how an organisation describes itself.
var Profile = ref.Ref{Kind: "profile", ID: "profile"}

// A Told is a description as the journal keeps it.
type Told struct {
	Name    string      `json:"name"`
	Profile org.Profile `json:"profile"`
}

// A Saved is a journal entry's data: the description before and after. Before is
// nil for an organisation that is new.
type Saved struct {
	Before *Told `json:"before,omitempty"`
	After  Told  `json:"after"`
}

// Organisation returns the actor's organisation.
func (s *Service) Organisation(ctx context.Context, by identity.Actor) (org.Organisation, error) {
	if err := by.Need(identity.Read); err != nil {
		return org.Organisation{}, err
	}
	return s.find(ctx, by.Org)
}

// Preview tells which duties would come out differently if the organisation
// were described as o, and stores nothing. It refuses what [Service.Describe]
// would refuse.
func (s *Service) Preview(ctx context.Context, by identity.Actor, o org.Organisation) ([]Change, error) {
	if err := by.Need(identity.EditProfile); err != nil {
		return nil, err
	}
	before, after, err := s.meant(ctx, by.Org, o)
	if err != nil {
		return nil, err
	}
	today := s.today()
	return Compare(s.Rules.Judge(before.Profile, today), s.Rules.Judge(after.Profile, today)), nil
}

// Describe stores how the organisation describes itself, in the place of the
// version that o was made from. A description that says nothing new leaves no
// trace and is never stale, so that a form sent twice is no trouble.
//
// Refusals: Denied; Invalid with every wrong field; Conflict (org.ErrStale) when
// somebody else was first.
func (s *Service) Describe(ctx context.Context, by identity.Actor, o org.Organisation) (org.Organisation, error) {
	if err := by.Need(identity.EditProfile); err != nil {
		return org.Organisation{}, err
	}
	before, after, err := s.meant(ctx, by.Org, o)
	if err != nil {
		return org.Organisation{}, err
	}
	if reflect.DeepEqual(before, after) {
		return before, nil
	}
	after.Version++
	saved := Saved{Before: &Told{before.Name, before.Profile}, After: Told{after.Name, after.Profile}}
	if err := s.Store.Save(ctx, by.Org, after, by.Draft(s.Now(), "profile.save", Profile, saved)); err != nil {
		return org.Organisation{}, fmt.Errorf("save profile: %w", err)
	}
	return after, nil
}

// Found makes a new organisation under the actor's identifier: by.Org is the one
// that does not exist yet. It is for whoever runs the machine, at the command
// line. The profile may be empty; whoever works there fills it in.
//
// Refusals: Denied for anybody in a session; Invalid; Conflict when the
// identifier is in use.
func (s *Service) Found(ctx context.Context, by identity.Actor, o org.Organisation) (org.Organisation, error) {
	if err := by.Need(identity.EditProfile); err != nil {
		return org.Organisation{}, err
	}
	if by.Credential != identity.Operator {
		return org.Organisation{}, &fault.Fault{
			Kind: fault.Denied, Code: "duty.operator-only",
			Says: i18n.T("Een nieuwe organisatie maakt u niet hier.", "A new organisation is not made here."),
			Hint: i18n.T("Vraag het aan wie dit programma beheert. Er is niets gewijzigd.", "Ask whoever runs this program. Nothing was changed."),
		}
	}
	check := o.Check
	if o.Profile.IsEmpty() {
		check = o.CheckName
	}
	if err := check(); err != nil {
		return org.Organisation{}, err
	}
	o = o.Tidy()
	o.ID, o.Version = by.Org, 1
	now := s.Now()
	if err := s.Store.Add(ctx, by.Org, o, now, by.Draft(now, "organisation.found", Profile, Saved{After: Told{o.Name, o.Profile}})); err != nil {
		return org.Organisation{}, fmt.Errorf("found organisation: %w", err)
	}
	return o, nil
}

// Judgements holds the organisation against every duty, as of today.
func (s *Service) Judgements(ctx context.Context, by identity.Actor) ([]Judgement, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	o, err := s.find(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	return s.Rules.Judge(o.Profile, s.today()), nil
}

// Calendar tells which dates concern the organisation, as of today.
func (s *Service) Calendar(ctx context.Context, by identity.Actor) (Calendar, error) {
	if err := by.Need(identity.Read); err != nil {
		return Calendar{}, err
	}
	o, err := s.find(ctx, by.Org)
	if err != nil {
		return Calendar{}, err
	}
	c := s.Rules.Calendar(o.Profile, s.today())
	if s.Own == nil {
		return c, nil
	}
	own, err := s.Own(ctx, by)
	if err != nil {
		return Calendar{}, fmt.Errorf("gather own dates: %w", err)
	}
	return c.With(own, s.today()), nil
}

// maxHistory is how many changes of a profile a page shows.
const maxHistory = 20

// History returns the latest changes of the profile, newest first.
func (s *Service) History(ctx context.Context, by identity.Actor) ([]journal.Entry, error) {
	if err := by.Need(identity.ReadHistory); err != nil {
		return nil, err
	}
	return s.Store.History(ctx, by.Org, Profile, maxHistory)
}

// meant returns the organisation as it is and as o would make it, or the
// reasons to refuse o.
func (s *Service) meant(ctx context.Context, id org.ID, o org.Organisation) (before, after org.Organisation, err error) {
	o.ID = id
	if err := o.Check(); err != nil {
		return before, after, err
	}
	if before, err = s.find(ctx, id); err != nil {
		return before, after, err
	}
	after = o.Tidy()
	after.Version = before.Version
	if o.Version != before.Version && !reflect.DeepEqual(before, after) {
		return before, after, org.ErrStale
	}
	return before, after, nil
}

func (s *Service) find(ctx context.Context, id org.ID) (org.Organisation, error) {
	o, ok, err := s.Store.Find(ctx, id)
	if err != nil {
		return org.Organisation{}, err
	}
	if !ok {
		return org.Organisation{}, fault.Missing("duty.no-organisation")
	}
	return o, nil
}

// today is the day it is where the organisation is.
func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
