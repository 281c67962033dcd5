package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
)

// A Passkey is a key that lives in a person's device and signs them in by
// itself. We hold the public half.
type Passkey struct {
	ID         []byte
	Person     PersonID
	Name       string // what its owner calls it
	Credential webauthn.Credential
	Added      time.Time
	Used       time.Time // zero until the first time
}

// PasskeyStore keeps passkeys. Each method is one transaction.
type PasskeyStore interface {
	PasskeysOf(ctx context.Context, p PersonID) ([]Passkey, error)                // oldest first
	AddPasskey(ctx context.Context, k Passkey, entry journal.Draft) (bool, error) // false for one that somebody has
	UsePasskey(ctx context.Context, k Passkey) error                              // stores Credential and Used
	RemovePasskey(ctx context.Context, p PersonID, id []byte, entry journal.Draft) (bool, error)
}

// NewPasskeys prepares passkeys for the address at which people reach the
// platform, e.g. "https://aantoonbaar.example". A passkey made at one address
// works at no other: that is what makes it safe against phishing. Browsers make
// none for a bare IP address; NewPasskeys then returns nil.
func NewPasskeys(address string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("passkeys need the address of the platform, such as https://aantoonbaar.example; got %q", address)
	}
	if net.ParseIP(u.Hostname()) != nil {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: Issuer, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired, // a finger, a face or a PIN: the second factor
		},
	})
}

// keyholder is a person as the library wants to see one.
type keyholder struct {
	Person
	keys []Passkey
}

func (k keyholder) WebAuthnID() []byte          { return []byte(k.ID) }
func (k keyholder) WebAuthnName() string        { return k.Email }
func (k keyholder) WebAuthnDisplayName() string { return k.Name }
func (k keyholder) WebAuthnCredentials() []webauthn.Credential {
	all := make([]webauthn.Credential, len(k.keys))
	for i, key := range k.keys {
		all[i] = key.Credential
	}
	return all
}

// BeginPasskey starts signing in with a passkey. Options is what the browser
// needs, as JSON; half is for [Service.CheckPasskey].
func (s *Service) BeginPasskey(ctx context.Context) (options []byte, half string, err error) {
	if s.Passkeys == nil {
		return nil, "", noPasskeys()
	}
	asked, session, err := s.Passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, "", fmt.Errorf("begin passkey sign-in: %w", err)
	}
	return s.ask(ctx, passkeyIn, "", asked, session)
}

// ask pauses a ceremony until the browser has answered.
func (s *Service) ask(ctx context.Context, kind HalfwayKind, p PersonID, asked, data any) (options []byte, half string, err error) {
	options, err = json.Marshal(asked)
	if err != nil {
		return nil, "", fmt.Errorf("encode options: %w", err)
	}
	kept, err := json.Marshal(data)
	if err != nil {
		return nil, "", fmt.Errorf("encode ceremony: %w", err)
	}
	half, err = s.pause(ctx, kind, p, kept)
	return options, half, err
}

