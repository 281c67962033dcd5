package memo_test

import (
	"fmt"
	"sync"
	"testing"

	"aantoonbaar/internal/memo"
)

func TestTheOneUsedLongestAgoGoes(t *testing.T) {
	var m memo.Memo[int]
	for i := range memo.Max {
		m.Keep(fmt.Sprint(i), i+1)
	}
	if got := m.Find("0"); got != 1 {
		t.Errorf("Find(0) = %d in a full memo, want 1", got)
	}
	m.Keep("new", -1)
	for org, want := range map[string]int{"0": 1, "1": 0, "2": 3, "new": -1} {
		if got := m.Find(org); got != want {
			t.Errorf("Find(%s) = %d after one too many, want %d", org, got, want)
		}
	}
	m.Keep("0", 7)
	if got := m.Find("0"); got != 7 {
		t.Errorf("Find(0) = %d, want the 7 that was kept last", got)
	}
}

func TestManyMayUseItAtOnce(t *testing.T) {
	var m memo.Memo[int]
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 2_000 {
				org := fmt.Sprint((i * (g + 1)) % 400)
				m.Keep(org, len(org))
				if got := m.Find(org); got != len(org) && got != 0 {
					t.Errorf("Find(%s) = %d, want %d or nothing", org, got, len(org))
				}
			}
		})
	}
	wg.Wait()
}
