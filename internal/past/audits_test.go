package past_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"testing"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
)

// safe holds one report.
type safe struct {
	audit.Store
	report audit.Report
}

// List implements [audit.Store].
func (s safe) List(context.Context, org.ID) ([]audit.File, error) {
	return []audit.File{{Engagement: audit.Engagement{ID: "aud_1"}, Reports: []audit.Report{s.report}}}, nil
}

// Report implements [audit.Store].
func (s safe) Report(context.Context, org.ID, audit.ID, int) (audit.Report, bool, error) {
	return s.report, true, nil
}

// signed is a report under a key that is made for it.
func signed(t *testing.T, conclusion string, public ed25519.PublicKey, private ed25519.PrivateKey) audit.Report {
	t.Helper()
	text, sum, err := audit.Document{Format: audit.Format, Engagement: "aud_1", Number: 1, Conclusion: conclusion, Key: identity.Fingerprint(public)}.Text()
	if err != nil {
		t.Fatal(err)
	}
	return audit.Report{Number: 1, Text: text, SHA256: sum, Public: public, Signature: ed25519.Sign(private, text), Name: "Iemand van nu", Size: 3, Note: "note"}
}

// TestAReportIsTheOneThatWasSigned: what is kept of it today counts when the journal
// names it, and the signature under it holds.
func TestAReportIsTheOneThatWasSigned(t *testing.T) {
	public, private, _ := ed25519.GenerateKey(nil)
	other, theirs, _ := ed25519.GenerateKey(nil)
	good := signed(t, "Goed", public, private)
	state := recall(t, line{"audit.draft", "audit/aud_1", `{"status":"drafted","terms":{"firm":"Bureau"}}`}, line{"audit.sign", "audit/aud_1", fmt.Sprintf(`{"number":1,"sha256":%q}`, good.SHA256)})
	edited := signed(t, "Slecht", public, private)
	forged, elsewhere, resigned := good, good, good
	forged.Signature = ed25519.Sign(theirs, good.Text)
	elsewhere.Size = 2
	resigned.Public, resigned.Signature = other, ed25519.Sign(theirs, good.Text)
	for name, tt := range map[string]struct {
		kept audit.Report
		ok   bool
	}{
		"as it was signed": {good, true}, "another text": {edited, false}, "another signature": {forged, false},
		"under another checkpoint": {elsewhere, false}, "signed again by somebody else": {resigned, false},
	} {
		store := (&past.Stores{State: state, Audits: safe{report: tt.kept}}).ForAudit()
		r, ok, err := store.Report(t.Context(), "org_1", "aud_1", 1)
		if ok != tt.ok || (err == nil) != tt.ok || ok && (r.Name != "Marieke" || string(r.Text) != string(good.Text) || r.Note != "note") {
			t.Errorf("%s: Report = %+v, %t, %v", name, r, ok, err)
		}
		files, err := store.List(t.Context(), "org_1")
		if err != nil || len(files) != 1 || len(files[0].Reports) != 1 || files[0].Reports[0].SHA256 != good.SHA256 || files[0].Reports[0].Name != "Marieke" {
			t.Errorf("%s: List = %+v, %v", name, files, err)
		}
	}
	if f, ok, err := (&past.Stores{State: state, Audits: safe{report: good}}).ForAudit().Load(t.Context(), "org_1", "aud_2"); ok || err != nil {
		t.Errorf("an assessment that was not there = %+v, %v", f, err)
	}
}
