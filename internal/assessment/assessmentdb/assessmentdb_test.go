package assessmentdb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/assessmentdb"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// world is a small world on a real database: no evidence, two members.
type world struct{ db *sqldb.DB }

func (w world) Size(ctx context.Context, id org.ID) (n int64, err error) {
	err = w.db.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err = journal.Size(ctx, tx, id)
		return err
	})
	return n, err
}

func (world) Facts(context.Context, org.ID) (rule.Facts, error) {
	return org.Profile{DevelopsSoftware: org.No}.Facts(), nil
}

func (world) Evidence(context.Context, org.ID, time.Time) (map[string]assessment.Evidence, error) {
	return nil, nil
}

func (world) Members(context.Context, org.ID) (identity.Roll, error) {
	return identity.Roll{Here: map[identity.PersonID]string{"per_1": "Marieke", "per_2": "Sanne"}}, nil
}

var content = sync.OnceValues(func() (*framework.Catalogue, error) { return framework.Load(os.DirFS("../../../content")) })

func service(t *testing.T, db *sqldb.DB) *assessment.Service {
	t.Helper()
	cat, err := content()
	if err != nil {
		t.Fatal(err)
	}
	scan, err := assessment.LoadScan(os.DirFS("../../../content"), cat)
	if err != nil {
		t.Fatal(err)
	}
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	now := noon
	return &assessment.Service{
		Store: &assessmentdb.Store{DB: db}, Catalogue: cat, Elements: scan, World: world{db},
		Now: func() time.Time { now = now.Add(time.Second); return now }, Zone: time.UTC,
		NewID: func(p string) string { return ref.NewID(p, noon) },
	}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func actor(id identity.PersonID, name string, o org.ID) identity.Actor {
	return identity.Actor{Person: id, Name: name, Org: o, Role: identity.SecurityOfficer, Credential: identity.Session}
}

var (
	marieke = actor("per_1", "Marieke", "org_a")
	sanne   = actor("per_2", "Sanne", "org_a")
	others  = actor("per_3", "Iemand", "org_b")
)

const req = "nen7510-2:2024/8.5"

func answer(version int64, reply assessment.Reply, text string) assessment.Answer {
	return assessment.Answer{Requirement: req, Version: version, Design: assessment.Statement{Reply: reply, On: noon.Truncate(24 * time.Hour)}, Explanation: text}
}

func TestAnswersAreKeptPerOrganisation(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		saved, err := s.Save(ctx, marieke, answer(0, assessment.Yes, "Zo doen wij dat."))
		if err != nil || saved.Version != 1 || saved.ChangedBy != "Marieke" {
			t.Fatalf("Save = %+v, %v", saved, err)
		}
		p, err := s.Picture(ctx, marieke)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(saved, p.Said.Answers[req]); diff != "" {
			t.Errorf("stored answer (-saved +read):\n%s", diff)
		}
		if theirs, err := s.Picture(ctx, others); err != nil || len(theirs.Said.Answers) != 0 {
			t.Errorf("org_b sees %d answers of org_a (%v)", len(theirs.Said.Answers), err)
		}
		if _, err := s.Save(ctx, others, answer(1, assessment.No, "")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("org_b changed org_a's version: %v", err)
		}
	})
}

// TestLoadSeesWhatAnotherProcessChanged: what is kept in memory holds for as long
// as the database says so, and a caller's map is the caller's own.
func TestLoadSeesWhatAnotherProcessChanged(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		mine, theirs := &assessmentdb.Store{DB: db}, &assessmentdb.Store{DB: db}
		want := map[string]assessment.Answer{}
		for i, r := range []string{"nen7510-2:2024/8.5", "nen7510-2:2024/8.6", "nen7510-2:2024/8.5"} {
			a := answer(want[r].Version, assessment.Yes, fmt.Sprintf("Keer %d.", i))
			a.Requirement = r
			saved, err := s.Save(ctx, marieke, a)
			if err != nil {
				t.Fatal(err)
			}
			want[r] = saved
			for _, store := range []*assessmentdb.Store{mine, mine, theirs} {
				said, err := store.Load(ctx, "org_a")
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, said.Answers); diff != "" {
					t.Fatalf("after change %d (-want +got):\n%s", i, diff)
				}
				clear(said.Answers)
			}
		}
	})
}

func TestTwoPeopleAtOneRequirementLoseNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		first := answer(0, assessment.Yes, "Van Marieke.")
		if _, _, err := s.SaveForm(ctx, marieke, first); err != nil {
			t.Fatal(err)
		}
		second := assessment.Answer{Requirement: req, Owner: "per_2"} // made from the empty form as well
		saved, meanwhile, err := s.SaveForm(ctx, sanne, second)
		if err != nil || saved.Explanation != "Van Marieke." || saved.Owner != "per_2" || saved.Design.Reply != assessment.Yes {
			t.Fatalf("SaveForm = %+v, %v; want both changes", saved, err)
		}
		if len(meanwhile.Parts) != 3 || meanwhile.Who != "Marieke" {
			t.Errorf("Sanne is told of %d changes of %q, want 3 of Marieke", len(meanwhile.Parts), meanwhile.Who)
		}
		var clash *assessment.Clash
		_, _, err = s.SaveForm(ctx, sanne, answer(0, assessment.No, "Van Sanne."))
		if !errors.As(err, &clash) || len(clash.Parts) != 2 || clash.Theirs.Explanation != "Van Marieke." {
			t.Fatalf("SaveForm = %v; want a clash on design and explanation", err)
		}
		if p, _ := s.Picture(ctx, sanne); p.Said.Answers[req].Explanation != "Van Marieke." {
			t.Error("a clash changed what was stored")
		}
		again, _, err := s.SaveForm(ctx, marieke, answer(1, assessment.Yes, "Van Marieke, beter."))
		if err != nil || again.Owner != "per_2" || again.Explanation != "Van Marieke, beter." {
			t.Errorf("SaveForm = %+v, %v; want her own words over her own, and Sanne's owner kept", again, err)
		}
	})
}

// TestSavingOverAClashKeepsWhatDidNotClash: whoever saves once more, having seen the
// difference, decides about that difference and nothing else.
func TestSavingOverAClashKeepsWhatDidNotClash(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		theirs := answer(0, assessment.Yes, "Van Marieke.")
		theirs.Existence.Reply = assessment.Partly
		if _, err := s.Save(ctx, marieke, theirs); err != nil {
			t.Fatal(err)
		}
		var clash *assessment.Clash
		_, _, err := s.SaveForm(ctx, sanne, assessment.Answer{Requirement: req, Design: assessment.Statement{Reply: assessment.No}, Owner: "per_2"})
		if !errors.As(err, &clash) || len(clash.Parts) != 1 || clash.Parts[0].Name != "design" {
			t.Fatalf("SaveForm = %v, want a clash on design", err)
		}
		saved, m, err := s.SaveForm(ctx, sanne, clash.Mine)
		if err != nil || m.Any() || saved.Design.Reply != assessment.No || saved.Existence.Reply != assessment.Partly || saved.Explanation != "Van Marieke." || saved.Owner != "per_2" {
			t.Errorf("saving once more gives %+v, %v; want Sanne's design and owner, and the rest of Marieke", saved, err)
		}
		if len(clash.Taken) != 3 { // existence, explanation, and the day of design
			t.Errorf("she is told that %d parts were taken over, want 3", len(clash.Taken))
		}
	})
}

// TestATableOfFormsIsStoredWholeOrNotAtAll: rows that somebody else changed are
// brought together, and one that both changed differently holds back all of them.
func TestATableOfFormsIsStoredWholeOrNotAtAll(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		other := s.Catalogue.Requirements[40].ID
		row := func(requirement string, design, existence assessment.Reply) assessment.Answer {
			return assessment.Answer{Requirement: requirement, Design: assessment.Statement{Reply: design}, Existence: assessment.Statement{Reply: existence}}
		}
		if _, _, err := s.SaveForms(ctx, marieke, []assessment.Answer{row(req, assessment.Yes, "")}); err != nil {
			t.Fatal(err)
		}
		saved, m, err := s.SaveForms(ctx, sanne, []assessment.Answer{row(req, "", assessment.No), row(other, assessment.Partly, "")})
		if err != nil || saved[0].Design.Reply != assessment.Yes || saved[0].Existence.Reply != assessment.No || saved[1].Design.Reply != assessment.Partly {
			t.Fatalf("SaveForms = %+v, %v; want Marieke's design beside Sanne's existence, and the other row", saved, err)
		}
		if !m[0].Any() || m[1].Any() {
			t.Errorf("others changed %v, want the first row alone", m)
		}
		for _, who := range []identity.Actor{sanne, marieke} { // each with a page from before all of it
			if same, _, err := s.SaveForms(ctx, who, []assessment.Answer{row(req, "", "")}); err != nil || same[0] != saved[0] {
				t.Errorf("a row that %s did not touch became %+v, %v", who.Name, same, err)
			}
		}
		next := saved[1]
		next.Design.Reply = assessment.Yes
		var clashes assessment.Clashes
		_, _, err = s.SaveForms(ctx, marieke, []assessment.Answer{next, row(req, assessment.Yes, assessment.Partly)})
		if !errors.As(err, &clashes) || len(clashes) != 1 || clashes[0].Mine.Requirement != req || clashes[0].Parts[0].Name != "existence" {
			t.Errorf("SaveForms = %v, want a clash on existence of %s", err, req)
		}
		if p, _ := s.Picture(ctx, sanne); p.Said.Answers[other] != saved[1] {
			t.Error("one row was stored while another clashed")
		}
	})
}

