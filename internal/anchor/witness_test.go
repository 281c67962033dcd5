package anchor_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// A log is another installation's journal, as far as a witness sees it.
type log struct {
	t      *testing.T
	signer note.Signer
	public string
	stored []tlog.Hash
	size   int64
}

func newLog(t *testing.T, name string) *log {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return &log{t: t, signer: signer, public: public}
}

// ReadHashes implements tlog.HashReader.
func (l *log) ReadHashes(indexes []int64) (all []tlog.Hash, err error) {
	for _, i := range indexes {
		all = append(all, l.stored[i])
	}
	return all, nil
}

// grow adds entries that begin with a word.
func (l *log) grow(n int, word string) {
	l.t.Helper()
	for range n {
		hashes, err := tlog.StoredHashes(l.size, fmt.Appendf(nil, "%s %d", word, l.size), l)
		if err != nil {
			l.t.Fatal(err)
		}
		l.stored, l.size = append(l.stored, hashes...), l.size+1
	}
}

// again is a journal under the same key with another past.
func (l *log) again(n int) *log {
	l.t.Helper()
	other := &log{t: l.t, signer: l.signer, public: l.public}
	other.grow(n, "rewritten")
	return other
}

// note is a checkpoint of the first size entries.
func (l *log) note(size int64) string {
	l.t.Helper()
	root, err := tlog.TreeHash(size, l)
	if err != nil {
		l.t.Fatal(err)
	}
	if size == 0 {
		root = sha256.Sum256(nil)
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s/org_a\n%d\n%s\n", l.signer.Name(), size, root)}, l.signer)
	if err != nil {
		l.t.Fatal(err)
	}
	return string(signed)
}

func (l *log) statement(last int64) anchor.Statement {
	l.t.Helper()
	return anchor.Statement{Size: l.size, Note: l.note(l.size), Last: last, Prove: func(_ context.Context, old int64) (tlog.TreeProof, error) {
		return tlog.ProveTree(l.size, old, l)
	}}
}

// witness serves a witness for logs, and returns it as a target.
func witness(t *testing.T, db *sqldb.DB, logs ...*log) *anchor.Remote {
	t.Helper()
	var keys []string
	for _, l := range logs {
		keys = append(keys, l.public)
	}
	w, err := anchor.LoadWitness(filepath.Join(t.TempDir(), "witness-key"), "getuige", keys, &anchordb.Store{DB: db}, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if err := w.Serve(rw, r); err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
		}
	}))
	t.Cleanup(server.Close)
	remote, err := anchor.NewRemote(w.Public() + "@" + server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	return remote
}

// TestAWitnessSeesAJournalGrow, also after who asks forgot what it saw, or
// remembers more than it saw. Another program reads the cosignature.
func TestAWitnessSeesAJournalGrow(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := newLog(t, "log-1")
		w := witness(t, db, l)
		other, err := formats.NewVerifierForCosignatureV1(w.Key.String())
		if err != nil {
			t.Fatal(err)
		}
		for i, last := range []int64{0, 5, 0, 99, 20} {
			if i < 4 { // and the last one once more at the same size
				l.grow(5, "entry")
			}
			s := l.statement(min(last, l.size))
			got, err := w.Anchor(t.Context(), s)
			if err != nil {
				t.Fatalf("round %d: %v", i, err)
			}
			n, err := note.Open(got.Proof, note.VerifierList(other))
			if err != nil || !strings.HasPrefix(s.Note, n.Text) || got.Size != l.size || !got.At.Equal(noon) {
				t.Errorf("round %d: %+v, %v", i, got, err)
				continue
			}
			if at, err := formats.CoSigV1Timestamp(n.Sigs[0]); err != nil || !at.Equal(noon) {
				t.Errorf("round %d: the cosignature states %s, %v", i, at, err)
			}
		}
	})
}

// TestAWitnessRefusesAnotherPast, whatever its length, and whatever is claimed to
// be known.
func TestAWitnessRefusesAnotherPast(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := newLog(t, "log-1")
		w := witness(t, db, l)
		l.grow(8, "entry")
		if _, err := w.Anchor(t.Context(), l.statement(0)); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{1, 7, 8, 9, 20} {
			for _, last := range []int64{0, 1, 8, int64(n)} {
				_, err := w.Anchor(t.Context(), l.again(n).statement(min(last, int64(n))))
				if !errors.As(err, new(*anchor.Refusal)) {
					t.Errorf("another past of %d entries, remembering %d = %v, want a refusal", n, last, err)
				}
			}
		}
		l.grow(1, "entry")
		if _, err := w.Anchor(t.Context(), l.statement(8)); err != nil {
			t.Errorf("the true one afterwards: %v", err)
		}
	})
}

