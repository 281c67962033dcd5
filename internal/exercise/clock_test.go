package exercise

import (
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func after(minutes float64) time.Time { return noon.Add(time.Duration(minutes * float64(time.Minute))) }

// running is an exercise of three parts that began at noon.
func running(moves ...Move) File {
	script := Scenario{ID: "x", Minutes: 30, Roles: []Role{{ID: "nurse"}, {ID: "board"}}, Injects: []Inject{
		{ID: "first", At: 0, To: []string{"nurse"}, Expect: []Expect{{}, {}}}, {ID: "second", At: 10}, {ID: "third", At: 20, To: []string{"board"}},
	}}
	for i := range moves {
		moves[i].Number = i + 1
	}
	return File{Exercise: Exercise{ID: "exr_1", Script: script, Begun: Hand{At: noon}}, Moves: moves}
}

func turn(turn Turn, inject string, at float64) Move {
	return Move{Turn: turn, Inject: inject, By: Hand{At: after(at)}}
}

func TestTheClockStandsStillWhileItIsHeld(t *testing.T) {
	held := running(turn(Hold, "", 5), turn(GoOn, "", 8), turn(Hold, "", 15))
	ended := held
	ended.Exercise.Ended = after(12)
	for _, tt := range []struct {
		name string
		file File
		now  float64
		want float64
		held bool
	}{
		{"before it begins", running(), -1, 0, false},
		{"at the start", running(), 0, 0, false},
		{"just running", running(), 4.5, 4.5, false},
		{"held", held, 7, 5, true}, // the last turn that is known holds it
		{"gone on", held, 10, 7, true},
		{"held again", held, 60, 12, true},
		{"after the end", ended, 60, 9, false},
		{"held twice is held once", running(turn(Hold, "", 5), turn(Hold, "", 6)), 9, 5, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.file.Clock(after(tt.now)); got != time.Duration(tt.want*float64(time.Minute)) {
				t.Errorf("the clock reads %s, want %v minutes", got, tt.want)
			}
			if got := tt.file.IsHeld(); got != tt.held {
				t.Errorf("held is %v", got)
			}
		})
	}
}

// Each line: what the leader did, and then at which minute after noon each of the three
// parts came, -1 for not, with what the clock read.
func TestPartsComeByThemselvesUnlessTheLeaderSaysOtherwise(t *testing.T) {
	for _, tt := range []struct {
		name   string
		file   File
		now    float64
		came   [3]float64
		clocks [3]float64
	}{
		{"at the start the first", running(), 0, [3]float64{0, -1, -1}, [3]float64{0, 0, 0}},
		{"a moment before its minute a part is not there", running(), 9.99, [3]float64{0, -1, -1}, [3]float64{}},
		{"on its minute it is", running(), 10, [3]float64{0, 10, -1}, [3]float64{0, 10, 0}},
		{"a hold puts off what follows", running(turn(Hold, "", 5), turn(GoOn, "", 8)), 23, [3]float64{0, 13, 23}, [3]float64{0, 10, 20}},
		{"brought forward", running(turn(Bring, "third", 2)), 11, [3]float64{0, 10, 2}, [3]float64{0, 10, 2}},
		{"brought while the clock is held", running(turn(Hold, "", 5), turn(Bring, "second", 9)), 30, [3]float64{0, 9, -1}, [3]float64{0, 5, 0}},
		{"skipped", running(turn(Skip, "second", 3)), 29, [3]float64{0, -1, 20}, [3]float64{0, 0, 20}},
		{"too late to skip", running(turn(Skip, "second", 12)), 12, [3]float64{0, 10, -1}, [3]float64{0, 10, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, p := range tt.file.Parts(after(tt.now)) {
				i := map[string]int{"first": 0, "second": 1, "third": 2}[p.ID]
				if p.IsOut() != (tt.came[i] >= 0) {
					t.Errorf("%s: out is %v", p.ID, p.IsOut())
					continue
				}
				if p.IsOut() && (!p.Out.Equal(after(tt.came[i])) || p.Clock != time.Duration(tt.clocks[i])*time.Minute) {
					t.Errorf("%s came at %s, clock %s", p.ID, p.Out, p.Clock)
				}
			}
		})
	}
}

