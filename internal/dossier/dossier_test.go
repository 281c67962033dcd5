package dossier_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)

// paper is the one file of evidence.
const paper = "Uitdraai van de terugzetproef van 27 maart.\n"

var paperSum = func() string { s := sha256.Sum256([]byte(paper)); return hex.EncodeToString(s[:]) }()

// story is what happened in the organisation, an entry each.
func story() []journal.Draft {
	did := func(action, kind, id string, data any) journal.Draft {
		return journal.Draft{ActorID: "per_1", ActorName: "Marieke\tde Vries", Action: action, Object: ref.Ref{Kind: kind, ID: id}, Data: data}
	}
	answer := func(number string, reply assessment.Reply) assessment.Saved {
		return assessment.Saved{After: assessment.Answer{Requirement: "nen7510-2:2024/" + number, Applies: assessment.Applies, Design: assessment.Statement{Reply: reply}, Explanation: "Zie <i>handboek</i> & ‘map’."}}
	}
	piece := evidence.Added{
		Title: "Terugzetproef", Form: evidence.FileForm, Kind: "operation", File: "proef.txt", Size: int64(len(paper)), SHA256: paperSum,
		VouchedBy: "Joost", SpeaksFrom: "2026-03-27", Requirements: []string{"nen7510-2:2024/8.13"},
	}
	return []journal.Draft{
		did("organisation.found", "profile", "profile", duty.Saved{After: duty.Told{Name: "Thuiszorg De Linde"}}),
		did("identity.joined", "person", "per_1", map[string]string{"name": "Marieke de Vries"}),
		did("answer.save", "requirement", "nen7510-2:2024/8.13", answer("8.13", assessment.Partly)),
		did("evidence.add", "evidence", "evi_1", piece),
		did("answer.save", "requirement", "nen7510-2:2024/8.5", answer("8.5", assessment.No)),
		did("question.ask", "requirement", "nen7510-2:2024/8.5", map[string]string{"name": "Fatima"}),
		did("answer.save", "requirement", "nen7510-2:2024/8.5", answer("8.5", assessment.Yes)),
		did("plan.add", "action", "act_1", plan.Changed{After: plan.Action{ID: "act_1", Title: "Tweede stap aanzetten"}}),
		did("board.approve", "approval", "apr_1", board.Signed{Approval: "apr_1", Subject: board.Plan, SHA256: strings.Repeat("ab", 32), Words: "Akkoord."}),
		did("evidence.withdraw", "evidence", "evi_1", evidence.WithdrawnSaid{Because: "er is een nieuwe"}),
		did("evidence.restore", "evidence", "evi_1", nil),
	}
}

// A maker is an installation with one organisation, ready to make dossiers.
type maker struct {
	testing.TB
	db     *sqldb.DB
	signer *journal.Signer
	org    string
}

