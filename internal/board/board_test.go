package board

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

func on(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestEveryBoardMemberHasTwoYearsForACertificate(t *testing.T) {
	for _, c := range []struct{ situation, appointed, want string }{
		{"not said when", "", "2028-08-15"},
		{"long before the act", "2019-01-01", "2028-08-15"},
		{"the day before the act", "2026-08-14", "2028-08-15"},
		{"the day of the act", "2026-08-15", "2028-08-15"},
		{"the day after the act", "2026-08-16", "2028-08-16"},
		{"years later", "2030-03-01", "2032-03-01"},
		{"on a leap day, and two years on there is none", "2028-02-29", "2030-02-28"},
	} {
		if got := CertificateDue(on(c.appointed)); !got.Equal(on(c.want)) {
			t.Errorf("%s: CertificateDue(%s) = %s, want %s", c.situation, c.appointed, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestACertificateExpires(t *testing.T) {
	today := on("2026-11-22")
	for _, c := range []struct {
		until string
		want  Standing
	}{
		{"2026-11-21", Expired}, {"2026-11-22", Expiring}, {"2027-01-21", Expiring}, {"2027-01-22", Valid},
	} {
		if got := (Certificate{ValidUntil: on(c.until)}).Standing(today); got != c.want {
			t.Errorf("valid until %s: %s, want %s", c.until, got, c.want)
		}
	}
}

func TestMembersAreJoinedWithTheirBestCertificate(t *testing.T) {
	short := Certificate{ID: "1", Person: "Hanna  bos", Topics: Topics[:2], ValidUntil: on("2027-01-01")}
	long := Certificate{ID: "2", Person: "Hanna Bos", Role: "voorzitter", Topics: Topics[1:3], ValidUntil: on("2028-01-01"), Appointed: on("2027-05-01")}
	gone := Certificate{ID: "3", Person: "Hanna Bos", ValidUntil: on("2030-01-01"), Withdrawn: on("2026-10-01")}
	other := Certificate{ID: "4", Person: "Zonder Account", ValidUntil: on("2027-01-01")}
	got := Members([]Director{{Name: "Hanna Bos", Appointed: on("2026-12-01")}, {Name: "Piet Blom"}, {Name: "Later Dan", Appointed: on("2027-03-01")}}, []Certificate{short, gone, long, other})
	want := []Member{
		{Name: "Hanna Bos", Role: "voorzitter", Due: on("2029-05-01"), Best: long, All: []Certificate{short, long}},
		{Name: "Piet Blom", Due: on("2028-08-15")},
		{Name: "Later Dan", Due: on("2029-03-01")},
		{Name: "Zonder Account", Due: on("2028-08-15"), Best: other, All: []Certificate{other}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Members (-want +got):\n%s", diff)
	}
	for today, want := range map[string][]Topic{"2026-11-22": Topics[3:], "2027-06-01": {Topics[0], Topics[3]}} {
		if diff := cmp.Diff(want, got[0].Missing(on(today))); diff != "" {
			t.Errorf("on %s two trainings together leave (-want +got):\n%s", today, diff)
		}
	}
	if s := got[1].State(on("2026-11-22")); s != "" {
		t.Errorf("a member without a certificate stands %q, want none", s)
	}
}

func TestWhenTheTrainingOfAMemberAsksAttention(t *testing.T) {
	whole := Certificate{ID: "1", Topics: Topics, ValidUntil: on("2030-01-31")}
	part := Certificate{ID: "2", Topics: Topics[:3], ValidUntil: on("2030-01-31")}
	for _, tt := range []struct {
		what string
		best Certificate
		on   string
		want bool
	}{
		{"none, more than half a year before it must be there", Certificate{}, "2028-02-14", false},
		{"none, half a year before", Certificate{}, "2028-02-15", true},
		{"a good one on every topic", whole, "2029-06-01", false},
		{"that ends in 60 days", whole, "2029-12-02", true},
		{"that has ended", whole, "2030-02-01", true},
		{"on three topics, with time left", part, "2027-06-01", false},
		{"on three topics, too late", part, "2028-09-01", true},
	} {
		m := Member{Due: on("2028-08-15"), Best: tt.best}
		if tt.best.ID != "" {
			m.All = []Certificate{tt.best}
		}
		if got := m.AsksAttention(on(tt.on)); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.what, got, tt.want)
		}
	}
}

func TestACertificateIsRefusedWithEveryWrongField(t *testing.T) {
	err := Certificate{
		Topics: []Topic{"koken"}, From: on("2026-12-01"), To: on("2026-11-01"), ValidUntil: on("2026-10-01"),
	}.check(on("2026-11-22"))
	checkFields(t, err, "person", "topics", "provider", "from", "to", "valid_until")
	good := Certificate{Person: "Hanna", Topics: Topics, Provider: "X", From: on("2026-11-22"), ValidUntil: on("2028-11-22")}
	if err := good.check(on("2026-11-22")); err != nil {
		t.Errorf("check of a good certificate = %v", err)
	}
}

func checkFields(t *testing.T, err error, want ...string) {
	t.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Kind != fault.Invalid {
		t.Fatalf("got %v, want a refusal of fields", err)
	}
	var got []string
	for _, w := range f.Fields {
		got = append(got, w.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wrong fields (-want +got):\n%s", diff)
	}
}

func question() Decision {
	return Decision{Title: "Tweede stap", What: "Verplicht maken", Why: "Wachtwoorden lekken", RiskIfNot: "Iemand leest mee", CostCents: 480000, CostYearly: true}
}

func TestAQuestionToTheBoardIsWhole(t *testing.T) {
	today := on("2026-11-22")
	checkFields(t, Decision{CostCents: -1, By: on("2026-11-21")}.check(today, 0), "title", "what", "why", "cost", "risk", "by")
	d := question()
	d.By = today
	if err := d.check(today, MaxOpen-1); err != nil {
		t.Errorf("check = %v", err)
	}
	if f, ok := fault.Of(d.check(today, MaxOpen)); !ok || f.Code != "board.too-many-decisions" {
		t.Errorf("a fourth open question = %v, want a refusal", f)
	}
	if got := d.Cost(i18n.NL); got != "€ 4.800 per jaar" {
		t.Errorf("Cost = %q", got)
	}
}

func TestTheBoardAnswersOnceAndSaysWhy(t *testing.T) {
	now := on("2026-11-22")
	d := question()
	d.Status, d.Version = Asked, 1
	for _, s := range []Status{Refused, Later} {
		_, err := d.answer(s, "", "Hanna", now)
		checkFields(t, err, "reason")
	}
	_, err := d.answer(Withdrawn, "zomaar", "Hanna", now)
	checkFields(t, err, "status")
	later, err := d.answer(Later, "Eerst de begroting", "Hanna", now)
	if err != nil || !later.IsOpen() {
		t.Fatalf("later = %v, open %v", err, later.IsOpen())
	}
	agreed, err := later.answer(Agreed, "", "Hanna", now)
	if err != nil || agreed.IsOpen() || agreed.Version != 3 || agreed.DecidedBy != "Hanna" {
		t.Fatalf("agreed = %+v, %v", agreed, err)
	}
	if _, err := agreed.answer(Refused, "toch niet", "Hanna", now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second answer = %v, want a conflict", err)
	}
}

func brief() Brief {
	return Brief{
		Size: 7, OrgName: "Thuiszorg De Linde", Today: on("2026-11-22"),
		Counts: assessment.Counts{InPlace: 1, NotYet: 1},
		Measures: []Measure{
			{ID: "nen7510-2:2024/8.5", Number: "8.5", Title: "Veilig inloggen", State: assessment.InPlace, Design: assessment.Yes, Existence: assessment.Yes, Operation: assessment.Yes},
			{ID: "nen7510-2:2024/8.13", Number: "8.13", Title: "Reservekopie", State: assessment.NotYet, Design: assessment.No},
		},
		Actions: []Action{
			{ID: "act_2", Title: "Terugzetten oefenen", Owner: "Sanne", Due: "2026-11-01", CostCents: 100_00, Status: plan.Busy},
			{ID: "act_1", Title: "Beleid schrijven", Due: "2027-02-01", CostCents: 50_00, Status: plan.Open},
		},
	}
}

func TestTheSameThingHasTheSameHashAndAnotherDoesNot(t *testing.T) {
	sum := func(s Subject, change func(*Brief)) string {
		b := brief()
		change(&b)
		_, sum, err := DocumentOf(s, "org_1", b).Text()
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	same := func(*Brief) {}
	for _, c := range []struct {
		situation string
		subject   Subject
		change    func(*Brief)
		differs   bool
	}{
		{"nothing", Plan, same, false},
		{"the journal grew", Plan, func(b *Brief) { b.Size = 99 }, false},
		{"a day passed", Plan, func(b *Brief) { b.Today = on("2026-12-01") }, false},
		{"the actions came in another order", Plan, func(b *Brief) { b.Actions[0], b.Actions[1] = b.Actions[1], b.Actions[0] }, false},
		{"a cost", Plan, func(b *Brief) { b.Actions[0].CostCents++ }, true},
		{"an owner", Plan, func(b *Brief) { b.Actions[0].Owner = "Joost" }, true},
		{"a status", Plan, func(b *Brief) { b.Actions[0].Status = plan.Done }, true},
		{"an answer, in the plan", Plan, func(b *Brief) { b.Measures[0].Design = assessment.No }, false},
		{"an answer", Measures, func(b *Brief) { b.Measures[0].Design = assessment.No }, true},
		{"evidence that expired", Measures, func(b *Brief) { b.Measures[0].State = assessment.InPart }, true},
		{"a cost, in the measures", Measures, func(b *Brief) { b.Actions[0].CostCents++ }, false},
	} {
		if differs := sum(c.subject, same) != sum(c.subject, c.change); differs != c.differs {
			t.Errorf("%s: differs %v, want %v", c.situation, differs, c.differs)
		}
	}
}

func TestADocumentCanBeReadBack(t *testing.T) {
	for _, s := range Subjects {
		d := DocumentOf(s, "org_1", brief())
		text, sum, err := d.Text()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadDocument(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, got); diff != "" {
			t.Errorf("%s (-written +read):\n%s", s, diff)
		}
		if again, sumAgain, _ := got.Text(); string(again) != string(text) || sumAgain != sum {
			t.Errorf("%s is spelled otherwise the second time", s)
		}
		if d.IsEmpty() {
			t.Errorf("%s is empty", s)
		}
		if !DocumentOf(s, "org_1", Brief{Counts: assessment.Counts{Open: 126}}).IsEmpty() {
			t.Errorf("%s of an organisation that has said nothing is not empty", s)
		}
	}
	if _, err := ReadDocument([]byte(`{"format":"anders"}`)); err == nil {
		t.Error("a document of another format was read")
	}
}

func TestADifferenceNamesWhatChanged(t *testing.T) {
	before, b := DocumentOf(Plan, "org_1", brief()), brief()
	b.Actions[0].Due, b.Actions[0].Status = "2027-03-01", plan.Done
	b.Actions[1] = Action{ID: "act_3", Title: "Nieuw", Status: plan.Open}
	d := Compare(before, DocumentOf(Plan, "org_1", b))
	if d.Count() != 3 || len(d.Added) != 1 || len(d.Removed) != 1 || d.Added[0].Title != "Nieuw" || d.Removed[0].Title != "Beleid schrijven" {
		t.Fatalf("Compare = %+v", d)
	}
	var said []string
	for _, f := range d.Changed[0].Facts {
		said = append(said, f.Name.NL+": "+f.Before.NL+" > "+f.After.NL)
	}
	want := []string{"Vóór: 1 nov 2026 > 1 mrt 2027", "Stand: Bezig > Klaar"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("the change says (-want +got):\n%s", diff)
	}
	if !Compare(before, before).None() {
		t.Error("a document differs from itself")
	}
}

func TestAReasonThatGoesShowsAsADifference(t *testing.T) {
	out := Measure{ID: "1", State: assessment.Excluded, Reason: "Geen eigen servers"}
	in := Measure{ID: "1", State: assessment.NotYet}
	d := Compare(Document{Measures: []Measure{out}}, Document{Measures: []Measure{in}})
	facts := d.Changed[0].Facts
	if last := facts[len(facts)-1]; last.Name.NL != "Reden" || last.Before.NL != "Geen eigen servers" || !last.After.IsZero() {
		t.Errorf("last change = %+v, want the reason that went", last)
	}
}

func TestPromisesAreKeptOrNot(t *testing.T) {
	today := on("2026-11-22")
	was := func(due string) Action { return Action{ID: "a", Title: "X", Due: due, Status: plan.Open} }
	for _, c := range []struct {
		situation string
		was       Action
		now       []Action
		want      Outcome
	}{
		{"done", was("2026-11-01"), []Action{{ID: "a", Due: "2026-11-01", Status: plan.Done}}, Kept},
		{"done, though later than promised", was("2026-11-01"), []Action{{ID: "a", Due: "2027-01-01", Status: plan.Done}}, Kept},
		{"gone from the plan", was("2026-11-01"), nil, Dropped},
		{"its day was yesterday", was("2026-11-21"), []Action{{ID: "a", Due: "2026-11-21", Status: plan.Busy}}, Broken},
		{"its day is today", was("2026-11-22"), []Action{{ID: "a", Due: "2026-11-22", Status: plan.Busy}}, Waiting},
		{"moved after its day had passed", was("2026-11-01"), []Action{{ID: "a", Due: "2027-01-01", Status: plan.Busy}}, Broken},
		{"moved before its day came", was("2026-12-01"), []Action{{ID: "a", Due: "2027-01-01", Status: plan.Busy}}, Moved},
		{"its day was taken away", was("2026-12-01"), []Action{{ID: "a", Status: plan.Busy}}, Moved},
		{"brought forward", was("2026-12-31"), []Action{{ID: "a", Due: "2026-12-01", Status: plan.Busy}}, Waiting},
		{"never had a day", was(""), []Action{{ID: "a", Status: plan.Open}}, Waiting},
	} {
		got := Promises(Document{Actions: []Action{c.was}}, c.now, today)
		if len(got) != 1 || got[0].Outcome != c.want {
			t.Errorf("%s: %+v, want %s", c.situation, got, c.want)
		}
	}
	if got := Promises(Document{Actions: []Action{{ID: "a", Status: plan.Done}}}, nil, today); len(got) != 0 {
		t.Errorf("what was done already is no promise: %+v", got)
	}
}

func TestTheSuggestedSentenceSaysNoMoreThanTheFigures(t *testing.T) {
	themes := func(people, technology int) []Theme {
		return []Theme{
			{Name: i18n.T("Mensen", "People"), Counts: assessment.Counts{InPlace: people, NotYet: 10 - people}},
			{Name: i18n.T("Techniek", "Technology"), Counts: assessment.Counts{InPlace: technology, NotYet: 10 - technology}},
			{Name: i18n.T("Leeg", "Empty"), Counts: assessment.Counts{Excluded: 4}},
		}
	}
	half := assessment.Counts{InPlace: 10, NotYet: 10}
	late := []Action{{ID: "a", Due: "2026-11-01", Status: plan.Open}}
	for _, c := range []struct {
		situation string
		b         Brief
		want      string
	}{
		{"nearly nothing answered", Brief{Counts: assessment.Counts{InPlace: 1, Open: 9}}, "Wij zijn begonnen"},
		{"late", Brief{Today: on("2026-11-22"), Counts: half, Actions: late}, "1 actie is te laat"},
		{"everything in place", Brief{Counts: assessment.Counts{InPlace: 20}}, "naar eigen zeggen"},
		{"one part stays behind", Brief{Counts: half, Themes: themes(9, 3)}, "het onderdeel Techniek"},
		{"no part stands out", Brief{Counts: half, Themes: themes(5, 5)}, "Wij zijn op weg."},
		{"nothing known", Brief{}, "Wij zijn op weg."},
	} {
		got := Suggest(c.b)
		if !strings.Contains(got.NL, c.want) || got.EN == "" {
			t.Errorf("%s: %q / %q, want …%s…", c.situation, got.NL, got.EN, c.want)
		}
	}
}

func TestASignatureIsOnesOwnUnderWhatOneRead(t *testing.T) {
	by := identity.Actor{Name: "Hanna Bos"}
	d := DocumentOf(Plan, "org_1", brief())
	for _, c := range []struct {
		situation string
		sig       Signature
		d         Document
		want      string
	}{
		{"as read, own name", Signature{Plan, "abc", "Hanna Bos", i18n.NL}, d, ""},
		{"own name in other letters", Signature{Plan, "abc", " hanna  BOS", i18n.NL}, d, ""},
		{"no name", Signature{Plan, "abc", "", i18n.NL}, d, "board.signature-refused"},
		{"another's name", Signature{Plan, "abc", "Piet Blom", i18n.NL}, d, "board.signature-refused"},
		{"something else than was read", Signature{Plan, "abd", "Hanna Bos", i18n.NL}, d, "board.changed-while-reading"},
		{"nothing there", Signature{Plan, "abc", "Hanna Bos", i18n.NL}, Document{Subject: Plan}, "board.nothing-to-sign"},
	} {
		code := ""
		if f, ok := fault.Of(c.sig.check(by, c.d, "abc")); ok {
			code = f.Code
		}
		if code != c.want {
			t.Errorf("%s: %q, want %q", c.situation, code, c.want)
		}
	}
}

func TestAStandNamesTheNewestVersionAndAllWhoSignedIt(t *testing.T) {
	all := []Approval{
		{ID: "5", Subject: Measures, SHA256: "m", By: "hanna"},
		{ID: "4", Subject: Plan, SHA256: "b", By: "hanna"},
		{ID: "3", Subject: Plan, SHA256: "b", By: "piet"},
		{ID: "2", Subject: Plan, SHA256: "b", By: "hanna"},
		{ID: "1", Subject: Plan, SHA256: "a", By: "joke"},
	}
	s := StandOf(Plan, all, "b")
	if s.Latest == nil || s.Latest.ID != "4" || !s.Same || len(s.With) != 1 || s.With[0].ID != "3" {
		t.Errorf("StandOf = %+v", s)
	}
	if s := StandOf(Plan, all, "a"); s.Same {
		t.Error("going back to an older version counts as signed; the newest signature is under another")
	}
	if s := StandOf(Plan, nil, "a"); s.Latest != nil || s.Same {
		t.Errorf("without approvals: %+v", s)
	}
}

func TestMonthsSampleTheHistory(t *testing.T) {
	history := []plan.Day{{On: on("2026-09-10"), InPlace: 3, Applicable: 100}, {On: on("2026-10-31"), InPlace: 5, Applicable: 100}, {On: on("2026-11-20"), InPlace: 8, Applicable: 101}}
	want := []Point{{on("2026-09-30"), 3, 100}, {on("2026-10-31"), 5, 100}, {on("2026-11-22"), 8, 101}}
	if diff := cmp.Diff(want, Months(history, on("2026-11-22"), 12)); diff != "" {
		t.Errorf("Months (-want +got):\n%s", diff)
	}
	if got := Months(nil, on("2026-11-22"), 12); len(got) != 0 {
		t.Errorf("Months of nothing = %v", got)
	}
}

func TestABriefCountsWhatIsLeftToDo(t *testing.T) {
	b := brief()
	b.Actions = append(b.Actions, Action{ID: "act_9", Due: "2026-01-01", CostCents: 900_00, Status: plan.Done})
	if late := b.Late(); len(late) != 1 || late[0].ID != "act_2" {
		t.Errorf("Late = %+v", late)
	}
	if b.Open() != 2 || b.CostCents() != 150_00 {
		t.Errorf("Open = %d, CostCents = %d", b.Open(), b.CostCents())
	}
}
