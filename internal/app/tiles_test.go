package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/identity"
)

// A reader is somebody else's program: it has an address and a public key, and
// none of our code.
type reader struct {
	t      *testing.T
	prefix string
	key    note.Verifier
}

// Height implements tlog.TileReader.
func (r *reader) Height() int { return 8 }

// SaveTiles implements tlog.TileReader.
func (r *reader) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles implements tlog.TileReader.
func (r *reader) ReadTiles(tiles []tlog.Tile) (all [][]byte, err error) {
	for _, t := range tiles {
		code, text := r.get(strings.Replace(t.Path(), "tile/8/", "tile/", 1)) // as C2SP spells it
		if code != http.StatusOK {
			return nil, fmt.Errorf("%s: status %d", t.Path(), code)
		}
		all = append(all, text)
	}
	return all, nil
}

func (r *reader) get(path string) (int, []byte) {
	r.t.Helper()
	q, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.prefix+"/"+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	a, err := (&http.Client{Timeout: time.Minute}).Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return a.StatusCode, text
}

// tree reads and verifies the checkpoint.
func (r *reader) tree() tlog.Tree {
	r.t.Helper()
	code, text := r.get("checkpoint")
	n, err := note.Open(text, note.VerifierList(r.key))
	if err != nil {
		r.t.Fatalf("checkpoint (%d): %v", code, err)
	}
	lines := strings.Split(n.Text, "\n")
	var tree tlog.Tree
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		r.t.Fatal(err)
	}
	copy(tree.Hash[:], root)
	if _, err := fmt.Sscan(lines[1], &tree.N); err != nil {
		r.t.Fatal(err)
	}
	return tree
}

// records reads all of them.
func (r *reader) records(size int64) (all [][]byte) {
	r.t.Helper()
	for at := int64(0); at < size; at += 256 {
		path := fmt.Sprintf("tile/entries/%03d", at/256)
		if size-at < 256 {
			path += fmt.Sprintf(".p/%d", size-at)
		}
		code, text := r.get(path)
		if code != http.StatusOK {
			r.t.Fatalf("%s = %d", path, code)
		}
		for len(text) > 0 {
			n := binary.BigEndian.Uint16(text)
			all, text = append(all, text[2:2+n]), text[2+n:]
		}
	}
	return all
}

// TestAnotherProgramReadsTheTree through a link that somebody outside was given:
// it proves each record in, and that the journal only grew.
func TestAnotherProgramReadsTheTree(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		for s.size(p.id) < 300 { // more than one tile
			p.plan()
		}
		s.must(s.SealAll(s.ctx()))
		server := httptest.NewServer(s.handler)
		s.Cleanup(server.Close)
		admin := p.by(identity.Administrator)
		secret, err := p.Identity.MakeLogLink(s.ctx(), admin, "De accountant")
		s.must(err)
		key, err := note.NewVerifier(s.Signer.Public())
		s.must(err)
		r := &reader{t: s.T, prefix: server.URL + "/loglink/" + secret, key: key}
		first := r.tree()
		hashes := tlog.TileHashReader(first, r)
		records := r.records(first.N)
		if int64(len(records)) != first.N {
			s.Fatalf("%d records under a checkpoint of %d", len(records), first.N)
		}
		for _, i := range []int64{0, 1, 255, 256, first.N - 1} {
			path, err := tlog.ProveRecord(first.N, i, hashes)
			s.must(err)
			s.must(proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(i), uint64(first.N), rfc6962.DefaultHasher.HashLeaf(records[i]), bytesOf(path), first.Hash[:]))
		}
		for _, mark := range []string{p.mark("person"), p.mark("mail"), p.mark("action"), p.mark("org")} {
			if bytes.Contains(bytes.Join(records, nil), []byte(mark)) {
				s.Errorf("the records hold %s", mark)
			}
		}
		p.plan()
		if code, _ := r.get(fmt.Sprintf("tile/entries/001.p/%d", s.size(p.id)-256)); code != http.StatusNotFound {
			s.Errorf("what no checkpoint covers = %d", code)
		}
		s.must(s.SealAll(s.ctx()))
		next := r.tree()
		path, err := tlog.ProveTree(next.N, first.N, tlog.TileHashReader(next, r))
		s.must(err)
		s.must(proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(first.N), uint64(next.N), bytesOf(path), first.Hash[:], next.Hash[:]))

		for _, path := range []string{"tile/0/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/0", "tile/data/000", "tile/8/0/000", "tile/1/000.p/2", "tile/entries/x999/x999/x999/x999/x999/999", "tile/-1/000", "tile/63/000.p/1", "tile/7/999", "tile/"} {
			if code, _ := r.get(path); code != http.StatusNotFound {
				s.Errorf("%s = %d, want 404", path, code)
			}
		}
		links, err := p.Identity.OpenLinks(s.ctx(), admin)
		s.must(err)
		s.must(p.Identity.WithdrawLink(s.ctx(), admin, links[0].ID))
		for _, path := range []string{"checkpoint", "tile/0/000"} {
			if code, _ := r.get(path); code != http.StatusNotFound {
				s.Errorf("%s after the link was withdrawn = %d", path, code)
			}
		}
	})
}

