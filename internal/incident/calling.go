package incident

import (
	"fmt"
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/org"
)

// A Call is that people are called: the line that says so, the mail, and the
// webhook.
type Call struct {
	Line  Line // Tier says which; the zero Call calls nobody
	Entry journal.Draft
	Mails []mail.Message
	Hooks []hook.Call
}

// called is the highest tier that was called.
func (f File) called() (t Tier) {
	for _, l := range f.Lines {
		t = max(t, l.Tier)
	}
	return t
}

// tier is who must have been called by now, and the moment at which the next are
// to be. While somebody leads the incident nobody is called.
func (i Incident) tier(now time.Time, wait time.Duration) (t Tier, next time.Time) {
	if i.LeadID != "" || !i.IsOpen() {
		return Nobody, time.Time{}
	}
	for t = First; t < Everybody; t++ {
		if next = i.ReportedAt.Add(time.Duration(t) * wait); now.Before(next) {
			return t, next
		}
	}
	return Everybody, time.Time{}
}

// A speaker writes to people about one incident. It never says what happened.
type speaker struct {
	*Service
	Calling
	f   File
	org org.ID
	now time.Time
}

// call calls everybody up to a tier who was not called before, as the next line of
// the log.
func (s speaker) call(t Tier) Call {
	by := identity.SystemActor(s.org)
	var people Crew
	for next := s.f.called() + 1; next <= t; next++ {
		for _, m := range s.Crew.Called(next, s.Roster) {
			if !people.has(m) {
				people = append(people, m)
			}
		}
	}
	if !s.Calling.Mails {
		people = nil
	}
	call := Call{Line: Line{Seq: int64(len(s.f.Lines)) + 1, At: s.now, By: by.Name, Tier: t, Told: people.names(), Hook: s.Hook.IsSet()}}
	call.Entry = by.Draft(s.now, "incident.line", s.f.Ref(), call.Line)
	for _, m := range people {
		call.Mails = append(call.Mails, s.alarm(m, t))
	}
	event := Reported
	if t > First {
		event = Unanswered
	}
	call.Hooks = s.tell(event, fmt.Sprintf("call/%d", t), time.Time{})
	return call
}

// alarm tells somebody that there is an incident.
func (s speaker) alarm(m identity.Membership, t Tier) mail.Message {
	l := m.Person.Lang
	subject := l.Tf("Er is een incident gemeld (%s)", "An incident was reported (%s)", s.f.Name())
	says := l.Tf("Er is een incident gemeld: %s, op %s.", "An incident was reported: %s, on %s.", s.f.Name(), s.moment(l, s.f.ReportedAt))
	if t > First {
		subject = l.Tf("Nog niemand pakte het incident op (%s)", "Nobody took the incident on yet (%s)", s.f.Name())
		says += "\n" + l.T("Nog niemand heeft het opgepakt.", "Nobody has taken it on yet.")
	}
	ask := l.T("Bekijk het en pak het op:", "Look at it and take it on:")
	if m.Role == identity.BoardMember {
		ask = l.T("Bekijk het:", "Look at it:")
	}
	return s.letter(m.Person, fmt.Sprintf("call/%d", t), subject, says+"\n\n"+ask)
}

// letter is a message with a link to the incident. key says what it tells.
func (s speaker) letter(to identity.Person, key, subject, says string) mail.Message {
	l := to.Lang
	path := l.Path("/o/" + string(s.org) + "/incidenten/" + string(s.f.ID))
	why := l.T(
		"U krijgt dit bericht omdat u te maken heeft met incidenten van uw organisatie.\nWat er is gebeurd staat er met opzet niet in.\nHet is automatisch verstuurd: een antwoord leest niemand.",
		"You get this message because you have to do with incidents of your organisation.\nWhat happened is left out on purpose.\nIt was sent automatically: nobody reads an answer.")
	return mail.Message{
		Key: fmt.Sprintf("incident/%s/%s/%s", s.f.ID, key, to.ID), Person: string(to.ID), Name: to.Name, Address: to.Email,
		Subject: subject, Body: says + "\n" + s.Address + path + "\n\n" + why + "\n", Put: s.now,
	}
}

// moment is a day and a time, in the installation's zone.
func (s speaker) moment(l i18n.Lang, t time.Time) string {
	t = t.In(s.Zone)
	return l.LongDay(t) + ", " + l.Clock(t)
}