func TestEachRoleHearsItsOwn(t *testing.T) {
	own := Inject{ID: "own-1", To: []string{"nurse"}, Says: i18n.Same("Ik bel nog even.")}
	f := running(Move{Turn: Own, Extra: &own, By: Hand{At: after(12)}})
	ids := func(role string) (all []string) {
		for _, p := range f.Heard(role, after(25)) {
			all = append(all, p.ID)
		}
		return all
	}
	for role, want := range map[string][]string{"nurse": {"own-1", "second", "first"}, "board": {"third", "second"}} {
		got := ids(role)
		if len(got) != len(want) {
			t.Fatalf("%s hears %v", role, got)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s hears %v, want %v", role, got, want)
			}
		}
	}
	cut := f.only("board", after(15))
	if len(cut.Exercise.Script.Injects) != 1 || cut.Exercise.Script.Injects[0].ID != "second" || len(cut.Moves) != 0 {
		t.Errorf("the board may see %+v, %+v", cut.Exercise.Script.Injects, cut.Moves)
	}
	if none := f.only("", after(25)); len(none.Exercise.Script.Injects)+len(none.Moves)+len(none.Notes) != 0 {
		t.Errorf("who has no part sees %+v", none)
	}
}

func TestAnOutcomeSaysWhatWasSeenAndHowLongItTook(t *testing.T) {
	f := running()
	f.Exercise.Ended = after(30)
	f.Exercise.Seats = []Seat{{Role: "nurse", Name: "Tom"}, {Role: "board", Name: "Hanneke"}}
	three := 3
	f.Seen = []Seen{
		{Inject: "first", Observer: Hand{Person: "a", Name: "Ada"}, Ticks: []Tick{{Result: Done, Minute: &three}, {Result: NotYet}}, Remark: "Rustig"},
		{Inject: "first", Observer: Hand{Person: "b"}, Ticks: []Tick{{Result: Done}, {Result: Done}}},
	}
	f.Notes = []Note{
		{Deed: Did, Inject: "first", Text: "weg", Clock: 10, Struck: noon},
		{Deed: Reached, Role: "nurse", Who: "Tom", Clock: 60},
		{Deed: Did, Inject: "first", Text: "Gebeld", Clock: 150},
		{Deed: Decided, Inject: "second", Clock: 660},
	}
	o := f.Outcome(after(90))
	if o.Counts != (Counts{Done: 1, Partly: 1}) || o.Ran != 30*time.Minute {
		t.Errorf("counts %+v in %s", o.Counts, o.Ran)
	}
	first := o.Lines[0]
	if first.Took != 150*time.Second || *first.Expects[0].Minute != 3 || first.Expects[1].Result != Partly || len(first.Remarks) != 1 {
		t.Errorf("the first line is %+v", first)
	}
	if l, ok := o.Slowest(); !ok || l.ID != "first" {
		t.Errorf("the slowest is %q", l.ID)
	}
	if o.Reached() != 1 || len(o.Calls) != 2 || o.Calls[0].After != time.Minute {
		t.Errorf("calls %+v", o.Calls)
	}
}

func TestTheProgrammeAsksForWhatIsLeft(t *testing.T) {
	day := func(months int) time.Time { return noon.AddDate(0, months, 0) }
	library := []Scenario{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}
	b := book{today: noon.Truncate(24 * time.Hour), zone: time.UTC, all: []Exercise{
		{ID: "4", Script: library[1], When: day(2)},                                                               // planned
		{ID: "3", Script: library[0], When: day(-1), Begun: Hand{At: day(-1)}, Ended: day(-1), Report: &Report{}}, // fresh
		{ID: "2", Script: library[2], When: day(-14), Begun: Hand{At: day(-14)}, Ended: day(-14), Report: &Report{}},
	}}
	c := Coverage{Today: b.today, Coming: b.all[:1]}
	for _, x := range library {
		c.Scenarios = append(c.Scenarios, b.of(x.ID, i18n.Same(x.ID), func(e Exercise) bool { return e.Script.ID == x.ID }))
	}
	if left := c.Left(c.Scenarios); len(left) != 2 || left[0].ID != "c" || left[1].ID != "d" {
		t.Fatalf("left are %+v", left)
	}
	got := propose(library, c)
	if len(got) != 2 || got[0].Scenario.ID != "d" || got[1].Scenario.ID != "c" {
		t.Fatalf("proposed are %+v", got)
	}
	if got[0].Month.Month() != time.December || got[1].Month.Month() != time.March {
		t.Errorf("in %s and %s", got[0].Month, got[1].Month)
	}
}