// TestAFormThatGoesOnAfterAMergeLosesNothing: a form that saves as it is typed
// still shows what was there before the other's change, also in its third save.
func TestAFormThatGoesOnAfterAMergeLosesNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		if _, err := s.Save(ctx, sanne, answer(0, assessment.Partly, "Oud.")); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.SaveForm(ctx, marieke, answer(1, assessment.Partly, "Van Marieke.")); err != nil {
			t.Fatal(err)
		}
		form := answer(1, assessment.Partly, "Oud.") // Sanne's screen, from before Marieke's change
		for _, reply := range []assessment.Reply{assessment.Yes, assessment.Partly, assessment.No} {
			form.Existence.Reply = reply
			saved, meanwhile, err := s.SaveForm(ctx, sanne, form)
			if err != nil || saved.Explanation != "Van Marieke." || saved.Existence.Reply != reply || !meanwhile.Any() {
				t.Errorf("with %q: %+v, %v, %v; want it beside Marieke's words", reply, saved, meanwhile, err)
			}
		}
		form.Existence.Reply, form.Design.Reply = assessment.Unanswered, assessment.Yes // the first back as it was
		if saved, _, err := s.SaveForm(ctx, sanne, form); err != nil || saved.Existence.Reply != assessment.Unanswered || saved.Design.Reply != assessment.Yes {
			t.Errorf("taking a reply back gives %+v, %v", saved, err)
		}
		var clash *assessment.Clash
		form.Explanation = "Van Sanne."
		if _, _, err := s.SaveForm(ctx, sanne, form); !errors.As(err, &clash) || len(clash.Parts) != 1 || clash.Parts[0].Name != "explanation" {
			t.Errorf("her own words over Marieke's: %v, want a clash on those alone", err)
		}
	})
}

func TestQuickScanFillsOnlyWhatNobodyAnswered(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		if _, err := s.Save(ctx, marieke, answer(0, assessment.Yes, "Zelf gezegd.")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Scan(ctx, marieke, assessment.ScanAnswer{Element: "quickscan/5", Value: assessment.No}); err != nil {
			t.Fatal(err)
		}
		p, _ := s.Picture(ctx, marieke)
		if a := p.Said.Answers[req]; a.Explanation != "Zelf gezegd." || a.Origin != assessment.Own {
			t.Errorf("the quick scan changed an own answer: %+v", a)
		}
		filled := p.Said.Answers["nen7510-2:2024/5.18"]
		if filled.Origin != assessment.QuickScan || filled.Existence.Reply != assessment.No {
			t.Errorf("5.18 is %+v, want a starting point that says no", filled)
		}
		if _, err := s.Confirm(ctx, marieke, filled.Requirement, filled.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Scan(ctx, marieke, assessment.ScanAnswer{Element: "quickscan/5", Value: assessment.Yes, Version: 1}); err != nil {
			t.Fatal(err)
		}
		p, _ = s.Picture(ctx, marieke)
		if a := p.Said.Answers[filled.Requirement]; a.Existence.Reply != assessment.No {
			t.Errorf("a confirmed answer was overwritten: %+v", a)
		}
	})
}

