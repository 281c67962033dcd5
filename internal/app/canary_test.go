package app_test

import (
	"archive/zip"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// organisations is how many there are at least before a leak counts as looked for.
const organisations = 25

// TestNoAnswerHoldsAWordOfAnotherOrganisation fills organisations with marks of
// their own, lets their people open every page and file, and looks for marks of
// others in all that comes back and in the log.
func TestNoAnswerHoldsAWordOfAnotherOrganisation(t *testing.T) {
	each(t, func(s *site) {
		var all []*provider
		for n := range organisations {
			all = append(all, s.provider(n+1))
		}
		answers, planted := 0, kinds(t)
		for i, p := range all {
			next := all[(i+1)%len(all)]
			scan := &scan{provider: p, found: map[string]bool{}}
			scan.pages(identity.Administrator)
			if i < 3 {
				scan.pages(identity.BoardMember)
				scan.pages(identity.Reader)
				scan.acts()
			}
			scan.strangers(next)
			answers += scan.answers
			if missing := slices.DeleteFunc(slices.Clone(planted), func(k string) bool { return scan.found[k] }); len(missing) > 0 {
				s.Errorf("organisation %d never saw its own %v: the marks are not where the pages are", p.number, missing)
			}
		}
		if m := mark.FindString(s.log.String()); m != "" {
			s.Errorf("the log holds %s: words of people do not belong there", m)
		}
		s.goal("G2", "%d organisations, %d answers, no word of another", len(all), answers)
	})
}

// TestAConsultantSeesOneClientAtATime walks through two organisations with one
// session; only the pages of the person may name both.
func TestAConsultantSeesOneClientAtATime(t *testing.T) {
	each(t, func(s *site) {
		first, second := s.provider(1), s.provider(2)
		consultant := first.member("Fatima", identity.SecurityOfficer)
		s.must(identity.Console{Service: s.Identity}.AddMember(s.ctx(), second.id, consultant.ID, identity.SecurityOfficer))
		secret := s.signIn(consultant, true)
		for _, p := range []*provider{first, second, first} {
			scan := &scan{provider: p, found: map[string]bool{}}
			scan.walk(identity.SecurityOfficer, secret, isOfOrg)
			if len(scan.found) < 20 {
				s.Errorf("the consultant saw %d kinds of words of organisation %d", len(scan.found), p.number)
			}
		}
		both := s.ask(http.MethodGet, "/organisaties", secret, "")
		for _, p := range []*provider{first, second} {
			if !strings.Contains(both.Body, p.mark("org")) {
				s.Errorf("the list of organisations misses number %d", p.number)
			}
		}
	})
}

var mark = regexp.MustCompile(`zq(\d\d)oil([a-z]+)`)

// kinds lists the marks that a provider plants, as provider_test.go writes them.
func kinds(t *testing.T) (all []string) {
	source, err := os.ReadFile("provider_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`p\.mark\("([a-z]+)"\)`).FindAllStringSubmatch(string(source), -1) {
		all = append(all, m[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// A scan looks through the answers that one organisation's people get.
type scan struct {
	*provider
	found   map[string]bool // kinds of its own marks
	answers int
}

// pages opens everything that a role may read.
func (s *scan) pages(role identity.Role) {
	s.Helper()
	s.walk(role, s.signIn(s.people[role], true), func(web.Route) bool { return true })
}

func (s *scan) walk(role identity.Role, secret string, only func(web.Route) bool) {
	s.Helper()
	for _, route := range s.Routes() {
		method, _ := address(route)
		v := visitor{role: role, in: true, strong: true}
		if method != http.MethodGet || !only(route) || v.verdict(route, true) != served {
			continue
		}
		for _, values := range s.variants(route) {
			s.read(route.Pattern, s.ask(method, fill(route, values), secret, ""))
		}
	}
}

// variants is records, once for every record that there is.
func (s *scan) variants(route web.Route) []map[string]string {
	s.Helper()
	all := []map[string]string{s.records(route)}
	more := func(wildcard string, values ...string) {
		if all[0][wildcard] == "" {
			return
		}
		for _, v := range values {
			one := maps.Clone(all[0])
			one[wildcard] = v
			all = append(all, one)
		}
	}
	more("slug", s.Content.Find(s.excluded).Slug())
	more("subject", "maatregelen")
	more("action", s.actions[1].ID)
	more("secret", s.asked...)
	switch _, path := address(route); {
	case strings.Contains(path, "/bewijs/{id}"):
		for _, it := range s.pieces[1:] {
			more("id", string(it.ID))
		}
	case strings.Contains(path, "/goedkeuringen/{id}"):
		more("id", string(s.approvals[1].ID))
	}
	return all
}

// acts sends every form empty: a refusal is a page too.
func (s *scan) acts() {
	s.Helper()
	for _, route := range s.Routes() {
		if method, _ := address(route); method == http.MethodPost && isOfOrg(route) {
			secret := s.signIn(s.people[identity.Administrator], true)
			s.read(route.Pattern, s.ask(method, fill(route, s.records(route)), secret, forms[route.Pattern]))
			s.renew(route)
		}
	}
}

// strangers asks for what is of another organisation, under its name and under
// the own one.
func (s *scan) strangers(other *provider) {
	s.Helper()
	secret := s.signIn(s.people[identity.Administrator], true)
	for _, route := range s.Routes() {
		method, _ := address(route)
		if method != http.MethodGet || !isOfOrg(route) {
			continue
		}
		values := other.records(route)
		s.read(route.Pattern, s.ask(method, fill(route, values), secret, ""))
		values["org"] = string(s.id)
		s.read(route.Pattern, s.ask(method, fill(route, values), secret, ""))
	}
}

// read looks for marks in all of an answer.
func (s *scan) read(what string, a *answer) {
	s.Helper()
	s.answers++
	text := a.Body + fmt.Sprint(a.Header)
	if strings.HasPrefix(a.Body, "PK\x03\x04") {
		text += s.unpack(a.Body)
	}
	for _, m := range mark.FindAllStringSubmatch(text, -1) {
		if n, _ := strconv.Atoi(m[1]); n != s.number {
			s.Errorf("%s of organisation %d holds %s", what, s.number, m[0])
			continue
		}
		s.found[m[2]] = true
	}
}

// unpack returns everything in a spreadsheet.
func (s *scan) unpack(file string) (text string) {
	s.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	s.must(err)
	for _, part := range z.File {
		r, err := part.Open()
		s.must(err)
		b, err := io.ReadAll(r)
		s.must(err)
		s.must(r.Close())
		text += part.Name + string(b)
	}
	return text
}
