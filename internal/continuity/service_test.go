package continuity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// A shelf keeps records in memory, and what came of them beside the room.
type shelf struct {
	records map[string][]byte // by kind and ID
	saves   int
	clash   int // so many saves find that somebody else was first
	items   []evidence.Item
	actions []plan.Action
}

// Save implements [continuity.Store].
func (s *shelf) Save(_ context.Context, _ org.ID, r continuity.Record, entry journal.Draft) error {
	if s.clash > 0 {
		s.clash--
		return continuity.ErrStale
	}
	text, err := json.Marshal(r)
	s.records[r.Ref().String()], s.saves = text, s.saves+1
	if told, _ := json.Marshal(entry.Data); entry.Object != r.Ref() || string(told) != string(text) {
		return fmt.Errorf("the journal is told of %v: %s", entry.Object, told)
	}
	return err
}

// All implements [continuity.Store].
func (s *shelf) All(context.Context, org.ID) (h continuity.Held, err error) {
	for name, record := range s.records {
		kind, _, _ := strings.Cut(name, "/")
		if err := h.Put(kind, record); err != nil {
			return h, err
		}
	}
	h.Order()
	return h, nil
}

// IsSmall implements [continuity.World].
func (s *shelf) IsSmall(context.Context, org.ID) (bool, error) { return true, nil }

// Items implements [continuity.World].
func (s *shelf) Items(context.Context, identity.Actor) ([]evidence.Item, error) { return s.items, nil }

// AddOnce implements [continuity.World].
func (s *shelf) AddOnce(_ context.Context, _ identity.Actor, it evidence.Item, sum string) error {
	if !evidence.HasNote(s.items, sum) {
		s.items = append(s.items, it)
	}
	return nil
}

// Actions implements [continuity.World].
func (s *shelf) Actions(context.Context, identity.Actor) ([]plan.Action, error) {
	return s.actions, nil
}

