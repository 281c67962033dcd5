package people_test

import (
	"fmt"
	"slices"
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/people"
)

// list is so many people, each in a group of their own.
func list(n int) (rows []people.Staff) {
	for i := range n {
		rows = append(rows, people.Staff{Name: fmt.Sprintf("Nora van  Nacht %d", i), Groups: []string{fmt.Sprintf("team %d", i)}})
	}
	return rows
}

// TestALongListIsNoMoreWorkPerRow counts memory, which is the same on every machine:
// looking through everybody for every row would ask for four times as much.
func TestALongListIsNoMoreWorkPerRow(t *testing.T) {
	short, long := build(t), build(t)
	must(short.Take(t.Context(), officer, list(100)))
	must(long.Take(t.Context(), officer, list(400)))
	work := func(h *house, n int) float64 {
		f := must(h.Look(t.Context(), officer))
		return testing.AllocsPerRun(2, func() { f.Compare(list(n)) })
	}
	if a, b := work(short, 100), work(long, 400); b > 6*a {
		t.Errorf("a list of 100 takes %.0f pieces of memory, and one of 400 takes %.0f", a, b)
	}
	again := func(h *house, n int) float64 {
		rows := list(n)
		return testing.AllocsPerRun(1, func() {
			for i := range rows {
				rows[i].Groups[0] += "!"
			}
			must(h.Take(t.Context(), officer, rows))
		})
	}
	if a, b := again(short, 100), again(long, 400); b > 6*a {
		t.Errorf("storing a list of 100 takes %.0f pieces of memory, and one of 400 takes %.0f", a, b)
	}
}

func TestSomebodyIsFoundByTheNameHoweverItIsTyped(t *testing.T) {
	named := people.ByName([]people.Participant{{ID: "a", Name: "Nora  Nacht"}, {ID: "b", Name: "NORA nacht"}, {ID: "c"}})
	if len(named) != 1 || named["nora nacht"].ID != "a" {
		t.Errorf("found %+v", named)
	}
}

// TestOfTooManyGroupsNoMoreIsKeptThanToSeeThat they are too many, wherever they come
// from; and every group that there is can be chosen.
func TestOfTooManyGroupsNoMoreIsKeptThanToSeeThat(t *testing.T) {
	h, text := build(t), ""
	var rows []people.Staff
	for i := range 200 {
		text += fmt.Sprintf("groep %d, Groep %d;", i, i)
		rows = append(rows, people.Staff{Name: "Nora", Groups: []string{fmt.Sprintf("a%d", i), fmt.Sprintf("A%d", i), fmt.Sprintf("b%d", i)}})
	}
	if got := people.SplitGroups(text); len(got) != 21 {
		t.Errorf("%d groups were read", len(got))
	}
	f := must(h.Look(t.Context(), officer))
	if in := f.Compare(rows); len(in.Fresh) != 1 || len(in.Fresh[0].Groups) != 21 {
		t.Errorf("rows of one name are %d people, and the first has %d groups", len(in.Fresh), len(in.Fresh[0].Groups))
	}
	if _, err := h.Take(t.Context(), officer, rows); fault.KindOf(err) != fault.Invalid {
		t.Errorf("somebody with 400 groups: %v", err)
	}
	must(h.Take(t.Context(), officer, list(50)))
	if got := must(h.Look(t.Context(), officer)).Groups(); len(got) != 50 || !slices.IsSorted(got) {
		t.Errorf("there are 50 groups, and %d can be chosen: %q", len(got), got)
	}
}
