package exercise_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// A room is the service with a clock that the test moves.
type room struct {
	*exercise.Service
	*testing.T
	kept *shelf
	now  time.Time
}

func open(t *testing.T) *room {
	t.Helper()
	c, err := framework.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	clocks := map[string]i18n.Text{}
	for _, id := range []string{"cbw/early-warning", "avg-ap/report", "avg-people/letter", "igj/report", "contract/told", "cbw-recipients/told"} {
		clocks[id] = i18n.Same(id)
	}
	all, err := exercise.Load(content.FS, c, clocks)
	if err != nil {
		t.Fatal(err)
	}
	bar, err := exercise.LoadBar(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	r, n := &room{T: t, kept: &shelf{files: map[exercise.ID]*exercise.File{}}, now: start}, 0
	r.Service = &exercise.Service{
		Store: r.kept, World: r.kept, Scenarios: all, Bar: bar, Clocks: clocks, Now: func() time.Time { return r.now }, Zone: time.UTC,
		NewID: func(prefix string) string { n++; return fmt.Sprintf("%s_%02d", prefix, n) },
	}
	return r
}

func actor(name string, role identity.Role) identity.Actor {
	return identity.Actor{Person: identity.PersonID("per_" + strings.ToLower(name)), Name: name, Org: "org_1", Role: role, Credential: identity.Session}
}

var (
	sanne = actor("Sanne", identity.SecurityOfficer) // leads
	karim = actor("Karim", identity.Contributor)     // may lead too
	tom   = actor("Tom", identity.Reader)            // plays the nurse
	ada   = actor("Ada", identity.BoardMember)       // observes
)

func (r *room) wants(err error, kind fault.Kind, fields ...string) {
	r.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Kind != kind {
		r.Fatalf("%v, want a refusal of kind %v", err, kind)
	}
	for _, name := range fields {
		named := false
		for _, x := range f.Fields {
			named = named || x.Name == name
		}
		if !named {
			r.Errorf("the refusal does not name %s: %+v", name, f.Fields)
		}
	}
}

func (r *room) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func draft() exercise.Draft {
	return exercise.Draft{
		Scenario: "ransomware-record", When: start, Seats: []exercise.Seat{{Role: "nurse", Person: "per_tom"}, {Role: "board", Name: " Hanneke "}},
		Observers: []identity.PersonID{"per_ada"}, Systems: []continuity.ID{"sys_1"},
	}
}

func (r *room) planned() exercise.Exercise {
	r.Helper()
	e, err := r.Save(r.Context(), sanne, draft())
	r.must(err)
	return e
}

func (r *room) pass(minutes int) { r.now = r.now.Add(time.Duration(minutes) * time.Minute) }

func (r *room) find(by identity.Actor, id exercise.ID) exercise.View {
	r.Helper()
	v, err := r.Find(r.Context(), by, id)
	r.must(err)
	return v
}

func TestAPlanIsCheckedWhole(t *testing.T) {
	r := open(t)
	e := r.planned()
	if e.Seats[0].Name != "Tom" || e.Seats[1].Name != "Hanneke" || e.Systems[0].Name != "ECD" || e.Stage() != exercise.Planned {
		t.Errorf("planned %+v", e)
	}
	before := r.kept.saves
	bad := draft()
	bad.When, bad.Scenario, bad.Lead, bad.Systems = time.Time{}, "opera", "a\nb", []continuity.ID{"sys_9"}
	_, err := r.Save(t.Context(), sanne, bad)
	r.wants(err, fault.Invalid, "when", "scenario", "lead", "systems")
	over := draft()
	over.When = start.Add(-time.Hour)
	_, err = r.Save(t.Context(), sanne, over)
	r.wants(err, fault.Invalid, "when")
	twice := draft()
	twice.Observers = append(twice.Observers, "per_tom", "per_gone")
	twice.Seats = append(twice.Seats, exercise.Seat{Role: "pilot", Name: "x"})
	_, err = r.Save(t.Context(), sanne, twice)
	r.wants(err, fault.Invalid, "observers", "role-pilot")
	_, err = r.Save(t.Context(), tom, draft())
	r.wants(err, fault.Denied)
	late := draft()
	late.ID, late.Version = e.ID, 7
	_, err = r.Save(t.Context(), karim, late)
	r.wants(err, fault.Conflict)
	r.wants(r.Drop(t.Context(), sanne, e.ID, 1, " "), fault.Invalid, "because")
	if r.kept.saves != before {
		t.Errorf("refusals stored %d records", r.kept.saves-before)
	}
	r.must(r.Drop(t.Context(), sanne, e.ID, 1, "Griep"))
	_, err = r.Find(t.Context(), tom, e.ID)
	r.wants(err, fault.NotFound)
}

func TestAnExerciseFromTheStartToTheEvidence(t *testing.T) {
	r := open(t)
	e := r.planned()
	ctx := t.Context()
	r.wants(r.Turn(ctx, sanne, e.ID, exercise.Hold, ""), fault.Conflict) // it did not begin
	r.wants(r.Say(ctx, tom, e.ID, exercise.Note{Deed: exercise.Did, Text: "x"}, nil), fault.Conflict)
	if v := r.find(tom, e.ID); len(v.Exercise.Script.Injects) != 0 || !v.Plays {
		t.Errorf("who plays may read the story beforehand: %d parts", len(v.Exercise.Script.Injects))
	}
	r.must(r.Turn(ctx, sanne, e.ID, exercise.Start, ""))
	r.wants(r.Turn(ctx, karim, e.ID, exercise.Start, ""), fault.Conflict)
	r.wants(r.Turn(ctx, sanne, e.ID, exercise.GoOn, ""), fault.Conflict)
	r.wants(r.Turn(ctx, sanne, e.ID, exercise.Bring, "nothing"), fault.NotFound)
	r.wants(r.Turn(ctx, sanne, e.ID, exercise.Bring, "closed"), fault.Conflict) // it came at the start
	r.wants(r.Turn(ctx, sanne, e.ID, "dance", ""), fault.Invalid)
	r.pass(2)
	r.must(r.Say(ctx, tom, e.ID, exercise.Note{Deed: exercise.Did, Inject: exercise.Latest, Role: "board", Text: "Achterwacht gebeld"}, nil))
	r.wants(r.Say(ctx, tom, e.ID, exercise.Note{Deed: exercise.Did, Inject: "two-more", Text: "x"}, nil), fault.Invalid, "inject") // not theirs
	r.wants(r.Say(ctx, tom, e.ID, exercise.Note{Deed: "sang", Text: " "}, new(-1)), fault.Invalid, "deed", "text", "minute")
	r.wants(r.Say(ctx, tom, e.ID, exercise.Note{Deed: exercise.Did, Text: "x"}, new(3)), fault.Invalid, "minute") // the clock reads 2
	r.wants(r.Say(ctx, actor("Piet", identity.Reader), e.ID, exercise.Note{Deed: exercise.Did, Text: "x"}, nil), fault.Conflict)
	v := r.find(tom, e.ID)
	if len(v.Notes) != 1 || v.Notes[0].Role != "nurse" || v.Notes[0].Inject != "closed" || v.Notes[0].Clock != 120 || v.Notes[0].Who != "Tom" {
		t.Fatalf("noted %+v", v.Notes)
	}
	if len(v.Exercise.Script.Injects) != 1 || v.Exercise.Script.Injects[0].Expect != nil || len(v.Exercise.Script.Evaluate) != 0 {
		t.Errorf("who plays sees %+v", v.Exercise.Script.Injects)
	}
	own := exercise.Inject{To: []string{"nurse"}, By: exercise.ByPhone, From: i18n.Same("Buurman"), Says: i18n.Same("Er brandt licht.")}
	r.must(r.Add(ctx, sanne, e.ID, own))
	r.wants(r.Add(ctx, sanne, e.ID, exercise.Inject{To: []string{"pilot"}, By: "pigeon"}), fault.Invalid, "to", "by", "from", "says")
	r.wants(r.Add(ctx, ada, e.ID, own), fault.Denied)
	if heard := r.find(tom, e.ID).Heard("nurse", r.now); len(heard) != 2 || heard[0].ID != "own-1" {
		t.Errorf("the nurse hears %+v", heard)
	}
	r.finish(e.ID)
}

// finish observes, ends, learns, signs and proves.
func (r *room) finish(id exercise.ID) {
	r.Helper()
	ctx := r.Context()
	ticks := []exercise.Tick{{Result: exercise.Done, Minute: new(2)}, {Result: exercise.Partly}, {}}
	r.wants(r.Observe(ctx, tom, id, exercise.Seen{Inject: "closed", Ticks: ticks}), fault.Conflict)
	r.wants(r.Observe(ctx, ada, id, exercise.Seen{Inject: "closed", Ticks: ticks[:1]}), fault.Invalid)
	r.wants(r.Observe(ctx, ada, id, exercise.Seen{Inject: "nothing"}), fault.NotFound)
	r.must(r.Observe(ctx, ada, id, exercise.Seen{Inject: "closed", Ticks: ticks, Remark: "Rustig"}))
	r.wants(r.Observe(ctx, ada, id, exercise.Seen{Inject: "closed", Ticks: ticks}), fault.Conflict) // an old screen
	r.pass(58)
	r.wants(r.Observe(ctx, ada, id, exercise.Seen{Inject: "two-more", Ticks: []exercise.Tick{{}, {Result: exercise.Done, Minute: new(61)}, {}}}), fault.Invalid, "minute-2") // the clock reads 60
	r.saw(id, "two-more", "supplier")
	r.wants(r.Sign(ctx, sanne, id, "x"), fault.Conflict) // it runs
	r.must(r.Turn(ctx, karim, id, exercise.End, ""))
	r.wants(r.Turn(ctx, sanne, id, exercise.End, ""), fault.Conflict)
	r.wants(r.Learn(ctx, tom, id, " "), fault.Invalid, "lesson")
	r.must(r.Learn(ctx, tom, id, "Belboom naast de koffie"))
	r.must(r.Learn(ctx, ada, id, "Weg hiermee"))
	r.must(r.Unlearn(ctx, sanne, id, 2))
	r.wants(r.Unlearn(ctx, sanne, id, 2), fault.NotFound)
	r.wants(r.Prove(ctx, sanne, id), fault.Conflict)        // not signed
	r.wants(r.Sign(ctx, karim, id, "Goed"), fault.Conflict) // Sanne began it
	r.wants(r.Sign(ctx, sanne, id, ""), fault.Invalid, "conclusion")
	r.must(r.Sign(ctx, sanne, id, "Bellen ging snel."))
	r.wants(r.Learn(ctx, tom, id, "Nog iets"), fault.Conflict)
	for range 2 { // the second adds nothing
		r.must(r.Prove(ctx, sanne, id))
	}
	a, err := r.ToPlan(ctx, sanne, id, 1, "Joost", time.Time{})
	r.must(err)
	if a.Source.Kind != plan.FromExercise || a.Title != "Belboom naast de koffie" {
		r.Errorf("planned %+v", a)
	}
	_, err = r.ToPlan(ctx, sanne, id, 1, "", time.Time{})
	r.wants(err, fault.Conflict)
	v := r.find(tom, id)
	if len(r.kept.items) != 1 || !v.Proven || len(v.ActionsOf(1)) != 1 || v.Exercise.Stage() != exercise.Signed {
		r.Fatalf("evidence %+v, view %+v", r.kept.items, v.Exercise)
	}
	it := r.kept.items[0]
	if it.Kind != framework.Operation || it.Requirements[0] != "nen7510-2:2024/5.24" || !strings.Contains(it.Text, v.Exercise.Report.SHA256) || it.ValidUntil.Sub(it.SpeaksFrom) != 365*24*time.Hour {
		r.Errorf("the evidence is %+v", it)
	}
	if got := strings.Join(v.Shown(), " "); got != "5.24 5.25 5.26 5.29 6.8" || len(it.Requirements) != 5 {
		r.Errorf("it is evidence of %s, and belongs to %v", got, it.Requirements)
	}
	r.pass(60)
	v = r.find(tom, id)
	_, sum, err := v.Document("org_1", v.Exercise.Report.Conclusion).Spell()
	if err != nil || sum != v.Exercise.Report.SHA256 {
		r.Errorf("the document has another sum an hour later: %s, %v", sum, err)
	}
}

// saw has the observer say that everything expected after messages was done.
func (r *room) saw(id exercise.ID, injects ...string) {
	r.Helper()
	for _, i := range injects {
		x := exercise.Seen{Inject: i}
		expects, _ := r.find(ada, id).Expected(i)
		for range expects {
			x.Ticks = append(x.Ticks, exercise.Tick{Result: exercise.Done})
		}
		r.must(r.Observe(r.Context(), ada, id, x))
	}
}

func TestWhoIsReachedAndWhoStrikes(t *testing.T) {
	r := open(t)
	d := draft()
	d.Scenario, d.Seats = "region-down", []exercise.Seat{{Role: "oncall", Person: "per_tom"}, {Role: "team", Name: "Bo"}, {Role: "team", Name: "Cas"}}
	e, err := r.Save(t.Context(), sanne, d)
	r.must(err)
	r.must(r.Turn(t.Context(), sanne, e.ID, exercise.Start, ""))
	r.pass(4)
	r.must(r.Say(t.Context(), tom, e.ID, exercise.Note{Deed: exercise.Reached}, nil))
	r.must(r.Say(t.Context(), sanne, e.ID, exercise.Note{Deed: exercise.Reached, Role: "team", Who: "Cas"}, new(4)))
	o := r.find(sanne, e.ID).Outcome(r.now)
	if o.Reached() != 2 || o.Calls[0].After != 4*time.Minute || o.Calls[1].Reached || o.Calls[2].After != 4*time.Minute {
		t.Errorf("calls %+v", o.Calls)
	}
	notes := r.find(sanne, e.ID).Notes
	r.wants(r.Strike(t.Context(), tom, e.ID, notes[1].ID), fault.Conflict) // not Tom's
	r.wants(r.Strike(t.Context(), tom, e.ID, "not_none"), fault.NotFound)
	r.must(r.Strike(t.Context(), tom, e.ID, notes[0].ID))
	r.wants(r.Strike(t.Context(), sanne, e.ID, notes[0].ID), fault.Conflict) // gone already
	if o := r.find(sanne, e.ID).Outcome(r.now); o.Reached() != 1 {
		t.Errorf("%d reached", o.Reached())
	}
}

func TestTheProgrammeSeesWhatWasTested(t *testing.T) {
	r := open(t)
	library, err := r.Library(t.Context(), tom)
	if err != nil || library[len(library)-1].ID != "ransomware-record" { // not for a pharmacy
		t.Errorf("the library ends in %s, %v", library[len(library)-1].ID, err)
	}
	e := r.planned()
	c, err := r.Programme(t.Context(), tom)
	r.must(err)
	if len(c.Coming) != 1 || len(c.Left(c.Systems)) != 0 || len(c.Proposals) != 3 {
		t.Errorf("planned: %+v", c)
	}
	r.must(r.Turn(t.Context(), sanne, e.ID, exercise.Start, ""))
	r.pass(60)
	r.saw(e.ID, "closed", "two-more", "supplier")
	r.must(r.Turn(t.Context(), sanne, e.ID, exercise.End, ""))
	c, err = r.Programme(t.Context(), tom)
	r.must(err)
	if c.Systems[0].IsFresh(c.Today) || c.Systems[0].Waits.IsZero() {
		t.Errorf("played, and the report is not signed: %+v", c.Systems[0])
	}
	r.must(r.Sign(t.Context(), sanne, e.ID, "Goed"))
	c, err = r.Programme(t.Context(), tom)
	r.must(err)
	if !c.Systems[0].IsFresh(c.Today) || len(c.Coming) != 0 || !c.Kinds[0].IsFresh(c.Today) || c.Kinds[1].IsFresh(c.Today) || len(c.Proposals) != 4 {
		t.Errorf("played: %+v", c)
	}
	r.now = r.now.AddDate(1, 0, 1)
	if c, err = r.Programme(t.Context(), tom); err != nil || len(c.Left(c.Systems)) != 1 {
		t.Errorf("a year later: %+v, %v", c.Systems, err)
	}
}
