package app_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

var wildcard = regexp.MustCompile(`\{([a-z]+)(?:\.\.\.)?\}`)

// wildcards names what is open in a route's address.
func wildcards(route web.Route) (names []string) {
	for _, m := range wildcard.FindAllStringSubmatch(route.Pattern, -1) {
		names = append(names, m[1])
	}
	return names
}

func isOfOrg(route web.Route) bool { return strings.Contains(route.Pattern, "{org}") }

// address splits a pattern in method and path.
func address(route web.Route) (method, path string) {
	method, path, _ = strings.Cut(route.Pattern, " ")
	return method, path
}

// records gives every wildcard of a route a record of p.
func (p *provider) records(route web.Route) map[string]string {
	p.Helper()
	_, path := address(route)
	values := map[string]string{}
	for _, w := range wildcards(route) {
		values[w] = p.record(path, w)
	}
	return values
}

// fill writes the address of a route with values in the place of its wildcards.
func fill(route web.Route, values map[string]string) string {
	_, path := address(route)
	path = wildcard.ReplaceAllStringFunc(strings.ReplaceAll(path, "{$}", ""), func(w string) string { return values[strings.Trim(w, "{.}")] })
	if q := queries[route.Pattern]; q != "" {
		path += "?" + q
	}
	return path
}

// queries are what some pages need besides their address.
var queries = map[string]string{
	"GET /o/{org}/bewijs/kies": "voor=5.10",
	"GET /o/{org}/zoeken":      "q=zq",
}

// forms are what some acts need to find what they are about.
var forms = map[string]string{
	"POST /o/{org}/bewijs/kies":              "voor=5.10",
	"POST /o/{org}/certificaten":             "scheme=nen7510&scope=zorg&body=Keurhuis&valid_until=2027-06-30",
	"POST /o/{org}/dossier":                  "for=de+inspectie&files=no",
	"POST /o/{org}/bewijs/{id}/koppeling":    "requirement=nen7510-2:2024/5.10",
	"POST /o/{org}/bewijs/{id}/ontkoppeling": "requirement=nen7510-2:2024/5.10",
}

// record is what stands for a wildcard in path: a record of p, which is there.
func (p *provider) record(path, wildcard string) string {
	switch wildcard {
	case "org":
		return string(p.id)
	case "slug":
		return p.Content.Find(p.requirement).Slug()
	case "n":
		return "1"
	case "card":
		return string(continuity.ClientRecord)
	case "scenario":
		return p.Exercise.Scenarios[0].ID
	case "inject":
		return p.Exercise.Scenarios[0].Injects[0].ID
	case "note":
		return string(p.exercises.note)
	case "crosswalk":
		return p.Content.Crosswalks[0].ID
	case "topic":
		return "phishing"
	case "duty":
		return "management"
	case "step":
		return "told"
	case "text":
		return "cbw-notification"
	case "trace":
		return p.traced().Key()
	case "subject":
		return "plan"
	case "question":
		return p.questions[1]
	case "size":
		return strconv.FormatInt(p.approvals[0].Size, 10)
	case "action":
		return p.actions[0].ID
	case "person":
		return string(p.spare.ID)
	case "tile":
		return "entries/000.p/1"
	case "anchor":
		return p.anchored()
	case "id":
		return p.recordOf(path)
	}
	return p.transient(path, wildcard)
}

// recordOf is the record of the room in whose part of the site path lies.
func (p *provider) recordOf(path string) string {
	switch {
	case strings.Contains(path, "/oefeningen/"):
		return string(p.exerciseFor(path))
	case strings.Contains(path, "/inzage/"):
		return string(p.logFor(path))
	}
	for part, id := range map[string]string{
		"/bewijs/": string(p.pieces[0].ID), "/besluiten/": string(p.decisions[0].ID),
		"/beoordelingen/": string(p.assessed), "/certificaten/": string(p.certification), "/ontvangen/": string(p.received), "/incidenten/": string(p.incident), "/directiebeoordeling/": string(p.review), "/auditrondes/": string(p.round), "/processen/": string(p.carried.process), "/systemen/": string(p.carried.system), "/hersteltests/": string(p.carried.test), "/belbomen/": string(p.carried.tree), "/uitval/": string(p.carried.outage), "/goedkeuringen/": string(p.approvals[0].ID), "/bestuur/scholing/": string(p.certificate.ID), "/trainingen/": string(p.trains.training), "/deelnemers/": string(p.trains.person), "/bijeenkomsten/": string(p.trains.session), "/diplomas/": string(p.trains.certificate), "/phishing/": string(p.trains.campaign),
	} {
		if strings.Contains(path, part) {
			return id
		}
	}
	p.Fatalf("%s: the walk has no record for {id}; add one to provider.recordOf", path)
	return ""
}

