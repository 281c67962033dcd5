package people

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
	"aantoonbaar/internal/record"
)

// SaveSession stores who was at a training: without an ID as a new session, else in
// the place of the version that the actor looked at. A Leader whose name a
// participant has becomes its LeaderID.
//
// Refusals: Denied; NotFound; Invalid with every wrong field, also when it seems to be
// there already and nobody said that it was a second time; Conflict when somebody else
// changed it since; ErrFull.
func (s *Service) SaveSession(ctx context.Context, by identity.Actor, x Session) (Session, error) {
	if err := by.Need(identity.KeepTraining); err != nil {
		return Session{}, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return Session{}, err
	}
	was, ok := f.Session(x.ID)
	if x.Change, err = s.next(by, x.ID == "", ok, was.Version, x.Version); err != nil {
		return Session{}, err
	}
	x = x.tidy().led(f, was)
	x.Withdrawn, x.Because = was.Withdrawn, was.Because
	if x.ID == "" {
		t, ok := f.Training(x.Training)
		if !ok {
			return Session{}, fault.Missing("people.none")
		}
		x.Title = t.Title
	} else {
		x.Training, x.Title = was.Training, was.Title
	}
	var k fault.Checker
	x.check(&k, f, was)
	if err := k.Fault("people.session-refused"); err != nil {
		return Session{}, err
	}
	if x.ID == "" {
		x.ID = ID(s.NewID("mtg"))
	}
	err = s.Store.SaveSession(ctx, by.Org, x, by.Draft(x.At, "training.attended", x.Ref(), x), func(all []Session) error {
		x.checkOnce(&k, all)
		return k.Fault("people.session-twice")
	})
	if err != nil {
		return Session{}, fmt.Errorf("store %s: %w", x.Ref(), err)
	}
	return x, nil
}

// WithdrawSession takes out a session that was recorded wrong, and says why. It stays
// in the journal.
//
// Refusals: Denied; NotFound; Invalid without a reason.
func (s *Service) WithdrawSession(ctx context.Context, by identity.Actor, id ID, because string) error {
	if err := by.Need(identity.KeepTraining); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	x, ok := f.Session(id)
	if !ok {
		return fault.Missing("people.none")
	}
	if because, err = reason(because); err != nil {
		return err
	}
	x.Change = Change{Version: x.Version + 1, At: s.now(), By: by.Name}
	x.Withdrawn, x.Because = x.At, because
	return s.save(ctx, by, "training.withdraw-session", x, x.Change)
}

// reason is why something is withdrawn.
func reason(because string) (string, error) {
	because = strings.TrimSpace(because)
	var k fault.Checker
	k.Need(because != "", "because", i18n.T("Schrijf op waarom dit niet telt.", "Write why this does not count."))
	k.Text(because, "because", maxText)
	return because, k.Fault("people.withdrawal-refused")
}

// AddCertificate records that somebody passed a training. Its Evidence, when there is
// one, is a file among the evidence.
//
// Refusals: Denied; NotFound for a person who is not there; Invalid with every wrong
// field; ErrFull.
func (s *Service) AddCertificate(ctx context.Context, by identity.Actor, c Certificate) (Certificate, error) {
	if err := by.Need(identity.KeepTraining); err != nil {
		return Certificate{}, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return Certificate{}, err
	}
	if _, ok := f.Participant(c.Person); !ok {
		return Certificate{}, fault.Missing("people.none")
	}
	var k fault.Checker
	t, ok := f.Training(c.Training)
	k.Need(ok, "training", i18n.T("Kies een training uit de lijst.", "Choose a training from the list."))
	c.check(&k, f.Today)
	c.SHA256 = ""
	if c.Evidence != "" {
		it, err := s.piece(ctx, by, c.Evidence)
		if err != nil {
			return Certificate{}, err
		}
		k.Need(it.ID != "", "evidence", i18n.T("Kies een bestand dat bij het bewijs staat.", "Choose a file that is among the evidence."))
		c.SHA256 = it.File.Sum.String()
	}
	if err := k.Fault("people.certificate-refused"); err != nil {
		return Certificate{}, err
	}
	c.ID, c.Title, c.Withdrawn, c.Because = ID(s.NewID("dip")), t.Title, time.Time{}, ""
	c.Change = Change{Version: 1, At: s.now(), By: by.Name}
	return c, s.save(ctx, by, "training.certificate", c, c.Change)
}

// piece finds a file among the evidence; the zero Item when there is none.
func (s *Service) piece(ctx context.Context, by identity.Actor, id string) (evidence.Item, error) {
	items, err := s.Files(ctx, by)
	if err != nil {
		return evidence.Item{}, err
	}
	it, _ := record.Find(items, func(it evidence.Item) bool { return string(it.ID) == id })
	return it, nil
}

// Files lists the files among the evidence that may be a certificate.
//
// Refusals: Denied.
func (s *Service) Files(ctx context.Context, by identity.Actor) ([]evidence.Item, error) {
	if err := by.Need(identity.SeeTraining); err != nil {
		return nil, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(items), func(it evidence.Item) bool {
		return it.Form != evidence.FileForm || !it.WithdrawnAt.IsZero() || !it.ErasedAt.IsZero()
	}), nil
}

// WithdrawCertificate makes a certificate count no longer, and says why. It stays in
// the journal.
//
// Refusals: Denied; NotFound; Invalid without a reason.
func (s *Service) WithdrawCertificate(ctx context.Context, by identity.Actor, id ID, because string) error {
	if err := by.Need(identity.KeepTraining); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	c, ok := f.Certificate(id)
	if !ok {
		return fault.Missing("people.none")
	}
	if because, err = reason(because); err != nil {
		return err
	}
	c.Change = Change{Version: c.Version + 1, At: s.now(), By: by.Name}
	c.Withdrawn, c.Because = c.At, because
	return s.save(ctx, by, "training.withdraw-certificate", c, c.Change)
}
