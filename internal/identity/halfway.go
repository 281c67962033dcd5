package identity

import (
	"context"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// HalfwayStore keeps what the first step of a ceremony leaves for the second.
type HalfwayStore interface {
	PutHalfway(ctx context.Context, hash []byte, h Halfway, now time.Time) error // also forgets those that are over at now
	FindHalfway(ctx context.Context, hash []byte) (Halfway, bool, error)
	TakeHalfway(ctx context.Context, hash []byte) (Halfway, bool, error) // finds it once
}

// A Halfway is a ceremony of which the first step is done. The browser holds its secret.
type Halfway struct {
	Kind   HalfwayKind
	Person PersonID // "" while nobody knows
	Data   []byte
	Until  time.Time
}

// A HalfwayKind says which ceremony; one cannot be finished as another.
type HalfwayKind string

// The ceremonies.
const (
	secondStep    HalfwayKind = "second-step"   // the password was right
	passkeyIn     HalfwayKind = "passkey-in"    // a passkey was asked to sign in
	enrolPassword HalfwayKind = "enrol"         // password chosen, code of the app to come
	enrolPasskey  HalfwayKind = "enrol-passkey" // the browser was asked for a passkey
	changeTOTP    HalfwayKind = "totp"          // a new secret was shown
	addPasskey    HalfwayKind = "passkey-add"   // the browser was asked for one more passkey
)

// halfwayEnd is how long people have for the second step.
const halfwayEnd = 15 * time.Minute

// pause stores h and returns the secret for the browser.
func (s *Service) pause(ctx context.Context, kind HalfwayKind, p PersonID, data []byte) (string, error) {
	now, secret := s.Now(), newSecret()
	h := Halfway{Kind: kind, Person: p, Data: data, Until: now.Add(halfwayEnd)}
	return secret, s.Store.PutHalfway(ctx, hashSecret(secret), h, now)
}

// resume finds what pause stored, or refuses.
func (s *Service) resume(ctx context.Context, kind HalfwayKind, secret string) (Halfway, error) {
	return s.resumed(kind)(s.Store.FindHalfway(ctx, hashSecret(secret)))
}

// finish is resume for what may be tried once.
func (s *Service) finish(ctx context.Context, kind HalfwayKind, secret string) (Halfway, error) {
	return s.resumed(kind)(s.Store.TakeHalfway(ctx, hashSecret(secret)))
}

func (s *Service) resumed(kind HalfwayKind) func(Halfway, bool, error) (Halfway, error) {
	return func(h Halfway, ok bool, err error) (Halfway, error) {
		if err == nil && (!ok || h.Kind != kind || !s.Now().Before(h.Until)) {
			err = startAgain()
		}
		return h, err
	}
}

// startAgain is the answer when the first step is gone.
func startAgain() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "identity.start-again",
		Says: i18n.T("De eerste stap is te lang geleden.", "The first step was too long ago."),
		Hint: i18n.T("Begin opnieuw. Er is niets gewijzigd.", "Start again. Nothing was changed."),
	}
}
