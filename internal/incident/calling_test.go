package incident

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/rule"
)

var nine = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func TestTiersFollowFromTheReport(t *testing.T) {
	open := Incident{ReportedAt: nine}
	led, closed := open, open
	led.LeadID, closed.ClosedAt = "per_1", nine
	for _, c := range []struct {
		name  string
		i     Incident
		after time.Duration
		want  Tier
		next  time.Duration // after the report; 0 for never
	}{
		{"at once", open, 0, First, 30 * time.Minute},
		{"before it was reported, by a clock that went back", open, -48 * time.Hour, First, 30 * time.Minute},
		{"a moment too early", open, 30*time.Minute - 1, First, 30 * time.Minute},
		{"half an hour", open, 30 * time.Minute, Others, time.Hour},
		{"an hour", open, time.Hour, Everybody, 0},
		{"a week away", open, 168 * time.Hour, Everybody, 0},
		{"somebody took it on", led, time.Hour, Nobody, 0},
		{"it was closed", closed, time.Hour, Nobody, 0},
	} {
		tier, next := c.i.tier(nine.Add(c.after), Roster{}.Waits())
		want := time.Time{}
		if c.next > 0 {
			want = nine.Add(c.next)
		}
		if tier != c.want || !next.Equal(want) {
			t.Errorf("%s: tier %d, next %s", c.name, tier, next)
		}
	}
}

func crew() (c Crew) {
	for _, r := range identity.Roles {
		for n := range 2 {
			name := fmt.Sprintf("%s-%d", r, n+1)
			c = append(c, identity.Membership{Role: r, Person: identity.Person{ID: identity.PersonID(name), Name: name}})
		}
	}
	return c
}

