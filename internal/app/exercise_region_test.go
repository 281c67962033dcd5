package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
)

// desks are everybody of an organisation, each at work.
func (p *provider) desks() map[identity.Role]desk {
	all := map[identity.Role]desk{}
	for _, role := range identity.Roles {
		if role != identity.Assessor {
			all[role] = desk{p, p.signIn(p.people[role], true), ""}
		}
	}
	return all
}

var joinCode = regexp.MustCompile(`zi-joincode">([0-9a-z-]+)<`)

// invites makes a code on the page, and reads it there.
func (d desk) invites(id exercise.ID) string {
	d.Helper()
	found := joinCode.FindStringSubmatch(d.send("/oefeningen/"+string(id)+"/uitnodigen", url.Values{}, http.StatusOK))
	if len(found) != 2 {
		d.Fatal("the page shows no code")
	}
	return found[1]
}

// TestTwoOrganisationsPlayOneStory: the one invites, the other joins by a deed of its
// own, the clock is shared, and of each other they read the name, and at the end the
// times that were given. Nothing else, in any role, on any page.
func TestTwoOrganisationsPlayOneStory(t *testing.T) {
	each(t, func(s *site) {
		host, guest := s.provider(1), s.provider(2)
		hosts, guests := host.desks(), guest.desks()
		lead, other := hosts[identity.SecurityOfficer], guests[identity.SecurityOfficer]
		path := "/oefeningen/" + string(host.exercises.planned)

		old := lead.invites(host.exercises.planned)
		code := lead.invites(host.exercises.planned)
		if body := other.send("/oefeningen/meedoen", url.Values{"code": {old}}, http.StatusUnprocessableEntity); !strings.Contains(body, "Met deze code kunt u nergens meedoen. Kijk of u alle letters en cijfers heeft") {
			s.Error("a code that was replaced lets one in")
		}
		lead.send("/oefeningen/meedoen", url.Values{"code": {code}}, http.StatusConflict)
		guests[identity.Reader].send("/oefeningen/meedoen", url.Values{"code": {code}}, http.StatusForbidden)
		size := s.size(guest.id)
		offer := other.send("/oefeningen/meedoen", url.Values{"code": {strings.ToUpper(strings.ReplaceAll(code, "-", " "))}}, http.StatusOK)
		if !strings.Contains(offer, "Zorg "+host.mark("org")) || s.size(guest.id) != size {
			s.Error("the offer does not say whose it is, or stores something")
		}
		s.knowsOnly(offer, host, "org")
		s.knowsOnly(lead.has(path), guest) // before it joined, nothing
		other.send("/oefeningen/meedoen", url.Values{"code": {code}, "agree": {"yes"}}, http.StatusSeeOther)
		other.send("/oefeningen/meedoen", url.Values{"code": {code}, "agree": {"yes"}}, http.StatusConflict)
		lead.has(path, "Zorg "+guest.mark("org"))
		lead.send(path+"/uitnodiging-intrekken", url.Values{}, http.StatusSeeOther)

		mine := guest.joined()
		own := "/oefeningen/" + string(mine.ID)
		other.has(own, "Lees het verhaal na") // its leader leads its own people through it
		d := guest.draft()
		d.ID, d.Version = mine.ID, mine.Version
		_, err := s.Exercise.Save(s.ctx(), guest.by(identity.SecurityOfficer), d)
		s.must(err)
		if now := guest.joined(); !now.When.Equal(mine.When) {
			s.Error("who follows moved the moment")
		}
		other.send(own+"/klok", url.Values{"turn": {"start"}}, http.StatusConflict)
		s.playTogether(hosts, guests, path, own)
		s.reportTogether(hosts, guests, path, own)
		for _, d := range hosts {
			s.everywhere(d, path, guest)
		}
		for _, d := range guests {
			s.everywhere(d, own, host, "caller", "message") // of the leader's own message, which is part of the story
		}
		s.tellsOwn(guest)
		s.tellsOwn(host)
	})
}

