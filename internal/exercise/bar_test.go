package exercise_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
)

// TestAnExerciseOfAMinuteDoesNotCount plays a minute with one form: the report says what
// is missing, and counts neither as evidence nor in the programme.
func TestAnExerciseOfAMinuteDoesNotCount(t *testing.T) {
	r, ctx := open(t), t.Context()
	e := r.planned()
	r.must(r.Turn(ctx, sanne, e.ID, exercise.Start, ""))
	r.pass(1)
	r.saw(e.ID, "closed")
	r.must(r.Turn(ctx, sanne, e.ID, exercise.End, ""))
	v := r.find(sanne, e.ID)
	if len(v.Lacks) != 2 || !strings.Contains(v.Lacks[0].NL, "1 minuut.") || !strings.Contains(v.Lacks[1].NL, "1 van de 9.") {
		t.Errorf("it lacks %v", v.Lacks)
	}
	r.must(r.Sign(ctx, sanne, e.ID, "Kort"))
	r.wants(r.Prove(ctx, sanne, e.ID), fault.Conflict)
	if len(r.kept.items) != 0 {
		t.Errorf("evidence %+v", r.kept.items)
	}
	r.Bar = exercise.Bar{} // a later bar changes no report
	if v := r.find(sanne, e.ID); v.Exercise.Counts() || len(v.Lacks) != 2 || len(v.Document("org_1", "Kort").Lacks) != 2 {
		t.Errorf("counts %v, lacks %v", v.Exercise.Counts(), v.Lacks)
	}
	c, err := r.Programme(ctx, tom)
	r.must(err)
	if c.Systems[0].IsFresh(c.Today) || len(c.Left(c.Systems)) != 1 {
		t.Errorf("the programme counts it: %+v", c.Systems)
	}
}

// TestTheBarHoldsAtItsEdge tries an exercise at each limit, and just below it.
func TestTheBarHoldsAtItsEdge(t *testing.T) {
	r, ctx := open(t), t.Context()
	e := r.planned()
	r.must(r.Turn(ctx, sanne, e.ID, exercise.Start, ""))
	r.pass(20)
	for _, i := range e.Script.Injects[:6] {
		_ = r.Turn(ctx, sanne, e.ID, exercise.Bring, i.ID) // refused for what came by itself
	}
	f, _, err := r.kept.Find(ctx, "", e.ID)
	r.must(err)
	lacks := func(change func(*exercise.Bar)) int {
		b := r.Bar
		change(&b)
		return len(b.Lacks(f, r.now))
	}
	if n := lacks(func(*exercise.Bar) {}); n != 1 {
		t.Errorf("without a form it lacks %d", n)
	}
	r.saw(e.ID, "closed", "two-more") // 6 of the 17 actions that 6 of the 9 messages ask for
	f, _, err = r.kept.Find(ctx, "", e.ID)
	r.must(err)
	o := f.Outcome(r.now)
	seen := 100 * o.Counts.Seen() / o.Counts.All()
	for name, test := range map[string]struct {
		change func(*exercise.Bar)
		want   int
	}{
		"as long as is needed":         {func(b *exercise.Bar) { b.Minutes = 20 }, 0},
		"a minute too short":           {func(b *exercise.Bar) { b.Minutes = 21 }, 1},
		"as many messages as needed":   {func(b *exercise.Bar) { b.Came = 66 }, 0},
		"one percent of them too few":  {func(b *exercise.Bar) { b.Came = 67 }, 1},
		"as many actions as needed":    {func(b *exercise.Bar) { b.Seen = seen }, 0},
		"one percent of them not seen": {func(b *exercise.Bar) { b.Seen = seen + 1 }, 1},
	} {
		if got := lacks(test.change); got != test.want {
			t.Errorf("%s: it lacks %d, want %d", name, got, test.want)
		}
	}
}

// TestOnlyWhatWasSeenIsEvidence ticks one action as done and all others as not done.
func TestOnlyWhatWasSeenIsEvidence(t *testing.T) {
	r, ctx := open(t), t.Context()
	e := r.planned()
	r.must(r.Turn(ctx, sanne, e.ID, exercise.Start, ""))
	r.pass(80)
	for n, i := range e.Script.Injects {
		x := exercise.Seen{Inject: i.ID}
		for range i.Expect {
			x.Ticks = append(x.Ticks, exercise.Tick{Result: exercise.NotYet})
		}
		if n == 0 {
			x.Ticks[0].Result = exercise.Done
		}
		r.must(r.Observe(ctx, ada, e.ID, x))
	}
	want := 0
	for _, m := range e.Script.Injects[0].Expect[0].Measures {
		for _, own := range e.Script.Measures {
			if m == own {
				want++
			}
		}
	}
	r.must(r.Turn(ctx, sanne, e.ID, exercise.End, ""))
	r.must(r.Sign(ctx, sanne, e.ID, "Leerzaam"))
	r.must(r.Prove(ctx, sanne, e.ID))
	if got := r.kept.items[0].Requirements; len(got) != want || want == 0 {
		t.Errorf("evidence of %v, want %d measures", got, want)
	}
}

// TestWhoTakesPartFindsTheExercise asks, before, while and after it runs, what everybody
// has to go to, and stops it in earnest.
func TestWhoTakesPartFindsTheExercise(t *testing.T) {
	r, ctx := open(t), t.Context()
	e := r.planned()
	finds := func(want int) {
		t.Helper()
		for _, by := range []struct {
			name string
			want int
		}{{"Sanne", want}, {"Tom", want}, {"Ada", want}, {"Karim", 0}} {
			all, err := r.Playing(ctx, actor(by.name, "contributor"))
			if err != nil || len(all) != by.want {
				t.Errorf("%s finds %+v, %v, want %d", by.name, all, err, by.want)
			}
		}
	}
	finds(0)
	r.must(r.Turn(ctx, sanne, e.ID, exercise.Start, ""))
	finds(1)
	all, err := r.Playing(ctx, tom)
	r.must(err)
	if role, _ := e.Script.Role("nurse"); all[0].Role != role.Name || all[0].Observes {
		t.Errorf("Tom plays %+v", all[0])
	}
	r.wants(r.Turn(ctx, tom, e.ID, exercise.Stop, ""), fault.Denied)
	r.must(r.Turn(ctx, karim, e.ID, exercise.Stop, "")) // whoever may lead: something is really wrong
	finds(0)
	if v := r.find(tom, e.ID); !v.Exercise.Stopped || v.Exercise.Stage() != exercise.Played {
		t.Errorf("after the stop it is %s, stopped %v", v.Exercise.Stage(), v.Exercise.Stopped)
	}
	r.wants(r.Turn(ctx, sanne, e.ID, exercise.Stop, ""), fault.Conflict)
}