// begin writes the story in a journal of its own, with a checkpoint under the
// approval.
func begin(t testing.TB, org string) *maker {
	t.Helper()
	s, err := journal.LoadSigner(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	m := &maker{t, sqldbtest.SQLite(t), s, org}
	for i, d := range story() {
		d.At = noon.Add(time.Duration(i) * time.Hour)
		m.write(func(ctx context.Context, tx *sqldb.Tx) error {
			if err := journal.Append(ctx, tx, org, d); err != nil || d.Action != "board.approve" {
				return err
			}
			_, err := s.Sign(ctx, tx, org, d.At)
			return err
		})
	}
	return m
}

func (m *maker) write(f func(context.Context, *sqldb.Tx) error) {
	m.Helper()
	if err := m.db.Write(m.Context(), sqldb.Org(m.org), func(tx *sqldb.Tx) error { return f(m.Context(), tx) }); err != nil {
		m.Fatal(err)
	}
}

// source reads the journal as it stands, under a checkpoint of now.
func (m *maker) source() (src dossier.Source) {
	m.Helper()
	src.Org, src.Public = m.org, m.signer.Public()
	m.write(func(ctx context.Context, tx *sqldb.Tx) (err error) {
		if src.Checkpoint, err = m.signer.Sign(ctx, tx, m.org, noon); err != nil {
			return err
		}
		if src.Entries, err = journal.Range(ctx, tx, m.org, 0, src.Checkpoint.Size, 1_000_000); err != nil {
			return err
		}
		for _, e := range src.Entries {
			if e.Action == "board.approve" || e.Action == journal.ActKeyRotated {
				c, ok, err := journal.Point(ctx, tx, m.org, e.Seq+1)
				if err != nil {
					return err
				}
				if ok && c.Size < src.Checkpoint.Size {
					src.Earlier = append(src.Earlier, c)
				}
			}
		}
		return nil
	})
	return src
}

// pack makes a dossier of the source, with the papers beside it.
func (m *maker) pack(src dossier.Source, beside ...dossier.File) []byte {
	m.Helper()
	book, err := dossier.BookOf(src.Org, src.Entries)
	if err != nil {
		m.Fatal(err)
	}
	return m.packBook(src, book, beside...)
}

func (m *maker) packBook(src dossier.Source, book dossier.Book, beside ...dossier.File) []byte {
	m.Helper()
	var b bytes.Buffer
	if err := dossier.Pack(m.Context(), &b, src, book, beside, m.signer.Note); err != nil {
		m.Fatal(err)
	}
	return b.Bytes()
}

var (
	readme   = dossier.Text("README.txt", []byte("Lees mij.\n"))
	proof    = dossier.Text(dossier.EvidencePath(paperSum), []byte(paper))
	swapped  = dossier.Text(dossier.EvidencePath(paperSum), []byte("Iets anders.\n"))
	standard = []dossier.File{readme, proof}
)

func (m *maker) verify(file []byte, keys ...string) *dossier.Report {
	m.Helper()
	r, err := dossier.Verify(m.Context(), bytes.NewReader(file), int64(len(file)), keys...)
	if err != nil {
		m.Fatalf("Verify: %v", err)
	}
	return r
}

func TestADossierProvesEveryClaim(t *testing.T) {
	m := begin(t, "org_linde")
	r := m.verify(m.pack(m.source(), standard...), m.signer.Public())
	if r.Verdict != dossier.Proven || len(r.Problems) > 0 {
		t.Errorf("verdict %s, problems %q; want all proven", r.Verdict, r.Problems)
	}
	want := []string{"profile/profile", "requirement/nen7510-2:2024/8.13", "requirement/nen7510-2:2024/8.5", "evidence/evi_1", "action/act_1", "approval/apr_1"}
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Claim)
		if f.Verdict != dossier.Proven {
			t.Errorf("%s is %s: %q", f.Claim, f.Verdict, f.Why)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("claims %v, want %v", got, want)
	}
	if r.Organisation != "Thuiszorg De Linde" || r.Size != 11 || r.Closed != 2 || r.Erased != 0 {
		t.Errorf("report %+v", r)
	}
	says := r.Book.Claims[2].Says.Answer
	if says == nil || says.Design.Reply != assessment.Yes {
		t.Errorf("the claim about 8.5 says %+v, want the last answer", says)
	}
}

func TestTheSameStateMakesTheSameBytes(t *testing.T) {
	m := begin(t, "org_linde")
	if a, b := m.pack(m.source(), standard...), m.pack(m.source(), standard...); !bytes.Equal(a, b) {
		t.Error("two dossiers of the same state differ")
	}
}

