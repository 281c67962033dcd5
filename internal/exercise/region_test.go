package exercise

import (
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
)

// TestACodeLetsInUntilItsEnd tries the moments around the end of a code, and what ends it
// before.
func TestACodeLetsInUntilItsEnd(t *testing.T) {
	open := Region{Code: []byte{1}, Until: noon}
	for name, test := range map[string]struct {
		change func(*Region)
		now    time.Time
		want   bool
	}{
		"just before":         {func(*Region) {}, noon.Add(-time.Microsecond), true},
		"at its end":          {func(*Region) {}, noon, false},
		"withdrawn":           {func(r *Region) { r.Code = nil }, noon.Add(-time.Hour), false},
		"begun":               {func(r *Region) { r.Begun = noon.Add(-2 * time.Hour) }, noon.Add(-time.Hour), false},
		"called off":          {func(r *Region) { r.Dropped = noon.Add(-2 * time.Hour) }, noon.Add(-time.Hour), false},
		"never had any until": {func(r *Region) { r.Until = time.Time{} }, noon, false},
	} {
		r := open
		test.change(&r)
		if got := r.IsOpen(test.now); got != test.want {
			t.Errorf("%s: open %v, want %v", name, got, test.want)
		}
	}
}

// TestACodeIsReadAsPeopleTypeIt: case, spaces and dashes do not matter, and every letter
// does.
func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	code := newCode()
	want := string(hashOf(code))
	for _, typed := range []string{strings.ToUpper(code), strings.ReplaceAll(code, "-", " "), " " + strings.ReplaceAll(code, "-", "") + "\n"} {
		if string(hashOf(typed)) != want {
			t.Errorf("%q is not %q", typed, code)
		}
	}
	if len(strings.ReplaceAll(code, "-", "")) != 20 || code == newCode() || string(hashOf(code[1:])) == want {
		t.Errorf("the code %q is short, comes twice, or counts without its first letter", code)
	}
}

// TestASharedClockRunsLikeTheHosts: what the host did reaches those that follow with its
// moment and without its people, and they read the same clock.
func TestASharedClockRunsLikeTheHosts(t *testing.T) {
	after := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	script := Scenario{Minutes: 60, Roles: []Role{{ID: "nurse"}}, Injects: []Inject{{ID: "first"}, {ID: "second", At: 20}}}
	host := File{Exercise: Exercise{ID: "exr_1", Script: script, When: noon, Region: &Joint{ID: "reg_1"}}}
	r := Region{ID: "reg_1", Host: "org_a", Name: "A"}.after(host.Exercise)
	host.Exercise.Begun = Hand{"per_1", "Sanne", noon}
	r = r.after(host.Exercise)
	own := Inject{ID: "own-1", Says: i18n.Same("x")}
	for n, m := range []Move{{Turn: Hold}, {Turn: GoOn}, {Turn: Own, Extra: &own}, {Turn: Bring, Inject: "second"}} {
		m.Exercise, m.Number, m.By = "exr_1", n+1, Hand{"per_1", "Sanne", after(5 * (n + 1))}
		host.Moves = append(host.Moves, m)
		r = r.after(m)
	}
	guest := File{Exercise: Exercise{ID: "exr_2", Script: script, When: noon.Add(-time.Hour), Region: &Joint{ID: "reg_1", Host: "A"}}}.following(r)
	if r.Version != 6 || guest.Clock(after(30)) != 25*time.Minute || guest.Clock(after(30)) != host.Clock(after(30)) || len(guest.Heard("nurse", after(30))) != 3 || !guest.Exercise.When.Equal(noon) {
		t.Errorf("version %d, the clocks read %s and %s, heard are %d", r.Version, guest.Clock(after(30)), host.Clock(after(30)), len(guest.Heard("nurse", after(30))))
	}
	for _, m := range guest.Moves {
		if m.Exercise != "exr_2" || m.By.Person != "" || m.By.Name != "A" {
			t.Errorf("the move %d is %s's, by %+v", m.Number, m.Exercise, m.By)
		}
	}
	host.Exercise.Ended, host.Exercise.Stopped = after(40), true
	r = r.after(host.Exercise)
	if over := guest.following(r); over.Exercise.Stage() != Played || !over.Exercise.Stopped {
		t.Errorf("the host stopped, and the other is %s", over.Exercise.Stage())
	}
	guest.Exercise.Ended = after(10) // stopped by itself before
	if early := guest.following(r); !early.Exercise.Ended.Equal(after(10)) || early.Exercise.Stopped {
		t.Errorf("what was stopped here ends at %s", early.Exercise.Ended)
	}
}

// TestOnlyTheHostSeesWhoJoined cuts a region for each.
func TestOnlyTheHostSeesWhoJoined(t *testing.T) {
	r := Region{Host: "org_a", Code: []byte{1}, Partners: []Partner{{Org: "org_b"}, {Org: "org_c"}}}
	if got := r.seenBy("org_a"); len(got.Partners) != 2 || got.Code == nil {
		t.Errorf("the host sees %+v", got)
	}
	if got := r.seenBy("org_b"); len(got.Partners) != 1 || got.Partners[0].Org != "org_b" || got.Code != nil {
		t.Errorf("the other sees %+v", got)
	}
	if got := r.seenBy("org_d"); len(got.Partners) != 0 || len(r.Partners) != 2 {
		t.Errorf("a third sees %+v, and the region keeps %d", got, len(r.Partners))
	}
}
