package dossier_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/anchor/anchortest"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// outsiders are a time-stamping authority and a witness.
type outsiders struct {
	testing.TB
	stamps  *anchor.Authority
	witness *anchor.Witness
	trust   dossier.Trust // of both
}

// watch has them watch the journals of m.
func watch(m *maker) *outsiders {
	m.Helper()
	tsa := anchortest.New(m.TB, "Tijdstempels BV")
	roots, err := anchor.ReadRoots(tsa.Roots)
	if err != nil {
		m.Fatal(err)
	}
	stamps, err := anchor.NewAuthority(tsa.URL, nil)
	if err != nil {
		m.Fatal(err)
	}
	w, err := anchor.LoadWitness(filepath.Join(m.TempDir(), "witness"), "getuige.example", []string{m.signer.Public()}, &anchordb.Store{DB: sqldbtest.SQLite(m.TB)}, func() time.Time { return noon })
	if err != nil {
		m.Fatal(err)
	}
	return &outsiders{m.TB, stamps, w, dossier.Trust{Keys: []string{m.signer.Public()}, Witnesses: []string{w.Public()}, Roots: roots}}
}

// see has both see a checkpoint.
func (o *outsiders) see(c journal.Checkpoint) dossier.Anchored {
	o.Helper()
	stamp, err := o.stamps.Anchor(o.Context(), anchor.Statement{Size: c.Size, Note: c.Note})
	if err != nil {
		o.Fatal(err)
	}
	line, err := o.witness.Add(o.Context(), "old 0\n\n"+c.Note)
	if err != nil {
		o.Fatal(err)
	}
	stamp.ID = "anc_1"
	return dossier.Anchored{Checkpoint: c, Anchors: []anchor.Anchor{stamp, {ID: "anc_2", Kind: anchor.Cosignature, Who: "getuige.example", Size: c.Size, Proof: []byte(c.Note + line), At: noon}}}
}

func (o *outsiders) verify(file []byte) *dossier.Report {
	o.Helper()
	r, err := o.trust.Verify(o.Context(), bytes.NewReader(file), int64(len(file)))
	if err != nil {
		o.Fatal(err)
	}
	return r
}

func TestAnAnchorThatIsOverSomethingElseIsContradicted(t *testing.T) {
	m := begin(t, "org_linde")
	o := watch(m)
	src := m.source()
	good, other := o.see(src.Earlier[0]), begin(t, "org_linde").source()
	alien := good
	alien.Checkpoint = other.Earlier[0]
	later := good
	later.Checkpoint = src.Checkpoint
	swapped := good
	swapped.Anchors = slices.Clone(good.Anchors)
	swapped.Anchors[0].Kind, swapped.Anchors[1].Kind = swapped.Anchors[1].Kind, swapped.Anchors[0].Kind
	for _, tt := range []struct {
		name string
		seen dossier.Anchored
		want dossier.Verdict
	}{
		{"as it was", good, dossier.Proven},
		{"beside another checkpoint of the same journal", later, dossier.Contradicted},
		{"beside the checkpoint of another installation", alien, dossier.Contradicted},
		{"stamp and cosignature swapped", swapped, dossier.Contradicted},
	} {
		src.Anchored = []dossier.Anchored{tt.seen}
		file := m.pack(src, standard...)
		r := o.verify(file)
		proven := 0
		for _, a := range r.Anchors {
			if a.Verdict == dossier.Proven {
				proven++
			}
		}
		if r.Verdict != tt.want || len(r.Anchors) != 2 || (proven == 2) != (tt.want == dossier.Proven) || tt.want != dossier.Proven && proven > 0 {
			t.Errorf("%s: %s with anchors %+v, problems %q; want %s", tt.name, r.Verdict, r.Anchors, r.Problems, tt.want)
		}
		if code, said := node(t, file, append(o.trust.Keys, o.trust.Witnesses...)...); (code == 0) != (tt.want == dossier.Proven) {
			t.Errorf("%s: the second program = %d: %s", tt.name, code, said)
		}
	}
}

