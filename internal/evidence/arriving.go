package evidence

import (
	"sync"

	"aantoonbaar/internal/org"
)

// arriving counts the files that are coming in. Between the last byte of a file
// and the row that names it, nothing says that it is needed: in that moment nobody
// may take the same bytes away because another piece with them was erased. The
// zero arriving is ready to use.
type arriving struct {
	mu    sync.Mutex
	files map[org.ID]int
	waits map[org.ID]bool // something is to be taken away
}

// begin says that a file of an organisation is coming in.
func (a *arriving) begin(id org.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.files == nil {
		a.files, a.waits = map[org.ID]int{}, map[org.ID]bool{}
	}
	a.files[id]++
}

// end says that its row is there, or that there will be none. It reports whether
// something waits to be taken away and now can be.
func (a *arriving) end(id org.ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.files[id]--; a.files[id] > 0 {
		return false
	}
	delete(a.files, id)
	waits := a.waits[id]
	delete(a.waits, id)
	return waits
}

// without runs f while no file of the organisation is coming in. When one is, f
// does not run, and end tells.
func (a *arriving) without(id org.ID, f func() error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.files[id] > 0 {
		a.waits[id] = true
		return nil
	}
	return f()
}
