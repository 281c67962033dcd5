package app_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/sqldb"
)

// events reads a feed as a calendar program would, and returns the titles by the
// first part of their names.
func (s *site) events(secret string) map[string][]string {
	s.Helper()
	a := s.ask(http.MethodGet, "/agenda/"+secret+".ics", "", "")
	if a.Code != http.StatusOK || a.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || a.Header.Get("Cache-Control") != "no-store" {
		s.Fatalf("the feed = %d %v", a.Code, a.Header)
	}
	cal, err := ics.ParseCalendar(strings.NewReader(a.Body))
	s.must(err)
	titles := map[string][]string{}
	for _, e := range cal.Events() {
		kind, _, _ := strings.Cut(strings.SplitN(e.Id(), "@", 2)[0], "_")
		kind, _, _ = strings.Cut(kind, ".")
		title := e.GetProperty(ics.ComponentPropertySummary).Value
		titles[kind] = append(titles[kind], title)
		if at := e.GetProperty(ics.ComponentPropertyUrl); at == nil || !strings.HasPrefix(at.Value, origin+"/o/org_") {
			s.Errorf("%s has no link", title)
		}
	}
	return titles
}

// TestAFeedTellsWhatItsPersonMaySeeNow reads one feed while places and roles change.
func TestAFeedTellsWhatItsPersonMaySeeNow(t *testing.T) {
	each(t, func(s *site) {
		p, other := s.provider(1), s.provider(2)
		officer := p.by(identity.SecurityOfficer)
		_, err := p.Plan.Add(p.ctx(), officer, plan.Action{Title: p.mark("own"), Owner: officer.Person, Requirements: []string{p.requirement}, Due: midnight(p.clock()).AddDate(0, 1, 0)})
		p.must(err)
		secret, err := p.Identity.MakeFeed(p.ctx(), officer)
		p.must(err)
		got := s.events(secret)
		if len(got["act"]) != 1 || !strings.Contains(got["act"][0], p.mark("own")) {
			s.Errorf("actions of the person: %q", got["act"])
		}
		if len(got["evd"])+len(got["evi"]) == 0 || len(got["inc"]) == 0 || len(got["date"]) == 0 {
			s.Errorf("evidence, terms and dates: %v", got)
		}
		for _, title := range got["inc"] {
			if mark.MatchString(title) || !strings.Contains(title, "INC-2026-") {
				s.Errorf("a term is called %q", title)
			}
		}
		p.must(p.Identity.ChangeRole(p.ctx(), p.by(identity.Administrator), officer.Person, identity.Reader))
		if got := s.events(secret); len(got["inc"]) > 0 || len(got["act"]) != 1 {
			s.Errorf("as a reader: %v", got)
		}
		p.must(identity.Console{Service: s.Identity}.AddMember(s.ctx(), other.id, officer.Person, identity.SecurityOfficer))
		for _, title := range slices.Concat(s.events(secret)["act"], s.events(secret)["inc"]) {
			if !strings.HasSuffix(title, ")") {
				s.Errorf("of two places it is not said of which %q is", title)
			}
		}
		p.must(p.Identity.EndAccess(p.ctx(), p.by(identity.Administrator), officer.Person))
		if got := s.events(secret); len(got["act"]) > 0 || len(got["inc"]) == 0 {
			s.Errorf("with a place elsewhere alone: %v", got)
		}
		s.must(s.Identity.EndAccess(s.ctx(), identity.OperatorActor(other.id), officer.Person))
		if got := s.events(secret); len(got) > 0 {
			s.Errorf("without a place: %v", got)
		}
	})
}

// TestAnAddressThatWasReplacedOpensNothing, and none is kept as it is.
func TestAnAddressThatWasReplacedOpensNothing(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		by := p.by(identity.Contributor)
		first, err := p.Identity.MakeFeed(p.ctx(), by)
		p.must(err)
		second, err := p.Identity.MakeFeed(p.ctx(), by)
		p.must(err)
		s.events(second)
		gone := func(secret string) {
			s.Helper()
			a := s.ask(http.MethodGet, "/agenda/"+secret+".ics", "", "")
			if a.Code != http.StatusNotFound {
				s.Errorf("an address that is gone = %d", a.Code)
			}
		}
		gone(first)
		gone("")
		gone("x")
		p.must(p.Identity.EndFeed(p.ctx(), by))
		gone(second)
		old := by
		old.Strong = old.Strong.Add(-identity.Fresh - 1)
		_, err = p.Identity.MakeFeed(p.ctx(), old)
		s.wantCode("a sign-in of an hour ago", err, "identity.not-fresh")
		third, err := p.Identity.MakeFeed(p.ctx(), by)
		p.must(err)
		s.must(s.DB.Read(s.ctx(), sqldb.Scope{}, func(tx *sqldb.Tx) error {
			hashes, err := sqldb.All(s.ctx(), tx, sqldb.Scalar[[]byte], `SELECT secret_hash FROM feeds`)
			if len(hashes) != 1 || bytes.Contains(hashes[0], []byte(third)) {
				s.Errorf("kept: %q", hashes)
			}
			return err
		}))
	})
}
