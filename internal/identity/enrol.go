package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-webauthn/webauthn/webauthn"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

var noRef ref.Ref

// An Invited is what the holder of an invitation or a reset link may know.
type Invited struct {
	Link    Link
	OrgName string // "" for a reset
	Person  Person // who has the address already; zero for a newcomer
}

// IsKnown reports whether the one who is invited has an account. Then signing
// in is enough to accept.
func (i Invited) IsKnown() bool { return i.Link.Kind == InviteLink && i.Person.ID != "" }

// An Enrolment is everything that comes of an invitation or a reset.
type Enrolment struct {
	Link     []byte // hash; used up
	Halfway  []byte // hash; ended
	Person   Person
	Reset    bool // the person exists; the old means, codes and sessions end
	Password string
	TOTP     []byte
	TOTPStep int64
	Passkey  *Passkey // nil with a password
	Codes    [][]byte // hashes of the recovery codes; none with a passkey
	Member   *Membership
	Start    Start
	Entry    journal.Draft // in the organisation's journal; of a reset, in all of the person's
}

// chosen is what the first step of an enrolment leaves for the second.
type chosen struct {
	Link     []byte               `json:"link"` // hash of the link with which it began
	Person   Person               `json:"person"`
	Password string               `json:"password,omitempty"` // hash
	TOTP     []byte               `json:"totp,omitempty"`
	Session  webauthn.SessionData `json:"session"`
}

// ShowInvitation says what a link for an invitation or a reset is about. It
// changes nothing.
func (s *Service) ShowInvitation(ctx context.Context, secret string) (Invited, error) {
	l, err := s.openLink(ctx, secret, InviteLink, ResetLink)
	if err != nil {
		return Invited{}, err
	}
	in := Invited{Link: l}
	if l.Kind == ResetLink {
		means, ok, err := s.Store.MeansOf(ctx, l.Person)
		if err != nil || !ok {
			return Invited{}, fmt.Errorf("find person %s of reset link: found %t: %w", l.Person, ok, err)
		}
		in.Person = means.Person
		return in, nil
	}
	means, _, err := s.Store.MeansByEmail(ctx, l.Email)
	if err != nil {
		return Invited{}, fmt.Errorf("find means by e-mail: %w", err)
	}
	in.Person = means.Person
	if in.OrgName, err = s.Store.OrganisationName(ctx, l.Org); err != nil {
		return Invited{}, fmt.Errorf("name organisation %s: %w", l.Org, err)
	}
	return in, nil
}

// newcomer returns what the link is about, with as its person the one who enrols,
// as they name themselves.
func (s *Service) newcomer(ctx context.Context, secret, name string, l i18n.Lang, c *fault.Checker) (Invited, error) {
	in, err := s.ShowInvitation(ctx, secret)
	if err != nil || in.Link.Kind == ResetLink {
		return in, err
	}
	if in.IsKnown() {
		return Invited{}, accountExists()
	}
	checkName(c, name)
	in.Person = Person{ID: PersonID(s.NewID("per", s.Now())), Name: strings.TrimSpace(name), Email: in.Link.Email, Lang: lang(l)}
	return in, nil
}

// orgNames names the organisations to which p belongs: others know them too.
func (s *Service) orgNames(ctx context.Context, p PersonID) (names []string, err error) {
	places, err := s.places(ctx, p)
	for _, m := range places {
		names = append(names, m.OrgName)
	}
	return names, err
}

