package assessmentweb

import (
	"runtime"
	"sync"
	"testing"

	"aantoonbaar/internal/fault"
)

func TestFilesAreReadOneAtATimeAndACrowdIsSentAway(t *testing.T) {
	var q queue
	leave, err := q.enter()
	if err != nil {
		t.Fatal(err)
	}
	var rest sync.WaitGroup
	inside := 0 // guarded by the queue itself: the race detector watches
	for range maxHere - 1 {
		rest.Go(func() {
			done, err := q.enter()
			if err != nil {
				t.Error(err)
				return
			}
			inside++
			done()
		})
	}
	for q.here.Load() < maxHere {
		runtime.Gosched()
	}
	if _, err := q.enter(); fault.KindOf(err) != fault.Overload {
		t.Errorf("one more than the queue holds: %v, want Overload", err)
	}
	leave()
	rest.Wait()
	if inside != maxHere-1 || q.here.Load() != 0 {
		t.Errorf("%d were served and %d are left, want %d and 0", inside, q.here.Load(), maxHere-1)
	}
}
