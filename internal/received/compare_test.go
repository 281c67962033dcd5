package received

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/dossier"
)

// rootOf is a made-up root; who has the same past has the same.
func rootOf(past byte, size int64) string {
	return rootText(tlog.RecordHash([]byte{past, byte(size)}))
}

// got is a dossier that was received before: of a past at a size, under a key.
func got(id ID, past byte, size int64, key string, vouched bool) Received {
	return Received{ID: id, Size: size, Root: rootOf(past, size), Keys: []string{key}, Vouched: vouched, Note: "note", Relation: First, Verdict: dossier.Proven}
}

// show is one that comes in, of past a with roots at every size.
func show(size int64, vouched bool, keys ...string) shown {
	s := shown{Received: Received{Size: size, Root: rootOf('a', size), Keys: keys, Vouched: vouched, Note: "note"}, Roots: map[int64]string{}}
	for n := int64(1); n <= size; n++ {
		s.Roots[n] = rootOf('a', n)
	}
	return s
}

func TestADossierIsComparedWithEveryEarlierOne(t *testing.T) {
	strange, broken := show(9, false, "k1"), show(9, false, "k1")
	strange.Strange, broken.Note = true, ""
	elsewhere := got("r1", 'b', 5, "k9", false)
	elsewhere.Relation = OtherKey
	hole := show(9, true, "k1")
	delete(hole.Roots, 5)
	twice := got("r2", 'b', 6, "k1", true)
	twice.Relation = Forked
	seen := got("r2", 'a', 6, "k1", true)
	seen.Relation = SeenForked
	halfway := got("r1", 'b', 5, "k1", true)
	halfway.Note = "" // its file did not hold
	for _, tt := range []struct {
		name    string
		shown   shown
		earlier []Received
		want    Relation
		beside  ID
		err     error
	}{
		{"nothing before", show(9, true, "k1"), nil, First, "", nil},
		{"the same", show(5, true, "k1"), []Received{got("r1", 'a', 5, "k1", true)}, Same, "r1", nil},
		{"grown since the last", show(9, true, "k1"), []Received{got("r1", 'a', 3, "k1", true), got("r2", 'a', 5, "k1", true)}, Grown, "r2", nil},
		{"smaller", show(4, true, "k1"), []Received{got("r1", 'a', 3, "k1", true), got("r2", 'a', 5, "k1", true)}, Smaller, "r2", nil},
		{"forked", show(9, true, "k1"), []Received{got("r1", 'b', 5, "k1", true)}, Forked, "r1", nil},
		{"forked as large", show(5, true, "k1"), []Received{got("r1", 'b', 5, "k1", true)}, Forked, "r1", nil},
		{"forked, and older than another", show(4, true, "k1"), []Received{got("r1", 'b', 3, "k1", true), got("r2", 'a', 5, "k1", true)}, Forked, "r1", nil},
		{"forked from one of two", show(9, true, "k1"), []Received{got("r1", 'b', 5, "k1", true), got("r2", 'a', 7, "k1", true)}, Forked, "r1", nil},
		{"the first past again, after a fork", show(5, true, "k1"), []Received{got("r1", 'a', 5, "k1", true), twice}, Forked, "r2", nil},
		{"after a fork that this installation saw", show(9, true, "k1"), []Received{got("r1", 'a', 5, "k1", true), seen, got("r3", 'a', 20, "k1", true)}, SeenForked, "r2", nil},
		{"another key", show(9, true, "k2"), []Received{got("r1", 'a', 5, "k1", true)}, OtherKey, "r1", nil},
		{"a key to which the journal leads", show(9, true, "k2", "k1"), []Received{got("r1", 'a', 5, "k1", true)}, Grown, "r1", nil},
		{"not under the key that was given", strange, nil, OtherKey, "", nil},
		{"a stranger's file does not make the real one false", show(9, true, "k1"), []Received{got("r1", 'b', 5, "k9", false)}, First, "", nil},
		{"nor one that was told to be strange", show(9, false, "k1"), []Received{elsewhere}, First, "", nil},
		{"nobody vouches for either", show(9, false, "k2"), []Received{got("r1", 'a', 5, "k1", false)}, OtherKey, "r1", nil},
		{"a file that is not whole", broken, []Received{got("r1", 'a', 5, "k1", true)}, Uncompared, "", nil},
		{"beside a file that was not whole", show(9, true, "k1"), []Received{halfway}, First, "", nil},
		{"one came in meanwhile", hole, []Received{got("r1", 'a', 5, "k1", true)}, First, "", ErrMeanwhile},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, beside, err := compare(tt.shown, tt.earlier)
			if !errors.Is(err, tt.err) || err == nil && (r != tt.want || beside != tt.beside) {
				t.Errorf("compare = %q beside %q, %v; want %q beside %q, %v", r, beside, err, tt.want, tt.beside, tt.err)
			}
		})
	}
}

// TestAStatedKeyDoesNotCount by itself: else whoever packs a file could put anybody's
// key among those that a person vouched for.
func TestAStatedKeyDoesNotCount(t *testing.T) {
	for stated, want := range map[string]string{"k2": "k2 k1 k3", "k1": "k1 k2 k3", "k9": "k1 k2 k3"} {
		if got := strings.Join(ordered(stated, []string{"k1", "k2", "k3"}), " "); got != want {
			t.Errorf("stated %s: %s, want %s", stated, got, want)
		}
	}
}

// TestEveryOutcomeHasWords in both languages.
func TestEveryOutcomeHasWords(t *testing.T) {
	for _, r := range []Relation{Uncompared, First, Same, Grown, Smaller, Forked, SeenForked, OtherKey} {
		if says := r.Says(); says.NL == "" || says.EN == "" {
			t.Errorf("relation %q says nothing", r)
		}
	}
	for _, w := range []Withheld{NotWhole, NotVouched, NotContinuing, SeenOtherwise, SeenMore, SeenOtherKey, FromHere, InMyName} {
		if says := w.Says(); says.NL == "" || says.EN == "" {
			t.Errorf("reason %q says nothing", w)
		}
	}
}
