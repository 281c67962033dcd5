package auditdb_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/auditdb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var (
	noon = time.Date(2026, 3, 28, 12, 0, 0, 123456000, time.UTC)
	day  = time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC)
)

// open returns a store in a database with two organisations, whose journals have
// one entry each.
func open(t *testing.T, db *sqldb.DB) *auditdb.Store {
	t.Helper()
	signer, err := journal.LoadSigner(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []org.ID{"org_a", "org_b"} {
		err := db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			if err := tx.Exec(t.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $2, $3, $4, $5)`,
				id, "Zorg "+id, "{}", 1, sqldb.At(noon)); err != nil {
				return err
			}
			return journal.Append(t.Context(), tx, id, draft(id, "organisation.found"))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return &auditdb.Store{DB: db, Signer: signer}
}

func draft(id org.ID, act string) journal.Draft {
	by := identity.Actor{Person: "per_1", Name: "Sanne", Org: id}
	return by.Draft(noon, act, audit.ID("aud_1").Ref(), map[string]string{"by": act})
}

// engagement is one with everything that an engagement can have.
func engagement() audit.Engagement {
	return audit.Engagement{
		ID: "aud_1", Status: audit.AtWork, CreatedBy: "Sanne", CreatedAt: noon, Version: 1,
		Terms: audit.Terms{
			Firm: "Toetsbureau “Zuid”", Scope: []string{"r1", "r2"}, Criteria: "regel 1\nregel 2", Team: []audit.Member{{Name: "Karim", Role: "leider", Firm: "Zuid"}},
			From: day, Until: day, AccessFrom: day, AccessUntil: day.AddDate(0, 0, 7),
		},
		Organisation: audit.Agreement{Person: "per_1", Name: "Sanne", At: noon}, Assessor: audit.Agreement{Person: "per_2", Name: "Karim", At: noon},
		Statements: []audit.Statement{{Person: "per_2", Name: "Karim", At: noon, Answers: map[string]string{"family": audit.NoTie}, Explanation: "geen"}},
		Situation:  audit.Situation{Size: 3, Root: "cm9vdA==", Note: "note", At: noon}, Seed: "00ff",
		Sample:     []audit.Pick{{Requirement: "r1", Reasons: []audit.Reason{audit.Claimed, audit.Effect}}, {Requirement: "r2", Reasons: []audit.Reason{audit.ByHand}, Why: "storing", Dropped: "dicht"}},
		Conclusion: "Het werkt", Correcting: "een dag", Because: "",
	}
}

var verdict = audit.Verdict{
	Requirement: "r1", Level: framework.Operation, Outcome: audit.PartlyMet, Method: audit.ByReperformance, Seen: "twee van de drie", On: day, Place: "locatie Zuid",
	Evidence: []string{"evi_1"}, Note: "dossier 3", By: "per_2", ByName: "Karim", At: noon, Version: 1,
}

var finding = audit.Finding{
	Number: 1, Severity: audit.Major, Requirement: "r1", Title: "Geen tweede stap", What: "regel 1\nregel 2", Evidence: "gezien", By: "per_2", ByName: "Karim",
	MadeAt: noon, ChangedAt: noon, Version: 1,
}

func report(e audit.Engagement) audit.Report {
	return audit.Report{Number: 1, Text: []byte("{}\n"), SHA256: audit.Sum([]byte("{}\n")), Public: make([]byte, 32), Key: identity.Fingerprint(make([]byte, 32)), Signature: make([]byte, 64), By: "per_2", Name: "Karim", At: noon, OnPaper: true}
}

// fill stores an engagement with a verdict and a finding.
func fill(t *testing.T, s *auditdb.Store, id org.ID) audit.Engagement {
	t.Helper()
	e, ctx := engagement(), t.Context()
	for _, err := range []error{
		s.Save(ctx, id, e, draft(id, "audit.draft")),
		s.Judge(ctx, id, e, []audit.Verdict{verdict}, []journal.Draft{draft(id, "audit.verdict")}),
		s.SaveFinding(ctx, id, e, finding, draft(id, "audit.find")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	e.Work = 2
	return e
}

func load(t *testing.T, s *auditdb.Store, id org.ID) audit.File {
	t.Helper()
	f, ok, err := s.Load(t.Context(), id, "aud_1")
	if err != nil || !ok {
		t.Fatalf("Load = %t, %v", ok, err)
	}
	return f
}

func TestStoreGivesBackWhatItGot(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		e := fill(t, s, "org_a")
		want := audit.File{Engagement: e, Verdicts: []audit.Verdict{verdict}, Findings: []audit.Finding{finding}}
		if diff := cmp.Diff(want, load(t, s, "org_a")); diff != "" {
			t.Errorf("Load (-want +got):\n%s", diff)
		}
		answered := finding
		answered.Version, answered.Response = 2, audit.Response{Text: "klopt", By: "Sanne", At: noon}
		answered.Closing = audit.Closing{How: audit.ByEvidence, Evidence: "evi_2", By: "Sanne", At: noon}
		if err := s.SaveFinding(t.Context(), "org_a", e, answered, draft("org_a", "audit.respond")); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]audit.Finding{answered}, load(t, s, "org_a").Findings); diff != "" {
			t.Errorf("Findings (-want +got):\n%s", diff)
		}
	})
}

// TestNobodysWorkIsLost stores what was made from an older version: it is refused
// and leaves nothing.
func TestNobodysWorkIsLost(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		e := fill(t, s, "org_a")
		before := load(t, s, "org_a")
		other := verdict
		other.Seen, other.Level = "anders", framework.Design
		stopped := e
		stopped.Status = audit.Stopped
		for name, err := range map[string]error{
			"engagement":                   s.Save(ctx, "org_a", e, draft("org_a", "audit.change")),
			"verdict":                      s.Judge(ctx, "org_a", e, []audit.Verdict{other, verdict}, []journal.Draft{draft("org_a", "audit.verdict")}),
			"finding":                      s.SaveFinding(ctx, "org_a", e, finding, draft("org_a", "audit.find")),
			"verdict under another status": s.Judge(ctx, "org_a", stopped, []audit.Verdict{other}, nil),
			"finding under another status": s.SaveFinding(ctx, "org_a", stopped, audit.Finding{Number: 2, Version: 1}, draft("org_a", "audit.find")),
		} {
			if err != audit.ErrStale {
				t.Errorf("%s = %v, want ErrStale", name, err)
			}
		}
		if diff := cmp.Diff(before, load(t, s, "org_a")); diff != "" {
			t.Errorf("a refusal changed something (-before +after):\n%s", diff)
		}
	})
}

func TestASituationIsFixedOnlyAsItWasSeen(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		e := engagement()
		if err := s.Save(ctx, "org_a", e, draft("org_a", "audit.draft")); err != nil {
			t.Fatal(err)
		}
		var got audit.Situation
		fix := audit.Fix{At: noon, Make: func(at audit.Situation) (audit.Engagement, journal.Draft) {
			got, e.Situation, e.Version = at, at, 2
			return e, draft("org_a", "audit.begin")
		}}
		for _, seen := range []int64{0, 1, 3} {
			if err := s.Begin(ctx, "org_a", seen, fix); err != audit.ErrStale {
				t.Errorf("Begin(%d) = %v, want ErrStale", seen, err)
			}
		}
		if err := s.Begin(ctx, "org_a", 2, fix); err != nil {
			t.Fatal(err)
		}
		if got.Size != 2 || len(got.Root) != 44 || got.Note == "" {
			t.Errorf("the situation is %+v", got)
		}
		if kept := load(t, s, "org_a").Engagement.Situation; cmp.Diff(got, kept) != "" {
			t.Errorf("kept is %+v", kept)
		}
	})
}

func TestAReportIsSignedOverWhatWasRead(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		e := fill(t, s, "org_a")
		next := e
		next.Status, next.Version = audit.Reported, 2
		late := next
		late.Work = 1 // somebody judged since
		if _, err := s.Sign(ctx, "org_a", late, report(e), draft("org_a", "audit.sign")); err != audit.ErrStale {
			t.Errorf("Sign after other work = %v, want ErrStale", err)
		}
		r, err := s.Sign(ctx, "org_a", next, report(e), draft("org_a", "audit.sign"))
		if err != nil {
			t.Fatal(err)
		}
		if r.Size != 5 || r.Note == "" {
			t.Errorf("the checkpoint covers %d entries", r.Size)
		}
		if _, err := s.Sign(ctx, "org_a", next, report(e), draft("org_a", "audit.sign")); err != audit.ErrStale {
			t.Errorf("Sign twice = %v, want ErrStale", err)
		}
		kept, ok, err := s.Report(ctx, "org_a", "aud_1", 1)
		if err != nil || !ok {
			t.Fatalf("Report = %t, %v", ok, err)
		}
		if diff := cmp.Diff(r, kept); diff != "" {
			t.Errorf("Report (-want +got):\n%s", diff)
		}
		listed, err := s.List(ctx, "org_a")
		r.Text = nil
		if err != nil || len(listed) != 1 || cmp.Diff([]audit.Report{r}, listed[0].Reports) != "" {
			t.Errorf("List = %+v, %v", listed, err)
		}
	})
}

// TestNoMethodReachesAnother calls every method for one organisation with the
// records of another, under the same names.
func TestNoMethodReachesAnother(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		e := fill(t, s, "org_a")
		next := e
		next.Status, next.Version = audit.Reported, 2
		if _, err := s.Sign(ctx, "org_a", next, report(e), draft("org_a", "audit.sign")); err != nil {
			t.Fatal(err)
		}
		if all, err := s.List(ctx, "org_b"); len(all) != 0 || err != nil {
			t.Errorf("List(org_b) = %v, %v", all, err)
		}
		if _, ok, err := s.Load(ctx, "org_b", "aud_1"); ok || err != nil {
			t.Errorf("Load gives org_b the assessment of org_a (%v)", err)
		}
		if _, ok, err := s.Report(ctx, "org_b", "aud_1", 1); ok || err != nil {
			t.Errorf("Report gives org_b the report of org_a (%v)", err)
		}
		own, third := engagement(), next
		third.Version = 3
		if err := s.Save(ctx, "org_b", own, draft("org_b", "audit.draft")); err != nil {
			t.Errorf("Save of org_b's own under the same name = %v", err)
		}
		for name, err := range map[string]error{
			"Save":        s.Save(ctx, "org_b", third, draft("org_b", "audit.change")),
			"Judge":       s.Judge(ctx, "org_b", next, []audit.Verdict{verdict}, nil),
			"SaveFinding": s.SaveFinding(ctx, "org_b", next, finding, draft("org_b", "audit.find")),
			"BringBack":   s.BringBack(ctx, "org_b", third, []audit.Verdict{verdict}, []audit.Finding{finding}, nil),
		} {
			if err != audit.ErrStale {
				t.Errorf("%s by org_b of what is org_a's = %v, want ErrStale", name, err)
			}
		}
		if got := load(t, s, "org_a"); got.Engagement.Version != 2 || len(got.Reports) != 1 || len(got.Findings) != 1 {
			t.Errorf("org_a now has %+v", got)
		}
	})
}

// TestWhatIsBroughtBackIsStoredWholeOrNotAtAll lets each part of it come too late.
func TestWhatIsBroughtBackIsStoredWholeOrNotAtAll(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		e := fill(t, s, "org_a")
		next, v, f := e, verdict, finding
		next.Version, next.Conclusion = 2, "Van onderweg"
		next.Taken = []audit.Taking{{ID: "tak_1", Person: "per_2", At: noon, Size: 3, Brought: []audit.Brought{{SHA256: "00", At: noon, Verdicts: 1}}, Stored: map[string]string{"conclusion": "ab"}, Numbers: map[int]int{3: 4}}}
		v.Version, v.Seen = 2, "drie van de drie"
		f.Version, f.Title = 2, "Wel een tweede stap"
		added := finding
		added.Number = 2
		before := load(t, s, "org_a")
		for name, late := range map[string]func() (audit.Engagement, audit.Verdict, audit.Finding){
			"the engagement": func() (audit.Engagement, audit.Verdict, audit.Finding) { x := next; x.Version = 3; return x, v, f },
			"a verdict":      func() (audit.Engagement, audit.Verdict, audit.Finding) { x := v; x.Version = 3; return next, x, f },
			"a finding":      func() (audit.Engagement, audit.Verdict, audit.Finding) { x := f; x.Version = 1; return next, v, x },
		} {
			e, v, f := late()
			err := s.BringBack(t.Context(), "org_a", e, []audit.Verdict{v}, []audit.Finding{added, f}, []journal.Draft{draft("org_a", "audit.bring-back")})
			if !errors.Is(err, audit.ErrStale) {
				t.Errorf("%s came too late: %v, want ErrStale", name, err)
			}
			if diff := cmp.Diff(before, load(t, s, "org_a")); diff != "" {
				t.Errorf("%s came too late, and something changed (-before +after):\n%s", name, diff)
			}
		}
		if err := s.BringBack(t.Context(), "org_a", next, []audit.Verdict{v}, []audit.Finding{f, added}, []journal.Draft{draft("org_a", "audit.bring-back")}); err != nil {
			t.Fatal(err)
		}
		next.Work = e.Work + 3
		want := audit.File{Engagement: next, Verdicts: []audit.Verdict{v}, Findings: []audit.Finding{f, added}}
		if diff := cmp.Diff(want, load(t, s, "org_a")); diff != "" {
			t.Errorf("what was brought back (-want +got):\n%s", diff)
		}
	})
}