// transient is what a request may use up.
func (p *provider) transient(path, wildcard string) string {
	console := identity.Console{Service: p.Identity}
	admin := p.by(identity.Administrator)
	var value string
	var err error
	switch {
	case wildcard == "session":
		value = "ses_gone" // ending a session that is gone is no error
	case wildcard == "key":
		value = "a2V5" // replaced by one that is there where it matters; see visit
	case wildcard == "link":
		p.link(p.questions[1])
		var links []identity.Link
		links, err = p.Identity.OpenLinks(p.ctx(), admin)
		value = links[0].ID
	case strings.HasPrefix(path, "/link/"):
		value, err = console.DemoLink(p.ctx(), p.people[identity.Reader])
	case strings.HasPrefix(path, "/agenda/"):
		value, err = p.Identity.MakeFeed(p.ctx(), p.by(identity.SecurityOfficer))
	case strings.HasPrefix(path, "/loglink/"):
		value, err = p.Identity.MakeLogLink(p.ctx(), admin, "De accountant")
	case strings.HasPrefix(path, "/inzagevraag/"):
		_, _, value = p.askedCase()
	case strings.HasPrefix(path, "/vraag/"):
		value = p.link(p.questions[1])
	case strings.HasPrefix(path, "/uitnodiging/"):
		value, err = p.Identity.Invite(p.ctx(), admin, "Nieuw", p.email(), identity.Reader)
	default:
		p.Fatalf("%s: the walk does not know {%s}; add it to provider.record", path, wildcard)
	}
	p.must(err)
	return value
}

// anchored is a cosignature that is there, of whatever witness.
func (p *provider) anchored() string {
	p.Helper()
	a := anchor.Anchor{ID: fmt.Sprintf("anc_%026d", p.number), Kind: anchor.Cosignature, Who: "getuige.example", Size: p.approvals[0].Size, Proof: []byte(p.approvals[0].Note), At: p.clock(), Kept: p.clock()}
	p.must(p.DB.Write(p.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error { return only(anchordb.Keep(p.ctx(), tx, string(p.id), a)) }))
	return a.ID
}

// renew puts back what an act may have used up, so that the next one finds it too.
func (p *provider) renew(route web.Route) {
	p.Helper()
	var err error
	switch _, path := address(route); {
	case strings.Contains(path, "{question}"):
		q, e := p.Assessment.Ask(p.ctx(), p.by(identity.Contributor), p.requirement, "Collega", "")
		p.questions[1], err = q.ID, e
	case strings.Contains(path, "{person}"):
		p.spare = p.member("Nog iemand", identity.Reader)
	case strings.Contains(path, "/bestuur/scholing/{id}"):
		p.certificate = p.trained()
	case strings.Contains(path, "/certificaten/{id}"):
		p.certification = p.register()
	case strings.Contains(path, "/continuiteit/"):
		p.carryOn(path)
	case strings.Contains(path, "/o/{org}/scholing/"):
		p.trainAgain(path)
	case strings.Contains(path, "/oefeningen/"):
		p.practiseOn(path)
	}
	p.must(err)
}

// A visitor is somebody with something in the browser.
type visitor struct {
	name   string
	role   identity.Role // in the own organisation; "" without a place there now
	person identity.Person
	secret string // of the session, as the browser holds it
	in     bool   // the session works
	strong bool   // it began with proof of who it is
}

