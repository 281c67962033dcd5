package people_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/content"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
)

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

// kept is a store in memory, for rules.
type kept struct {
	people.Held

	entries  []journal.Draft
	scrubbed int
}

func (k *kept) All(context.Context, org.ID) (people.Held, error) { return k.Held, nil }
func (k *kept) Scrub(context.Context) error                      { k.scrubbed++; return nil }

func (k *kept) Save(_ context.Context, _ org.ID, all ...people.Entered) error {
	for _, e := range all {
		k.entries = append(k.entries, e.Entry)
	}
	return k.recall()
}

func (k *kept) SaveSession(ctx context.Context, id org.ID, x people.Session, entry journal.Draft, may func([]people.Session) error) error {
	if err := may(k.Sessions); err != nil {
		return err
	}
	return k.Save(ctx, id, people.Entered{Record: x, Entry: entry})
}

func (k *kept) Erase(_ context.Context, _ org.ID, s people.Staff, entry func([]int64) journal.Draft, along ...people.Entered) error {
	var gone []int64
	for i := range k.entries {
		if k.entries[i].Object == s.Ref() {
			k.entries[i].Data, gone = nil, append(gone, int64(i))
		}
	}
	k.entries = append(k.entries, entry(gone))
	for _, e := range along {
		k.entries = append(k.entries, e.Entry)
	}
	return k.recall()
}

// recall holds what the entries tell, so that these tests rest on the journal alone.
func (k *kept) recall() (err error) {
	var entries []journal.Entry
	for i, d := range k.entries {
		e := journal.Entry{Seq: int64(i), Object: d.Object, Action: d.Action}
		if d.Data != nil {
			e.Data = encode(d.Data)
		}
		entries = append(entries, e)
	}
	k.Held, _, err = people.Recall(entries)
	return err
}

// around is the rooms beside this one.
type around struct {
	crew  []identity.Membership
	items []evidence.Item
}

func (a *around) Crew(context.Context, org.ID) ([]identity.Membership, error) { return a.crew, nil }

func (a *around) Items(context.Context, identity.Actor) ([]evidence.Item, error) { return a.items, nil }

func (a *around) AddOnce(_ context.Context, _ identity.Actor, it evidence.Item, sum string) error {
	if !evidence.HasNote(a.items, sum) {
		a.items = append(a.items, it)
	}
	return nil
}

func member(id, name string, role identity.Role) identity.Membership {
	return identity.Membership{Person: identity.Person{ID: identity.PersonID(id), Name: name}, Role: role}
}

var officer = identity.Actor{Person: "per_1", Name: "Sanne", Org: "org_a", Role: identity.SecurityOfficer, Credential: identity.Session}

func as(role identity.Role) identity.Actor {
	a := officer
	a.Role = role
	return a
}

// house is an organisation with two accounts and a clock that stands.
type house struct {
	*testing.T
	*people.Service

	held   *kept
	around *around
	now    time.Time
}

