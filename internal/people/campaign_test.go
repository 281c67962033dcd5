package people_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/people"
)

func outcome(group string, sent int) people.Outcome {
	return people.Outcome{Group: group, Sent: sent, Clicked: sent / 2}
}

// TestNoGroupIsShownThatIsTooSmall, and none can be worked out from the total.
func TestNoGroupIsShownThatIsTooSmall(t *testing.T) {
	for _, tt := range []struct {
		what string
		in   []people.Outcome
		want map[string]int
	}{
		{"large enough", []people.Outcome{outcome("b", 5), outcome("a", 9)}, map[string]int{"a": 9, "b": 5}},
		{"two small ones together are enough", []people.Outcome{outcome("a", 9), outcome("b", 3), outcome("c", 2)}, map[string]int{"a": 9, "": 5}},
		{"one small one takes the next along", []people.Outcome{outcome("a", 9), outcome("b", 6), outcome("c", 1)}, map[string]int{"a": 9, "": 7}},
		{"and the only other one", []people.Outcome{outcome("a", 9), outcome("c", 4)}, map[string]int{"": 13}},
		{"without a group", []people.Outcome{outcome("", 2), outcome("a", 5), outcome("b", 50)}, map[string]int{"": 7, "b": 50}},
		{"one group in two spellings", []people.Outcome{outcome("Noord", 3), outcome(" noord", 3)}, map[string]int{"Noord": 6}},
		{"nobody", []people.Outcome{outcome("a", 0)}, map[string]int{}},
		{"persons", []people.Outcome{outcome("a", 1), outcome("a", 1), outcome("b", 1)}, map[string]int{"": 3}},
	} {
		got := map[string]int{}
		for _, o := range people.Merge(tt.in) {
			got[o.Group] = o.Sent
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.what, diff)
		}
	}
}

// TestTheMarginIsWilsons compares with values worked out elsewhere (Newcombe 1998,
// table I, for 81 of 263, 15 of 148, 0 of 20 and 1 of 29).
func TestTheMarginIsWilsons(t *testing.T) {
	for _, tt := range []struct {
		k, n      int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {5, 5, 0.5655, 1}} {
		r := people.RateOf(tt.k, tt.n)
		if math.Abs(r.Low-tt.low) > 0.00006 || math.Abs(r.High-tt.high) > 0.00006 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", tt.k, tt.n, r.Low, r.High, tt.low, tt.high)
		}
	}
	if people.RateOf(3, 10).Differs(people.RateOf(5, 10)) || !people.RateOf(30, 1000).Differs(people.RateOf(500, 1000)) {
		t.Error("chance is taken for a difference, or the other way round")
	}
}

func TestAPracticeMailIsKeptInNumbers(t *testing.T) {
	h := build(t)
	good := people.Campaign{Name: "Rooster", On: day("2026-11-20"), Outcomes: []people.Outcome{{Group: "a", Sent: 10, Opened: 9, Clicked: 3, Gave: 1, Reported: 6}, {Group: "b", Sent: 2}}}
	for what, spoil := range map[string]func(*people.Campaign){
		"tomorrow":          func(c *people.Campaign) { c.On = day("2026-11-29") },
		"no name":           func(c *people.Campaign) { c.Name = "" },
		"nobody":            func(c *people.Campaign) { c.Outcomes = nil },
		"four people":       func(c *people.Campaign) { c.Outcomes = []people.Outcome{{Sent: 4}} },
		"more than were":    func(c *people.Campaign) { c.Outcomes = []people.Outcome{{Sent: 10, Clicked: 11}} },
		"fewer than none":   func(c *people.Campaign) { c.Outcomes = []people.Outcome{{Sent: 10, Reported: -1}} },
		"the whole country": func(c *people.Campaign) { c.Outcomes = []people.Outcome{{Sent: people.MaxSent + 1}} },
	} {
		c := good
		spoil(&c)
		if _, err := h.AddCampaign(t.Context(), officer, c); fault.KindOf(err) != fault.Invalid || len(h.held.entries) != 0 {
			t.Errorf("%s: %v, %d entries", what, err, len(h.held.entries))
		}
	}
	c := must(h.AddCampaign(t.Context(), officer, good))
	if len(c.Outcomes) != 1 || c.Total().Sent != 12 {
		t.Errorf("stored %+v", c.Outcomes)
	}
	for range 2 {
		if err := h.ProveCampaign(t.Context(), officer, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	if f := must(h.FindCampaign(t.Context(), officer, c.ID)); !f.Proven || len(h.around.items) != 1 {
		t.Errorf("proven: %t, %d pieces", f.Proven, len(h.around.items))
	}
	if err := h.WithdrawCampaign(t.Context(), officer, c.ID, "verkeerd bestand"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.FindCampaign(t.Context(), officer, c.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("after withdrawing: %v", err)
	}
}