// joined is the exercise of another's clock.
func (p *provider) joined() exercise.Exercise {
	p.Helper()
	all, err := p.Exercise.List(p.ctx(), p.by(identity.SecurityOfficer))
	p.must(err)
	for _, e := range all {
		if e.Follows() {
			return e
		}
	}
	p.Fatal("nothing was joined")
	return exercise.Exercise{}
}

// playTogether has the host start, hold, go on and end, and both write on their own.
func (s *site) playTogether(hosts, guests map[identity.Role]desk, path, own string) {
	s.Helper()
	lead, begin := hosts[identity.SecurityOfficer], s.clock()
	story := s.Exercise.Scenarios[0]
	turn := func(turn string) { lead.send(path+"/klok", url.Values{"turn": {turn}}, http.StatusSeeOther) }
	if body := guests[identity.Reader].has(""); strings.Contains(body, own) { // kept from now on, as long as nothing changes
		s.Error("the overview leads to what has not begun")
	}
	turn("start")
	guests[identity.Reader].has("", "OEFENING bezig: ", own)
	guests[identity.SecurityOfficer].has("", "OEFENING bezig: ", own)
	guests[identity.Reader].has(own, story.Injects[0].Says.NL, "U speelt: ")
	turn("hold")
	guests[identity.BoardMember].has(own, "De klok staat stil", story.Injects[0].Expect[0].NL)
	turn("go")
	p := lead.provider
	s.must(s.Exercise.Add(s.ctx(), p.by(identity.SecurityOfficer), p.exercises.planned, p.ownMessage()))
	guests[identity.Reader].has(own, p.mark("message"))
	s.at(begin.Add(4 * time.Minute))
	guests[identity.Reader].send(own+"/notities", url.Values{"deed": {"did"}, "inject": {story.Injects[0].ID}, "text": {guests[identity.Reader].mark("answer")}}, http.StatusSeeOther)
	s.at(begin.Add(time.Hour))
	for _, all := range []map[identity.Role]desk{hosts, guests} { // a session ends when nobody is there
		for role, d := range all {
			all[role] = desk{d.provider, s.signIn(d.people[role], true), ""}
		}
	}
	lead = hosts[identity.SecurityOfficer]
	hosts[identity.Reader].send(path+"/notities", url.Values{"deed": {"did"}, "inject": {story.Injects[0].ID}, "text": {p.mark("answer")}}, http.StatusSeeOther)
	g := guests[identity.BoardMember].provider
	for i := range 3 {
		s.must(s.Exercise.Observe(s.ctx(), g.by(identity.BoardMember), g.joined().ID, g.saw(i)))
	}
	turn("end")
	guests[identity.Reader].has(own, "Praat nu na")
	if body := guests[identity.Reader].has(""); strings.Contains(body, own) {
		s.Error("the guest's overview still leads to what is over")
	}
}

// reportTogether has the guest sign, make evidence, and give its times.
func (s *site) reportTogether(hosts, guests map[identity.Role]desk, path, own string) {
	s.Helper()
	other, lead := guests[identity.SecurityOfficer], hosts[identity.SecurityOfficer]
	other.send(own+"/lessen", url.Values{"lesson": {other.mark("learnt")}}, http.StatusSeeOther)
	other.send(own+"/ondertekenen", url.Values{"conclusion": {other.mark("concluded")}}, http.StatusSeeOther)
	other.send(own+"/bewijs", url.Values{}, http.StatusSeeOther)
	other.has(own, "staat bij het bewijs", "Deel uw tijden met")
	var d exercise.Document
	if err := json.Unmarshal([]byte(other.has(own+"/verslag.json")), &d); err != nil || d.Leader == "" || d.Leader != other.joined().Lead {
		s.Errorf("the report names %q as leader, want %q of the own organisation: %v", d.Leader, other.joined().Lead, err)
	}
	if body := lead.has(path, "Zorg "+other.mark("org"), "0 organisaties deelden"); strings.Contains(body, "4 minuten") {
		s.Error("the host reads times that were not given")
	}
	other.send(own+"/tijden", url.Values{}, http.StatusSeeOther)
	other.has(own, "U deelde uw tijden op")
	lead.has(path, "1 organisatie deelde", "4 minuten")
}