func build(t *testing.T) *house {
	t.Helper()
	c, err := framework.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	world := &around{crew: []identity.Membership{member("per_1", "Sanne", identity.SecurityOfficer), member("per_2", "Joost", identity.Reader), member("per_9", "Buiten", identity.Assessor)}}
	h := &house{T: t, held: &kept{}, around: world, now: day("2026-11-28").Add(9 * time.Hour)}
	n := 0
	h.Service = &people.Service{
		Store: h.held, World: world,
		Catalogue: c, Now: func() time.Time { return h.now }, Zone: time.UTC,
		NewID: func(prefix string) string { n++; return fmt.Sprintf("%s_%d", prefix, n) },
	}
	return h
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func TestWhereSomebodyStands(t *testing.T) {
	h := build(t)
	night := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora  Nacht", Groups: []string{"nachtdienst", "Nachtdienst", " "}, From: day("2026-11-01")}))
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Oud", Until: day("2026-11-27")}))
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Straks", From: day("2026-11-29")}))
	must(h.SaveStaff(t.Context(), officer, people.Staff{ID: "per_2", Name: "niet deze", Groups: []string{"Planning"}}))
	all := must(h.SaveTraining(t.Context(), officer, people.Training{Kind: people.Talk, Title: "Voor iedereen", For: people.Audience{Everybody: true, Groups: []string{"x"}}, Every: 12}))
	some := must(h.SaveTraining(t.Context(), officer, people.Training{Kind: people.Talk, Title: "Nacht", For: people.Audience{Groups: []string{"NACHTDIENST"}, Roles: []identity.Role{identity.Reader}}}))
	if diff := cmp.Diff([]string{"nachtdienst"}, some.For.Groups); diff != "" || len(all.For.Groups) != 0 {
		t.Errorf("groups as they are spelled already: %s; for everybody: %v", diff, all.For)
	}
	f := must(h.Look(t.Context(), officer))
	var names []string
	for _, p := range f.All {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"Joost", "Nora Nacht", "Oud", "Sanne", "Straks"}, names); diff != "" {
		t.Errorf("participants: %s", diff)
	}
	if got := f.Count(all); got != (people.Count{Soon: 3}) {
		t.Errorf("for everybody: %+v, want three who have time", got)
	}
	if got := f.Count(some); got != (people.Count{Soon: 2}) {
		t.Errorf("for the night and readers: %+v", got)
	}
	who, _ := f.Participant(night.ID)
	for _, tt := range []struct {
		on   string
		want people.Standing
	}{{"2026-11-28", people.Soon}, {"2027-02-28", people.Soon}, {"2027-03-01", people.Late}} {
		f.Today = day(tt.on)
		if got := f.Stand(who, all); got.Standing != tt.want || !got.Due.Equal(day("2027-02-28")) {
			t.Errorf("on %s: %+v, want %s until three months after it was asked", tt.on, got, tt.want)
		}
	}
}

// TestANewcomerWithoutAFirstDayHasThreeMonths: they count from the day of adding, which a
// later change of the record leaves alone; a first day that somebody gave goes first.
func TestANewcomerWithoutAFirstDayHasThreeMonths(t *testing.T) {
	h := build(t)
	asked := must(h.SaveTraining(t.Context(), officer, people.Training{Kind: people.Talk, Title: "Voor iedereen", For: people.Audience{Everybody: true}, Since: day("2026-01-01")}))
	fresh := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora", Added: day("2020-01-01")}))
	old := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Oud", From: day("2020-01-01")}))
	fresh.Groups, fresh.Added = []string{"nacht"}, time.Time{}
	must(h.SaveStaff(t.Context(), officer, fresh))
	f := must(h.Look(t.Context(), officer))
	for _, tt := range []struct {
		id   people.ID
		on   string
		want people.Standing
	}{
		{fresh.ID, "2026-11-28", people.Soon},
		{fresh.ID, "2027-02-28", people.Soon},
		{fresh.ID, "2027-03-01", people.Late},
		{old.ID, "2026-11-28", people.Late},
	} {
		who, _ := f.Participant(tt.id)
		f.Today = day(tt.on)
		asked.Since = day("2026-01-01")
		if got := f.Stand(who, asked).Standing; got != tt.want {
			t.Errorf("%s on %s stands %q, want %q", who.Name, tt.on, got, tt.want)
		}
	}
	members := []identity.Membership{{Person: identity.Person{ID: "per_9", Name: "Lies"}, Role: identity.Reader, Since: day("2026-11-28").Add(9 * time.Hour)}}
	if got := people.Participants(members, []people.Staff{{ID: "per_9", Added: day("2026-12-05")}}); !got[0].Added.Equal(day("2026-11-28")) {
		t.Errorf("who has an account is known since %s", got[0].Added)
	}
}