// TestACosignatureUnderAnotherKeyProvesNothing, also when the key has the name and the
// 4 bytes of the one that was given: that takes nothing from the journal.
func TestACosignatureUnderAnotherKeyProvesNothing(t *testing.T) {
	m := begin(t, "org_linde")
	o := watch(m)
	src := m.source()
	seen := o.see(src.Earlier[0])
	witness, note := &seen.Anchors[1], seen.Checkpoint.Note
	_, line64, _ := strings.Cut(strings.TrimPrefix(string(witness.Proof), note+"— "), " ")
	line, err := base64.StdEncoding.DecodeString(strings.TrimSpace(line64))
	if err != nil {
		t.Fatal(err)
	}
	line[len(line)-1] ^= 1 // as under a key that somebody searched for
	witness.Proof = []byte(note + "— getuige.example " + base64.StdEncoding.EncodeToString(line) + "\n")
	src.Anchored = []dossier.Anchored{seen}
	file := m.pack(src, standard...)
	r := o.verify(file)
	if r.Verdict != dossier.Proven || len(r.Anchors) != 2 || r.Anchors[0].Verdict != dossier.Proven && r.Anchors[1].Verdict != dossier.Proven || r.Anchors[0].Verdict == r.Anchors[1].Verdict || r.Anchors[0].Verdict == dossier.Contradicted || r.Anchors[1].Verdict == dossier.Contradicted {
		t.Errorf("%s with anchors %+v, problems %q", r.Verdict, r.Anchors, r.Problems)
	}
	if code, said := node(t, file, append(o.trust.Keys, o.trust.Witnesses...)...); code != 0 || !strings.Contains(said, `"cosignatures":0`) {
		t.Errorf("the second program = %d: %s", code, said)
	}
}

func TestTheFirstAnchorOfADayIsChosenAndTheLast(t *testing.T) {
	at := func(id, who string, hours int) anchor.Anchor {
		return anchor.Anchor{ID: id, Kind: anchor.Cosignature, Who: who, At: noon.Add(time.Duration(hours) * time.Hour)}
	}
	var got []string
	for _, a := range dossier.Choose([]anchor.Anchor{at("a", "x", 0), at("b", "x", 1), at("c", "y", 1), at("d", "x", 24), at("e", "x", 25), at("f", "x", 26)}) {
		got = append(got, a.ID)
	}
	if s := strings.Join(got, ""); s != "acdf" {
		t.Errorf("chosen %s, want acdf", s)
	}
	genuine, fake := at("a", "x", 0), at("b", "x", 1)
	genuine.Key, fake.Key = "x+1+A", "x+2+B"
	if both := dossier.Choose([]anchor.Anchor{genuine, fake}); len(both) != 2 {
		t.Errorf("of two keys of one name %v were chosen, want both", both)
	}
}

// node runs the second program.
func node(t testing.TB, file []byte, keys ...string) (code int, said string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dossier.zip")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "node", append([]string{"../../docs/verify/dossier.mjs", path}, keys...)...).CombinedOutput()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), string(out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, string(out)
}

// rotate replaces the signing key, and tells so in the journal.
func (m *maker) rotate() (r journal.Rotated) {
	m.Helper()
	r, err := m.signer.BeginRotation()
	if err != nil {
		m.Fatal(err)
	}
	m.write(func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := m.signer.Tell(ctx, tx, m.org, r, journal.Draft{At: noon.AddDate(0, 0, 3), ActorID: "operator", ActorName: "operator", Object: ref.Ref{Kind: "journal", ID: "journal"}})
		return err
	})
	if err := m.signer.FinishRotation(noon.AddDate(0, 0, 2)); err != nil {
		m.Fatal(err)
	}
	return r
}

// more writes one entry.
func (m *maker) more(action, kind, id string, data any) {
	m.Helper()
	m.write(func(ctx context.Context, tx *sqldb.Tx) error {
		return journal.Append(ctx, tx, m.org, journal.Draft{At: noon.AddDate(0, 0, 3), ActorID: "per_1", ActorName: "Marieke", Action: action, Object: ref.Ref{Kind: kind, ID: id}, Data: data})
	})
}

func (m *maker) both(what string, file []byte, want int, keys ...string) {
	m.Helper()
	codes := map[dossier.Verdict]int{dossier.Proven: 0, dossier.NotProven: 3, dossier.Contradicted: 4}
	if r := m.verify(file, keys...); codes[r.Verdict] != want {
		m.Errorf("%s: %s, problems %q, findings %+v; want code %d", what, r.Verdict, r.Problems, r.Findings, want)
	}
	if code, said := node(m.TB, file, keys...); code != want {
		m.Errorf("%s: the second program = %d, want %d: %s", what, code, want, said)
	}
}

