package quality_test

import (
	"bytes"
	"strings"
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
			r := run(t, simulate.Settings{Kind: kind, Seed: 900 + seed, Planted: 100, Defects: simulate.Usual})
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

func TestMostOfWhatIsLawfulIsExplainedAndLittleOfWhatIsNot(t *testing.T) {
	for _, kind := range simulate.Kinds {
		s := simulate.Settings{Kind: kind, Seed: 1, Planted: 300}
		if kind == simulate.Hospital {
			s.Staff, s.Days = 800, 7
		}
		full := run(t, s)
		if got := full.Lawful.Value(); got < .94 {
			t.Errorf("%s: %.3f of what is lawful is explained with full tables, want .94: %v", kind, got, full.Classes)
		}
		if got := full.Planted.Value(); got > .15 {
			t.Errorf("%s: %.3f of what is not lawful is explained, want .15 at most: %v", kind, got, full.Classes)
		}
		s.Defects = simulate.Usual
		if spoiled := run(t, s).Lawful.Value(); spoiled >= full.Lawful.Value() || spoiled < .85 {
			t.Errorf("%s: %.3f of what is lawful is explained with the usual defects, and %.3f without", kind, spoiled, full.Lawful.Value())
		}
	}
}

func run(t *testing.T, s simulate.Settings) *quality.Review {
	t.Helper()
	r, err := quality.Run(content.FS, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTablesAreTheSameEachTime(t *testing.T) {
	tables := func() string {
		var out bytes.Buffer
		if err := (quality.Study{Content: content.FS, Seeds: 1, From: 1, Out: &out, Days: 2}).Tables(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	first := tables()
	if second := tables(); first != second {
		t.Errorf("first\n%s\nand then\n%s", first, second)
	}
	for _, want := range []string{"homecare", "hap", "hospital", "precision at", "recall, score", "facts missing", "family"} {
		if !strings.Contains(first, want) {
			t.Errorf("nothing of %q in\n%s", want, first)
		}
	}
}
