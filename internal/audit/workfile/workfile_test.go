package workfile_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

const passphrase = "vier groene eenden op het ijs"

var noon = time.Date(2026, 11, 24, 12, 0, 0, 123456000, time.UTC)

func cargo() workfile.Cargo {
	entry := journal.Entry{Seq: 0, At: noon, ActorID: "per_1", ActorName: "Ada", Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: "5.1"}, Data: []byte(`{"x": "é"}`), Salt: []byte("salt")}
	entry.Commit = journal.Commitment(entry)
	closed := workfile.Closed(journal.Entry{Seq: 1, At: noon, ActorID: "per_1", ActorName: "Ada", Action: "incident.report", Object: ref.Ref{Kind: "incident", ID: "inc_1"}, Data: []byte(`{"title":"geheim"}`), Salt: []byte("salt"), Commit: []byte("c")})
	e := audit.Engagement{ID: "aud_1", Status: audit.AtWork, Version: 7, CreatedAt: noon, Terms: audit.Terms{Firm: "Keur"}}
	f := audit.File{Engagement: e, Verdicts: []audit.Verdict{{Requirement: "5.1", Seen: "Iets", Version: 2}}, Findings: []audit.Finding{{Number: 1, Title: "Mis"}}}
	return workfile.Cargo{
		Manifest: workfile.Manifest{Format: workfile.Format, Org: "org_a", Taking: audit.Taking{ID: "tak_1", Size: 2}, Admission: identity.Admission{About: "aud_1", Until: noon}},
		Work:     workfile.WorkOf(f), Entries: []journal.Entry{entry, closed},
		Points: []workfile.Point{{Size: 2, Note: "x", At: noon}}, Approvals: json.RawMessage(`[{"ID":"app_1"}]`),
	}
}

func piece(content string) workfile.Piece {
	sum := sha256.Sum256([]byte(content))
	return workfile.Piece{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func write(t *testing.T, c workfile.Cargo, pieces ...workfile.Piece) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := workfile.Write(&b, passphrase, c, pieces); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(file []byte, with string) (workfile.Cargo, []string, error) {
	var got []string
	c, err := workfile.Read(bytes.NewReader(file), with, func(_ workfile.Manifest, r io.Reader) (string, error) {
		content, err := io.ReadAll(r)
		got = append(got, string(content))
		sum := sha256.Sum256(content)
		return hex.EncodeToString(sum[:]), err
	})
	return c, got, err
}

func TestAWorkFileComesBackAsItWasWritten(t *testing.T) {
	want := cargo()
	got, files, err := read(write(t, want, piece("een"), piece(strings.Repeat("twee", 50_000))), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("work file (-written +read):\n%s", diff)
	}
	if len(files) != 2 || files[0] != "een" || len(files[1]) != 200_000 {
		t.Errorf("%d files came back", len(files))
	}
	f := got.Work.File()
	if f.Engagement.ID != "aud_1" || f.Engagement.Version != 7 || f.Engagement.Terms.Firm != "Keur" || f.Verdicts[0].Version != 2 {
		t.Errorf("the engagement is %+v", f)
	}
}

// TestATouchedWorkFileIsRefused changes a byte, and cuts it off, in the header, the
// first block and the last.
func TestATouchedWorkFileIsRefused(t *testing.T) {
	file := write(t, cargo(), piece("een"))
	header := bytes.LastIndex(file[:600], []byte("--- "))
	for _, at := range []int{header + 9, header + 60, header + 900, len(file) - 1} {
		touched := slices.Clone(file)
		touched[at] ^= 4
		wantCode(t, fmt.Sprintf("byte %d of %d changed", at, len(file)), touched, passphrase, "workfile.unreadable")
		wantCode(t, fmt.Sprintf("cut off at %d", at), file[:at], passphrase, "workfile.unreadable")
	}
	wantCode(t, "bytes added", append(slices.Clone(file), "meer"...), passphrase, "workfile.unreadable")
}

func wantCode(t *testing.T, what string, file []byte, with, code string) {
	t.Helper()
	_, _, err := read(file, with)
	if f, ok := fault.Of(err); !ok || f.Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestAFileThatIsNoneIsRefused(t *testing.T) {
	file := write(t, cargo())
	greedy := bytes.Replace(file, []byte(" 16\n"), []byte(" 30\n"), 1) // would take 1 TB to open
	other, empty, short := cargo(), cargo(), cargo()
	other.Manifest.Format = "aantoonbaar/work-file/2"
	empty.Entries, empty.Manifest.Taking.Size = nil, 0
	short.Entries = short.Entries[:1]
	wrong := piece("een")
	wrong.SHA256 = piece("twee").SHA256
	for name, f := range map[string][]byte{
		"nothing": {}, "text": []byte("hallo"), "a zip": []byte("PK\x03\x04" + strings.Repeat("x", 4000)), "one that costs too much": greedy,
		"another format": write(t, other), "no journal": write(t, empty), "half a journal": write(t, short), "evidence under another hash": write(t, cargo(), wrong),
		"a tar of something else": sealed(t, func(w *tar.Writer) { header(t, w, "manifest.json", 2, "{}") }),
		"a link": sealed(t, func(w *tar.Writer) {
			_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeSymlink, Name: "manifest.json", Linkname: "/etc/passwd"})
		}),
	} {
		wantCode(t, name, f, passphrase, "workfile.unreadable")
	}
	wantCode(t, "another passphrase", file, "vijf rode eenden op het ijs", "workfile.wrong-passphrase")
	wantCode(t, "no passphrase", file, "", "workfile.wrong-passphrase")
	wantCode(t, "a part that is too large", sealed(t, func(w *tar.Writer) {
		_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "manifest.json", Size: 5 << 30})
	}), passphrase, "workfile.too-large")
}