// TestALineWithAnEarlierDateIsNotProven: whoever holds database and key can write a
// line that is whole, and not put it before the lines that are there.
func TestALineWithAnEarlierDateIsNotProven(t *testing.T) {
	m := begin(t, "org_linde")
	const requirement = "nen7510-2:2024/8.13"
	m.write(func(ctx context.Context, tx *sqldb.Tx) error {
		return journal.Append(ctx, tx, m.org, journal.Draft{
			At: noon.AddDate(0, -3, 0), ActorID: "per_1", ActorName: "Marieke de Vries", Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: requirement},
			Data: assessment.Saved{After: assessment.Answer{Requirement: requirement, Applies: assessment.Applies, Design: assessment.Statement{Reply: assessment.Yes}, Version: 9}},
		})
	})
	r := m.verify(m.pack(m.source(), standard...), m.signer.Public())
	for _, f := range r.Findings {
		want := dossier.Proven
		if strings.HasSuffix(f.Claim, requirement) {
			want = dossier.NotProven
		}
		if f.Verdict != want {
			t.Errorf("%s is %s: %q, want %s", f.Claim, f.Verdict, f.Why, want)
		}
	}
}

func TestWhatIsMissingIsNotProven(t *testing.T) {
	m := begin(t, "org_linde")
	t.Run("no key", func(t *testing.T) {
		r := m.verify(m.pack(m.source(), standard...))
		if r.Verdict != dossier.NotProven || r.Count(dossier.NotProven) != len(r.Findings) || len(r.Problems) > 0 {
			t.Errorf("verdict %s, %d not proven, problems %q", r.Verdict, r.Count(dossier.NotProven), r.Problems)
		}
	})
	t.Run("no file", func(t *testing.T) {
		r := m.verify(m.pack(m.source(), readme), m.signer.Public())
		if r.Verdict != dossier.NotProven || r.Count(dossier.NotProven) != 1 {
			t.Errorf("verdict %s, %d not proven, want the file alone", r.Verdict, r.Count(dossier.NotProven))
		}
	})
	t.Run("erased", func(t *testing.T) {
		src := m.source()
		src.Entries[4].Data, src.Entries[4].Salt, src.Entries[4].ActorName = nil, nil, ""
		r := m.verify(m.pack(src, standard...), m.signer.Public())
		if r.Verdict != dossier.NotProven || r.Count(dossier.NotProven) != 1 || r.Erased != 1 {
			t.Errorf("verdict %s, %d not proven, %d erased, problems %q; want the answer to 8.5 alone", r.Verdict, r.Count(dossier.NotProven), r.Erased, r.Problems)
		}
	})
}

// packOn makes a dossier in which what counts is reckoned on a day.
func (m *maker) packOn(day string) []byte {
	m.Helper()
	src := m.source()
	book, err := dossier.BookOf(src.Org, src.Entries)
	if err != nil {
		m.Fatal(err)
	}
	book.On = day
	return m.packBook(src, book, standard...)
}

// TestADossierSaysOnWhichDayItIsReckoned: on a later day than that of its last entry,
// which in another zone may be a day earlier.
func TestADossierSaysOnWhichDayItIsReckoned(t *testing.T) {
	m := begin(t, "org_linde")
	for _, day := range []string{"", "2026-03-27", "2026-03-28", "2027-11-01"} {
		if r := m.verify(m.packOn(day), m.signer.Public()); r.Verdict != dossier.Proven || r.On != day || r.Book.On != day {
			t.Errorf("reckoned on %q: %s on %q, problems %q", day, r.Verdict, r.On, r.Problems)
		}
	}
	book := dossier.Book{At: "2026-03-28T23:30:00.000000Z"}
	if day := book.ReckonedOn(time.FixedZone("", 3600)); day.Day() != 29 {
		t.Errorf("without a day it is reckoned on %s, want that of the last entry where it is", day)
	}
}