func TestRefusedAnswersStoreNothing(t *testing.T) {
	db := sqldbtest.SQLite(t)
	s, ctx := service(t, db), t.Context()
	change := func(f func(*assessment.Answer)) assessment.Answer {
		a := answer(0, assessment.Yes, "")
		f(&a)
		return a
	}
	reader := marieke
	reader.Role = identity.Reader
	for _, tt := range []struct {
		name   string
		by     identity.Actor
		answer assessment.Answer
		kind   fault.Kind
		field  string
	}{
		{"a reader", reader, answer(0, assessment.Yes, ""), fault.Denied, ""},
		{"a requirement that is not there", marieke, change(func(a *assessment.Answer) { a.Requirement = "nen7510-2:2024/9.99" }), fault.NotFound, ""},
		{"a stale form", marieke, answer(7, assessment.Yes, ""), fault.Conflict, ""},
		{"left out without a reason", marieke, change(func(a *assessment.Answer) { a.Applies = assessment.NotApplicable }), fault.Invalid, "reason"},
		{"a reply that we do not know", marieke, answer(0, "perhaps", ""), fault.Invalid, "design"},
		{"a day in the future", marieke, change(func(a *assessment.Answer) { a.Design.On = noon.AddDate(0, 0, 1) }), fault.Invalid, "design_on"},
		{"a day in the year 0", marieke, change(func(a *assessment.Answer) { a.ReviewOn = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) }), fault.Invalid, "review_on"},
		{"10,000 characters", marieke, answer(0, assessment.Yes, string(make([]rune, 10_000))), fault.Invalid, "explanation"},
		{"a NUL byte", marieke, answer(0, assessment.Yes, "a\x00b"), fault.Invalid, "explanation"},
		{"broken UTF-8", marieke, answer(0, assessment.Yes, "a\xffb"), fault.Invalid, "explanation"},
		{"an owner from elsewhere", marieke, change(func(a *assessment.Answer) { a.Owner = "per_9" }), fault.Invalid, "owner"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.Save(ctx, tt.by, tt.answer)
			f, ok := fault.Of(err)
			if !ok || f.Kind != tt.kind || tt.field != "" && (len(f.Fields) == 0 || f.Fields[0].Name != tt.field) {
				t.Fatalf("Save = %v, want %s on %q", err, tt.kind, tt.field)
			}
		})
	}
	if n, _ := (world{db}).Size(ctx, "org_a"); n != 0 {
		t.Errorf("the journal has %d entries, want none", n)
	}
}

func TestAColleagueAnswersOneQuestionOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := service(t, db), t.Context()
		q, err := s.Ask(ctx, marieke, req, "Joost", "Weet jij dit?")
		if err != nil {
			t.Fatal(err)
		}
		joost := identity.Actor{Person: "link", Name: "Joost", Org: "org_a", Credential: identity.AskLink, About: q.ID}
		replies := map[framework.Level]assessment.Reply{framework.Design: assessment.Yes, framework.Existence: assessment.Partly}
		if err := s.Reply(ctx, joost, nil, " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a reply that says nothing: %v, want Invalid: it would use the question up", err)
		}
		if err := s.Reply(ctx, joost, replies, "In het ECD wel."); err != nil {
			t.Fatal(err)
		}
		if err := s.Reply(ctx, joost, replies, "Nog eens."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second reply: %v, want a conflict", err)
		}
		if _, err := s.Picture(ctx, joost); fault.KindOf(err) != fault.Denied {
			t.Errorf("the link opens the whole assessment: %v", err)
		}
		got, err := s.Questions(ctx, marieke, req)
		if err != nil || len(got) != 1 || got[0].Said != "In het ECD wel." || got[0].Existence != assessment.Partly {
			t.Errorf("Questions = %+v, %v", got, err)
		}
		if err := s.Close(ctx, marieke, "nen7510-2:2024/8.6", q.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("closing under another requirement: %v, want NotFound", err)
		}
		if err := s.TakeOver(ctx, marieke, req, q.ID); err != nil {
			t.Fatal(err)
		}
		p, err := s.Picture(ctx, marieke)
		if err != nil {
			t.Fatal(err)
		}
		a := p.Said.Answers[req]
		if a.Design.Reply != assessment.Yes || a.Existence.Reply != assessment.Partly || a.Explanation != "In het ECD wel. (Joost)" || a.ChangedByID != marieke.Person {
			t.Errorf("the answer that was taken over is %+v", a)
		}
		if got, _ := s.Questions(ctx, marieke, req); len(got) != 0 {
			t.Errorf("%d questions after closing, want none", len(got))
		}
		if err := s.TakeOver(ctx, marieke, req, q.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taking over twice: %v, want a conflict", err)
		}
		if again, _ := s.Picture(ctx, marieke); again.Said.Answers[req] != a {
			t.Errorf("taking over twice left %+v", again.Said.Answers[req])
		}
	})
}