func sealed(t *testing.T, fill func(*tar.Writer)) []byte {
	t.Helper()
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(10)
	var b bytes.Buffer
	w, err := age.Encrypt(&b, r)
	if err != nil {
		t.Fatal(err)
	}
	fill(tar.NewWriter(w))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func header(t *testing.T, w *tar.Writer, name string, size int64, content string) {
	t.Helper()
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
}

func TestResultsComeBackOrAreRefused(t *testing.T) {
	want := audit.Results{Format: audit.ResultsFormat, Org: "org_a", Engagement: "aud_1", Taking: "tak_1", Conclusion: &audit.ConclusionNote{Text: "Goed"}}
	var b bytes.Buffer
	if err := workfile.WriteResults(&b, passphrase, want); err != nil {
		t.Fatal(err)
	}
	got, err := workfile.ReadResults(b.Bytes(), passphrase)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("results, %v (-written +read):\n%s", err, diff)
	}
	touched := slices.Clone(b.Bytes())
	touched[len(touched)-20] ^= 1
	for name, file := range map[string][]byte{"touched": touched, "cut off": b.Bytes()[:b.Len()-1], "a work file": write(t, cargo()), "text": []byte("{}")} {
		if _, err := workfile.ReadResults(file, passphrase); code(err) != "workfile.unreadable" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := workfile.ReadResults(b.Bytes(), "iets heel anders dan dat"); code(err) != "workfile.wrong-passphrase" {
		t.Errorf("another passphrase: %v", err)
	}
	if _, err := workfile.ReadResults(make([]byte, workfile.MaxResults+1), passphrase); code(err) != "workfile.too-large" {
		t.Errorf("too large: %v", err)
	}
	for _, text := range []string{``, `{}`, `[]`, `{"format":"aantoonbaar/assessment-results/1"} x`, `{"format":"aantoonbaar/assessment-results/1","more":1}`} {
		if _, err := workfile.ParseResults([]byte(text)); code(err) != "workfile.unreadable" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func code(err error) string {
	if f, ok := fault.Of(err); ok {
		return f.Code
	}
	return ""
}