func TestWhoIsCalled(t *testing.T) {
	without := func(role identity.Role) (c Crew) {
		for _, m := range crew() {
			if m.Role != role {
				c = append(c, m)
			}
		}
		return c
	}
	for _, c := range []struct {
		name string
		crew Crew
		r    Roster
		tier Tier
		want string
	}{
		{"nobody is named", crew(), Roster{}, First, "security-officer-1 security-officer-2 board-member-1 board-member-2"},
		{"the others", crew(), Roster{}, Others, "administrator-1 administrator-2 privacy-officer-1 privacy-officer-2"},
		{"everybody", crew(), Roster{}, Everybody, "administrator-1 administrator-2 security-officer-1 security-officer-2 privacy-officer-1 privacy-officer-2 board-member-1 board-member-2"},
		{"one is named", crew(), Roster{OnDuty: []identity.PersonID{"privacy-officer-2"}}, First, "privacy-officer-2 board-member-1 board-member-2"},
		{"the others of one", crew(), Roster{OnDuty: []identity.PersonID{"privacy-officer-2"}}, Others, "administrator-1 administrator-2 security-officer-1 security-officer-2 privacy-officer-1"},
		{"who is named has left, or may not", crew(), Roster{OnDuty: []identity.PersonID{"gone", "reader-1", "assessor-1"}}, First, "security-officer-1 security-officer-2 board-member-1 board-member-2"},
		{"no officer", without(identity.SecurityOfficer), Roster{}, First, "administrator-1 administrator-2 board-member-1 board-member-2"},
		{"no board", without(identity.BoardMember), Roster{}, First, "security-officer-1 security-officer-2"},
	} {
		if got := strings.Join(c.crew.Called(c.tier, c.r).names(), " "); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// remindable has a duty with a term of 24 and of 72 hours, and one with a month that
// may turn out not to bind.
var remindable = Rules{
	Questions: []Question{{ID: "a"}},
	Regimes:   []Regime{{Regime: legaltime.Regime{ID: "r"}, Remind: []int{168, 48, 24, 4, 1}}},
	Duties: []Duty{
		{ID: "sure", Regime: "r", Verdicts: []Verdict{{ID: "v", Must: true}}, Steps: []Step{{ID: "day", Term: legaltime.Term{Hours: 24}}, {ID: "three", Term: legaltime.Term{Hours: 72}}}},
		{ID: "maybe", Regime: "r", Verdicts: []Verdict{{ID: "v", Must: true, When: rule.Must("incident.a")}, {ID: "w"}}, Steps: []Step{{ID: "month", Term: legaltime.Term{Months: 1}}}},
	},
}

// TestReminders holds, moment by moment, what must have been said of terms by then.
func TestReminders(t *testing.T) {
	month := time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC).Sub(nine) // the end of 24 December
	for _, c := range []struct {
		name  string
		after time.Duration
		sent  []string
		want  string // hours after awareness at which terms end, with the hours before that at which it was said
		next  time.Duration
	}{
		{"at the beginning nobody is reminded", 0, nil, "", 20 * time.Hour},
		{"a moment before the first", 20*time.Hour - 1, nil, "", 20 * time.Hour},
		{"four hours before the end of a day", 20 * time.Hour, nil, "24-4", 23 * time.Hour},
		{"an hour before", 23 * time.Hour, nil, "24-1", 24*time.Hour + time.Second},
		{"the last moment is in time", 24 * time.Hour, nil, "24-1", 24*time.Hour + time.Second},
		{"it has passed", 24*time.Hour + time.Second, nil, "24-0", 48 * time.Hour},
		{"a day before the end of three", 48 * time.Hour, nil, "24-0 72-24", 68 * time.Hour},
		{"what was sent is not spoken of", 48 * time.Hour, []string{"sure/day"}, "72-24", 68 * time.Hour},
		{"after a month away it is said once", month - time.Second, nil, "24-0 72-0 735-1", month + time.Second},
		{"what may not bind was not missed", month + time.Hour, nil, "24-0 72-0", 0},
		{"a clock that went back a year", -365 * 24 * time.Hour, nil, "", 20 * time.Hour},
	} {
		i := Incident{Aware: nine, Sent: map[string]Sent{}}
		for _, name := range c.sent {
			i.Sent[name] = Sent{At: nine}
		}
		now := nine.Add(c.after)
		all, next := remindable.notices(remindable.Judge(i, nil, now, time.UTC), now)
		var got []string
		for _, n := range all {
			got = append(got, fmt.Sprintf("%d-%d", int(n.end.Due.Sub(nine).Hours()), n.before))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if after := next.Sub(nine); c.next == 0 && !next.IsZero() || c.next > 0 && after != c.next {
			t.Errorf("%s: the next is after %s, want %s", c.name, after, c.next)
		}
	}
}

// TestNoMomentIsMissedOrSaidTwice looks every so often over a month and a half, and
// with clocks that jump, and gathers what was said.
func TestNoMomentIsMissedOrSaidTwice(t *testing.T) {
	i := Incident{Aware: nine, Answers: map[string]Reply{"a": Yes}}
	said := func(moments func(yield func(time.Time) bool)) (all []string) {
		keys := map[string]bool{}
		for now := range moments {
			notices, _ := remindable.notices(remindable.Judge(i, nil, now, time.UTC), now)
			for _, n := range notices {
				if key := fmt.Sprint(n.end.Due.Unix(), n.before); !keys[key] {
					keys[key] = true
					all = append(all, fmt.Sprintf("%d-%d", int(n.end.Due.Sub(nine).Hours()), n.before))
				}
			}
		}
		return all
	}
	every := func(yield func(time.Time) bool) {
		for now := nine; now.Before(nine.AddDate(0, 0, 45)); now = now.Add(7 * time.Minute) {
			if !yield(now) {
				return
			}
		}
	}
	want := []string{"24-4", "24-1", "24-0", "72-24", "72-4", "72-1", "72-0", "735-168", "735-48", "735-24", "735-4", "735-1", "735-0"}
	if diff := cmp.Diff(want, said(every)); diff != "" {
		t.Errorf("a clock that runs: %s", diff)
	}
	back := func(yield func(time.Time) bool) {
		for now := range every {
			if !yield(now) || now.Sub(nine) > 70*time.Hour && !yield(now.Add(-69*time.Hour)) {
				return
			}
		}
	}
	if diff := cmp.Diff(want, said(back)); diff != "" {
		t.Errorf("a clock that goes back again and again: %s", diff)
	}
	far := func(yield func(time.Time) bool) {
		_ = yield(nine.AddDate(10, 0, 0)) // wrong, for a moment
		every(yield)
	}
	if got := said(far); len(got) != len(want) {
		t.Errorf("after a clock that was ten years ahead: %v", got)
	}
}
