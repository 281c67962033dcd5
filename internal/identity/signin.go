package identity

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Means are what a person can sign in with, besides passkeys.
type Means struct {
	Person   Person
	Password string // argon2id hash; "" for none
	TOTP     []byte // shared with the app for codes; nil for none
	TOTPStep int64  // the last step of which a code was used
}

// SignInStore keeps what sign-in looks at. Each method is one transaction.
type SignInStore interface {
	MeansByEmail(ctx context.Context, email string) (Means, bool, error)
	MeansOf(ctx context.Context, p PersonID) (Means, bool, error)

	// Attempt counts one with [Slowdown.Next] and reports whether it may go on.
	Attempt(ctx context.Context, name []byte, now time.Time, longest time.Duration) (Slowdown, bool, error)
	ForgetAttempts(ctx context.Context, name []byte) error

	// UseStep and UseRecoveryCode report false for one that was used before,
	// also when two requests use it at the same time.
	UseStep(ctx context.Context, p PersonID, step int64) (bool, error)
	UseRecoveryCode(ctx context.Context, p PersonID, hash []byte, now time.Time, entry journal.Draft) (bool, error)
}

// CheckPassword is the first step of signing in with a password. It returns a
// secret with which [Service.CheckCode] can do the second: nobody gets in on a
// password alone.
//
// Refusals: Invalid, the same for an unknown address and a wrong password;
// Invalid "identity.slow-down" after too many attempts at this address, whether
// it is known here or not.
func (s *Service) CheckPassword(ctx context.Context, email, password string) (half string, err error) {
	email = bareEmail(email)
	attempts := hashSecret("password|" + email)
	if err := s.attempt(ctx, attempts, longestPassword); err != nil {
		return "", err
	}
	if !utf8.ValidString(email) || strings.ContainsRune(email, 0) {
		email = "" // no address of ours holds such signs, and PostgreSQL takes no question about them
	}
	if len(password) > 4*MaxPassword {
		password = "" // no password of ours is that long; hash something, to take as long
	}
	means, _, err := s.Store.MeansByEmail(ctx, email)
	if err != nil {
		return "", fmt.Errorf("find means by e-mail: %w", err)
	}
	ok, err := s.Hasher.Matches(ctx, means.Password, password)
	if err != nil {
		return "", fmt.Errorf("check password: %w", err)
	}
	if !ok {
		return "", &fault.Fault{
			Kind: fault.Invalid, Code: "identity.wrong-password",
			Says: i18n.T("Dit e-mailadres en wachtwoord horen niet bij elkaar.", "This e-mail address and password do not go together."),
			Hint: i18n.T("Kijk of u geen tikfout maakte en probeer het opnieuw.", "Look for a typing error and try again."),
		}
	}
	if err := s.Store.ForgetAttempts(ctx, attempts); err != nil {
		return "", fmt.Errorf("forget attempts: %w", err)
	}
	return s.pause(ctx, secondStep, means.Person.ID, nil)
}

func (s *Service) attempt(ctx context.Context, name []byte, longest time.Duration) error {
	now := s.Now()
	slow, ok, err := s.Store.Attempt(ctx, name, now, longest)
	if err != nil {
		return fmt.Errorf("count attempt: %w", err)
	}
	if !ok {
		return slow.refuse(now)
	}
	return nil
}

// AwaitsCode reports whether half is a sign-in that waits for its second step.
func (s *Service) AwaitsCode(ctx context.Context, half string) error {
	_, err := s.resume(ctx, secondStep, half)
	return err
}

// CheckCode is the second step: a code of the app, or a recovery code. It
// returns the secret of the new session and whose it is.
//
// Refusals: Conflict when the first step is gone; Invalid for a code that is
// wrong or used before, and after too many attempts.
func (s *Service) CheckCode(ctx context.Context, half, code string, by Browser) (secret string, p Person, err error) {
	h, err := s.resume(ctx, secondStep, half)
	if err != nil {
		return "", Person{}, err
	}
	attempts := hashSecret("code|" + string(h.Person))
	if err := s.attempt(ctx, attempts, longestCode); err != nil {
		return "", Person{}, err
	}
	means, ok, err := s.Store.MeansOf(ctx, h.Person)
	if err != nil || !ok {
		return "", Person{}, fmt.Errorf("find means of %s: found %t: %w", h.Person, ok, err)
	}
	if ok, err = s.useCode(ctx, means, code); err != nil {
		return "", Person{}, err
	}
	if !ok {
		return "", Person{}, wrongCode()
	}
	if err := s.Store.ForgetAttempts(ctx, attempts); err != nil {
		return "", Person{}, fmt.Errorf("forget attempts: %w", err)
	}
	secret, err = s.start(ctx, means.Person, true, by, Start{Halfway: hashSecret(half)})
	return secret, means.Person, err
}

// useCode reports whether code is good, and uses it up.
func (s *Service) useCode(ctx context.Context, m Means, code string) (bool, error) {
	code, now := bareCode(code), s.Now()
	if !isAppCode(code) {
		entry := self(m.Person).Draft(now, "identity.recovery-code-used", personRef(m.Person.ID), nil)
		return s.Store.UseRecoveryCode(ctx, m.Person.ID, hashRecoveryCode(m.Person.ID, code), now, entry)
	}
	if m.TOTP == nil {
		return false, nil
	}
	step, ok, err := matchTOTP(m.TOTP, code, m.TOTPStep, now)
	if err != nil || !ok {
		return false, err
	}
	return s.Store.UseStep(ctx, m.Person.ID, step)
}

func wrongCode() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "identity.wrong-code",
		Says:   i18n.T("Deze code klopt niet, of is al gebruikt.", "This code is wrong, or was used already."),
		Hint:   i18n.T("Wacht tot uw app een nieuwe code toont en vul die in.", "Wait until your app shows a new code and type that one."),
		Fields: []fault.Field{{Name: "code", Says: i18n.T("Deze code klopt niet, of is al gebruikt.", "This code is wrong, or was used already.")}},
	}
}

// self is the actor of what people do to their own account while signing in.
func self(p Person) Actor { return Actor{Person: p.ID, Name: p.Name, Credential: Session} }

func personRef(p PersonID) ref.Ref { return ref.Ref{Kind: "person", ID: string(p)} }