// TestTheProtocolIsKept sends what programs of others may send.
func TestTheProtocolIsKept(t *testing.T) {
	l, stranger := newLog(t, "log-1"), newLog(t, "log-2")
	thief := newLog(t, "log-1") // the same name under another key
	w := witness(t, sqldbtest.SQLite(t), l)
	for _, x := range []*log{l, stranger, thief} {
		x.grow(9, "entry")
	}
	proof := func(old, size int64) string {
		p, err := tlog.ProveTree(size, old, l)
		if err != nil {
			t.Fatal(err)
		}
		lines := ""
		for _, h := range p {
			lines += h.String() + "\n"
		}
		return lines
	}
	for _, tt := range []struct {
		name, body string
		status     int
		media, say string
	}{
		{"nothing", "", 400, "", ""},
		{"no checkpoint", "old 0\n\n", 404, "", ""},
		{"no old size", "new 0\n\n" + l.note(4), 400, "", ""},
		{"an old size with a zero before it", "old 00\n\n" + l.note(4), 400, "", ""},
		{"a negative old size", "old -1\n\n" + l.note(4), 400, "", ""},
		{"an unknown journal", "old 0\n\n" + stranger.note(4), 404, "", ""},
		{"a known name under an unknown key", "old 0\n\n" + thief.note(4), 403, "", ""},
		{"a proof from nothing", "old 0\n" + proof(2, 4) + "\n" + l.note(4), 400, "", ""},
		{"known too much", "old 2\n" + proof(2, 4) + "\n" + l.note(4), 409, "text/x.tlog.size", "0\n"},
		{"the first", "old 0\n\n" + l.note(4), 200, "", "— getuige "},
		{"known too little", "old 2\n" + proof(2, 6) + "\n" + l.note(6), 409, "text/x.tlog.size", "4\n"},
		{"smaller than is claimed to be known", "old 4\n\n" + l.note(3), 400, "", ""},
		{"a proof of something else", "old 4\n" + proof(3, 6) + "\n" + l.note(6), 422, "", ""},
		{"a proof with too much", "old 4\n" + proof(4, 6) + proof(4, 6) + "\n" + l.note(6), 422, "", ""},
		{"a proof that is no hash", "old 4\nAAAA\n\n" + l.note(6), 400, "", ""},
		{"a proof without end", "old 4\n" + strings.Repeat(proof(8, 9), 64) + "\n" + l.note(6), 400, "", ""},
		{"the next", "old 4\n" + proof(4, 6) + "\n" + l.note(6), 200, "", "— getuige "},
		{"the same again", "old 6\n\n" + l.note(6), 200, "", "— getuige "},
		{"the same size, with another root", "old 6\n\n" + l.again(6).note(6), 409, "text/plain; charset=utf-8", ""},
		{"too long", "old 6\n\n" + strings.Repeat("x", anchor.MaxRequest), 413, "", ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.Address+"/add-checkpoint", strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := anchor.NewClient().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text := make([]byte, 1000)
		n, _ := got.Body.Read(text)
		_ = got.Body.Close()
		if got.StatusCode != tt.status || tt.media != "" && got.Header.Get("Content-Type") != tt.media || !strings.HasPrefix(string(text[:n]), tt.say) {
			t.Errorf("%s = %d %s %q, want %d %q", tt.name, got.StatusCode, got.Header.Get("Content-Type"), text[:n], tt.status, tt.say)
		}
	}
}

// TestTwoAtOnceAreSeenOneAfterTheOther: the second one is told what came before it.
func TestTwoAtOnceAreSeenOneAfterTheOther(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := &anchordb.Store{DB: db}, t.Context()
		one, two := anchor.Seen{Size: 1, Root: tlog.Hash{1}, Note: "note"}, anchor.Seen{Size: 2, Root: tlog.Hash{2}, Note: "note"}
		for _, tt := range []struct {
			last, next anchor.Seen
			want       bool
		}{{anchor.Seen{}, one, true}, {anchor.Seen{}, two, false}, {one, two, true}, {one, two, false}, {anchor.Seen{Size: 2}, one, false}} {
			if ok, err := s.Advance(ctx, "log/org", tt.last, tt.next, noon); err != nil || ok != tt.want {
				t.Errorf("Advance from %d to %d = %t, %v, want %t", tt.last.Size, tt.next.Size, ok, err, tt.want)
			}
		}
		if seen, err := s.Seen(ctx, "log/org"); err != nil || seen != two {
			t.Errorf("Seen = %+v, %v", seen, err)
		}
	})
}

// TestAWitnessKeepsItsKey, also while it sees for nobody over the network.
func TestAWitnessKeepsItsKey(t *testing.T) {
	l, path := newLog(t, "log-1"), filepath.Join(t.TempDir(), "witness-key")
	load := func(logs ...string) *anchor.Witness {
		w, err := anchor.LoadWitness(path, "getuige", logs, nil, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	if first := load().Public(); first == "" || first != load(l.public).Public() {
		t.Errorf("the key %q is another one the second time", first)
	}
	fresh, found := filepath.Join(t.TempDir(), "witness-key"), make([]string, 8)
	var all sync.WaitGroup
	for i := range found {
		all.Go(func() {
			if w, err := anchor.LoadWitness(fresh, "getuige", nil, nil, time.Now); err == nil {
				found[i] = w.Public()
			}
		})
	}
	all.Wait()
	if found[0] == "" || len(slices.Compact(found)) != 1 {
		t.Errorf("processes that began at once have the keys %q", found)
	}
	if left, err := os.ReadDir(filepath.Dir(fresh)); err != nil || len(left) != 1 {
		t.Errorf("beside the key lies %v, %v", left, err)
	}
	if _, err := anchor.LoadWitness(path, "getuige", []string{"x"}, nil, time.Now); err == nil {
		t.Error("a key that is none was taken")
	}
	if v, err := anchor.ReadVerifier(load(l.public).Public()); err != nil || v.Name() != "getuige" {
		t.Errorf("ReadVerifier = %v, %v", v, err)
	}
	if _, err := anchor.ReadVerifier("getuige+00000000+" + base64.StdEncoding.EncodeToString(make([]byte, 33))); err == nil {
		t.Error("a key with another hash was taken")
	}
}
