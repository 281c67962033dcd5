package web

import (
	"container/list"
	"net/http"
	"sync"
	"time"

	"aantoonbaar/internal/i18n"
)

// Kept makes a route whose finished page is kept and sent again for as long as
// nothing of the organisation has changed. It is for pages that people open
// again and again.
//
// Such a page MUST depend on nothing but the organisation's own records, which
// its version stands for, the day, who reads it, and the address: see
// [keptKey]. Whether the reader may see it is decided anew each time, before.
func (r Route) Kept() Route {
	r.Keep = true
	return r
}

// A keptKey is everything on which a kept page depends.
type keptKey struct {
	org         string
	version     int64     // see [Frame.Version]
	day         time.Time // pages name the day, and tell today from yesterday
	reader      Reader
	others      bool // the menu offers other organisations
	lang        i18n.Lang
	path, query string // the path names the moment at which one looks back
	covered     int64  // the signature over that moment
	alarm       string // what is wrong with the records: found without a change of them
}

// longestQuery is the longest query with which a page is kept.
const longestQuery = 200

// keyOf returns the key of the page that r asks for; false when no page is kept
// for such a request: one with a notice is shown once, and a part of a page is
// no page.
func (fr *Frame) keyOf(r *http.Request, route Route) (keptKey, bool, error) {
	v := ViewOf(r.Context())
	if !route.Keep || fr.Version == nil || r.Method != http.MethodGet || IsPart(r) ||
		v.Place == nil || v.Reader == nil || v.Notice != "" || len(v.Query) > longestQuery {
		return keptKey{}, false, nil
	}
	// Read before the page is made: one made of newer records is kept under
	// the older version at worst, and never the other way round.
	version, err := fr.Version(r.Context(), v.Place.ID)
	return keptKey{v.Place.ID, version, v.Today(), *v.Reader, v.Place.Others, v.Lang, v.Path, v.Query, v.Moment.covered(), v.Alarm}, true, err
}

// handle lets the route answer, or sends the page that is kept.
func (fr *Frame) handle(w http.ResponseWriter, r *http.Request, route Route) error {
	key, may, err := fr.keyOf(r, route)
	if err != nil {
		return err
	}
	if !may {
		return route.Handle(w, r)
	}
	if page := fr.kept.find(key); page != nil {
		send(w, http.StatusOK, page)
		return nil
	}
	listener := &listener{ResponseWriter: w}
	if err := route.Handle(listener, r); err != nil {
		return err
	}
	if listener.code == http.StatusOK && w.Header().Get("Content-Type") == htmlType && w.Header().Get("Set-Cookie") == "" {
		fr.kept.keep(key, listener.page)
	}
	return nil
}

// A listener passes an answer on, and remembers it.
type listener struct {
	http.ResponseWriter
	code int
	page []byte
}

// WriteHeader implements [http.ResponseWriter].
func (l *listener) WriteHeader(code int) {
	l.code = code
	l.ResponseWriter.WriteHeader(code)
}

// Write implements [http.ResponseWriter].
func (l *listener) Write(b []byte) (int, error) {
	l.page = append(l.page, b...)
	return l.ResponseWriter.Write(b)
}

// maxKept bounds the memory that kept pages take, in bytes. A page is 40 to
// 150 kB.
const maxKept = 16 << 20

// kept keeps the pages sent last. The zero value is ready to use.
type kept struct {
	mu    sync.Mutex
	byKey map[keptKey]*list.Element
	order list.List // of keptPage, the latest used first
	bytes int
}

type keptPage struct {
	key  keptKey
	page []byte
}

func (k *kept) find(key keptKey) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.byKey[key]
	if e == nil {
		return nil
	}
	k.order.MoveToFront(e)
	return e.Value.(keptPage).page
}

func (k *kept) keep(key keptKey, page []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byKey[key] != nil || len(page) > maxKept {
		return
	}
	if k.byKey == nil {
		k.byKey = map[keptKey]*list.Element{}
	}
	k.byKey[key] = k.order.PushFront(keptPage{key, page})
	for k.bytes += len(page); k.bytes > maxKept; {
		last := k.order.Back()
		old := k.order.Remove(last).(keptPage)
		delete(k.byKey, old.key)
		k.bytes -= len(old.page)
	}
}
