package continuity_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

func TestSpansAreWrittenInTheLargestUnit(t *testing.T) {
	for s, want := range map[continuity.Span][2]string{
		0: {"0 minuten", "0 minutes"}, 1: {"1 minuut", "1 minute"}, 59: {"59 minuten", "59 minutes"}, 60: {"1 uur", "1 hour"}, 90: {"1 uur en 30 minuten", "1 hour and 30 minutes"},
		240: {"4 uur", "4 hours"}, 25 * continuity.Hour: {"25 uur", "25 hours"}, continuity.Day: {"1 dag", "1 day"}, 2 * continuity.Day: {"2 dagen", "2 days"},
		continuity.Day + 1: {"1 dag en 1 minuut", "1 day and 1 minute"},
	} {
		if got := [2]string{s.In(i18n.NL), s.In(i18n.EN)}; got != want {
			t.Errorf("%d minutes = %q, want %q", s, got, want)
		}
	}
}

// town is an organisation in which the record needs the network, and the network
// power; that the network also needs the record is a circle, as there are.
func town() continuity.Held {
	return continuity.Held{
		Systems: []continuity.System{
			{ID: "ecd", Kind: continuity.ClientRecord, Name: "ECD", Promised: 8 * continuity.Hour, CopyEvery: continuity.Day, Needs: []continuity.ID{"net"}},
			{ID: "net", Kind: continuity.Network, Name: "Netwerk", Promised: 2 * continuity.Hour, Needs: []continuity.ID{"power", "ecd"}},
			{ID: "power", Kind: continuity.Power, Name: "Stroom"},
			{ID: "mail", Kind: continuity.Mail, Name: "Mail"},
		},
		Processes: []continuity.Process{
			{ID: "medication", Name: "Medicatie geven", Owner: "Sanne", RTO: continuity.Hour, RPO: 0, Bears: 4 * continuity.Hour, Systems: []continuity.ID{"ecd"}, WorkAround: "Op papier"},
			{ID: "routes", Name: "Routes plannen", Owner: "Joost", RTO: 10 * continuity.Hour, RPO: 2 * continuity.Day, Bears: continuity.Day, Systems: []continuity.ID{"net"}, WorkAround: "Lijst van gisteren"},
		},
	}
}

func TestWhatFallsWithWhat(t *testing.T) {
	h := town()
	for _, tt := range []struct {
		system continuity.ID
		holds  [2]continuity.Hold // of medication, of routes
	}{
		{"ecd", [2]continuity.Hold{continuity.Directly, continuity.Through}},
		{"net", [2]continuity.Hold{continuity.Through, continuity.Directly}},
		{"power", [2]continuity.Hold{continuity.Through, continuity.Through}},
		{"mail", [2]continuity.Hold{continuity.Free, continuity.Free}},
	} {
		if got := [2]continuity.Hold{h.Hold(h.Processes[0], tt.system), h.Hold(h.Processes[1], tt.system)}; got != tt.holds {
			t.Errorf("without %s: %v, want %v", tt.system, got, tt.holds)
		}
	}
	if falls := h.Falls("power"); len(falls) != 2 || falls[0].ID != "medication" {
		t.Errorf("Falls = %+v, want what bears least first", falls)
	}
	rto, rpo, bears, ok := h.Goals("power")
	if rto != continuity.Hour || rpo != 0 || bears != 4*continuity.Hour || !ok {
		t.Errorf("Goals = %v, %v, %v, %t", rto, rpo, bears, ok)
	}
	if _, _, _, ok := h.Goals("mail"); ok {
		t.Error("nothing hangs on mail, and it has goals")
	}
}

