package framework_test

import (
	"os"
	"testing"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := framework.Load(os.DirFS("../../content")); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCatalogueIsWhole(t *testing.T) {
	c, err := framework.Load(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	for theme, want := range map[framework.Theme]int{
		framework.System: 25, framework.Organisation: 43, framework.People: 9, framework.Buildings: 14, framework.Technology: 35,
	} {
		if got := len(c.In(theme)); got != want {
			t.Errorf("theme %s has %d requirements, want %d", theme, got, want)
		}
	}
	if c.Measures() != 101 {
		t.Errorf("part 2 has %d measures, want 101", c.Measures())
	}
}

func TestWhyNotReadsInBothLanguages(t *testing.T) {
	c, err := framework.Load(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	r := c.BySlug("8.28")
	for _, reason := range []string{r.ExcludedBecause.NL, r.ExcludedBecause.EN} {
		if got := r.WhyNot(reason); got != r.ExcludedBecause {
			t.Errorf("WhyNot(%q) = %v, want both languages", reason, got)
		}
	}
	if got, want := r.WhyNot("Wij huren alles."), i18n.Same("Wij huren alles."); got != want {
		t.Errorf("WhyNot of somebody's own words = %v, want %v", got, want)
	}
}