// everywhere reads the pages on which an exercise stands, and finds no more of another
// organisation than its name.
func (s *site) everywhere(d desk, path string, other *provider, also ...string) {
	s.Helper()
	for _, page := range []string{"", "/oefeningen", path, path + "/verslag.json", "/oefeningen/programma", "/kalender", "/logboek", "/zoeken?q=" + other.mark("concluded"), "/bewijs"} {
		_, main, _ := strings.Cut(strings.ReplaceAll(d.has(page), other.mark("concluded"), ""), "<main")
		if strings.HasSuffix(page, ".json") {
			main = d.has(page)
		}
		s.knowsOnly(main, other, append(also, "org")...)
	}
	a := s.ask(http.MethodGet, "/o/"+string(other.id)+path, d.secret, "")
	if a.Code != http.StatusNotFound {
		s.Errorf("the pages of the other organisation answer %d", a.Code)
	}
	for _, id := range []exercise.ID{other.exercises.planned, other.exercises.running, other.exercises.signed} {
		for _, act := range []string{"", "/klok", "/berichten", "/notities", "/waarnemen/closed", "/lessen", "/ondertekenen", "/bewijs", "/uitnodigen", "/tijden"} {
			a := s.ask(http.MethodPost, "/o/"+string(d.id)+"/oefeningen/"+string(id)+act, d.secret, url.Values{"turn": {"end"}, "text": {"x"}, "deed": {"did"}}.Encode())
			if a.Code != http.StatusNotFound && a.Code != http.StatusForbidden && a.Code != http.StatusUnprocessableEntity || act != "" && a.Code == http.StatusUnprocessableEntity {
				s.Errorf("POST %s%s, an exercise of the other, answers %d", id, act, a.Code)
			}
		}
	}
	theirs := "/oefeningen/" + string(other.exercises.planned)
	if a := s.ask(http.MethodGet, "/o/"+string(d.id)+theirs, d.secret, ""); a.Code != http.StatusNotFound {
		s.Errorf("the exercise of the other, asked of one's own organisation, answers %d", a.Code)
	}
}

// knowsOnly looks for the marks of another organisation: those of some kinds are known.
func (s *site) knowsOnly(body string, other *provider, kinds ...string) {
	s.Helper()
	for _, found := range mark.FindAllStringSubmatch(body, -1) {
		known := found[1] != fmt.Sprintf("%02d", other.number)
		for _, k := range kinds {
			known = known || found[2] == k
		}
		if !known {
			s.Errorf("it knows %s of the other organisation", found[0])
		}
	}
}

// tellsOwn compares the exercises of an organisation with what its own journal tells.
func (s *site) tellsOwn(p *provider) {
	s.Helper()
	state, err := past.Recall(p.id, entriesOf(s.T, s.App, p.id))
	s.must(err)
	all, err := exercisesOf(s.ctx(), s.App, p.id)
	s.must(err)
	if diff := cmp.Diff(all, state.Exercises, cmpopts.EquateEmpty()); diff != "" {
		s.Errorf("the journal tells otherwise (-store +journal):\n%s", diff)
	}
}

