package quality_test

import (
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog/quality"
	"aantoonbaar/internal/accesslog/simulate"
)

// TestThoseWhoLookedWithoutAReasonComeFirst, on logs as they are: with what is missing
// and wrong in them. The seeds are none of those that anything was tuned on.
func TestThoseWhoLookedWithoutAReasonComeFirst(t *testing.T) {
	const k = 20
	for _, kind := range []simulate.Kind{simulate.HomeCare, simulate.HAP} {
		found := map[quality.Way]float64{}
		for seed := range uint64(3) {
			r, err := quality.Run(content.FS, simulate.Settings{Kind: kind, Seed: 900 + seed, Planted: 100, Defects: simulate.Usual})
			if err != nil {
				t.Fatal(err)
			}
			for _, way := range quality.Ways {
				n, _ := r.Among(way, k, seed)
				found[way] += n
			}
			if r.Lawful.Value() < .9 {
				t.Errorf("%s: %.3f of what is lawful is explained", kind, r.Lawful.Value())
			}
		}
		t.Logf("%s: found among the first %d, of three logs: %v", kind, k, found)
		if s := found[quality.ByScore]; s < 3*k*.4 || s < 2*found[quality.ByFlag] || s < 5*found[quality.NoScore] || s < 10*found[quality.AtRandom] {
			t.Errorf("%s: found %v: the score does not help", kind, found)
		}
	}
}
