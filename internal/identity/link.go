package identity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// A LinkKind says what a link opens.
type LinkKind string

// The kinds of links.
const (
	InviteLink LinkKind = "invite" // a place in an organisation, for the one who is invited
	ResetLink  LinkKind = "reset"  // new means of sign-in for a person who lost them
	DemoLink   LinkKind = "demo"   // a session of a fictional person
	AskLinks   LinkKind = "ask"    // one question, for a colleague without an account
	LogLinks   LinkKind = "log"    // the tree of the journal, for somebody who keeps an eye on it
)

// lasts is how long a link of each kind works.
var lasts = map[LinkKind]time.Duration{
	InviteLink: 7 * 24 * time.Hour,
	ResetLink:  24 * time.Hour,
	DemoLink:   7 * 24 * time.Hour,
	AskLinks:   14 * 24 * time.Hour,
	LogLinks:   366 * 24 * time.Hour,
}

// A Link opens one thing for whoever holds its secret.
type Link struct {
	ID     string // to withdraw it by; it opens nothing
	Kind   LinkKind
	Org    org.ID   // "" for a link of no organisation
	Person PersonID // whose session or means; "" for an invitation or a question
	Name   string   // of whom it is for
	Email  string   // InviteLink: to whom the invitation belongs
	Role   Role     // InviteLink: in Org
	About  string   // AskLinks: the requirement, or the case of log review

	Admission Admission // InviteLink for an assessor: from when, until when, and for what

	MadeBy string // name of who made it
	Made   time.Time
	Until  time.Time
	Used   time.Time // when it was used up or withdrawn; zero while it works
}

// Works reports whether the link still opens something at now.
func (l Link) Works(now time.Time) bool { return l.Used.IsZero() && now.Before(l.Until) }

// LinkStore keeps links. Each method is one transaction.
type LinkStore interface {
	// AddLink stores a link. An invitation takes the place of an earlier one of
	// the same organisation for the same address, and a reset link that of an
	// earlier one for the same person. Entry goes to the journal of l.Org, if it has one.
	AddLink(ctx context.Context, l Link, hash []byte, entry journal.Draft) error
	FindLink(ctx context.Context, hash []byte) (Link, bool, error)

	// LinksOf lists id's links that work at now, newest first.
	LinksOf(ctx context.Context, id org.ID, now time.Time) ([]Link, error)
	WithdrawLink(ctx context.Context, id org.ID, link string, entry journal.Draft) (bool, error)

	// Enrol stores everything that comes of an invitation or a reset: all or none.
	// It returns ErrGone or ErrTaken when the moment has passed.
	Enrol(ctx context.Context, e Enrolment) error
	AcceptInvitation(ctx context.Context, link []byte, m Membership, entry journal.Draft) error

	CreatePerson(ctx context.Context, p Person, now time.Time) error // ErrTaken
}

// makeLink stores a link of l's kind and returns its secret.
func (s *Service) makeLink(ctx context.Context, by Actor, l Link, action string, object ref.Ref) (secret string, err error) {
	now := s.Now()
	l.ID, l.MadeBy, l.Made, l.Until = s.NewID("lnk", now), by.Name, now, now.Add(lasts[l.Kind])
	if object == (ref.Ref{}) {
		object = ref.Ref{Kind: "link", ID: l.ID}
	}
	secret = newSecret()
	entry := by.Draft(now, action, object, linkData(l))
	if err := s.Store.AddLink(ctx, l, hashSecret(secret), entry); err != nil {
		return "", fmt.Errorf("add %s link: %w", l.Kind, err)
	}
	return secret, nil
}

// linkData is what the journal says of a link: not the address, which the
// people page shows to those who may see it.
func linkData(l Link) map[string]string {
	data := map[string]string{"link": l.ID, "name": l.Name}
	if l.Role != "" {
		data["role"] = string(l.Role)
	}
	l.Admission.tell(data)
	return data
}

// openLink finds the working link of one of kinds, or refuses.
func (s *Service) openLink(ctx context.Context, secret string, kinds ...LinkKind) (Link, error) {
	l, ok, err := s.Store.FindLink(ctx, hashSecret(secret))
	if err != nil {
		return Link{}, fmt.Errorf("find link: %w", err)
	}
	if ok && l.Works(s.Now()) {
		for _, k := range kinds {
			if l.Kind == k {
				return l, nil
			}
		}
	}
	return Link{}, deadLink()
}