var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func TestWhatCannotBeIsSaid(t *testing.T) {
	says := func(change func(*continuity.Held)) (all []string, grave int) {
		h := town()
		for _, s := range h.Systems {
			h.Tests = append(h.Tests, continuity.Test{ID: "rst_" + s.ID, System: s.ID, On: today.AddDate(-1, 0, 0), Result: continuity.Worked})
		}
		h.Systems[0].Promised, h.Systems[0].CopyEvery = 30, 0
		h.Systems[1].Promised, h.Systems[2].Promised = 20, 20
		change(&h)
		for _, d := range h.Doubts(today) {
			all = append(all, d.Name+": "+d.Says.NL)
			if !d.Says.Complete() {
				t.Errorf("%+v lacks a language", d)
			}
			if d.Grave {
				grave++
			}
		}
		return all, grave
	}
	if all, _ := says(func(*continuity.Held) {}); len(all) != 0 {
		t.Fatalf("nothing is wrong, and it says %q", all)
	}
	for _, tt := range []struct {
		what   string
		change func(*continuity.Held)
		want   []string // part of each, in order
		grave  int
	}{
		{"recovery is promised later than a process bears", func(h *continuity.Held) { h.Systems[0].Promised = 4*continuity.Hour + 1 }, []string{"hoogstens 4 uur stilliggen"}, 1},
		{"at the very moment that it bears", func(h *continuity.Held) { h.Systems[0].Promised = 4 * continuity.Hour }, []string{"moet binnen 1 uur weer lopen"}, 0},
		{"at the objective", func(h *continuity.Held) { h.Systems[0].Promised = continuity.Hour }, nil, 0},
		{"for two processes, the grave one first", func(h *continuity.Held) { h.Systems[1].Promised = 11 * continuity.Hour }, []string{"Netwerk: Herstel is beloofd binnen 11 uur. Het proces ‘Medicatie", "‘Routes plannen’ moet binnen 10 uur"}, 1},
		{"nobody promised", func(h *continuity.Held) { h.Systems[2].Promised = 0 }, []string{"Stroom: Niemand heeft beloofd"}, 0},
		{"copies too far apart", func(h *continuity.Held) { h.Systems[0].CopyEvery = continuity.Day }, []string{"Tussen twee reservekopieën zit 1 dag. Van het proces ‘Medicatie geven’ mag hoogstens 0 minuten"}, 0},
		{"no work-around", func(h *continuity.Held) { h.Processes[0].WorkAround = "" }, []string{"Medicatie geven: Er staat niet hoe de zorg doorgaat"}, 0},
		{"no owner", func(h *continuity.Held) { h.Processes[1].Owner = "" }, []string{"Routes plannen: Niemand is eigenaar"}, 0},
		{"no systems", func(h *continuity.Held) { h.Processes[1].Systems = nil }, []string{"welke systemen"}, 0},
		{"a test of a year and a day ago", func(h *continuity.Held) { h.Tests[0].On = today.AddDate(-1, 0, -1) }, []string{"ECD: De laatste hersteltest is van meer dan een jaar geleden (21 november 2025)"}, 0},
		{"a test that failed", func(h *continuity.Held) { h.Tests[0].Result = continuity.Failed }, []string{"lukte niet helemaal"}, 0},
		{"never tested", func(h *continuity.Held) { h.Tests = h.Tests[1:] }, []string{"ECD: Er is nooit getest"}, 0},
		{"what nothing hangs on may be anything", func(h *continuity.Held) {
			h.Systems[3].Promised, h.Tests = 9*continuity.Day, h.Tests[:3]
		}, nil, 0},
	} {
		all, grave := says(tt.change)
		if len(all) != len(tt.want) || grave != tt.grave {
			t.Errorf("%s: %q, %d grave, want %q, %d", tt.what, all, grave, tt.want, tt.grave)
			continue
		}
		for i, want := range tt.want {
			if !strings.Contains(all[i], want) {
				t.Errorf("%s: says %q, want %q", tt.what, all[i], want)
			}
		}
	}
}

func TestAPhoneTreeNamesWhomNobodyCalls(t *testing.T) {
	tree := continuity.Tree{Calls: []continuity.Call{{From: "Nacht", To: "Achterwacht"}, {From: "Achterwacht", To: "ICT"}, {From: "Nacht", To: "Arts"}, {From: "Bestuur", To: "Pers"}, {From: "ICT", To: "Leverancier"}}}
	if got := tree.Unreached(); !slices.Equal(got, []string{"Bestuur"}) {
		t.Errorf("Unreached = %v", got)
	}
}