// AddAction implements [continuity.World].
func (s *shelf) AddAction(_ context.Context, _ identity.Actor, a plan.Action) (plan.Action, error) {
	a.Status = plan.Open
	s.actions = append(s.actions, a)
	return a, nil
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func service(t *testing.T) (*continuity.Service, *shelf) {
	t.Helper()
	kept, n := &shelf{records: map[string][]byte{}}, 0
	return &continuity.Service{
		Store: kept, World: kept, Templates: templates(t), Now: func() time.Time { return noon }, Zone: time.UTC,
		NewID: func(prefix string) string { n++; return fmt.Sprintf("%s_%d", prefix, n) },
	}, kept
}

// record is a system of the client record with care that hangs on it.
func record(t *testing.T, s *continuity.Service) (continuity.System, continuity.Process) {
	t.Helper()
	x, err := s.SaveSystem(t.Context(), sanne, continuity.System{Kind: continuity.ClientRecord, Name: " ECD "})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.SaveProcess(t.Context(), sanne, continuity.Process{Name: "Medicatie", RTO: 60, RPO: 30, Bears: 240, Systems: []continuity.ID{x.ID, x.ID}})
	if err != nil {
		t.Fatal(err)
	}
	return x, p
}

func TestProcessesAndSystemsAreChecked(t *testing.T) {
	s, kept := service(t)
	x, p := record(t, s)
	if x.Name != "ECD" || len(p.Systems) != 1 || p.Version != 1 {
		t.Errorf("stored %+v and %+v", x, p)
	}
	good, before := p, kept.saves
	good.ID, good.Version, good.Name = "", 0, "Routes"
	for _, tt := range []struct {
		change func(*continuity.Process)
		fields []string
	}{
		{func(p *continuity.Process) { p.Name = "  " }, []string{"name"}},
		{func(p *continuity.Process) { p.RTO = 241 }, []string{"rto"}}, // longer than it bears
		{func(p *continuity.Process) { p.RTO, p.Bears = 0, 0 }, []string{"bears", "rto"}},
		{func(p *continuity.Process) { p.RPO = -1 }, []string{"rpo"}},
		{func(p *continuity.Process) { p.Bears = continuity.MaxSpan + 1 }, []string{"bears"}},
		{func(p *continuity.Process) { p.Systems = []continuity.ID{"sys_none"} }, []string{"systems"}},
		{func(p *continuity.Process) { p.WorkAround = strings.Repeat("x", 2001) }, []string{"work_around"}},
		{func(p *continuity.Process) { p.Owner = "a\nb" }, []string{"owner"}},
	} {
		wrong := good
		tt.change(&wrong)
		_, err := s.SaveProcess(t.Context(), sanne, wrong)
		wants(t, err, fault.Invalid, tt.fields...)
	}
	edge := good
	edge.RTO = 240
	if _, err := s.SaveProcess(t.Context(), sanne, edge); err != nil {
		t.Errorf("an objective as long as the process bears: %v", err)
	}
	_, err := s.SaveSystem(t.Context(), sanne, continuity.System{Kind: "tv", Promised: -1})
	wants(t, err, fault.Invalid, "kind", "name", "promised")
	own := x
	own.Needs = []continuity.ID{x.ID}
	_, err = s.SaveSystem(t.Context(), sanne, own)
	wants(t, err, fault.Invalid, "needs")
	if kept.saves != before+1 {
		t.Errorf("refusals stored %d records", kept.saves-before-1)
	}
}

func TestWhoeverComesLateOrMayNotStoresNothing(t *testing.T) {
	s, _ := service(t)
	x, p := record(t, s)
	_, err := s.SaveProcess(t.Context(), reader, p)
	wants(t, err, fault.Denied)
	changed, err := s.SaveProcess(t.Context(), karim, p)
	if err != nil || changed.Version != 2 || changed.By != "Karim" {
		t.Fatalf("changed to %+v, %v", changed, err)
	}
	_, err = s.SaveProcess(t.Context(), sanne, p)
	wants(t, err, fault.Conflict)
	p.ID = "prc_none"
	_, err = s.SaveProcess(t.Context(), sanne, p)
	wants(t, err, fault.NotFound)

	err = s.DropSystem(t.Context(), sanne, x.ID, 1)
	wants(t, err, fault.Conflict)
	if f, _ := fault.Of(err); !strings.Contains(f.Says.NL, "nog nodig voor: Medicatie") {
		t.Errorf("DropSystem = %v", err)
	}
	wants(t, s.DropProcess(t.Context(), sanne, changed.ID, 1), fault.Conflict)
	if err := s.DropProcess(t.Context(), sanne, changed.ID, 2); err != nil {
		t.Fatal(err)
	}
	_, err = s.SaveProcess(t.Context(), sanne, changed)
	wants(t, err, fault.NotFound) // it was taken out
	if err := s.DropSystem(t.Context(), sanne, x.ID, 1); err != nil {
		t.Fatal(err)
	}
	if f, err := s.Look(t.Context(), reader); err != nil || len(f.Systems)+len(f.Processes) != 0 {
		t.Errorf("Look = %+v, %v", f, err)
	}
}

func TestARestoreTestIsHeldAgainstTheStrictestProcess(t *testing.T) {
	s, kept := service(t)
	x, _ := record(t, s)
	test := continuity.Test{System: x.ID, On: today, What: "de kopie van vannacht", Took: 60, Lost: 30, Who: "Karim", Result: continuity.Worked}
	good, err := s.Record(t.Context(), sanne, test)
	if err != nil || good.RTO != 60 || good.RPO != 30 || good.Name != "ECD" || good.FallsShort() {
		t.Fatalf("recorded %+v, %v", good, err)
	}
	for range 2 { // the second adds nothing
		if err := s.Prove(t.Context(), sanne, good.ID); err != nil {
			t.Fatal(err)
		}
	}
	if len(kept.items) != 1 {
		t.Fatalf("%d pieces of evidence", len(kept.items))
	}
	if it := kept.items[0]; it.Kind != framework.Operation || !slices.Equal(it.Requirements, continuity.Proves) || !it.ValidUntil.Equal(today.AddDate(1, 0, 0)) || it.VouchedBy != "Karim" {
		t.Errorf("the evidence is %+v", it)
	}
	_, err = s.ToPlan(t.Context(), sanne, good.ID, "", time.Time{})
	wants(t, err, fault.Conflict)

	for name, change := range map[string]func(*continuity.Test){
		"too long": func(t *continuity.Test) { t.Took = 61 }, "too much lost": func(t *continuity.Test) { t.Lost = 31 }, "in part": func(t *continuity.Test) { t.Result = continuity.Partly },
	} {
		short := test
		change(&short)
		short, err := s.Record(t.Context(), sanne, short)
		if err != nil || !short.FallsShort() {
			t.Fatalf("%s: %+v, %v", name, short, err)
		}
		wants(t, s.Prove(t.Context(), sanne, short.ID), fault.Conflict)
		a, err := s.ToPlan(t.Context(), sanne, short.ID, "Joost", today.AddDate(0, 1, 0))
		if err != nil || a.Source.Kind != plan.FromRestoreTest || a.OwnerText != "Joost" || !strings.Contains(a.Description, "Test daarna opnieuw") {
			t.Errorf("%s: planned %+v, %v", name, a, err)
		}
		_, err = s.ToPlan(t.Context(), sanne, short.ID, "", time.Time{})
		wants(t, err, fault.Conflict)
	}
	_, err = s.Record(t.Context(), sanne, continuity.Test{System: "sys_none", On: today.AddDate(0, 0, 1), Result: "good"})
	wants(t, err, fault.Invalid, "system", "on", "what", "took", "who", "result")
	wants(t, s.WithdrawTest(t.Context(), sanne, good.ID, " "), fault.Invalid, "because")
	if err := s.WithdrawTest(t.Context(), sanne, good.ID, "Verkeerd systeem"); err != nil {
		t.Fatal(err)
	}
	_, err = s.FindTest(t.Context(), reader, good.ID)
	wants(t, err, fault.NotFound)
}

func TestASheetTakesTwoPeople(t *testing.T) {
	s, kept := service(t)
	x, _ := record(t, s)
	begun := func(o continuity.Outage, sheets string) (continuity.Outage, error) {
		return s.Begin(t.Context(), sanne, o, sheets)
	}
	_, err := begun(continuity.Outage{System: x.ID, From: noon.Add(time.Minute)}, strings.Repeat("x", 201))
	wants(t, err, fault.Invalid, "from", "sheets")
	o, err := begun(continuity.Outage{System: x.ID, From: noon.Add(-5 * time.Hour)}, "lijst 1\n\n lijst 2 ")
	if err != nil || len(o.Sheets) != 2 || o.Sheets[1].What != "lijst 2" {
		t.Fatalf("begun %+v, %v", o, err)
	}
	wants(t, s.Close(t.Context(), sanne, o.ID, "Geleerd"), fault.Conflict) // it is still down
	wants(t, s.Return(t.Context(), sanne, o.ID, noon.Add(-6*time.Hour)), fault.Invalid, "until")
	if err := s.Return(t.Context(), sanne, o.ID, noon.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	wants(t, s.CheckSheet(t.Context(), karim, o.ID, 1, ""), fault.Conflict) // not entered
	kept.clash = 2                                                          // a colleague works on the sheets too
	if err := s.Enter(t.Context(), sanne, o.ID, 1); err != nil {
		t.Fatal(err)
	}
	wants(t, s.Enter(t.Context(), karim, o.ID, 1), fault.Conflict)
	err = s.CheckSheet(t.Context(), sanne, o.ID, 1, "")
	wants(t, err, fault.Conflict)
	if f, _ := fault.Of(err); f.Code != "continuity.same-person" {
		t.Errorf("one person did both: %v", err)
	}
	for _, do := range []error{
		s.CheckSheet(t.Context(), karim, o.ID, 1, "De dosis klopt niet"), // back to be entered again
		s.Enter(t.Context(), karim, o.ID, 1), s.CheckSheet(t.Context(), sanne, o.ID, 1, ""),
	} {
		if do != nil {
			t.Fatal(do)
		}
	}
	wants(t, s.Close(t.Context(), sanne, o.ID, "Geleerd"), fault.Conflict) // one sheet is left
	wants(t, s.Enter(t.Context(), sanne, o.ID, 3), fault.NotFound)
	wants(t, s.Enter(t.Context(), reader, o.ID, 2), fault.Denied)
	if err := s.Enter(t.Context(), sanne, o.ID, 2); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckSheet(t.Context(), karim, o.ID, 2, ""); err != nil {
		t.Fatal(err)
	}
	wants(t, s.Close(t.Context(), sanne, o.ID, ""), fault.Invalid, "lessons")
	if err := s.Close(t.Context(), sanne, o.ID, "Geleerd"); err != nil {
		t.Fatal(err)
	}
	f, err := s.Look(t.Context(), reader)
	closed := f.Outages[0]
	if err != nil || closed.Long(noon) != 4*continuity.Hour || len(closed.Took) != 1 || closed.Took[0].Bears != 240 || closed.IsOpen() {
		t.Errorf("closed %+v, %v", closed, err)
	}
	wants(t, s.AddSheets(t.Context(), sanne, o.ID, "nog een"), fault.Conflict)
}

func TestAnOutageIsSetRightWhileItIsOpen(t *testing.T) {
	s, _ := service(t)
	x, _ := record(t, s)
	o, err := s.Begin(t.Context(), sanne, continuity.Outage{System: x.ID, From: noon.Add(-5 * time.Hour)}, "lijst 1\nlijst 1")
	if err != nil {
		t.Fatal(err)
	}
	wants(t, s.Correct(t.Context(), reader, o.ID, 0, noon, ""), fault.Denied)
	wants(t, s.Correct(t.Context(), sanne, o.ID, 0, noon.Add(time.Minute), strings.Repeat("x", 2001)), fault.Invalid, "from", "story")
	if err := s.Return(t.Context(), sanne, o.ID, noon.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	wants(t, s.Correct(t.Context(), sanne, o.ID, 0, noon.Add(-30*time.Minute), ""), fault.Invalid, "from") // after it was back
	wants(t, s.Strike(t.Context(), sanne, o.ID, 2, " "), fault.Invalid, "because")
	wants(t, s.Strike(t.Context(), sanne, o.ID, 3, "Dubbel"), fault.NotFound)
	for _, do := range []error{
		s.Correct(t.Context(), sanne, o.ID, 0, noon.Add(-2*time.Hour), " Stekker "), s.Enter(t.Context(), sanne, o.ID, 2), s.Strike(t.Context(), karim, o.ID, 2, "Dubbel"),
	} {
		if do != nil {
			t.Fatal(do)
		}
	}
	wants(t, s.Correct(t.Context(), karim, o.ID, 0, noon.Add(-3*time.Hour), "Stroom"), fault.Conflict) // somebody else was first
	for _, again := range []error{s.Strike(t.Context(), sanne, o.ID, 2, "Dubbel"), s.Enter(t.Context(), sanne, o.ID, 2), s.CheckSheet(t.Context(), karim, o.ID, 2, "")} {
		wants(t, again, fault.Conflict)
	}
	f, err := s.Look(t.Context(), reader)
	if err != nil {
		t.Fatal(err)
	}
	right := f.Outages[0]
	entering, checking := right.Left()
	if right.Story != "Stekker" || right.Long(noon) != continuity.Hour || right.Sheets[1].Struck != "Dubbel" || entering != 1 || checking != 0 {
		t.Errorf("set right: %+v; %d to enter, %d to check", right, entering, checking)
	}
}

func TestANameIsThereOnce(t *testing.T) {
	s, _ := service(t)
	x, p := record(t, s)
	again := x
	again.ID, again.Name = "", strings.ToUpper(x.Name)
	_, err := s.SaveSystem(t.Context(), sanne, again)
	wants(t, err, fault.Invalid, "name")
	twice := p
	twice.ID, twice.Name = "", " "+p.Name
	_, err = s.SaveProcess(t.Context(), sanne, twice)
	wants(t, err, fault.Invalid, "name")
	if _, err := s.SaveProcess(t.Context(), sanne, p); err != nil {
		t.Errorf("its own name is in its way: %v", err)
	}
}

func TestAPhoneTreeIsWhole(t *testing.T) {
	s, _ := service(t)
	_, err := s.SaveTree(t.Context(), sanne, continuity.Tree{Calls: []continuity.Call{{}, {To: "ICT"}}})
	wants(t, err, fault.Invalid, "name", "from-1", "number-1")
	_, err = s.SaveTree(t.Context(), sanne, continuity.Tree{Name: "x", Calls: slices.Repeat([]continuity.Call{{From: "a", To: "b", Number: "1"}}, continuity.MaxCalls+1)})
	wants(t, err, fault.Invalid, "from-1")
	tree, err := s.SaveTree(t.Context(), sanne, continuity.Tree{Name: "Nacht", Calls: []continuity.Call{{From: "a", To: "b", Number: "1"}, {}}})
	if err != nil || len(tree.Calls) != 1 {
		t.Fatalf("stored %+v, %v", tree, err)
	}
	if err := s.DropTree(t.Context(), sanne, tree.ID, 1); err != nil {
		t.Fatal(err)
	}
	_, err = s.SaveTree(t.Context(), sanne, tree)
	wants(t, err, fault.NotFound)
}
