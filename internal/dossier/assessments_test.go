package dossier_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// assess signs a report about the first entries of the journal, writes the entry
// about it, and returns the files for a dossier. Change may falsify the document
// before it is signed.
func (m *maker) assess(private ed25519.PrivateKey, change func(*audit.Document)) (report, signature dossier.File) {
	m.Helper()
	public := private.Public().(ed25519.PublicKey)
	d := audit.Document{Format: audit.Format, Org: "org_linde", Engagement: "aud_1", Number: 1, Key: identity.Fingerprint(public), Conclusion: "Op orde."}
	m.write(func(ctx context.Context, tx *sqldb.Tx) error {
		c, err := m.signer.Sign(ctx, tx, m.org, noon)
		d.Size, d.Root = c.Size, base64.StdEncoding.EncodeToString(c.Root[:])
		return err
	})
	if change != nil {
		change(&d)
	}
	text, sum, err := d.Text()
	if err != nil {
		m.Fatal(err)
	}
	m.write(func(ctx context.Context, tx *sqldb.Tx) error {
		said := audit.Signed{Number: 1, SHA256: sum, Key: identity.Fingerprint(public)}
		return journal.Append(ctx, tx, m.org, journal.Draft{At: noon.AddDate(0, 0, 1), ActorID: "per_9", ActorName: "Van Aalst", Action: audit.ActSign, Object: ref.Ref{Kind: "audit", ID: "aud_1"}, Data: said})
	})
	return dossier.Text(dossier.ReportPath(sum), text), dossier.Text(dossier.SignaturePath(sum), seal(public, ed25519.Sign(private, text)))
}

// seal writes a signature as docs/reference/dossier.md says.
func seal(public ed25519.PublicKey, signature []byte) []byte {
	line := base64.StdEncoding.EncodeToString
	return []byte(line(public) + "\n" + line(signature) + "\n")
}

func TestASignedAssessmentIsProven(t *testing.T) {
	private := ed25519.NewKeyFromSeed([]byte(strings.Repeat("a", ed25519.SeedSize)))
	other := ed25519.NewKeyFromSeed([]byte(strings.Repeat("b", ed25519.SeedSize)))
	forged := seal(other.Public().(ed25519.PublicKey), ed25519.Sign(other, []byte("x")))
	wrong := seal(private.Public().(ed25519.PublicKey), ed25519.Sign(private, []byte("something else")))
	for name, tt := range map[string]struct {
		change func(*audit.Document)
		files  func(report, signature dossier.File) []dossier.File
		want   dossier.Verdict
		says   string
	}{
		"as it is":         {want: dossier.Proven},
		"no report":        {files: func(_, s dossier.File) []dossier.File { return []dossier.File{s} }, want: dossier.NotProven, says: "the report is not in this dossier"},
		"no signature":     {files: func(r, _ dossier.File) []dossier.File { return []dossier.File{r} }, want: dossier.NotProven, says: "signature under the report is not"},
		"another report":   {files: func(r, s dossier.File) []dossier.File { return []dossier.File{dossier.Text(r.Name, []byte("{}")), s} }, want: dossier.Contradicted, says: "is another one"},
		"another key":      {files: func(r, s dossier.File) []dossier.File { return []dossier.File{r, dossier.Text(s.Name, forged)} }, want: dossier.Contradicted, says: "another key"},
		"a wrong one":      {files: func(r, s dossier.File) []dossier.File { return []dossier.File{r, dossier.Text(s.Name, wrong)} }, want: dossier.Contradicted, says: "does not hold"},
		"no base64":        {files: func(r, s dossier.File) []dossier.File { return []dossier.File{r, dossier.Text(s.Name, []byte("?"))} }, want: dossier.Contradicted, says: "not written as one"},
		"another org":      {change: func(d *audit.Document) { d.Org = "org_other" }, want: dossier.Contradicted, says: "says otherwise"},
		"another number":   {change: func(d *audit.Document) { d.Number = 2 }, want: dossier.Contradicted, says: "says otherwise"},
		"not stated":       {change: func(d *audit.Document) { d.Unstated = []string{"Yara"} }, want: dossier.Contradicted, says: "says otherwise"},
		"on paper":         {change: func(d *audit.Document) { d.OnPaper = true }, want: dossier.Contradicted, says: "says otherwise"},
		"another journal":  {change: func(d *audit.Document) { d.Size-- }, want: dossier.Contradicted, says: "another journal"},
		"a longer journal": {change: func(d *audit.Document) { d.Size += 100 }, want: dossier.Contradicted, says: "another journal"},
		"another format":   {change: func(d *audit.Document) { d.Format = "x/1" }, want: dossier.Contradicted, says: "format"},
	} {
		t.Run(name, func(t *testing.T) {
			m := begin(t, "org_linde")
			report, signature := m.assess(private, tt.change)
			files := append([]dossier.File{}, standard...)
			if tt.files == nil {
				files = append(files, report, signature)
			} else {
				files = append(files, tt.files(report, signature)...)
			}
			r := m.verify(m.pack(m.source(), files...), m.signer.Public())
			last := r.Findings[len(r.Findings)-1]
			if last.Claim != "audit/aud_1" || last.Verdict != tt.want || !strings.Contains(dossier.Reasons(last.Why, i18n.EN), tt.says) || r.Verdict != tt.want {
				t.Errorf("%+v, the whole %s; want %s with %q", last, r.Verdict, tt.want, tt.says)
			}
			if n := r.Count(dossier.Proven); tt.want != dossier.Proven && n != len(r.Findings)-1 {
				t.Errorf("%d of the %d other claims are proven", n, len(r.Findings)-1)
			}
		})
	}
}
