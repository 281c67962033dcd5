package dossier_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/evidence"
)

// TestEveryTamperingIsFound flips a bit in every third byte of a dossier, and then cuts,
// doubles, swaps and overwrites pieces of it at random. The file is never proven,
// and no claim of it is proven either.
func TestEveryTamperingIsFound(t *testing.T) {
	m := begin(t, "org_linde")
	o := watch(m)
	m.rotate()
	m.more("evidence.withdraw", "evidence", "evi_1", evidence.WithdrawnSaid{Because: "er is een nieuwe"})
	src := m.source()
	src.Anchored = []dossier.Anchored{o.see(src.Earlier[0])}
	whole := m.pack(src, standard...)
	if r := o.verify(whole); r.Verdict != dossier.Proven || len(r.Rotations) != 1 || len(r.Anchors) != 2 || r.Anchors[0].Verdict != dossier.Proven || r.Anchors[1].Verdict != dossier.Proven {
		t.Fatalf("untouched: %+v", r)
	}
	other := begin(t, "org_other")
	theirs := other.pack(other.source(), standard...)
	found := 0
	try := func(what string, at int, file []byte) {
		t.Helper()
		if bytes.Equal(file, whole) {
			return
		}
		found++
		r, err := o.trust.Verify(t.Context(), bytes.NewReader(file), int64(len(file)))
		seen := func(s dossier.Sighting) bool { return s.Verdict == dossier.Proven }
		if err == nil && (r.Verdict != dossier.Contradicted || r.Count(dossier.Proven) > 0 || slices.ContainsFunc(r.Anchors, seen)) {
			t.Errorf("%s at byte %d: verdict %s, %d claims proven", what, at, r.Verdict, r.Count(dossier.Proven))
		}
	}
	for at := 0; at < len(whole); at += 3 {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << (at % 8)
		try("a flipped bit", at, flipped)
	}
	chance := rand.New(rand.NewPCG(7, 510))
	for range 700 {
		from, n := chance.IntN(len(whole)), 1+chance.IntN(400)
		to := min(from+n, len(whole))
		try("a piece cut out", from, append(bytes.Clone(whole[:from]), whole[to:]...))
		try("a piece doubled", from, append(bytes.Clone(whole[:to]), whole[from:]...))
		swap := bytes.Clone(whole)
		copy(swap[from:to], whole[chance.IntN(len(whole)):])
		try("a piece swapped", from, swap)
		alien := bytes.Clone(whole)
		copy(alien[from:to], theirs[min(from, len(theirs)):])
		try("a piece of another organisation", from, alien)
	}
	try("something after the end", len(whole), append(bytes.Clone(whole), 'x'))
	try("something before the start", 0, append([]byte("x"), whole...))
	t.Logf("GOAL G18 %d tamperings found", found)
}
