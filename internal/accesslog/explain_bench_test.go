package accesslog_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/simulate"
)

// BenchmarkExplain makes units of the events of a hospital and explains them with five
// templates, beside a program that was written by hand for just those five.
func BenchmarkExplain(b *testing.B) {
	all, err := accesslog.Load(content.FS)
	if err != nil {
		b.Fatal(err)
	}
	five := slices.DeleteFunc(slices.Clone(all), func(t accesslog.Template) bool {
		return !slices.Contains([]string{"care-team", "appointment", "ward-duty", "referral", "clinic-colleague"}, t.ID)
	})
	events, facts, zone := hospital(b)
	rate := func(b *testing.B) {
		b.Helper()
		b.ReportMetric(float64(len(events)*b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
	}
	explained := map[string]int{}
	ours := func(name string, templates []accesslog.Template) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				explained[name] = engine(events, facts, templates, zone)
			}
			rate(b)
		})
	}
	ours("five", five)
	ours("all", all)
	b.Run("baseline: five by hand", func(b *testing.B) {
		for b.Loop() {
			explained["by hand"] = byHand(events, facts, accesslog.NewCalendar(zone))
		}
		rate(b)
	})
	if explained["five"] != explained["by hand"] {
		b.Errorf("explained: %v", explained)
	}
}

func engine(events []accesslog.Event, facts []accesslog.Fact, templates []accesslog.Template, zone *time.Location) (explained int) {
	var c accesslog.Coding
	g := accesslog.Gathering{Coding: &c, Calendar: accesslog.NewCalendar(zone)}
	for i := range events {
		g.Add(&events[i])
	}
	units := g.Units()
	x := accesslog.NewExplainer(templates, facts, &c, false)
	for i := range units {
		if x.Explain(&units[i]).Template >= 0 {
			explained++
		}
	}
	return explained
}

func hospital(b *testing.B) ([]accesslog.Event, []accesslog.Fact, *time.Location) {
	b.Helper()
	s := simulate.Settings{Kind: simulate.Hospital, Seed: 5, Staff: 1200, Days: 14}.Filled()
	var events []accesslog.Event
	w, err := simulate.Make(s, func(w *simulate.World, lines []simulate.Line) error {
		for _, l := range lines {
			sum := sha256.Sum256(fmt.Append(nil, l))
			e := w.Event(secret, l, [16]byte(sum[:16]))
			events = append(events, e)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	var facts []accesslog.Fact
	for _, f := range w.Facts {
		facts = append(facts, w.FactOf(secret, f))
	}
	return events, facts, s.Begin.Location()
}

// byHand is written for five templates and for nothing else: maps of what belongs to a
// patient, and of when somebody was on duty where.
func byHand(events []accesslog.Event, facts []accesslog.Fact, days *accesslog.Calendar) (explained int) {
	const hour, day = 3600, 86400
	users, patients, teams := map[accesslog.Key]int32{}, map[accesslog.Key]int32{}, map[string]int32{}
	number := func(of map[accesslog.Key]int32, k accesslog.Key) int32 {
		n, ok := of[k]
		if !ok {
			n = int32(len(of))
			of[k] = n
		}
		return n
	}
	type unit struct {
		user, patient, day int32
		first, last        int64
	}
	at := map[[3]int32]int32{}
	var units []unit
	for i := range events {
		e := &events[i]
		t := e.At.Unix()
		u, p, d := number(users, e.User), number(patients, e.Patient), days.Day(t)
		n, ok := at[[3]int32{u, p, d}]
		if !ok {
			n = int32(len(units))
			at[[3]int32{u, p, d}] = n
			units = append(units, unit{u, p, d, t, t})
		}
		units[n].first, units[n].last = min(units[n].first, t), max(units[n].last, t)
	}
	type span struct {
		of, team int32
		from, to int64
	}
	of := map[accesslog.FactKind][][]span{}
	for _, kind := range []accesslog.FactKind{accesslog.CareTeam, accesslog.Appointment, accesslog.Admission, accesslog.Order} {
		of[kind] = make([][]span, len(patients))
	}
	duties, staff := make([][]span, len(users)), make([]int32, len(users))
	for i := range staff {
		staff[i] = -1
	}
	for i := range facts {
		f := &facts[i]
		team, ok := teams[f.Team]
		if !ok {
			team = int32(len(teams))
			teams[f.Team] = team
		}
		u, userKnown := users[f.User]
		p, patientKnown := patients[f.Patient]
		if !userKnown {
			u = -1
		}
		s := span{u, team, f.From.Unix(), f.To.Unix()}
		switch {
		case f.Kind == accesslog.Duty && userKnown:
			duties[u] = append(duties[u], s)
		case f.Kind == accesslog.Staff && userKnown:
			staff[u] = team
		case of[f.Kind] != nil && patientKnown:
			of[f.Kind][p] = append(of[f.Kind][p], s)
		}
	}
	care, own, stays, orders := of[accesslog.CareTeam], of[accesslog.Appointment], of[accesslog.Admission], of[accesslog.Order]
	in := func(u *unit, s span, before, after int64) bool {
		return u.first <= s.to+after && u.last >= s.from-before
	}
	slices.SortFunc(units, func(a, b unit) int { return cmp.Compare(a.patient, b.patient) })
	for i := range units {
		u := &units[i]
		has := func(list []span, f func(s span) bool) bool { return slices.ContainsFunc(list, f) }
		if has(care[u.patient], func(s span) bool { return s.of == u.user && in(u, s, day, day) }) ||
			has(own[u.patient], func(s span) bool { return s.of == u.user && in(u, s, 7*day, 45*day) }) ||
			has(stays[u.patient], func(s span) bool {
				return in(u, s, day, 7*day) && has(duties[u.user], func(d span) bool { return d.team == s.team && in(u, d, hour, 2*hour) })
			}) ||
			has(orders[u.patient], func(s span) bool { return s.team == staff[u.user] && in(u, s, day, 14*day) }) ||
			has(own[u.patient], func(s span) bool { return s.team == staff[u.user] && in(u, s, 7*day, 7*day) }) {
			explained++
		}
	}
	return explained
}