// CheckPasskey signs in with the browser's answer. A passkey asks for a finger,
// a face or a PIN itself, so there is no second step.
//
// Refusals: Conflict when the question is gone or was answered before; Invalid
// for an answer that does not hold.
func (s *Service) CheckPasskey(ctx context.Context, half string, answer []byte, by Browser) (secret string, p Person, err error) {
	if s.Passkeys == nil {
		return "", Person{}, noPasskeys()
	}
	h, err := s.finish(ctx, passkeyIn, half)
	if err != nil {
		return "", Person{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(h.Data, &session); err != nil {
		return "", Person{}, fmt.Errorf("read ceremony: %w", err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", Person{}, badPasskey()
	}
	var broken error // ours, and not the passkey's
	user, credential, err := s.Passkeys.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		var k keyholder
		k, broken = s.keyholder(ctx, PersonID(handle))
		return k, broken
	}, session, parsed)
	if broken != nil {
		return "", Person{}, broken
	}
	if err != nil || credential.Authenticator.CloneWarning {
		return "", Person{}, badPasskey()
	}
	holder, _ := user.(keyholder) // what the function above returned
	used := Passkey{ID: credential.ID, Person: holder.ID, Credential: *credential, Used: s.Now()}
	if err := s.Store.UsePasskey(ctx, used); err != nil {
		return "", Person{}, fmt.Errorf("note use of passkey: %w", err)
	}
	secret, err = s.start(ctx, holder.Person, true, by, Start{})
	return secret, holder.Person, err
}

func (s *Service) keyholder(ctx context.Context, id PersonID) (keyholder, error) {
	means, ok, err := s.Store.MeansOf(ctx, id)
	if err != nil || !ok {
		return keyholder{}, err // nobody has no keys, and the answer then does not hold
	}
	keys, err := s.Store.PasskeysOf(ctx, id)
	return keyholder{means.Person, keys}, err
}

// BeginAddPasskey starts giving the actor one more passkey.
func (s *Service) BeginAddPasskey(ctx context.Context, by Actor) (options []byte, half string, err error) {
	if err := s.mayChangeMeans(by); err != nil {
		return nil, "", err
	}
	if s.Passkeys == nil {
		return nil, "", noPasskeys()
	}
	k, err := s.keyholder(ctx, by.Person)
	if err != nil {
		return nil, "", fmt.Errorf("find passkeys of %s: %w", by.Person, err)
	}
	asked, session, err := s.Passkeys.BeginRegistration(k, webauthn.WithExclusions(webauthn.Credentials(k.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("begin adding passkey: %w", err)
	}
	return s.ask(ctx, addPasskey, by.Person, asked, session)
}

// AddPasskey gives the actor the passkey that the browser made.
//
// Refusals: as [Service.CheckPasskey]; Denied when the sign-in is too long ago.
func (s *Service) AddPasskey(ctx context.Context, by Actor, half string, answer []byte, name string) error {
	if err := s.mayChangeMeans(by); err != nil {
		return err
	}
	h, err := s.finish(ctx, addPasskey, half)
	if err != nil {
		return err
	}
	if h.Person != by.Person {
		return startAgain()
	}
	k, err := s.keyholder(ctx, by.Person)
	if err != nil {
		return fmt.Errorf("find passkeys of %s: %w", by.Person, err)
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(h.Data, &session); err != nil {
		return fmt.Errorf("read ceremony: %w", err)
	}
	key, err := s.makePasskey(k, session, answer, name)
	if err != nil {
		return err
	}
	entry := by.Draft(s.Now(), "identity.passkey-added", personRef(by.Person), nil)
	ok, err := s.Store.AddPasskey(ctx, key, entry)
	if err != nil {
		return fmt.Errorf("add passkey of %s: %w", by.Person, err)
	}
	if !ok {
		return badPasskey()
	}
	return nil
}

// makePasskey checks what the browser made.
func (s *Service) makePasskey(k keyholder, session webauthn.SessionData, answer []byte, name string) (Passkey, error) {
	if s.Passkeys == nil {
		return Passkey{}, noPasskeys()
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, badPasskey()
	}
	credential, err := s.Passkeys.CreateCredential(k, session, parsed)
	if err != nil || slices.ContainsFunc(k.keys, func(old Passkey) bool { return bytes.Equal(old.ID, credential.ID) }) {
		return Passkey{}, badPasskey()
	}
	if name == "" {
		name = "Passkey"
	}
	var c fault.Checker
	c.Line(name, "name", MaxName)
	if err := c.Fault("identity.passkey-refused"); err != nil {
		return Passkey{}, err
	}
	return Passkey{ID: credential.ID, Person: k.ID, Name: name, Credential: *credential, Added: s.Now()}, nil
}

// RemovePasskey takes away one of the actor's passkeys.
//
// Refusals: Invalid for the last way in; NotFound.
func (s *Service) RemovePasskey(ctx context.Context, by Actor, id []byte) error {
	if err := s.mayChangeMeans(by); err != nil {
		return err
	}
	k, err := s.keyholder(ctx, by.Person)
	if err != nil {
		return fmt.Errorf("find passkeys of %s: %w", by.Person, err)
	}
	means, _, err := s.Store.MeansOf(ctx, by.Person)
	if err != nil {
		return fmt.Errorf("find means of %s: %w", by.Person, err)
	}
	if len(k.keys) == 1 && (means.Password == "" || means.TOTP == nil) {
		return &fault.Fault{
			Kind: fault.Invalid, Code: "identity.last-way-in",
			Says: i18n.T("Dit is de enige manier waarop u kunt inloggen.", "This is the only way in which you can sign in."),
			Hint: i18n.T("Voeg eerst een andere toegangssleutel toe, of stel een wachtwoord en een app voor codes in. Er is niets gewijzigd.", "First add another passkey, or set a password and an app for codes. Nothing was changed."),
		}
	}
	ok, err := s.Store.RemovePasskey(ctx, by.Person, id, by.Draft(s.Now(), "identity.passkey-removed", personRef(by.Person), nil))
	if err != nil {
		return fmt.Errorf("remove passkey of %s: %w", by.Person, err)
	}
	if !ok {
		return fault.Missing("identity.no-passkey")
	}
	return nil
}

func badPasskey() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "identity.bad-passkey",
		Says: i18n.T("Deze toegangssleutel werkt hier niet.", "This passkey does not work here."),
		Hint: i18n.T("Probeer het opnieuw, of kies een andere manier. Er is niets gewijzigd.", "Try again, or choose another way. Nothing was changed."),
	}
}

func noPasskeys() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "identity.no-passkeys",
		Says: i18n.T("Op dit adres kunnen wij geen toegangssleutels gebruiken.", "At this address we cannot use passkeys."),
		Hint: i18n.T("Gebruik een wachtwoord met een app voor codes.", "Use a password with an app for codes."),
	}
}
