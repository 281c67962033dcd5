package incident

import (
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/rule"
)

// A notice is that terms of an incident end at one moment, or have ended.
type notice struct {
	end    legaltime.Deadline
	before int // hours; 0 once the moment has passed
}

// notices is what must have been said of running terms by now: of each the last
// alone, so that whoever was away hears of it once. next is the first moment at
// which there is more to say; zero for never.
//
// A term that may turn out not to bind is reminded of; that it was missed is said
// only of one that does.
func (r Rules) notices(judged []Judgement, now time.Time) (all []notice, next time.Time) {
	for _, j := range judged {
		hours := r.Regime(j.Duty.Regime).Remind
		for _, c := range j.Clocks {
			n, more := c.notice(hours, now)
			if n.before > 0 || n.before == 0 && j.Truth == rule.Yes {
				all = append(all, n)
			}
			if !more.IsZero() && (next.IsZero() || more.Before(next)) {
				next = more
			}
		}
	}
	slices.SortFunc(all, func(a, b notice) int { return a.end.Due.Compare(b.end.Due) })
	return slices.CompactFunc(all, func(a, b notice) bool { return a.end.Due.Equal(b.end.Due) && a.before == b.before }), next
}

// notice is the last thing to have been said of a clock by now, -1 hours before its
// end for nothing, and when there is more to say.
func (c Clock) notice(hours []int, now time.Time) (last notice, next time.Time) {
	due := c.Deadline.Due
	last = notice{c.Deadline, -1}
	switch {
	case due.IsZero():
	case c.State == Late:
		last.before = 0
	case c.State == Running:
		next = due.Add(time.Second)
		for _, h := range secondHalf(hours, due.Sub(c.From)) {
			at := due.Add(-time.Duration(h) * time.Hour)
			if at.After(now) {
				return last, at
			}
			last.before = h
		}
	}
	return last, next
}

// secondHalf leaves of the hours before the end, most first, those in the second
// half of a term: at its beginning people know.
func secondHalf(hours []int, term time.Duration) []int {
	return slices.DeleteFunc(slices.Clone(hours), func(h int) bool { return time.Duration(2*h)*time.Hour > term })
}

// remind writes a notice to those on duty and to who leads the incident; of a
// moment that has passed, to everybody who has to do with it.
func (s speaker) remind(n notice) (letters []mail.Message) {
	people := s.Crew.OnDuty(s.Roster)
	if n.before == 0 {
		people = s.Crew.Called(Everybody, s.Roster)
	}
	for _, m := range s.Crew.Handlers() {
		if m.Person.ID == s.f.LeadID && !people.has(m) {
			people = append(people, m)
		}
	}
	for _, m := range people {
		letters = append(letters, s.reminder(m, n))
	}
	return letters
}

func (s speaker) reminder(m identity.Membership, n notice) mail.Message {
	l := m.Person.Lang
	subject := l.Tf("Er loopt een termijn af (%s)", "A term is about to end (%s)", s.f.Name())
	says := l.Tf("Bij incident %s loopt een termijn af: %s.", "A term of incident %s ends: %s.", s.f.Name(), s.end(l, n.end))
	if n.before == 0 {
		subject = l.Tf("Er is een termijn verstreken (%s)", "A term has passed (%s)", s.f.Name())
		says = l.Tf("Bij incident %s is een termijn verstreken: %s.\nU kunt nog steeds melden. Doe dat zo snel mogelijk.", "A term of incident %s has passed: %s.\nYou can still report. Do so as soon as you can.", s.f.Name(), s.end(l, n.end))
	}
	return s.letter(m.Person, n.key(), subject, says+"\n\n"+l.T("Bekijk wat er moet:", "See what must be done:"))
}

// key says what a notice tells.
func (n notice) key() string {
	return fmt.Sprintf("term/%s/%d", n.end.Due.UTC().Format(time.RFC3339), n.before)
}

// end is the last moment of a term, or its last day.
func (s speaker) end(l i18n.Lang, d legaltime.Deadline) string {
	if d.Last.IsZero() {
		return s.moment(l, d.Due)
	}
	return l.T("tot en met ", "until the end of ") + l.LongDay(d.Last)
}