// TestWhoFollowsIsToldThatTheHostCalledItOff, and leaves without a trace at the host's.
func TestWhoFollowsIsToldThatTheHostCalledItOff(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		host, theirs, code := p.neighbour()
		officer := p.by(identity.SecurityOfficer)
		e, err := s.Exercise.Join(s.ctx(), officer, code)
		s.must(err)
		d := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}
		v, err := s.Exercise.Find(s.ctx(), host, theirs)
		s.must(err)
		if len(v.Region.Partners) != 1 {
			s.Fatalf("partners %+v", v.Region.Partners)
		}
		s.must(s.Exercise.Drop(s.ctx(), host, theirs, v.Exercise.Version, "Griep"))
		d.has("/oefeningen/"+string(e.ID), "heeft deze oefening afgezegd")
		s.wantCode("a code of what was called off", only(s.Exercise.Invited(s.ctx(), officer, code)), "exercise.no-code")
		s.must(s.Exercise.Drop(s.ctx(), officer, e.ID, e.Version, "Gaat niet door"))

		_, theirs, code = p.neighbour()
		e, err = s.Exercise.Join(s.ctx(), officer, code)
		s.must(err)
		s.must(s.Exercise.Drop(s.ctx(), officer, e.ID, e.Version, "Te druk"))
		again, err := s.Exercise.Join(s.ctx(), officer, code)
		s.must(err)
		if again.ID == e.ID || theirs == "" {
			s.Error("who left cannot join again")
		}
		s.at(s.clock().AddDate(0, 0, 31))
		s.wantCode("a code of a month ago", only(s.Exercise.Invited(s.ctx(), identity.OperatorActor(s.newOrg()), code)), "exercise.no-code")
	})
}

// TestWhoFollowsStopsItsOwnInEarnest: what is real at the one ends its own exercise, and
// leaves the other's clock alone.
func TestWhoFollowsStopsItsOwnInEarnest(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		host, theirs, code := p.neighbour()
		officer := p.by(identity.SecurityOfficer)
		e, err := s.Exercise.Join(s.ctx(), officer, code)
		s.must(err)
		s.wantCode("a clock that is another's", s.Exercise.Turn(s.ctx(), officer, e.ID, exercise.Start, ""), "exercise.not-our-clock")
		s.must(s.Exercise.Turn(s.ctx(), host, theirs, exercise.Start, ""))
		s.wantCode("a message on another's clock", s.Exercise.Add(s.ctx(), officer, e.ID, p.ownMessage()), "exercise.not-our-clock")
		s.at(s.clock().Add(10 * time.Minute))
		s.must(s.Exercise.Turn(s.ctx(), officer, e.ID, exercise.Stop, ""))
		s.at(s.clock().Add(10 * time.Minute))
		s.must(s.Exercise.Turn(s.ctx(), host, theirs, exercise.Hold, ""))
		mine, err := s.Exercise.Find(s.ctx(), officer, e.ID)
		s.must(err)
		other, err := s.Exercise.Find(s.ctx(), host, theirs)
		s.must(err)
		if !mine.Exercise.Stopped || mine.Clock(mine.Now) != 10*time.Minute || other.Exercise.Stopped || !other.IsHeld() {
			s.Errorf("the one: stopped %v at %s; the other: stopped %v, held %v", mine.Exercise.Stopped, mine.Clock(mine.Now), other.Exercise.Stopped, other.IsHeld())
		}
		s.tellsOwn(p)
	})
}