func TestWhoMayNotSeeGetsNoNamesButTheOwn(t *testing.T) {
	h := build(t)
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora"}))
	for role, sees := range map[identity.Role]bool{identity.Contributor: true, identity.PrivacyOfficer: true, identity.BoardMember: false, identity.Reader: false} {
		by := as(role)
		f := must(h.Look(t.Context(), by))
		for _, p := range f.All {
			if named := p.Name != ""; named != (sees || p.ID == "per_1") {
				t.Errorf("%s looks and sees %+v", role, p)
			}
		}
		if text := fmt.Sprint(f.Staff); strings.Contains(text, "Nora") != sees {
			t.Errorf("%s looks at the list and sees %s", role, text)
		}
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	h := build(t)
	good := people.Training{Kind: people.Talk, Title: "Goed", For: people.Audience{Everybody: true}}
	for _, tt := range []struct {
		what  string
		field string
		spoil func(*people.Training)
	}{
		{"no title", "title", func(x *people.Training) { x.Title = " " }},
		{"a kind that is not there", "kind", func(x *people.Training) { x.Kind = "film" }},
		{"for nobody", "for", func(x *people.Training) { x.For = people.Audience{} }},
		{"for assessors", "for", func(x *people.Training) { x.For = people.Audience{Roles: []identity.Role{identity.Assessor}} }},
		{"every 5 months", "every", func(x *people.Training) { x.Every = 5 }},
		{"a measure that is not there", "requirements", func(x *people.Training) { x.Requirements = []string{"99.1"} }},
		{"a title that turns round", "title", func(x *people.Training) { x.Title = "a\u202eb" }},
	} {
		x := good
		tt.spoil(&x)
		_, err := h.SaveTraining(t.Context(), officer, x)
		f, ok := fault.Of(err)
		if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != tt.field {
			t.Errorf("%s: %v, want a complaint about %s", tt.what, err, tt.field)
		}
	}
	for what, x := range map[string]people.Staff{"no name": {Groups: []string{"a"}}, "days the wrong way round": {Name: "A", From: day("2026-02-01"), Until: day("2026-01-31")}} {
		if _, err := h.SaveStaff(t.Context(), officer, x); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if len(h.held.entries) != 0 {
		t.Errorf("%d entries were written", len(h.held.entries))
	}
	stored := must(h.SaveTraining(t.Context(), officer, good))
	if _, err := h.SaveTraining(t.Context(), officer, people.Training{ID: stored.ID, Kind: people.Talk, Title: "Anders", For: good.For}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over a version that was not looked at: %v", err)
	}
	if _, err := h.SaveStaff(t.Context(), officer, people.Staff{ID: "stf_99", Name: "Niemand"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody who is not there: %v", err)
	}
}

// TestWhatIsTooMuchIsSaidOnce, not for each of them.
func TestWhatIsTooMuchIsSaidOnce(t *testing.T) {
	h := build(t)
	var many []string
	var roles []identity.Role
	var strangers []people.ID
	for i := range 1_000 {
		many, roles, strangers = append(many, fmt.Sprintf("%d\u202e", i)), append(roles, identity.Role(fmt.Sprint(i))), append(strangers, people.ID(fmt.Sprint(i)))
	}
	l := h.lesson("les", 12)
	for what, try := range map[string]func() error{
		"measures": func() error {
			_, err := h.SaveTraining(t.Context(), officer, people.Training{Kind: people.Talk, Title: "A", For: people.Audience{Everybody: true}, Requirements: many})
			return err
		},
		"groups and roles": func() error {
			_, err := h.SaveTraining(t.Context(), officer, people.Training{Kind: people.Talk, Title: "A", For: people.Audience{Groups: many, Roles: roles}})
			return err
		},
		"people at a session": func() error {
			_, err := h.SaveSession(t.Context(), officer, people.Session{Training: l.ID, On: day("2026-11-28"), Present: strangers})
			return err
		},
	} {
		if f, ok := fault.Of(try()); !ok || len(f.Fields) < 1 || len(f.Fields) > 22 {
			t.Errorf("a thousand %s: %v", what, f)
		}
	}
}

// TestAListChangesWhatItSaysAndNothingElse: known by name, each once, and what the
// list does not say stays.
func TestAListChangesWhatItSaysAndNothingElse(t *testing.T) {
	h := build(t)
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Nora Nacht", Groups: []string{"nachtdienst"}, From: day("2020-01-01")}))
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Piet", Groups: []string{"planning"}}))
	must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Niet erop"}))
	rows := []people.Staff{
		{Name: "nora  nacht", Until: day("2026-12-31")},
		{Name: "Piet", Groups: []string{"Planning"}},
		{Name: "Nieuw", Groups: []string{"a"}},
		{Name: "NIEUW", Groups: []string{"b"}},
		{Name: "Joost", Groups: []string{"Planning"}},
	}
	in := must(h.Take(t.Context(), officer, rows))
	if len(in.Fresh) != 1 || len(in.Changed) != 2 || in.Same != 1 || in.Absent != 1 {
		t.Errorf("the list: %d new, %d changed, %d the same, %d absent", len(in.Fresh), len(in.Changed), in.Same, in.Absent)
	}
	f := must(h.Look(t.Context(), officer))
	got := map[string]string{}
	for _, p := range f.All {
		got[p.Name] = fmt.Sprintf("%v %s %s %d", p.Groups, p.From.Format(time.DateOnly), p.Until.Format(time.DateOnly), p.Version)
	}
	want := map[string]string{
		"Nora Nacht": "[nachtdienst] 2020-01-01 2026-12-31 2", "Piet": "[planning] 0001-01-01 0001-01-01 1", "Nieuw": "[a b] 0001-01-01 0001-01-01 1",
		"Niet erop": "[] 0001-01-01 0001-01-01 1", "Joost": "[planning] 0001-01-01 0001-01-01 1", "Sanne": "[] 0001-01-01 0001-01-01 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	before := len(h.held.entries)
	if in := must(h.Take(t.Context(), officer, rows)); in.Same != 4 || len(h.held.entries) != before {
		t.Errorf("the same list again: %+v, %d entries more", in, len(h.held.entries)-before)
	}
	if _, err := h.Take(t.Context(), officer, []people.Staff{{Name: "Goed"}, {Name: strings.Repeat("x", 200)}}); fault.KindOf(err) != fault.Invalid || len(h.held.entries) != before {
		t.Errorf("a list with one that cannot be: %v, and something was stored", err)
	}
}

// TestErasingTakesTheNameFromEverywhere, and the place in the counts stays.
func TestErasingTakesTheNameFromEverywhere(t *testing.T) {
	h := build(t)
	h.now = day("2024-01-10")
	gone := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Kanarie", Groups: []string{"nacht"}, Until: day("2024-11-28")}))
	h.now = day("2026-11-28")
	if f := must(h.Look(t.Context(), officer)); len(f.Overdue()) != 0 {
		t.Error("overdue on the last day of two years")
	}
	h.now = day("2026-11-29")
	if f := must(h.Look(t.Context(), officer)); len(f.Overdue()) != 1 {
		t.Error("not overdue after two years")
	}
	admin := as(identity.Administrator)
	if err := h.Erase(t.Context(), officer, gone.ID); fault.KindOf(err) != fault.Denied {
		t.Errorf("the officer erases: %v", err)
	}
	if err := h.Erase(t.Context(), admin, "per_2"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody with an account: %v", err)
	}
	if err := h.Erase(t.Context(), admin, gone.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Erase(t.Context(), admin, gone.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("erasing again: %v", err)
	}
	for _, d := range h.held.entries {
		if strings.Contains(string(encode(d.Data)), "Kanarie") {
			t.Errorf("%s still says the name", d.Action)
		}
	}
	last := h.held.entries[len(h.held.entries)-1]
	if said, ok := last.Data.(people.ErasedSaid); !ok || len(said.Entries) != 1 || said.Groups[0] != "nacht" {
		t.Errorf("the last entry says %+v", last.Data)
	}
	if f := must(h.Look(t.Context(), officer)); len(f.Overdue()) != 0 || len(f.All) != 2 {
		t.Errorf("after erasing: %+v", f.All)
	}
}

// TestErasingSeveralGoesOnPastWhoCannotBe, says how many, and takes what was erased from
// the files.
func TestErasingSeveralGoesOnPastWhoCannotBe(t *testing.T) {
	h, admin := build(t), as(identity.Administrator)
	a := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Anna"}))
	b := must(h.SaveStaff(t.Context(), officer, people.Staff{Name: "Bart"}))
	err := h.Erase(t.Context(), admin, a.ID, "per_2", "stf_99", b.ID)
	f, ok := fault.Of(err)
	if !ok || f.Kind != fault.Conflict || !strings.Contains(f.Says.NL, "gewist zijn: 2") || !strings.Contains(f.Says.NL, "Niet gewist: 2") || !f.Says.Complete() {
		t.Errorf("two of four: %v", err)
	}
	if left := must(h.Look(t.Context(), officer)).Staff; len(left) != 0 || h.held.scrubbed != 1 {
		t.Errorf("still there: %v; scrubbed %d times", left, h.held.scrubbed)
	}
	if err := h.Erase(t.Context(), admin, a.ID, b.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("none of two: %v", err)
	}
	if h.held.scrubbed != 1 {
		t.Error("nothing was erased, and the files are gone through")
	}
}

func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
