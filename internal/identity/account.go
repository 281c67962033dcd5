package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
)

// AccountStore keeps what people change about themselves. Each method is one
// transaction, and writes entry in the journal of every organisation to which
// the person belongs: it concerns all of them who signs under that name, and how.
type AccountStore interface {
	ChangePerson(ctx context.Context, p Person, entry journal.Draft) error
	SetPassword(ctx context.Context, p PersonID, hash, keepSession string, entry journal.Draft) error // ends the other sessions

	// SetTOTP ends the other sessions too. It reports false, having stored
	// nothing, when the ceremony half-way is not there any more.
	SetTOTP(ctx context.Context, p PersonID, change NewTOTP, entry journal.Draft) (bool, error)
	SetRecoveryCodes(ctx context.Context, p PersonID, hashes [][]byte, entry journal.Draft) error
	RecoveryCodesLeft(ctx context.Context, p PersonID) (int, error)
}

// NewTOTP is a new secret for an app for codes, proven by a code at Step.
type NewTOTP struct {
	Secret      []byte
	Step        int64
	Halfway     []byte // hash of the ceremony that this ends
	KeepSession string
}

// An Account is what a person sees of the own account.
type Account struct {
	Person   Person
	Password bool // there is one
	TOTP     bool // there is an app for codes
	Codes    int  // recovery codes left
	Passkeys []Passkey
	Sessions []SignedIn // of now, latest seen first
	Places   []Membership
	Feed     time.Time // since when there is a calendar feed; zero for none
	Digest   Every
}

// Account returns the actor's own account.
func (s *Service) Account(ctx context.Context, by Actor) (Account, error) {
	if err := by.Need(SelfOnly); err != nil {
		return Account{}, err
	}
	means, ok, err := s.Store.MeansOf(ctx, by.Person)
	if err != nil || !ok {
		return Account{}, fmt.Errorf("find means of %s: found %t: %w", by.Person, ok, err)
	}
	a := Account{Person: means.Person, Password: means.Password != "", TOTP: means.TOTP != nil}
	if a.Codes, err = s.Store.RecoveryCodesLeft(ctx, by.Person); err != nil {
		return Account{}, fmt.Errorf("count recovery codes: %w", err)
	}
	if a.Passkeys, err = s.Store.PasskeysOf(ctx, by.Person); err != nil {
		return Account{}, fmt.Errorf("list passkeys: %w", err)
	}
	if a.Places, err = s.places(ctx, by.Person); err != nil {
		return Account{}, err
	}
	if a.Feed, err = s.Store.FeedSince(ctx, by.Person); err != nil {
		return Account{}, fmt.Errorf("find feed: %w", err)
	}
	chosen, err := s.Store.Digests(ctx, []PersonID{by.Person})
	if err != nil {
		return Account{}, fmt.Errorf("find digest: %w", err)
	}
	a.Digest = DigestOf(chosen, by.Person)
	sessions, err := s.Store.SessionsOf(ctx, by.Person)
	if err != nil {
		return Account{}, fmt.Errorf("list sessions: %w", err)
	}
	for _, in := range sessions {
		if !in.Over(s.Now()) {
			a.Sessions = append(a.Sessions, in)
		}
	}
	return a, nil
}

// Places lists the organisations to which the actor belongs.
func (s *Service) Places(ctx context.Context, by Actor) ([]Membership, error) {
	if err := by.Need(SelfOnly); err != nil {
		return nil, err
	}
	return s.places(ctx, by.Person)
}

// places lists where p may enter now, by name.
func (s *Service) places(ctx context.Context, p PersonID) ([]Membership, error) {
	all, err := s.Store.MembershipsOf(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("find places of %s: %w", p, err)
	}
	now := s.Now()
	return slices.DeleteFunc(all, func(m Membership) bool { return !m.Admission.Opens(now) }), nil
}

// ChangePerson changes the actor's own name and language.
func (s *Service) ChangePerson(ctx context.Context, by Actor, name string, l i18n.Lang) error {
	if err := by.Need(SelfOnly); err != nil {
		return err
	}
	var c fault.Checker
	checkName(&c, name)
	if err := c.Fault("identity.person-refused"); err != nil {
		return err
	}
	p := Person{ID: by.Person, Name: strings.TrimSpace(name), Lang: lang(l)}
	entry := by.Draft(s.Now(), "identity.person-changed", personRef(by.Person), map[string]string{"name": p.Name, "lang": string(p.Lang)})
	if err := s.Store.ChangePerson(ctx, p, entry); err != nil {
		return fmt.Errorf("change person %s: %w", by.Person, err)
	}
	return nil
}