// BeginEnrol is the first step of a newcomer, or of a person who lost the means
// to sign in: a name and a password. [Service.ShowEnrol] then says what the app
// for codes is to hold, and [Service.Enrol] finishes.
//
// Refusals: NotFound for a link that does not work; Invalid; Conflict when the
// address has an account.
func (s *Service) BeginEnrol(ctx context.Context, secret, name string, l i18n.Lang, password string) (half string, err error) {
	var c fault.Checker
	in, err := s.newcomer(ctx, secret, name, l, &c)
	if err != nil {
		return "", err
	}
	p := in.Person
	orgs, err := s.orgNames(ctx, p.ID)
	if err != nil {
		return "", err
	}
	checkPassword(&c, "password", password, p, append(orgs, in.OrgName))
	if err := c.Fault("identity.enrolment-refused"); err != nil {
		return "", err
	}
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	data, err := json.Marshal(chosen{ //nolint:gosec // the hash of a password, kept until the second step
		Link: hashSecret(secret), Person: p, Password: hash, TOTP: newTOTP(),
	})
	if err != nil {
		return "", fmt.Errorf("encode enrolment: %w", err)
	}
	return s.pause(ctx, enrolPassword, p.ID, data)
}

// ShowEnrol returns the secret that the newcomer's app is to hold, and the
// address for its square code.
func (s *Service) ShowEnrol(ctx context.Context, secret, half string) (totp []byte, address string, err error) {
	if _, err := s.openLink(ctx, secret, InviteLink, ResetLink); err != nil {
		return nil, "", err
	}
	h, err := s.resume(ctx, enrolPassword, half)
	if err != nil {
		return nil, "", err
	}
	c, err := readChosen(h, secret)
	return c.TOTP, TOTPAddress(c.TOTP, c.Person.Email), err
}

func readChosen(h Halfway, secret string) (chosen, error) {
	var c chosen
	if err := json.Unmarshal(h.Data, &c); err != nil {
		return chosen{}, fmt.Errorf("read enrolment: %w", err)
	}
	if string(c.Link) != string(hashSecret(secret)) { // begun with another link
		return chosen{}, startAgain()
	}
	return c, nil
}

// Enrol finishes with the first code of the app: the person can sign in, has
// the place, and has signed in. Codes are the recovery codes, to be shown once.
func (s *Service) Enrol(ctx context.Context, secret, half, code string, by Browser) (session string, codes []string, err error) {
	l, err := s.openLink(ctx, secret, InviteLink, ResetLink)
	if err != nil {
		return "", nil, err
	}
	h, err := s.resume(ctx, enrolPassword, half)
	if err != nil {
		return "", nil, err
	}
	c, err := readChosen(h, secret)
	if err != nil {
		return "", nil, err
	}
	step, ok, err := matchTOTP(c.TOTP, bareCode(code), 0, s.Now())
	if err != nil {
		return "", nil, err
	}
	if !ok {
		return "", nil, wrongCode()
	}
	codes = newRecoveryCodes()
	e := Enrolment{
		Person: c.Person, Password: c.Password, TOTP: c.TOTP, TOTPStep: step,
		Codes: hashRecoveryCodes(c.Person.ID, codes), Halfway: hashSecret(half),
	}
	session, err = s.enrol(ctx, l, secret, e, by)
	return session, codes, err
}

// enrol stores e with what follows from the link.
func (s *Service) enrol(ctx context.Context, l Link, secret string, e Enrolment, by Browser) (session string, err error) {
	now := s.Now()
	session = newSecret()
	e.Link, e.Reset = hashSecret(secret), l.Kind == ResetLink
	e.Start = Start{Hash: hashSecret(session), Session: SignedIn{
		ID: s.NewID("ses", now), Person: e.Person, Started: now, Seen: now, Strong: now, Device: by.Device,
	}}
	if by.Secret != "" {
		e.Start.Replaces = hashSecret(by.Secret)
	}
	e.Entry = self(e.Person).Draft(now, "identity.sign-in-reset", personRef(e.Person.ID), nil)
	if !e.Reset {
		e.Member = &Membership{Org: l.Org, Person: e.Person, Role: l.Role, Since: now, Admission: l.Admission}
		e.Entry = joined(e.Person, l, self(e.Person), e.Entry)
	}
	err = s.Store.Enrol(ctx, e)
	switch {
	case errors.Is(err, ErrGone):
		return "", startAgain()
	case errors.Is(err, ErrTaken):
		return "", accountExists()
	case err != nil:
		return "", fmt.Errorf("enrol %s: %w", e.Person.ID, err)
	}
	return session, nil
}