func templates(t *testing.T) []continuity.Template {
	t.Helper()
	all, err := continuity.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestALineThatWasLeftKeepsItsOtherLanguage, and one that was changed has the words
// that were written, in both.
func TestALineThatWasLeftKeepsItsOtherLanguage(t *testing.T) {
	s, _ := service(t)
	template, _ := s.Template(continuity.ClientRecord, continuity.Small)
	w := continuity.WordsOf(template, i18n.EN)
	w.Steps[continuity.First] = append([]string{" Ring the bell. ", ""}, w.Steps[continuity.First]...)
	w.Contacts[1].Number = "088 123 45 67"
	c, err := s.SaveCard(t.Context(), sanne, w)
	if err != nil {
		t.Fatal(err)
	}
	first := c.Steps[continuity.First]
	if first.NL[0] != "Ring the bell." || first.EN[0] != "Ring the bell." || first.NL[1] != template.Steps[continuity.First].NL[0] || len(first.NL) != len(first.EN) {
		t.Errorf("the lines are %q and %q", first.NL, first.EN)
	}
	if c.Contacts[1].Who != template.Contacts[1].Who || c.Number != 1 || c.Version != 1 || c.By != "Sanne" {
		t.Errorf("the card is %+v", c)
	}
	_, err = s.SaveCard(t.Context(), sanne, w)
	wants(t, err, fault.Conflict) // made from the template, and there is a version by now
	same := continuity.WordsOf(c, i18n.NL)
	_, err = s.SaveCard(t.Context(), sanne, same)
	wants(t, err, fault.Invalid) // nothing changed
	same.Forms = "In de groene kast"
	if c, err = s.SaveCard(t.Context(), sanne, same); err != nil || c.Number != 2 {
		t.Errorf("the next version is %d, %v", c.Number, err)
	}
	f, err := s.FindCard(t.Context(), reader, continuity.ClientRecord, 1)
	if err != nil || f.Card.Forms != "" || len(f.Versions) != 2 {
		t.Errorf("the first version is %+v, %v", f.Card, err)
	}
	_, err = s.FindCard(t.Context(), reader, continuity.ClientRecord, 3)
	wants(t, err, fault.NotFound)
	_, err = s.FindCard(t.Context(), reader, continuity.Mail, 0)
	wants(t, err, fault.NotFound)
}

func TestACardThatDoesNotFitIsRefused(t *testing.T) {
	s, kept := service(t)
	template, _ := s.Template(continuity.Power, continuity.Large)
	for _, tt := range []struct {
		change func(*continuity.Words)
		fields []string
	}{
		{func(w *continuity.Words) { w.Steps[continuity.Care] = nil }, []string{"care"}},
		{func(w *continuity.Words) { w.Steps[continuity.Back] = slices.Repeat([]string{"x"}, 10) }, []string{"back"}},
		{func(w *continuity.Words) { w.Steps[continuity.Paper][0] = strings.Repeat("é", 221) }, []string{"paper"}},
		{func(w *continuity.Words) { w.Contacts = nil }, []string{"who-1"}},
		{func(w *continuity.Words) { w.Contacts[2] = continuity.WrittenContact{Number: "112"} }, []string{"who-3"}},
		{func(w *continuity.Words) { w.Contacts[0].Number = "\u202e112" }, []string{"number-1"}},
		{func(w *continuity.Words) { w.Size = "huge" }, []string{"size"}},
		{func(w *continuity.Words) { w.Forms, w.Hangs = strings.Repeat("x", 501), "a\x00b" }, []string{"forms", "hangs"}},
	} {
		w := continuity.WordsOf(template, i18n.NL)
		tt.change(&w)
		_, err := s.SaveCard(t.Context(), sanne, w)
		wants(t, err, fault.Invalid, tt.fields...)
	}
	if kept.saves != 0 {
		t.Errorf("refusals stored %d records", kept.saves)
	}
}

// sanne works at org_a, karim too, and reader only reads.
var (
	sanne  = identity.Actor{Person: "per_1", Name: "Sanne", Org: "org_a", Role: identity.SecurityOfficer, Credential: identity.Session}
	karim  = identity.Actor{Person: "per_2", Name: "Karim", Org: "org_a", Role: identity.Contributor, Credential: identity.Session}
	reader = identity.Actor{Person: "per_3", Name: "Lars", Org: "org_a", Role: identity.Reader, Credential: identity.Session}
)

// wants fails unless err is a refusal of a kind about these fields, each once.
func wants(t *testing.T, err error, kind fault.Kind, fields ...string) {
	t.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Kind != kind || !f.Says.Complete() {
		t.Errorf("got %v, want a refusal of kind %s", err, kind)
		return
	}
	var names []string
	for _, x := range f.Fields {
		names = append(names, x.Name)
		if !x.Says.Complete() {
			t.Errorf("%s lacks a language: %+v", x.Name, x.Says)
		}
	}
	if len(fields) > 0 && !slices.Equal(names, fields) {
		t.Errorf("refused for %v, want %v", names, fields)
	}
}