// TestARegionHearsWhereItIsReal: the host reads that one that follows stopped in earnest and
// when, now and in its report, and nothing else of it; one that follows reads that it is real
// at the host's, and is asked to report only what is real with itself.
func TestARegionHearsWhereItIsReal(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		officer := p.by(identity.SecurityOfficer)
		d := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}
		code, err := s.Exercise.Invite(s.ctx(), officer, p.exercises.planned)
		s.must(err)
		guest := identity.OperatorActor(p.newOrg())
		_, err = s.Duty.Found(s.ctx(), guest, org.Organisation{Name: "Buurzorg"})
		s.must(err)
		theirs, err := s.Exercise.Join(s.ctx(), guest, code)
		s.must(err)
		path := "/oefeningen/" + string(p.exercises.planned)
		s.must(s.Exercise.Turn(s.ctx(), officer, p.exercises.planned, exercise.Start, ""))
		if body := d.has(path); strings.Contains(body, "Buurzorg is gestopt") {
			s.Error("the host reads of a stop that did not come")
		}
		s.at(s.clock().Add(5 * time.Minute))
		stopped := s.clock()
		s.must(s.Exercise.Turn(s.ctx(), guest, theirs.ID, exercise.Stop, ""))
		d.has(path, "Buurzorg is gestopt", "De klok loopt")
		s.at(s.clock().Add(5 * time.Minute))
		s.must(s.Exercise.Turn(s.ctx(), officer, p.exercises.planned, exercise.End, ""))
		d.has(path, "Gestopt in het echt", "Buurzorg, ")
		var doc exercise.Document
		s.must(json.Unmarshal([]byte(d.has(path+"/verslag.json")), &doc))
		if diff := cmp.Diff([]exercise.Halt{{Name: "Buurzorg", At: stopped.UTC().Truncate(time.Microsecond)}}, doc.Halts); diff != "" || doc.Stopped || doc.StoppedBy != "" {
			s.Errorf("the host's report: stopped %v by %q (-want +got)\n%s", doc.Stopped, doc.StoppedBy, diff)
		}
		s.tellsOwn(p)

		host, earnest, code := p.neighbour()
		mine, err := s.Exercise.Join(s.ctx(), officer, code)
		s.must(err)
		s.must(s.Exercise.Turn(s.ctx(), host, earnest, exercise.Start, ""))
		s.at(s.clock().Add(5 * time.Minute))
		s.must(s.Exercise.Turn(s.ctx(), host, earnest, exercise.Stop, ""))
		own := "/oefeningen/" + string(mine.ID)
		told := func() {
			s.Helper()
			body := d.has(own, "Bij Buurzorg is er echt iets aan de hand", "want bij Buurzorg was er echt iets aan de hand", "Is er ook bij u echt iets aan de hand? Meld het")
			if strings.Contains(body, "Meld het echte incident") {
				s.Error("who only follows is asked to report what is real elsewhere")
			}
		}
		told()
		s.must(s.Exercise.Learn(s.ctx(), officer, mine.ID, "Bel elkaar")) // now it stands in the own journal
		told()
		s.must(json.Unmarshal([]byte(d.has(own+"/verslag.json")), &doc))
		if !doc.Stopped || doc.StoppedBy != "Buurzorg" {
			s.Errorf("the guest's report: stopped %v by %q", doc.Stopped, doc.StoppedBy)
		}
		s.tellsOwn(p)
	})
}

// TestManyJoinInOneMoment: each of four that press at once has a place, and an exercise
// of its own.
func TestManyJoinInOneMoment(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		host, theirs, code := p.neighbour()
		guests := make([]identity.Actor, 4)
		for i := range guests {
			guests[i] = identity.OperatorActor(s.newOrg())
			_, err := s.Duty.Found(s.ctx(), guests[i], org.Organisation{Name: fmt.Sprintf("Zorg %d", i)})
			s.must(err)
		}
		pressed := make(chan error, len(guests))
		for _, g := range guests {
			go func() { pressed <- only(s.Exercise.Join(s.ctx(), g, code)) }()
		}
		for range guests {
			if err := <-pressed; err != nil {
				s.Error(err)
			}
		}
		v, err := s.Exercise.Find(s.ctx(), host, theirs)
		s.must(err)
		if len(v.Region.Partners) != len(guests) {
			s.Errorf("%d joined, want %d", len(v.Region.Partners), len(guests))
		}
		for _, g := range guests {
			all, err := s.Exercise.List(s.ctx(), g)
			s.must(err)
			if len(all) != 1 || !all[0].Follows() {
				s.Errorf("%s has %d exercises", g.Org, len(all))
			}
		}
	})
}
