package blob_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"aantoonbaar/internal/blob/blobtest"
)

// A line lies between the program and the server of a bucket, and can be cut.
type line struct {
	server string
	mu     sync.Mutex
	state  state
	limit  int64 // bytes that go to the server before the line is cut; 0 for no limit
	open   []net.Conn
	taken  int // connections, in all
}

type state int

const (
	whole  state = iota
	cut          // every connection is closed
	silent       // connections are taken, and nobody answers
)

// over makes what goes to the bucket go over a line.
func over(t *testing.T, b *blobtest.Bucket) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(b.Address, "//")
	server, path, _ := strings.Cut(rest, "/")
	b.Address = "https://" + l.Addr().String() + "/" + path
	n := &line{server: server}
	t.Cleanup(func() { _ = l.Close(); n.is(cut) })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go n.carry(c)
		}
	}()
	return n
}

// is changes the state, and ends what is under way.
func (n *line) is(s state) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.state = s
	for _, c := range n.open {
		_ = c.Close()
	}
	n.open = nil
}

// count returns how many connections were made.
func (n *line) count() int { n.mu.Lock(); defer n.mu.Unlock(); return n.taken }

// after cuts the line when so many bytes more went to the server.
func (n *line) after(bytes int64) { n.is(whole); n.mu.Lock(); n.limit = bytes; n.mu.Unlock() }

func (n *line) carry(c net.Conn) {
	n.mu.Lock()
	s, limit := n.state, n.limit
	n.open = append(n.open, c)
	n.taken++
	n.mu.Unlock()
	switch s {
	case cut:
		_ = c.Close()
		return
	case silent:
		return
	case whole:
	}
	to, err := net.Dial("tcp", n.server)
	if err != nil {
		_ = c.Close()
		return
	}
	go func() { _, _ = io.Copy(c, to); _ = c.Close() }()
	if limit > 0 {
		_, _ = io.Copy(to, io.LimitReader(c, limit))
		n.is(cut)
	} else {
		_, _ = io.Copy(to, c)
	}
	_ = to.Close()
}
