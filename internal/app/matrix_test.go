package app_test

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/web"
)

// TestEveryRouteObeysTheTable asks for every route as every visitor, in the own
// organisation, in another one, and in one that does not exist.
func TestEveryRouteObeysTheTable(t *testing.T) {
	each(t, func(s *site) {
		own, other, routes := s.provider(1), s.provider(2), s.Routes()
		visitors, theirs := own.visitors(), map[string]map[string]string{}
		for _, route := range routes {
			theirs[route.Pattern] = other.records(route)
		}
		before, count := s.size(other.id), map[verdict]int{}
		for _, v := range visitors {
			for _, route := range routes {
				count[s.judge(v, route, true, own.visit(v, route))]++
				if isOfOrg(route) {
					count[s.compare(v, route, theirs[route.Pattern])] += 2
				}
			}
		}
		if after := s.size(other.id); after != before {
			s.Errorf("the walk left %d entries in the journal of an organisation that nobody belonged to", after-before)
		}
		if strings.Contains(s.log.String(), "level=ERROR") {
			s.Errorf("something broke down on the way:\n%s", s.log.String())
		}
		s.goal("G1", "%d routes × %d visitors, cells by verdict %v, every one as the table has it", len(routes), len(visitors), count)
		s.goal("G4", "%d pairs of another organisation and none, all alike", count[hidden])
	})
}

// visit asks for a route in the own organisation. A session is begun anew after
// an act that may have ended it.
func (p *provider) visit(v *visitor, route web.Route) *answer {
	p.Helper()
	method, _ := address(route)
	values := p.records(route)
	if v.in && v.verdict(route, true) == served && method == http.MethodPost {
		defer func() {
			v.secret = p.signIn(v.person, v.strong)
			p.renew(route)
		}()
		switch route.Pattern {
		case "POST /uitnodiging/{secret}/aannemen":
			values["secret"] = p.invited(v.person)
		case "POST /mijn/sleutels/{key}/weg":
			values["key"] = p.passkey(v.person)
		}
	}
	return p.ask(method, fill(route, values), v.secret, forms[route.Pattern])
}

// compare asks for a route of another organisation, and of one that does not
// exist: nobody may learn which is which.
func (s *site) compare(v *visitor, route web.Route, theirs map[string]string) verdict {
	s.Helper()
	method, _ := address(route)
	absent := maps.Clone(theirs)
	absent["org"] = absent["org"][:len(absent["org"])-6] + "zzzzzz"
	for _, lang := range []string{"", "/en"} {
		got := s.ask(method, lang+fill(route, theirs), v.secret, forms[route.Pattern])
		none := s.ask(method, lang+fill(route, absent), v.secret, forms[route.Pattern])
		if lang != "" {
			got.Pattern, none.Pattern = route.Pattern, route.Pattern // a request in English is passed on as a copy, and does not show it
		}
		s.judge(v, route, false, got)
		if diff := cmp.Diff(mask(none, absent["org"]), mask(got, theirs["org"])); diff != "" {
			s.Errorf("%s as %s tells another organisation from one that does not exist (-absent +there):\n%.2000s", route.Pattern, v.name, diff)
		}
	}
	return v.verdict(route, false)
}

// judge holds an answer against the decision table.
func (s *site) judge(v *visitor, route web.Route, own bool, a *answer) verdict {
	s.Helper()
	want := v.verdict(route, own)
	if !want.fits(route, a) {
		s.Errorf("%s as %s (own organisation: %t) = %d %s, want it %s", route.Pattern, v.name, own, a.Code, a.Header.Get("Location"), want)
	}
	if a.Pattern != route.Pattern {
		s.Errorf("%s was served by route %q", route.Pattern, a.Pattern)
	}
	return want
}

