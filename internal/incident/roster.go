package incident

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// A Roster is whom an organisation calls first when something is reported, and
// how long these have before others are called. The zero Roster calls every
// security officer, and waits half an hour.
type Roster struct {
	OnDuty  []identity.PersonID `json:"on_duty,omitempty"`
	Wait    int                 `json:"wait,omitempty"` // minutes; 0 for DefaultWait
	Version int64               `json:"version"`        // 0 while nobody set it
}

// How long others have, in minutes.
const (
	DefaultWait = 30
	MinWait     = 5
	MaxWait     = 24 * 60
)

// Waits is how long those who are called have to take an incident on.
func (r Roster) Waits() time.Duration {
	if r.Wait == 0 {
		return DefaultWait * time.Minute
	}
	return time.Duration(r.Wait) * time.Minute
}

// RosterRef points at the roster of an organisation.
func RosterRef(id org.ID) ref.Ref { return ref.Ref{Kind: "roster", ID: string(id)} }

// A Tier is who is called at one moment.
type Tier int

// The tiers.
const (
	Nobody    Tier = iota
	First          // at once: those on duty, and the board
	Others         // when nobody took it on in time: whoever else may
	Everybody      // when again nobody did
)

// A Crew is the organisation's people who have to do with incidents.
type Crew []identity.Membership

// who returns those with one of roles, in the order of their names.
func (c Crew) who(roles ...identity.Role) (some Crew) {
	for _, m := range c {
		if slices.Contains(roles, m.Role) {
			some = append(some, m)
		}
	}
	return some
}

// Handlers are those who can take an incident on.
func (c Crew) Handlers() Crew { return c.who(identity.Who(identity.HandleIncident)...) }

// OnDuty are those whom the roster names and who can take an incident on; when it
// names nobody who can, the security officers; and when there is none, the
// administrators, of whom there always is one.
func (c Crew) OnDuty(r Roster) Crew {
	named := slices.DeleteFunc(c.Handlers(), func(m identity.Membership) bool { return !slices.Contains(r.OnDuty, m.Person.ID) })
	if len(named) > 0 {
		return named
	}
	if officers := c.who(identity.SecurityOfficer); len(officers) > 0 {
		return officers
	}
	return c.who(identity.Administrator)
}

// Called are those of a tier. Those who were called before are not called again,
// but by the last.
func (c Crew) Called(t Tier, r Roster) Crew {
	board := c.who(identity.BoardMember)
	switch t {
	case Nobody:
	case First:
		return append(c.OnDuty(r), board...)
	case Others:
		first := c.OnDuty(r)
		return slices.DeleteFunc(c.Handlers(), first.has)
	case Everybody:
		return append(c.Handlers(), board...)
	}
	return nil
}

func (c Crew) has(m identity.Membership) bool {
	return slices.ContainsFunc(c, func(x identity.Membership) bool { return x.Person.ID == m.Person.ID })
}

// names of the crew, as people read them.
func (c Crew) names() (names []string) {
	for _, m := range c {
		names = append(names, m.Person.Name)
	}
	return names
}

// A Calling is the roster with the people it is about.
type Calling struct {
	Roster Roster
	Crew   Crew
	Mails  bool // mail is sent at all
	Hook   hook.Hook
}

// tells reports whether there is any way to tell anybody.
func (c Calling) tells() bool { return c.Mails || c.Hook.IsSet() }

// Calling returns whom the organisation calls.
func (s *Service) Calling(ctx context.Context, by identity.Actor) (Calling, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return Calling{}, err
	}
	return s.calling(ctx, by.Org)
}

func (s *Service) calling(ctx context.Context, id org.ID) (c Calling, err error) {
	if c.Roster, err = s.Store.Roster(ctx, id); err != nil {
		return c, fmt.Errorf("load roster: %w", err)
	}
	members, err := s.World.Crew(ctx, id)
	if err != nil {
		return c, fmt.Errorf("list members: %w", err)
	}
	if c.Hook, err = s.Store.Hook(ctx, id); err != nil {
		return c, fmt.Errorf("load webhook: %w", err)
	}
	c.Crew, c.Mails = members, s.Mails != nil && s.Mails()
	return c, nil
}

// Arrange stores whom the organisation calls first, and how long these have.
// Version is the one that the actor looked at.
//
// Refusals: Denied; Invalid; Conflict when somebody else changed it since.
func (s *Service) Arrange(ctx context.Context, by identity.Actor, r Roster) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	now, err := s.calling(ctx, by.Org)
	if err != nil {
		return err
	}
	if now.Roster.Version != r.Version {
		return ErrStale
	}
	slices.Sort(r.OnDuty)
	r.OnDuty = slices.Compact(r.OnDuty)
	var k fault.Checker
	for _, p := range r.OnDuty {
		k.Need(slices.ContainsFunc(now.Crew.Handlers(), func(m identity.Membership) bool { return m.Person.ID == p }), "on_duty", i18n.T(
			"Kies mensen die hier een incident kunnen oppakken.", "Choose people who can take on an incident here."))
	}
	k.Need(r.Wait >= MinWait && r.Wait <= MaxWait, "wait", i18n.T(
		"Kies een aantal minuten van "+strconv.Itoa(MinWait)+" tot "+strconv.Itoa(MaxWait)+".", "Choose a number of minutes from "+strconv.Itoa(MinWait)+" to "+strconv.Itoa(MaxWait)+"."))
	if err := k.Fault("incident.roster-refused"); err != nil {
		return err
	}
	r.Version++
	if err := s.Store.Arrange(ctx, by.Org, r, by.Draft(s.now(), "incident.arrange", RosterRef(by.Org), r)); err != nil {
		return fmt.Errorf("arrange who is called: %w", err)
	}
	return nil
}