func TestEachKeyLeadsToTheOthersThroughTheJournal(t *testing.T) {
	m := begin(t, "org_linde")
	first := m.signer.Public()
	then := m.source()
	before := m.pack(then, standard...)
	m.rotate()
	atOnce := m.pack(m.source(), standard...)
	m.more("evidence.withdraw", "evidence", "evi_1", evidence.WithdrawnSaid{Because: "er is een nieuwe"})
	second := m.rotate().Old
	m.more("evidence.restore", "evidence", "evi_1", nil)
	src := m.source()
	after := m.pack(src, standard...)
	third := m.signer.Public()
	for _, k := range []string{first, second, third} {
		m.both("after two rotations, with one key", after, 0, k)
	}
	m.both("right after the first", atOnce, 0, first)
	m.both("before, with the key of then", before, 0, first)
	m.both("before, with a later key, of which nothing in it tells", before, 3, third)
	if r := m.verify(before, third); r.Count(dossier.Proven) != 0 || len(r.Strangers) != 1 || r.Strangers[0] != first || r.Log != nil {
		t.Errorf("before, with a later key: %d proven, signed by strangers %q", r.Count(dossier.Proven), r.Strangers)
	}
	then.Public = third
	late := m.pack(then, standard...)
	m.both("of before, taken after two rotations, with the key of now", late, 3, third)
	m.both("of before, taken after two rotations, with the key of then", late, 3, first)
	m.both("of before, taken after two rotations, with both", late, 0, first, third)
	forger := begin(t, "org_linde")
	m.both("stating one key, and signed by another", forger.pack(then, standard...), 4, first)
	then.Public = forger.signer.Public()
	m.both("signed by somebody else", forger.pack(then, standard...), 3, first)
	if r := m.verify(after, first); len(r.Rotations) != 2 || r.Rotations[1].New != third {
		t.Errorf("rotations %+v", r.Rotations)
	}
	src.Earlier = src.Earlier[:1]
	m.both("without the checkpoints under both signatures", m.pack(src, standard...), 4, third)
}

func TestAForgedRotationIsContradicted(t *testing.T) {
	victim, forger := begin(t, "org_linde"), begin(t, "org_linde")
	forger.more(journal.ActKeyRotated, "journal", "journal", journal.Rotated{Old: victim.signer.Public(), New: forger.signer.Public()})
	forged := forger.pack(forger.source(), standard...)
	forger.both("under the key of the victim", forged, 4, victim.signer.Public())
	forger.both("under the key of the forger", forged, 4, forger.signer.Public())
}

func TestARetiredKeySignsNothingMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	m := begin(t, "org_linde")
	signer, err := journal.LoadSigner(path)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m.signer = signer
	old, stolen := signer.Public(), filepath.Join(t.TempDir(), "stolen")
	if err := os.WriteFile(stolen, secret, 0o600); err != nil {
		t.Fatal(err)
	}
	m.write(func(ctx context.Context, tx *sqldb.Tx) error { // the approval, under the key of this test
		return tx.Exec(ctx, `DELETE FROM journal_checkpoints WHERE org_id = $1`, m.org)
	})
	m.rotate()
	if m.signer, err = journal.LoadSigner(stolen); err != nil {
		t.Fatal(err)
	}
	m.more("evidence.withdraw", "evidence", "evi_1", evidence.WithdrawnSaid{Because: "er is een nieuwe"})
	src := m.source()
	m.both("signed with the stolen key", m.pack(src, standard...), 4, old)
}

func TestOnlyAnErasureInTheJournalErases(t *testing.T) {
	m := begin(t, "org_linde")
	object := ref.Ref{Kind: "evidence", ID: "evi_1"}
	erase := func(names func(erased []int64) []int64) {
		m.write(func(ctx context.Context, tx *sqldb.Tx) error {
			erased, err := journal.Erase(ctx, tx, m.org, object)
			if err != nil {
				return err
			}
			return journal.Append(ctx, tx, m.org, journal.Draft{
				At: noon.AddDate(0, 0, 1), ActorID: "per_1", ActorName: "Marieke", Action: evidence.ActErase, Object: object,
				Data: evidence.ErasedSaid{Ground: evidence.Unlawful, Because: "per ongeluk", Erased: names(erased)},
			})
		})
	}
	erase(func(all []int64) []int64 { return all })
	src := m.source()
	file := m.pack(src, readme)
	m.both("erased", file, 0, m.signer.Public())
	r := m.verify(file, m.signer.Public())
	if r.Count(dossier.Erased) != 1 || r.Erased != 3 || !strings.Contains(r.Findings[3].Why[0].EN, "erased on 2026-03-29") {
		t.Errorf("%d claims erased, %d entries: %+v", r.Count(dossier.Erased), r.Erased, r.Findings)
	}
	src.Entries[len(src.Entries)-1].Data = bytes.Replace(src.Entries[len(src.Entries)-1].Data, []byte("per ongeluk"), []byte("anders"), 1)
	m.both("with another reason", m.pack(src, readme), 4, m.signer.Public())
	src.Entries[len(src.Entries)-1].Data, src.Entries[len(src.Entries)-1].ActorName = nil, ""
	m.both("the erasure itself closed", m.pack(src, readme), 3, m.signer.Public())
	src = m.source()
	src.Entries[2].Data, src.Entries[2].ActorName = nil, ""
	m.both("an answer left closed besides", m.pack(src, readme), 3, m.signer.Public())

	n := begin(t, "org_linde")
	m = n
	erase(func(all []int64) []int64 { return all[1:] })
	n.both("an erasure that does not name every entry", n.pack(n.source(), readme), 3, n.signer.Public())
}
