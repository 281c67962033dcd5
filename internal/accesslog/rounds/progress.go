package rounds

import (
	"io"
	"sync/atomic"
)

// progress is how far something is.
type progress struct{ done, of atomic.Int64 }

// begin notes that something is being done, of so many bytes or lines.
func (s *Service) begin(id ID, of int64) *progress {
	p := &progress{}
	p.of.Store(max(1, of))
	s.work.at.Store(id, p)
	return p
}

func (s *Service) ended(id ID) { s.work.at.Delete(id) }

// Progress is how much of what is being done was done, between 0 and 1; ok is false for
// what nobody is doing at the moment.
func (s *Service) Progress(id ID) (part float64, ok bool) {
	p, ok := s.work.at.Load(id)
	if !ok {
		return 0, false
	}
	at := p.(*progress)
	return min(1, float64(at.done.Load())/float64(at.of.Load())), true
}

// counted counts what passes.
type counted struct {
	io.Reader
	p *progress
}

// Read implements [io.Reader].
func (c counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.p.done.Add(int64(n))
	return n, err
}