// MakeAskLink makes a link with which a colleague, called name, can answer the
// one question about something for two weeks, without an account: a requirement at
// /vraag/{secret}, a case of log review at /inzagevraag/{secret}.
//
// Refusals: Denied; Invalid without a name.
func (s *Service) MakeAskLink(ctx context.Context, by Actor, about ref.Ref, name string) (secret string, err error) {
	if err := by.Need(Ask); err != nil {
		return "", err
	}
	var c fault.Checker
	checkName(&c, name)
	c.Need(about.ID != "", "about", i18n.T("Kies over welke maatregel het gaat.", "Choose which measure it is about."))
	if err := c.Fault("identity.ask-refused"); err != nil {
		return "", err
	}
	l := Link{Kind: AskLinks, Org: by.Org, Name: strings.TrimSpace(name), About: about.ID}
	return s.makeLink(ctx, by, l, "identity.asked", about)
}

// OpenLink returns the actor that the secret of a question stands for: it may
// answer that question, in its organisation, and nothing else. The journal
// knows it by the link's ID and by the name that the asker gave.
//
// Refusals: NotFound, the same for every link that does not work.
func (s *Service) OpenLink(ctx context.Context, secret string) (Actor, error) {
	l, err := s.openLink(ctx, secret, AskLinks)
	if err != nil {
		return Actor{}, err
	}
	return Actor{Person: PersonID(l.ID), Name: l.Name, Org: l.Org, Credential: AskLink, About: l.About}, nil
}

// MakeLogLink makes a link with which somebody outside, called name, can read the
// checkpoint and the tree of the journal for a year, without an account: who (as
// an ID), what and when, and not what was said. It goes to /loglink/{secret}.
//
// Refusals: Denied; Invalid without a name.
func (s *Service) MakeLogLink(ctx context.Context, by Actor, name string) (secret string, err error) {
	if err := by.Need(ManagePeople); err != nil {
		return "", err
	}
	var c fault.Checker
	checkName(&c, name)
	if err := c.Fault("identity.log-link-refused"); err != nil {
		return "", err
	}
	return s.makeLink(ctx, by, Link{Kind: LogLinks, Org: by.Org, Name: strings.TrimSpace(name)}, "identity.log-shared", ref.Ref{})
}

// OpenLogLink returns the organisation whose journal's tree the secret lets read.
//
// Refusals: NotFound, the same for every link that does not work.
func (s *Service) OpenLogLink(ctx context.Context, secret string) (org.ID, error) {
	l, err := s.openLink(ctx, secret, LogLinks)
	return l.Org, err
}

// WithdrawLink ends an invitation, a question or a link to the journal of the actor's organisation.
//
// Refusals: Denied; NotFound for one that is gone or of another organisation.
func (s *Service) WithdrawLink(ctx context.Context, by Actor, id string) error {
	if err := by.Need(ManagePeople); err != nil {
		return err
	}
	entry := by.Draft(s.Now(), "identity.link-withdrawn", ref.Ref{Kind: "link", ID: id}, nil)
	ok, err := s.Store.WithdrawLink(ctx, by.Org, id, entry)
	if err != nil {
		return fmt.Errorf("withdraw link %s: %w", id, err)
	}
	if !ok {
		return fault.Missing("identity.no-link")
	}
	return nil
}

// ShowDemoLink says for whom a demo link signs in. It changes nothing.
func (s *Service) ShowDemoLink(ctx context.Context, secret string) (Link, error) {
	return s.openLink(ctx, secret, DemoLink)
}

// UseDemoLink signs in with a demo link, once. The session proves nothing about
// who holds it, so it cannot change how the person signs in.
func (s *Service) UseDemoLink(ctx context.Context, secret string, by Browser) (session string, p Person, err error) {
	l, err := s.openLink(ctx, secret, DemoLink)
	if err != nil {
		return "", Person{}, err
	}
	means, ok, err := s.Store.MeansOf(ctx, l.Person)
	if err != nil || !ok {
		return "", Person{}, fmt.Errorf("find person %s of demo link: found %t: %w", l.Person, ok, err)
	}
	session, err = s.start(ctx, means.Person, false, by, Start{Link: hashSecret(secret)})
	if fault.KindOf(err) == fault.Conflict {
		err = deadLink() // somebody used it a moment ago
	}
	return session, means.Person, err
}
