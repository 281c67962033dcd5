package identity

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store    Store
	Hasher   *Hasher
	Passkeys *webauthn.WebAuthn // see NewPasskeys; nil where the address cannot have them
	Now      func() time.Time
	NewID    func(prefix string, now time.Time) string // ref.NewID
}

// Store keeps people, their means of sign-in, and their places.
type Store interface {
	SessionStore
	SignInStore
	HalfwayStore
	AccountStore
	PasskeyStore
	LinkStore
	MemberStore
}

// What a store says of a change that the moment has overtaken.
var (
	ErrGone  = errors.New("the link or the first step is used up")
	ErrTaken = errors.New("the e-mail address has an account already")
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

// MaxName is the longest name of a person, in characters.
const MaxName = 120

func checkName(c *fault.Checker, name string) {
	c.Need(strings.TrimSpace(name) != "", "name", i18n.T("Vul de naam in.", "Give the name."))
	c.Line(name, "name", MaxName)
}

// bareEmail is the address as we compare it.
func bareEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func checkEmail(c *fault.Checker, email string) {
	a, err := mail.ParseAddress(email)
	ok := err == nil && a.Address == email && len(email) <= 254 && strings.Contains(email[strings.LastIndexByte(email, '@'):], ".")
	c.Need(ok, "email", i18n.T("Vul een e-mailadres in, zoals naam@voorbeeld.nl.", "Give an e-mail address, such as name@example.com."))
}

// lang returns l, or Dutch for a language that the screens do not have.
func lang(l i18n.Lang) i18n.Lang {
	if l == i18n.EN {
		return i18n.EN
	}
	return i18n.NL
}

// MemberStore keeps who belongs where. Each method is one transaction.
type MemberStore interface {
	// MembershipsOf lists the places of p that have not ended, by name.
	MembershipsOf(ctx context.Context, p PersonID) ([]Membership, error)

	// Members lists those who belong to id, by name.
	Members(ctx context.Context, id org.ID) ([]Membership, error)

	// AddMember gives somebody a place, and reports false if they have it already.
	AddMember(ctx context.Context, id org.ID, m Membership, entry journal.Draft) (bool, error)

	// ChangeMember stores what decide makes of p's place, or refuses as decide
	// does. Administrators counts those of id at that moment; nobody changes it
	// in between. ok is false when p has no place there. Who is no administrator
	// any more loses the invitations that are still open.
	ChangeMember(ctx context.Context, id org.ID, p PersonID, decide DecideMember) (ok bool, err error)

	// OrganisationName returns what the organisation calls itself.
	OrganisationName(ctx context.Context, id org.ID) (string, error)
}

// A DecideMember decides what becomes of a place, with what the journal says of it.
type DecideMember func(m Membership, administrators int) (Membership, journal.Draft, error)