// joined is what the journal says of a place taken.
func joined(p Person, l Link, by Actor, at journal.Draft) journal.Draft {
	data := map[string]string{"name": p.Name, "role": string(l.Role), "link": l.ID}
	l.Admission.tell(data)
	return by.Draft(at.At, "identity.joined", personRef(p.ID), data)
}

// BeginEnrolPasskey is BeginEnrol for a newcomer who chooses a passkey.
func (s *Service) BeginEnrolPasskey(ctx context.Context, secret, name string, l i18n.Lang) (options []byte, half string, err error) {
	if s.Passkeys == nil {
		return nil, "", noPasskeys()
	}
	var c fault.Checker
	in, err := s.newcomer(ctx, secret, name, l, &c)
	if err == nil {
		err = c.Fault("identity.enrolment-refused")
	}
	if err != nil {
		return nil, "", err
	}
	p := in.Person
	asked, session, err := s.Passkeys.BeginRegistration(keyholder{Person: p})
	if err != nil {
		return nil, "", fmt.Errorf("begin enrolment with passkey: %w", err)
	}
	return s.ask(ctx, enrolPasskey, p.ID, asked, chosen{Link: hashSecret(secret), Person: p, Session: *session})
}

// EnrolPasskey finishes with the passkey that the browser made.
func (s *Service) EnrolPasskey(ctx context.Context, secret, half string, answer []byte, by Browser) (session string, err error) {
	l, err := s.openLink(ctx, secret, InviteLink, ResetLink)
	if err != nil {
		return "", err
	}
	h, err := s.resume(ctx, enrolPasskey, half)
	if err != nil {
		return "", err
	}
	c, err := readChosen(h, secret)
	if err != nil {
		return "", err
	}
	key, err := s.makePasskey(keyholder{Person: c.Person}, c.Session, answer, "")
	if err != nil {
		return "", err
	}
	return s.enrol(ctx, l, secret, Enrolment{Person: c.Person, Passkey: &key, Halfway: hashSecret(half)}, by)
}

// Accept gives the actor the place of an invitation to its own address.
//
// Refusals: NotFound for a link that does not work; Denied for an invitation to
// somebody else.
func (s *Service) Accept(ctx context.Context, by Actor, secret string) (Link, error) {
	if err := by.Need(SelfOnly); err != nil {
		return Link{}, err
	}
	in, err := s.ShowInvitation(ctx, secret)
	if err != nil {
		return Link{}, err
	}
	if in.Link.Kind != InviteLink || in.Person.ID != by.Person {
		return Link{}, &fault.Fault{
			Kind: fault.Denied, Code: "identity.not-yours",
			Says: i18n.T("Deze uitnodiging is voor iemand anders.", "This invitation is for somebody else."),
			Hint: i18n.T("Log in met het e-mailadres waarop u de uitnodiging kreeg. Er is niets gewijzigd.", "Sign in with the e-mail address that was invited. Nothing was changed."),
		}
	}
	now := s.Now()
	m := Membership{Org: in.Link.Org, Person: in.Person, Role: in.Link.Role, Since: now, Admission: in.Link.Admission}
	entry := joined(in.Person, in.Link, by, journal.Draft{At: now})
	err = s.Store.AcceptInvitation(ctx, hashSecret(secret), m, entry)
	if errors.Is(err, ErrGone) {
		return Link{}, deadLink()
	}
	if err != nil {
		return Link{}, fmt.Errorf("accept invitation %s: %w", in.Link.ID, err)
	}
	return in.Link, nil
}

func accountExists() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "identity.account-exists",
		Says: i18n.T("Dit e-mailadres heeft al een account.", "This e-mail address has an account already."),
		Hint: i18n.T("Log in met dat account en open de uitnodiging opnieuw. Er is niets gewijzigd.", "Sign in with that account and open the invitation again. Nothing was changed."),
	}
}