// ChangePassword gives the actor a new password and ends the other sessions.
//
// Refusals: Invalid for a password that is easy to guess; Denied when the
// sign-in is too long ago.
func (s *Service) ChangePassword(ctx context.Context, by Actor, password string) error {
	if err := s.mayChangeMeans(by); err != nil {
		return err
	}
	means, _, err := s.Store.MeansOf(ctx, by.Person)
	if err != nil {
		return fmt.Errorf("find means of %s: %w", by.Person, err)
	}
	orgs, err := s.orgNames(ctx, by.Person)
	if err != nil {
		return err
	}
	var c fault.Checker
	checkPassword(&c, "password", password, means.Person, orgs)
	if err := c.Fault("identity.password-refused"); err != nil {
		return err
	}
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return fmt.Errorf("hash password: %w", err)
	}
	entry := by.Draft(s.Now(), "identity.password-changed", personRef(by.Person), nil)
	if err := s.Store.SetPassword(ctx, by.Person, hash, by.SessionID, entry); err != nil {
		return fmt.Errorf("set password of %s: %w", by.Person, err)
	}
	return nil
}

// BeginTOTP starts giving the actor another app for codes. The secret to show
// comes from [Service.ShowTOTP].
func (s *Service) BeginTOTP(ctx context.Context, by Actor) (half string, err error) {
	if err := s.mayChangeMeans(by); err != nil {
		return "", err
	}
	return s.pause(ctx, changeTOTP, by.Person, newTOTP())
}

// ShowTOTP returns the secret that the actor's new app is to hold, and the address for its square code.
func (s *Service) ShowTOTP(ctx context.Context, by Actor, half string) (secret []byte, address string, err error) {
	if err := s.mayChangeMeans(by); err != nil {
		return nil, "", err
	}
	h, err := s.resume(ctx, changeTOTP, half)
	if err == nil && h.Person != by.Person {
		err = startAgain()
	}
	if err != nil {
		return nil, "", err
	}
	means, _, err := s.Store.MeansOf(ctx, by.Person)
	if err != nil {
		return nil, "", fmt.Errorf("find means of %s: %w", by.Person, err)
	}
	return h.Data, TOTPAddress(h.Data, means.Person.Email), nil
}

// ChangeTOTP replaces the actor's app for codes, once the new one has shown
// that it works.
func (s *Service) ChangeTOTP(ctx context.Context, by Actor, half, code string) error {
	secret, _, err := s.ShowTOTP(ctx, by, half)
	if err != nil {
		return err
	}
	now := s.Now()
	step, ok, err := matchTOTP(secret, bareCode(code), 0, now)
	if err != nil {
		return err
	}
	if !ok {
		return wrongCode()
	}
	change := NewTOTP{Secret: secret, Step: step, Halfway: hashSecret(half), KeepSession: by.SessionID}
	ok, err = s.Store.SetTOTP(ctx, by.Person, change, by.Draft(now, "identity.second-step-changed", personRef(by.Person), nil))
	if err != nil {
		return fmt.Errorf("set second step of %s: %w", by.Person, err)
	}
	if !ok {
		return startAgain()
	}
	return nil
}

// NewRecoveryCodes gives the actor fresh codes, to be shown once; the old ones
// stop working.
func (s *Service) NewRecoveryCodes(ctx context.Context, by Actor) ([]string, error) {
	if err := s.mayChangeMeans(by); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	entry := by.Draft(s.Now(), "identity.recovery-codes-made", personRef(by.Person), nil)
	if err := s.Store.SetRecoveryCodes(ctx, by.Person, hashRecoveryCodes(by.Person, codes), entry); err != nil {
		return nil, fmt.Errorf("set recovery codes of %s: %w", by.Person, err)
	}
	return codes, nil
}

// mayChangeMeans refuses unless the actor may change how it signs in, now.
func (s *Service) mayChangeMeans(by Actor) error {
	if err := by.Need(SelfOnly); err != nil {
		return err
	}
	return by.NeedFresh(s.Now())
}
