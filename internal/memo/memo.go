// Package memo keeps what was worked out of an organisation, so that it need
// not be worked out again. What makes a kept value hold, such as the size of a
// journal or the day, is part of the value: whoever finds it looks.
package memo

import (
	"container/list"
	"sync"
)

// Max is how many organisations each memo keeps a value of. A pictured
// organisation takes some 100 kB in all its memos.
const Max = 256

// A Memo keeps one value for each organisation, of those used last. Values are
// shared between requests: nobody changes what was kept. The zero Memo is ready
// to use.
type Memo[V any] struct {
	mu    sync.Mutex
	byOrg map[string]*list.Element
	order list.List // of kept[V], the one used last in front
}

type kept[V any] struct {
	org   string
	value V
}

// Find returns what is kept of org, or the zero value.
func (m *Memo[V]) Find(org string) (v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.byOrg[org]
	if e == nil {
		return v
	}
	m.order.MoveToFront(e)
	return e.Value.(kept[V]).value
}

// Keep puts v in the place of what was kept of org. When there are more than
// Max, the one that was used longest ago goes.
func (m *Memo[V]) Keep(org string, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.byOrg[org]; e != nil {
		e.Value = kept[V]{org, v}
		m.order.MoveToFront(e)
		return
	}
	if m.byOrg == nil {
		m.byOrg = map[string]*list.Element{}
	}
	m.byOrg[org] = m.order.PushFront(kept[V]{org, v})
	if m.order.Len() > Max {
		last := m.order.Remove(m.order.Back()).(kept[V])
		delete(m.byOrg, last.org)
	}
}