// visitors are everybody who may come along: each role with each kind of
// session, and some who have none.
func (p *provider) visitors() (all []*visitor) {
	p.Helper()
	all = []*visitor{
		{name: "nobody"},
		{name: "the holder of a question", secret: p.asked[1]},
	}
	for _, role := range identity.Roles {
		who, demo := p.people[role], p.member("Demo "+string(role), role)
		gone := p.member("Oud "+string(role), role)
		p.must(p.Identity.EndAccess(p.ctx(), p.by(identity.Administrator), gone.ID))
		ended := p.signIn(who, true)
		p.must(p.Identity.SignOut(p.ctx(), ended))
		all = append(all,
			&visitor{name: string(role), role: role, person: who, secret: p.signIn(who, true), in: true, strong: true},
			&visitor{name: string(role) + " of the demo", role: role, person: demo, secret: p.signIn(demo, false), in: true},
			&visitor{name: string(role) + " who signed out", secret: ended},
			&visitor{name: string(role) + " whose place ended", person: gone, secret: p.signIn(gone, true), in: true, strong: true},
		)
	}
	return all
}

// A verdict is what the decision table says of one request.
type verdict string

const (
	served verdict = "served"  // whatever the page or act says, it is about the content
	signIn verdict = "sign in" // 303 to the sign-in page, or 401 for an act
	denied verdict = "denied"  // 403
	hidden verdict = "hidden"  // 404, whether it exists or not
	sentOn verdict = "sent on" // 303 to the same page as it stood, or to the assessment
)

// stepUp are the routes that also need a sign-in of the last minutes.
var stepUp = []string{
	"POST /mijn/wachtwoord", "POST /mijn/tweede-stap/begin", "GET /mijn/tweede-stap", "POST /mijn/tweede-stap",
	"GET /mijn/tweede-stap/code.png", "POST /mijn/herstelcodes", "POST /mijn/sleutels/begin", "POST /mijn/sleutels", "POST /mijn/sleutels/{key}/weg",
	"POST /mijn/ondertekensleutel", "POST /mijn/agenda",
}

// verdict derives the answer from identity.Table and nothing else.
func (v *visitor) verdict(route web.Route, own bool) verdict {
	switch {
	case route.Do == web.Public:
		return served
	case !v.in:
		return signIn
	case !isOfOrg(route): // one's own account
		if slices.Contains(stepUp, route.Pattern) && !v.strong {
			return denied
		}
		return served
	case !own || v.role == "":
		return hidden
	case slices.Contains(identity.Table[v.role], identity.Action(route.Do)):
		return served
	case strings.HasPrefix(route.Pattern, "GET ") && slices.Contains(identity.Then[v.role], identity.Action(route.Do)):
		return sentOn
	}
	return denied
}

// unusual are the served routes whose answer to an empty request is a 404, with
// the reason.
var unusual = map[string]string{
	"GET /o/{org}/bestuur/rapport.pdf":                        "no Chromium is set up here",
	"GET /o/{org}/incidenten/{id}/tekst/{text}/{n}/tekst.pdf": "no Chromium is set up here",
	"GET /o/{org}/oefeningen/{id}/verslag.pdf":                "no Chromium is set up here",
}

// fits reports whether an answer is what the verdict says.
func (v verdict) fits(route web.Route, a *answer) bool {
	method, _ := address(route)
	switch v {
	case served:
		if unusual[route.Pattern] != "" {
			return a.Code == 404
		}
		if method == "GET" && isOfOrg(route) {
			return a.Code == 200 || a.Code == 303 && !strings.Contains(a.Header.Get("Location"), "/inloggen")
		}
		return a.Code < 500 && a.Code != 401 && a.Code != 403 && a.Code != 404
	case signIn:
		if method == "GET" {
			return a.Code == 303 && strings.Contains(a.Header.Get("Location"), "/inloggen?naar=")
		}
		return a.Code == 401
	case sentOn:
		to := a.Header.Get("Location")
		return a.Code == 303 && (strings.Contains(to, "/op/") || route.Pattern == "GET /o/{org}/op" && strings.Contains(to, "/beoordelingen/"))
	case denied:
		return a.Code == 403
	case hidden:
		return a.Code == 404
	}
	return false
}

// invited makes an organisation that invites who, for the act of accepting.
func (s *site) invited(who identity.Person) (secret string) {
	s.Helper()
	by := identity.OperatorActor(s.newOrg())
	_, err := s.Duty.Found(s.ctx(), by, org.Organisation{Name: "Zorg die uitnodigt"})
	s.must(err)
	secret, err = s.Identity.Invite(s.ctx(), by, who.Name, who.Email, identity.Reader)
	s.must(err)
	return secret
}