// passkey gives who a passkey beside another, and returns its name in addresses.
func (s *site) passkey(who identity.Person) string {
	s.Helper()
	for _, id := range []string{"first " + string(who.ID), "second " + string(who.ID)} {
		_, err := s.Identity.Store.AddPasskey(s.ctx(), identity.Passkey{ID: []byte(id), Person: who.ID, Name: "Telefoon", Added: s.clock()},
			identity.OperatorActor("").Draft(s.clock(), "test.passkey", ref.Ref{Kind: "person", ID: string(who.ID)}, nil))
		s.must(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte("first " + string(who.ID)))
}

// mask takes out of an answer the one thing in which two may differ.
func mask[ID ~string](a *answer, id ID) *answer {
	m := &answer{Code: a.Code, Pattern: a.Pattern, Header: http.Header{}, Body: strings.ReplaceAll(unnumbered(a.Body), string(id), "ID")}
	for name, values := range a.Header {
		for _, v := range values {
			m.Header.Add(name, strings.ReplaceAll(v, string(id), "ID"))
		}
	}
	return m
}

var onceNumber = regexp.MustCompile(`name="once" value="[A-Z2-7]*"`)

// unnumbered is a page without the number that each sending of a form has of its own.
func unnumbered(body string) string { return onceNumber.ReplaceAllString(body, `name="once"`) }

// TestARecordOfAnotherLooksLikeNone asks, in the own organisation, for records of
// another one and for records that do not exist.
func TestARecordOfAnotherLooksLikeNone(t *testing.T) {
	each(t, func(s *site) {
		own, other := s.provider(1), s.provider(2)
		other.primed(s.Routes())
		before := s.size(other.id)
		for _, route := range s.Routes() {
			names := wildcards(route)
			if !isOfOrg(route) || !slices.ContainsFunc(names, isRecord) {
				continue
			}
			method, _ := address(route)
			names = slices.DeleteFunc(names, func(n string) bool { return !isRecord(n) })
			last, role := names[len(names)-1], identity.Who(identity.Action(route.Do))[0]
			theirs := other.records(route)
			theirs["org"] = string(own.id)
			none := maps.Clone(theirs)
			none[last] = none[last][:len(none[last])-4] + "zzzz"
			secret := s.signIn(own.people[role], true)
			got := s.ask(method, fill(route, theirs), secret, forms[route.Pattern])
			want := s.ask(method, fill(route, none), secret, forms[route.Pattern])
			if got.Code < 400 || got.Code >= 500 {
				s.Errorf("%s with a record of another organisation = %d, want a refusal", route.Pattern, got.Code)
			}
			if diff := cmp.Diff(mask(want, none[last]), mask(got, theirs[last])); diff != "" {
				s.Errorf("%s tells a record of another organisation from none (-none +theirs):\n%.2000s", route.Pattern, diff)
			}
		}
		before += 2 // the links that the walk made to have them, for two routes
		if after := s.size(other.id); after > before {
			s.Errorf("the walk left %d entries in the other's journal", after-before)
		}
	})
}

// isRecord reports whether a wildcard stands for a record of an organisation.
func isRecord(wildcard string) bool {
	return slices.Contains([]string{"id", "action", "question", "person", "link", "anchor"}, wildcard)
}

// TestEveryRouteNamesAnActionOfTheTable holds addresses and actions together:
// what is under an organisation needs a role there, and nothing else does.
func TestEveryRouteNamesAnActionOfTheTable(t *testing.T) {
	each(t, func(s *site) {
		known := []string{web.Public}
		for _, a := range identity.Actions {
			known = append(known, string(a.Action))
		}
		for _, route := range s.Routes() {
			if !slices.Contains(known, route.Do) {
				s.Errorf("%s names the action %q, which the decision table does not have", route.Pattern, route.Do)
			}
			if open := route.Do == web.Public || route.Do == string(identity.SelfOnly); open == isOfOrg(route) {
				s.Errorf("%s is for %q: what lies under /o/{org} needs a role there, and nothing else can", route.Pattern, route.Do)
			}
		}
	})
}

// TestAnActFromAnotherSiteIsRefused sends every form as a page of another site would.
func TestAnActFromAnotherSiteIsRefused(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		before := s.size(p.id)
		for _, route := range s.Routes() {
			method, path := address(route)
			if method == http.MethodGet {
				continue
			}
			role := identity.Reader
			if isOfOrg(route) {
				role = identity.Who(identity.Action(route.Do))[0]
			}
			r := httptest.NewRequestWithContext(s.ctx(), method, origin+wildcard.ReplaceAllString(path, string(p.id)), nil)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.AddCookie(&http.Cookie{Name: "zitting", Value: s.signIn(p.people[role], true)})
			if a := s.send(r); a.Code != http.StatusForbidden {
				s.Errorf("%s from another site = %d, want 403", route.Pattern, a.Code)
			}
		}
		if after := s.size(p.id); after != before {
			s.Errorf("forms of another site left %d entries in the journal", after-before)
		}
	})
}

// TestARouteWithoutAnActionCannotBeServed pins that the program does not start
// with a page that nobody thought about.
func TestARouteWithoutAnActionCannotBeServed(t *testing.T) {
	page := func(http.ResponseWriter, *http.Request) error { return nil }
	for name, routes := range map[string][]web.Route{
		"no action":  {{Pattern: "GET /x", Handle: page}},
		"no handler": {{Pattern: "GET /x", Do: web.Public}},
		"twice":      {web.On("GET /x", web.Public, page), web.On("GET /x", web.Public, page)},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Errorf("Mux(%v) served it", routes)
				}
			}()
			(&web.Frame{}).Mux(routes)
		})
	}
}