func bytesOf[P ~[]tlog.Hash](path P) (all [][]byte) {
	for _, h := range path {
		all = append(all, h[:])
	}
	return all
}

// TestALinkToReadIsGivenOnThePage and withdrawn there; both stand in the journal.
func TestALinkToReadIsGivenOnThePage(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		page := "/o/" + string(p.id) + "/logboek"
		admin := s.signIn(p.people[identity.Administrator], true)
		if a := s.ask(http.MethodPost, page+"/links", admin, "name="); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `<details class="zi-more" open`) {
			s.Errorf("without a name = %d", a.Code)
		}
		a := s.ask(http.MethodPost, page+"/links", admin, "name=De+accountant")
		_, rest, found := strings.Cut(a.Body, origin+"/loglink/")
		secret, _, _ := strings.Cut(rest, `"`)
		if a.Code != http.StatusOK || !found {
			s.Fatalf("POST = %d", a.Code)
		}
		if a := s.ask(http.MethodGet, "/loglink/"+secret+"/checkpoint", "", ""); a.Code != http.StatusOK || !strings.Contains(a.Body, string(p.id)) {
			s.Errorf("the link gives %d: %s", a.Code, a.Body)
		}
		if a := s.ask(http.MethodGet, "/log/"+string(p.id)+"/checkpoint", s.signIn(p.people[identity.Contributor], true), ""); a.Code != http.StatusOK {
			s.Errorf("a session that may read the history gets %d", a.Code)
		}
		a = s.ask(http.MethodGet, page, admin, "")
		_, rest, found = strings.Cut(a.Body, page+"/links/")
		link, _, _ := strings.Cut(rest, "/einde")
		if !found || strings.Contains(a.Body, secret) {
			s.Errorf("the page lists the link: %t, with its secret: %t", found, strings.Contains(a.Body, secret))
		}
		if a := s.ask(http.MethodGet, page, s.signIn(p.people[identity.SecurityOfficer], true), ""); strings.Contains(a.Body, "/links/") || strings.Contains(a.Body, "Maak een leeslink") {
			s.Error("who may not give links is offered them")
		}
		if a := s.ask(http.MethodPost, page+"/links/"+link+"/einde", admin, ""); a.Code != http.StatusSeeOther {
			s.Errorf("withdrawing = %d", a.Code)
		}
		if a := s.ask(http.MethodGet, "/loglink/"+secret+"/checkpoint", "", ""); a.Code != http.StatusNotFound {
			s.Errorf("the withdrawn link gives %d", a.Code)
		}
		if a := s.ask(http.MethodGet, page, admin, ""); !strings.Contains(a.Body, "leeslink voor het logboek gegeven") {
			s.Error("the journal does not tell")
		}
	})
}
