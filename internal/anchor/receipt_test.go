package anchor_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// seer is a witness to which journals are brought.
func seer(t *testing.T, logs ...string) *anchor.Witness {
	t.Helper()
	w, err := anchor.LoadWitness(filepath.Join(t.TempDir(), "witness-key"), "getuige", logs, nil, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// brought brings the first size entries of l to a witness that saw last.
func (l *log) brought(w *anchor.Witness, size int64, last anchor.Seen, more ...string) (anchor.Receipt, anchor.Seen, error) {
	l.t.Helper()
	var keys []note.Verifier
	for _, k := range append(more, l.public) {
		v, err := note.NewVerifier(k)
		if err != nil {
			l.t.Fatal(err)
		}
		keys = append(keys, v)
	}
	return w.Receive(l.note(size), keys, last, func(n int64) (tlog.Hash, bool) {
		if n > size {
			return tlog.Hash{}, false
		}
		root, err := tlog.TreeHash(n, l)
		return root, err == nil
	})
}

// TestAReceiptIsReadAsItWasWritten, also after a form or mail changed its line
// ends; and with any bit flipped it is refused.
func TestAReceiptIsReadAsItWasWritten(t *testing.T) {
	l, w := newLog(t, "log-1"), seer(t)
	l.grow(5, "entry")
	r, next, err := l.brought(w, 5, anchor.Seen{})
	if err != nil || next.Size != 5 || next.Note != l.note(5) || !r.At.Equal(noon) {
		t.Fatalf("Receive = %+v, %+v, %v", r, next, err)
	}
	text := r.String()
	for _, sent := range []string{text, strings.ReplaceAll(text, "\n", "\r\n"), text + "\n \n", strings.TrimSpace(text)} {
		got, err := anchor.ReadReceipt(sent)
		if err != nil || got.Note != r.Note || got.Key.String() != w.Public() || !got.At.Equal(noon) {
			t.Errorf("ReadReceipt(%q) = %+v, %v", sent, got, err)
		}
	}
	origin, seen, err := r.Stated()
	if err != nil || origin != "log-1/org_a" || seen.Size != 5 || seen.Root != next.Root {
		t.Errorf("Stated = %s, %+v, %v", origin, seen, err)
	}
	own := strings.Index(text, "— log-1 ") // the journal's own line: whoever keeps the journal compares it
	after := strings.Index(text, "— getuige ")
	for i := range len(text) {
		for bit := range 8 {
			flipped := []byte(text)
			flipped[i] ^= 1 << bit
			got, err := anchor.ReadReceipt(string(flipped))
			if inside := i >= own && i < after; err == nil && (!inside || got.Note == r.Note) {
				t.Fatalf("with bit %d of byte %d (%q) flipped it is still read", bit, i, text[i])
			}
		}
	}
	for _, wrong := range []string{"", "x", "aantoonbaar/receipt/1", "aantoonbaar/receipt/1\n" + w.Public() + "\n\n" + l.note(5), text + "meer", strings.Repeat(text, 100)} {
		if _, err := anchor.ReadReceipt(wrong); err == nil {
			t.Errorf("%.40q was read", wrong)
		}
	}
}

// TestAWitnessCosignsOnlyWhatContinues pins the rule of a witness for what people
// bring: never two trees of one name.
func TestAWitnessCosignsOnlyWhatContinues(t *testing.T) {
	l, stranger := newLog(t, "log-1"), newLog(t, "log-1")
	l.grow(9, "entry")
	stranger.grow(9, "entry")
	fork := l.again(9)
	w := seer(t)
	_, five, err := l.brought(w, 5, anchor.Seen{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		log  *log
		size int64
		more []string
		want error
	}{
		{"the same", l, 5, nil, nil},
		{"grown", l, 9, nil, nil},
		{"older", l, 4, nil, anchor.ErrOlder},
		{"a fork as large", fork, 5, nil, anchor.ErrOtherPast},
		{"a larger fork", fork, 9, nil, anchor.ErrOtherPast},
		{"the same tree under another key", stranger, 5, nil, anchor.ErrOtherKey},
		{"another key to which the journal leads", stranger, 9, []string{l.public}, nil},
	} {
		r, next, err := tt.log.brought(w, tt.size, five, tt.more...)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		if err == nil && (next.Size != tt.size || !strings.HasPrefix(r.Note, tt.log.note(tt.size))) {
			t.Errorf("%s: next is %+v", tt.name, next)
		}
	}
	told := seer(t, l.public)
	if _, _, err := stranger.brought(told, 5, anchor.Seen{}); !errors.Is(err, anchor.ErrOtherKey) {
		t.Errorf("another key than the one that the operator named: %v", err)
	}
	if _, _, err := l.brought(told, 5, anchor.Seen{}); err != nil {
		t.Errorf("the key that the operator named: %v", err)
	}
}

// TestALineInTheNameOfTheWitnessIsNoReceipt: nothing is cosigned that somebody wrote
// the witness's name under before.
func TestALineInTheNameOfTheWitnessIsNoReceipt(t *testing.T) {
	l, w := newLog(t, "log-1"), seer(t)
	l.grow(5, "entry")
	key, err := note.NewVerifier(l.public)
	if err != nil {
		t.Fatal(err)
	}
	own, err := anchor.ReadVerifier(w.Public())
	if err != nil {
		t.Fatal(err)
	}
	line := append(binary.BigEndian.AppendUint32(nil, own.KeyHash()), make([]byte, 72)...)
	signed := l.note(5) + "— getuige " + base64.StdEncoding.EncodeToString(line) + "\n"
	if _, err := note.Open([]byte(signed), note.VerifierList(key)); err != nil {
		t.Fatalf("the journal's own signature: %v", err)
	}
	_, _, err = w.Receive(signed, []note.Verifier{key}, anchor.Seen{}, func(int64) (tlog.Hash, bool) { return tlog.Hash{}, true })
	if !errors.Is(err, anchor.ErrMyName) {
		t.Errorf("Receive = %v, want %v", err, anchor.ErrMyName)
	}
}

// TestNamesOfWitnessesAreShortWords: they come from outside, and are kept.
func TestNamesOfWitnessesAreShortWords(t *testing.T) {
	for name, want := range map[string]bool{
		"getuige.example/één": true, strings.Repeat("x", anchor.MaxName): true,
		"": false, strings.Repeat("x", anchor.MaxName+1): false, "a\x00b": false, "a\xffb": false, "a b": false, "a\u202eb": false,
	} {
		if anchor.IsName(name) != want {
			t.Errorf("IsName(%.40q) = %t", name, !want)
		}
		h := sha256.Sum256(append([]byte(name+"\n\x04"), make([]byte, 32)...))
		key := fmt.Sprintf("%s+%x+%s", name, h[:4], base64.StdEncoding.EncodeToString(append([]byte{4}, make([]byte, 32)...)))
		if _, err := anchor.ReadVerifier(key); (err == nil) != want {
			t.Errorf("ReadVerifier(%.40q) = %v", key, err)
		}
	}
}

// TestWhatWasBroughtBindsTheNetworkToo: a witness that got a dossier refuses another
// past from the journal's own installation.
func TestWhatWasBroughtBindsTheNetworkToo(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l, store := newLog(t, "log-1"), &anchordb.Store{DB: db}
		l.grow(9, "entry")
		w, err := anchor.LoadWitness(filepath.Join(t.TempDir(), "witness-key"), "getuige", []string{l.public}, store, func() time.Time { return noon })
		if err != nil {
			t.Fatal(err)
		}
		_, next, err := l.brought(w, 5, anchor.Seen{})
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := store.Advance(t.Context(), "log-1/org_a", anchor.Seen{}, next, noon); err != nil || !ok {
			t.Fatalf("Advance = %t, %v", ok, err)
		}
		if seen, err := store.Seen(t.Context(), "log-1/org_a"); err != nil || seen != next {
			t.Fatalf("Seen = %+v, %v, want %+v", seen, err, next)
		}
		if _, err := w.Add(t.Context(), "old 5\n\n"+l.again(5).note(5)); err == nil {
			t.Error("another past was cosigned for the installation")
		}
		if _, err := w.Add(t.Context(), "old 5\n\n"+l.note(5)); err != nil {
			t.Errorf("what was brought: %v", err)
		}
	})
}
