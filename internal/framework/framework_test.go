package framework_test

import (
	"os"
	"testing"

	"aantoonbaar/internal/framework"
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
