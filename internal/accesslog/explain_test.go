package accesslog_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/accesslogtest"
)

var secret = accesslog.Secret("a secret of the tests")

// found is what the engine finds, written as the reference does.
func found(events []accesslog.Event, facts []accesslog.Fact, templates []accesslog.Template, zone *time.Location) map[string]accesslogtest.Unit {
	var c accesslog.Coding
	g := accesslog.Gathering{Coding: &c, Calendar: accesslog.NewCalendar(zone)}
	for _, e := range events {
		g.Add(&e)
	}
	units := g.Units()
	x := accesslog.NewExplainer(templates, facts, &c, true)
	var tally accesslog.Tally
	for i := range units {
		tally.Count(templates, &units[i], x.Explain(&units[i]))
	}
	all := map[string]accesslogtest.Unit{}
	for i := range units {
		u := &units[i]
		every := x.Explain(u)
		e := tally.Hold(templates, u, every)
		one := accesslogtest.Unit{
			Patient: c.Patients.Of(u.Patient), User: c.Users.Of(u.User), Day: time.Unix(int64(u.Day)*86400, 0).UTC().Format(time.DateOnly),
			First: u.First, Last: u.Last, Events: int(u.Events), Actions: u.Actions.String(), Glass: u.Glass, Search: u.Search,
		}
		for n, t := range templates {
			if every.All&(1<<n) != 0 {
				one.All += t.ID + " "
			}
		}
		if e.Template >= 0 {
			one.Template = templates[e.Template].ID
			for _, row := range e.Path[:len(templates[e.Template].Path)] {
				one.Path = append(one.Path, int(row))
			}
		}
		all[one.Patient.String()+" "+one.User.String()+" "+one.Day] = one
	}
	return all
}

func TestEveryUnitIsExplainedAsByHand(t *testing.T) {
	templates, err := accesslog.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		events, facts := world(r)
		want := accesslogtest.Reference(events, facts, templates, zone)
		if diff := cmp.Diff(want, found(events, facts, templates, zone)); diff != "" {
			r.Fatalf("by hand (-) and found (+):\n%s", diff)
		}
		for _, u := range want {
			for _, id := range append(strings.Fields(u.All), u.Template) {
				explained[id]++
			}
		}
	})
	for _, id := range append(ids(templates), "") {
		if explained[id] == 0 {
			t.Errorf("no unit of all these worlds was explained by %q", id)
		}
	}
}

func ids(templates []accesslog.Template) (all []string) {
	for _, t := range templates {
		all = append(all, t.ID)
	}
	return all
}

// world draws a few weeks around a change of the clocks with few people, so that they
// meet often.
func world(r *rapid.T) ([]accesslog.Event, []accesslog.Fact) {
	begin := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
	moment := func(label string) time.Time {
		return begin.Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(r, label)) * time.Minute)
	}
	patient := func() accesslog.Key {
		return secret.Of(accesslog.OfPatient, rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(r, "patient"))
	}
	user := func() accesslog.Key {
		return secret.Of(accesslog.OfUser, rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(r, "user"))
	}
	team := func() string { return rapid.SampledFrom([]string{"", "Noord", "Zuid"}).Draw(r, "team") }
	var events []accesslog.Event
	for range rapid.IntRange(1, 60).Draw(r, "events") {
		e := accesslog.Event{At: moment("at"), User: user(), Patient: patient(), Team: team(), Action: rapid.SampledFrom([]accesslog.Action{0, 'C', 'R', 'U', 'D', 'E'}).Draw(r, "action"), Search: rapid.Bool().Draw(r, "search"), Glass: rapid.Bool().Draw(r, "glass")}
		copy(e.ID[:], secret.Of("event", fmt.Sprint(e)).String())
		events = append(events, e)
		if rapid.IntRange(0, 9).Draw(r, "twice") == 0 {
			events = append(events, e)
		}
	}
	kinds := strings.Fields("appointment care_team visit order admission team_client registration duty on_call staff office together mandate ticket request")
	var facts []accesslog.Fact
	for range rapid.SampledFrom([]int{0, 10, 60, 200}).Draw(r, "facts") {
		f := accesslog.Fact{Kind: accesslog.FactKind(rapid.SampledFrom(kinds).Draw(r, "kind")), Patient: patient(), User: user(), Team: team(), Other: team()}
		if rapid.IntRange(0, 4).Draw(r, "begins") > 0 {
			f.From = moment("from")
		}
		if rapid.IntRange(0, 4).Draw(r, "ends") > 0 {
			f.To = f.From.Add(time.Duration(rapid.IntRange(0, 72*60).Draw(r, "minutes")) * time.Minute)
			if f.From.IsZero() {
				f.To = moment("to")
			}
		}
		facts = append(facts, f)
	}
	return events, facts
}

func TestATaskThatWouldExplainTooMuchExplainsNothing(t *testing.T) {
	templates, err := accesslog.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	most := templates[len(templates)-1].Most
	user := secret.Of(accesslog.OfUser, "billing")
	facts := []accesslog.Fact{{Kind: accesslog.Mandate, User: user}}
	for _, patients := range []int{most - 1, most, most + 1} {
		var events []accesslog.Event
		for i := range patients {
			e := accesslog.Event{At: time.Date(2026, 11, 2, 9, 0, i, 0, time.UTC), User: user, Patient: secret.Of(accesslog.OfPatient, fmt.Sprint(i)), Action: accesslog.Read}
			e.ID[0] = byte(i)
			events = append(events, e)
		}
		explained := 0
		for _, u := range found(events, facts, templates, time.UTC) {
			if u.Template == "mandate" {
				explained++
			}
		}
		want := patients
		if patients > most {
			want = 0
		}
		if explained != want {
			t.Errorf("%d of %d records explained, want %d", explained, patients, want)
		}
	}
}
