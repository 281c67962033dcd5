package audit_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/audit"
)

var sampling = audit.Rules{
	RiskPercent: 20, RandomPercent: 10, ChangedWithin: 90,
	Weights: map[audit.Reason]int{audit.Claimed: 4, audit.Doubted: 3, audit.Effect: 3, audit.Untested: 1, audit.Changed: 1},
}

// twenty requirements, of which the second is a claim and the last one is both
// doubtful and grave; the third is out.
func twenty() []audit.Known {
	var all []audit.Known
	for i := range 20 {
		all = append(all, audit.Known{Requirement: fmt.Sprintf("r%02d", i), Reasons: []audit.Reason{audit.Untested}})
	}
	all[1].Reasons = []audit.Reason{audit.Claimed, audit.Untested}
	all[19].Reasons = []audit.Reason{audit.Doubted, audit.Effect, audit.Untested}
	all[2].Out, all[2].Reasons = true, []audit.Reason{audit.Claimed, audit.Doubted, audit.Effect}
	return all
}

func names(sample []audit.Pick) (risk, lot []string) {
	for _, p := range sample {
		if slices.Contains(p.Reasons, audit.AtRandom) {
			lot = append(lot, p.Requirement)
		} else {
			risk = append(risk, p.Requirement)
		}
	}
	return risk, lot
}

func TestTheSampleTakesTheHighestRisksAndSomeOfTheRest(t *testing.T) {
	risk, lot := names(audit.Draw(sampling, twenty(), sha256.Sum256([]byte("a"))))
	if got := strings.Join(risk, " "); got != "r00 r01 r03 r19" { // 20 % of 19, rounded up; ties in the norm's order
		t.Errorf("by risk: %s", got)
	}
	if len(lot) != 2 || slices.Contains(lot, "r02") {
		t.Errorf("at random: %v, want two of the rest", lot)
	}
}

func TestTheSameSeedDrawsTheSameSample(t *testing.T) {
	seen := map[string]bool{}
	for i := range 50 {
		seed := sha256.Sum256(fmt.Append(nil, i))
		_, first := names(audit.Draw(sampling, twenty(), seed))
		_, again := names(audit.Draw(sampling, twenty(), seed))
		if !slices.Equal(first, again) {
			t.Fatalf("seed %x draws %v and then %v", seed, first, again)
		}
		for _, r := range first {
			seen[r] = true
		}
	}
	if len(seen) != 15 {
		t.Errorf("of 15 that can be drawn, 50 seeds drew %d", len(seen))
	}
}

// TestTheDrawOfTheManualHolds pins the draw that docs/reference/assessment.md
// shows how to repeat with Python.
func TestTheDrawOfTheManualHolds(t *testing.T) {
	seed := audit.SeedOf("kT5AgOf0Q0kfhBqnKIpg9l4ssXJWT4OXrStXXpM4KPg=", "aud_1")
	if got := hex.EncodeToString(seed[:]); got != "5f7cbeebbc2137961007ca2b97d20ad4718895b0a66f56a288c6843d093606b4" {
		t.Errorf("seed is %s", got)
	}
	known := twenty()[3:19]
	for i := range known {
		known[i].Reasons = nil // no risk: all by lot
	}
	rules := sampling
	rules.RandomPercent = 25
	if _, lot := names(audit.Draw(rules, known, seed)); strings.Join(lot, " ") != "r03 r10 r11 r17" {
		t.Errorf("drawn: %v", lot)
	}
}

func TestNothingIsDrawnOfNothing(t *testing.T) {
	out := []audit.Known{{Requirement: "r", Out: true}}
	for _, known := range [][]audit.Known{nil, out} {
		if got := audit.Draw(sampling, known, [32]byte{}); len(got) != 0 {
			t.Errorf("Draw(%v) = %v", known, got)
		}
	}
	if got := audit.Draw(sampling, twenty()[:1], [32]byte{}); len(got) != 1 {
		t.Errorf("Draw of one = %v", got)
	}
}

func TestASignatureIsUnderTheseBytesOnly(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, sum, err := audit.Document{Format: audit.Format, Conclusion: "Het werkt <niet> & toch"}.Text()
	if err != nil {
		t.Fatal(err)
	}
	signature := ed25519.Sign(private, text)
	r := audit.Report{Text: text, SHA256: sum, Public: public, Signature: signature}
	if !r.Holds() {
		t.Error("a good signature does not hold")
	}
	for i := range text {
		flipped := slices.Clone(text)
		flipped[i] ^= 1
		if audit.Verify(flipped, signature, public) {
			t.Fatalf("byte %d can be changed", i)
		}
	}
	for name, bad := range map[string]audit.Report{
		"another key":        {Text: text, SHA256: sum, Public: other, Signature: signature},
		"no key":             {Text: text, SHA256: sum, Signature: signature},
		"no signature":       {Text: text, SHA256: sum, Public: public},
		"another hash":       {Text: text, SHA256: sum[1:] + "0", Public: public, Signature: signature},
		"a shorter text":     {Text: text[1:], SHA256: audit.Sum(text[1:]), Public: public, Signature: signature},
		"a flipped half":     {Text: text, SHA256: sum, Public: public, Signature: append(slices.Clone(signature[:63]), signature[63]^1)},
		"nothing whatsoever": {},
	} {
		if bad.Holds() {
			t.Errorf("%s holds", name)
		}
	}
	d, err := audit.ReadDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	if again, _, _ := d.Text(); string(again) != string(text) {
		t.Error("a document that was read is spelled otherwise")
	}
}