// TestWhoHasTheKeyCannotLieEither packs and signs what the journal does not say.
func TestWhoHasTheKeyCannotLieEither(t *testing.T) {
	m := begin(t, "org_linde")
	other := begin(t, "org_other")
	for _, tt := range []struct {
		name  string
		file  func() []byte
		finds string
	}{
		{"a claim says otherwise", func() []byte {
			src := m.source()
			book, _ := dossier.BookOf(src.Org, src.Entries)
			better := *book.Claims[1].Says.Answer
			better.Design.Reply = assessment.Yes
			book.Claims[1].Says.Answer = &better
			return m.packBook(src, book, standard...)
		}, "the entries say otherwise"},
		{"a claim is left out", func() []byte {
			src := m.source()
			book, _ := dossier.BookOf(src.Org, src.Entries)
			book.Claims = book.Claims[:4]
			return m.packBook(src, book, standard...)
		}, "the claims leave it out"},
		{"reckoned on a day before its last entry", func() []byte { return m.packOn("2026-03-26") }, "which is no day on or after"},
		{"reckoned on no day", func() []byte { return m.packOn("altijd") }, "which is no day on or after"},
		{"a claim about nothing", func() []byte {
			src := m.source()
			book, _ := dossier.BookOf(src.Org, src.Entries)
			more := book.Claims[1]
			more.ID, more.Entries = "requirement/nen7510-2:2024/8.6", []int64{9}
			book.Claims = append(book.Claims, more)
			return m.packBook(src, book, standard...)
		}, "no entry says this"},
		{"another file", func() []byte { return m.pack(m.source(), readme, swapped) }, "another one"},
		{"the last entry left out", func() []byte {
			src := m.source()
			src.Entries, src.Checkpoint.Size = src.Entries[:10], 10
			return m.pack(src, standard...)
		}, "the records are not the ones that were signed"},
		{"an entry of an earlier day", func() []byte {
			src := m.source()
			src.Entries[2].At = src.Entries[2].At.AddDate(-1, 0, 0)
			return m.pack(src, standard...)
		}, "the records are not the ones that were signed"},
		{"an entry says something else", func() []byte {
			src := m.source()
			src.Entries[2].Data = bytes.Replace(src.Entries[2].Data, []byte("partly"), []byte("yes"), 1)
			return m.pack(src, standard...)
		}, "says of entry 2 what was changed"},
		{"the checkpoint of another organisation", func() []byte {
			src := m.source()
			src.Checkpoint.Note = other.source().Checkpoint.Note
			return m.pack(src, standard...)
		}, dossier.CheckpointName},
		{"a journal of another organisation", func() []byte {
			src := other.source()
			src.Org = "org_linde"
			return m.pack(src, standard...)
		}, ""},
		{"an approval of another day", func() []byte {
			src := m.source()
			src.Earlier = other.source().Earlier
			return m.pack(src, standard...)
		}, dossier.CheckpointsName},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := m.verify(tt.file(), m.signer.Public())
			all := fmt.Sprint(r.Problems, r.Findings)
			if r.Verdict != dossier.Contradicted || !strings.Contains(all, tt.finds) {
				t.Errorf("verdict %s, and found %s; want contradicted, with %q", r.Verdict, all, tt.finds)
			}
		})
	}
}

func TestAnotherKeyProvesNothing(t *testing.T) {
	m, other := begin(t, "org_linde"), begin(t, "org_linde")
	if r := m.verify(m.pack(m.source(), standard...), other.signer.Public()); r.Verdict != dossier.NotProven || r.Count(dossier.Proven) > 0 {
		t.Errorf("under another key: %s, %d proven", r.Verdict, r.Count(dossier.Proven))
	}
	if _, err := dossier.Verify(t.Context(), strings.NewReader("x"), 1, "no key"); err == nil {
		t.Error("Verify took a key that is none")
	}
}

func TestWhatIsNoDossierIsRefused(t *testing.T) {
	for _, text := range []string{"", "PK", strings.Repeat("x", 10_000)} {
		if _, err := dossier.Verify(t.Context(), strings.NewReader(text), int64(len(text))); err == nil {
			t.Errorf("Verify took %d bytes of something else", len(text))
		}
	}
}
