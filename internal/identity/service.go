package identity

import (
	"errors"
	"net/mail"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
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
	SigningKeyStore
	FeedStore
	DigestStore
	LinkStore
	MemberStore
}

// What a store says of a change that the moment has overtaken.
var (
	ErrGone  = errors.New("the link or the first step is used up")
	ErrTaken = errors.New("the e-mail address has an account already")
)

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
	ok := err == nil && a.Address == email && len(email) <= 254 && !strings.ContainsFunc(email, cannotBeTyped) && strings.Contains(email[strings.LastIndexByte(email, '@'):], ".")
	c.Need(ok, "email", i18n.T("Vul een e-mailadres in, zoals naam@voorbeeld.nl.", "Give an e-mail address, such as name@example.com."))
}

// lang returns l, or Dutch for a language that the screens do not have.
func lang(l i18n.Lang) i18n.Lang {
	if l == i18n.EN {
		return i18n.EN
	}
	return i18n.NL
}
