package journal_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"aantoonbaar/internal/journal"
)

func TestOddMomentsAreTheFewest(t *testing.T) {
	begin := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name  string
		hours []float64
		odd   []int
	}{
		{"nothing", nil, nil},
		{"in order", []float64{0, 1, 1, 2}, nil},
		{"a little back", []float64{0, 1, 0.9, 2}, nil},
		{"one line with an earlier date", []float64{0, 1, 2, -6000, 3, 4}, []int{3}},
		{"the last line", []float64{0, 1, 2, -6000}, []int{3}},
		{"a clock that ran ahead and was set right", []float64{0, 1, 900, 901, 2, 3, 4}, []int{2, 3}},
		{"a clock that ran behind and was set right", []float64{0, 1, 2, -900, -899, 3, 4}, []int{3, 4}},
		{"a little back, beside one that is odd", []float64{0, 1, 0.9, -6000, 2}, []int{3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var moments []time.Time
			for _, h := range tt.hours {
				moments = append(moments, begin.Add(time.Duration(h*float64(time.Hour))))
			}
			if got := journal.Odd(moments); !slices.Equal(got, tt.odd) {
				t.Errorf("Odd = %v, want %v", got, tt.odd)
			}
		})
	}
}

// TestWithoutTheOddOnesAllFit for any moments, and none is odd in what fits.
func TestWithoutTheOddOnesAllFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var moments []time.Time
		for _, h := range rapid.SliceOf(rapid.IntRange(0, 30)).Draw(t, "hours") {
			moments = append(moments, time.Unix(int64(h)*3600, 0))
		}
		odd := journal.Odd(moments)
		var rest []time.Time
		for i, at := range moments {
			if !slices.Contains(odd, i) {
				rest = append(rest, at)
			}
		}
		if !slices.IsSortedFunc(rest, time.Time.Compare) {
			t.Errorf("without %v, %v still runs back", odd, moments)
		}
	})
}
