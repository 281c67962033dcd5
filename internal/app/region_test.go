package app_test

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/home"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// TestTheDemoRegionTellsItsStoryInOrder writes the whole region and reads every
// journal of it: days go forward, none lies in the future, everything done has
// words, and the tree holds.
func TestTheDemoRegionTellsItsStoryInOrder(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	now := time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC)
	clock := &demo.Clock{Real: func() time.Time { return now }}
	a, err := app.Open(ctx, config.Config{Database: filepath.Join(dir, "a.db"), Data: dir, Address: "http://localhost:1", Zone: "Europe/Amsterdam"}, clock.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	g := a.Generator(clock, 20260815)
	if err := g.Region(ctx); err != nil {
		t.Fatal(err)
	}
	guests, err := g.Guests(ctx)
	if err != nil || len(guests) < 12 {
		t.Errorf("%d people in the region (%v), want at least 12", len(guests), err)
	}
	ids := regionIDs(t, a)
	if len(ids) != 8 {
		t.Fatalf("%d organisations, want 8", len(ids))
	}
	assessed, registers := 0, 0
	for _, id := range ids {
		assessed += checkAssessed(t, a, id)
		registers += checkRegister(t, a, id)
		err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
			checkStory(t, tx, id, now)
			audit, err := journal.Check(ctx, tx, string(id), a.Signer.Public())
			if len(audit.Problems) > 0 {
				t.Errorf("%s: %v", id, audit.Problems)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		checkStatement(t, a, id)
	}
	if assessed != 1 || registers != 1 {
		t.Errorf("%d organisations are assessed and %d have a register, want one each", assessed, registers)
	}
}

// checkRegister looks at the certificates of an organisation that has any: an edition
// that ends, one without the care, one of a supplier; and at its internal audit, of
// which a round is finished and evidence.
func checkRegister(t *testing.T, a *app.App, id org.ID) int {
	t.Helper()
	all, err := a.Certified.List(t.Context(), identity.OperatorActor(id))
	if err != nil || len(all) == 0 {
		return 0
	}
	old, careless, theirs := 0, 0, 0
	for _, c := range all {
		if _, moved := c.EndsOn(a.Certified.Endings); moved {
			old++
		}
		if c.Reach == certification.WithoutCare {
			careless++
		}
		if c.Supplier != "" {
			theirs++
		}
	}
	if old != 1 || careless != 1 || theirs != 1 {
		t.Errorf("of %d certificates %d are of an edition that ends, %d leave out the care, %d are of a supplier", len(all), old, careless, theirs)
	}
	sheet, ok, err := a.Programme.Newest(t.Context(), identity.OperatorActor(id))
	if err != nil || !ok {
		t.Fatalf("%s has no audit programme: %v", id, err)
	}
	reported := 0
	for _, r := range sheet.States {
		if r.Report != nil && len(r.Report.Looks) == len(r.Fixed) && r.Report.Findings == 1 {
			reported++
		}
	}
	proof, err := a.Evidence.Store.All(t.Context(), id, evidence.MaxItems)
	if err != nil || reported != 1 || !slices.ContainsFunc(proof, func(it evidence.Item) bool { return strings.HasPrefix(it.Title, "Interne audit van ") }) {
		t.Errorf("%d rounds are reported (%v), or the report is no evidence", reported, err)
	}
	return 1
}

// checkAssessed looks at the independent assessment of an organisation: a signed report
// that holds, and a finding that is open.
func checkAssessed(t *testing.T, a *app.App, id org.ID) int {
	t.Helper()
	files, err := a.Audit.List(t.Context(), identity.OperatorActor(id))
	if err != nil || len(files) == 0 {
		return 0
	}
	f, err := a.Audit.File(t.Context(), identity.OperatorActor(id), files[0].Engagement.ID)
	if err != nil {
		t.Fatal(err)
	}
	r, d, err := a.Audit.Report(t.Context(), identity.OperatorActor(id), f.Engagement.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Holds() || d.OnPaper || len(d.Verdicts) < 24 || len(d.Plan) == 0 || len(d.Findings) != 2 {
		t.Errorf("the report of %s holds: %t, with %d verdicts and %d findings", id, r.Holds(), len(d.Verdicts), len(d.Findings))
	}
	if f.Engagement.Status != audit.Reported || !f.Findings[0].IsOpen() || f.Findings[1].IsOpen() || f.Findings[0].Response.Text == "" {
		t.Errorf("%s is %s, with findings %+v", id, f.Engagement.Status, f.Findings)
	}
	return len(files)
}

// checkStatement takes the statement of an organisation as a file, in each form
// and language, and reads it back into the same organisation: nothing changes.
func checkStatement(t *testing.T, a *app.App, id org.ID) {
	t.Helper()
	ctx := t.Context()
	pic, err := a.Assessment.Picture(ctx, identity.OperatorActor(id))
	if err != nil {
		t.Fatal(err)
	}
	console := identity.Console{Service: a.Identity}
	email := string(id) + "@terug.example"
	who, err := console.CreatePerson(ctx, "Terug Lezer", email, i18n.NL)
	if err != nil {
		t.Fatal(err)
	}
	if err := console.AddMember(ctx, id, who.ID, identity.SecurityOfficer); err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256([]byte(email))
	in := identity.SignedIn{ID: "ses_" + string(id), Person: who, Started: a.Now(), Seen: a.Now(), Strong: a.Now()}
	if _, err := a.Identity.Store.StartSession(ctx, identity.Start{Session: in, Hash: hash[:]}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/o/%s/verklaring.xlsx", "/o/%s/verklaring.csv", "/en/o/%s/verklaring.xlsx", "/en/o/%s/verklaring.csv"} {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:1"+fmt.Sprintf(name, id), nil)
		r.AddCookie(&http.Cookie{Name: "zitting", Value: email})
		w := httptest.NewRecorder()
		if a.Handler().ServeHTTP(w, r); w.Code != http.StatusOK {
			t.Fatalf("%s: %d", r.URL, w.Code)
		}
		book, err := soafile.Read(ctx, filepath.Base(name), w.Body, soafile.StandardLimits())
		if err != nil {
			t.Fatal(err)
		}
		reading := soafile.Understand(book, a.Content, i18n.NL, pic.Today)
		if len(reading.Proposals) < len(a.Content.Requirements)*9/10 {
			t.Errorf("%s gives %d proposals", r.URL, len(reading.Proposals))
		}
		for _, c := range soafile.Merge(pic, a.Content, reading) {
			t.Errorf("%s: %s changes from %+v to %+v", r.URL.Path, c.Requirement, c.Before, c.Proposal.Answer)
			break
		}
	}
}

func regionIDs(t *testing.T, a *app.App) (ids []org.ID) {
	t.Helper()
	err := a.DB.Read(t.Context(), sqldb.Scope{}, func(tx *sqldb.Tx) (err error) {
		ids, err = sqldb.All(t.Context(), tx, sqldb.Scalar[org.ID], `SELECT tenant_id FROM tenants ORDER BY tenant_id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// checkStory reads one journal from its end to its beginning.
func checkStory(t *testing.T, tx *sqldb.Tx, id org.ID, now time.Time) {
	t.Helper()
	after := now
	for before := int64(0); ; {
		entries, err := journal.Latest(t.Context(), tx, id, before, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.At.After(after) {
				t.Errorf("%s: entry %d (%s) is of %s, later than what follows (%s)", id, e.Seq, e.Action, e.At, after)
			}
			if _, ok := home.ActionName(e.Action); !ok {
				t.Errorf("%s: no words for %s", id, e.Action)
			}
			after, before = e.At, e.Seq
		}
		if len(entries) < 1000 {
			return
		}
	}
}
