package demo

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/org"
)

func TestTheSameSeedInventsTheSameOrganisations(t *testing.T) {
	one, again := &Generator{Seed: 7}, &Generator{Seed: 7}
	if diff := cmp.Diff(one.Invent(300), again.Invent(300)); diff != "" {
		t.Errorf("the second time differs (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(one.Invent(300)[:40], again.Invent(40)); diff != "" {
		t.Errorf("the first forty of more differ from forty (-of more +forty):\n%s", diff)
	}
	if other := (&Generator{Seed: 8}).Invent(300); cmp.Equal(one.Invent(300), other) {
		t.Error("another seed invents the same organisations")
	}
}

func TestInventedNamesAndAddressesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range (&Generator{Seed: 1}).Invent(30_000) {
		if seen[o.Name] || seen[o.Email] {
			t.Fatalf("%s <%s> stands twice", o.Name, o.Email)
		}
		if !strings.HasSuffix(o.Email, ".example") {
			t.Fatalf("%s could be somebody's address", o.Email)
		}
		seen[o.Name], seen[o.Email] = true, true
	}
}

func TestInventedNumbersFitEachOther(t *testing.T) {
	for _, o := range (&Generator{Seed: 3}).Invent(5_000) {
		p := o.Profile
		if err := (org.Organisation{Name: o.Name, Profile: p}).Check(); err != nil {
			t.Fatalf("%s: %v", o.Name, err)
		}
		k := kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.sector == p.Sectors[0] })]
		fte := *p.FTE
		within(t, o.Name+": fte", fte, k.least, k.most, 0)
		within(t, o.Name+": staff for its fte", float64(*p.Staff), 1.2*fte, 1.5*fte, 0.5)
		within(t, o.Name+": turnover for its fte", float64(*p.Turnover), 1000*k.euros[0]*fte, 1000*k.euros[1]*fte, float64(*p.Turnover)/100)
		within(t, o.Name+": clients for its fte", float64(*p.Clients), k.clients[0]*fte, k.clients[1]*fte, 1)
		if p.Balance != nil {
			within(t, o.Name+": balance for its turnover", float64(*p.Balance), 0.25*float64(*p.Turnover), 0.75*float64(*p.Turnover), float64(*p.Balance)/100)
		}
		if t.Failed() {
			return
		}
	}
}

func within(t *testing.T, what string, x, low, high, slack float64) {
	t.Helper()
	if x < low-slack || x > high+slack {
		t.Errorf("%s is %.1f, want %.1f to %.1f", what, x, low, high)
	}
}

func TestInventedSectorsHaveDutchProportions(t *testing.T) {
	const n = 20_000
	counts, small, total := map[org.Sector]int{}, 0, 0
	for _, k := range kinds {
		total += k.of1000
	}
	if total != 1000 {
		t.Fatalf("the kinds add up to %d of a thousand", total)
	}
	for _, o := range (&Generator{Seed: 5}).Invent(n) {
		counts[o.Profile.Sectors[0]]++
		if *o.Profile.FTE < 50 {
			small++
		}
	}
	for _, k := range kinds {
		want := float64(k.of1000) / 1000 * n
		if got := float64(counts[k.sector]); math.Abs(got-want) > 4*math.Sqrt(want) {
			t.Errorf("%s: %.0f of %d, want about %.0f", k.sector, got, n, want)
		}
	}
	if share := float64(small) / n; share < 0.7 || share > 0.92 {
		t.Errorf("%.0f%% has fewer than 50 fte, want most", 100*share)
	}
}
