package accesslog_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
)

// A place is a small organisation in which one thing is to be seen at a time.
type place struct {
	coding accesslog.Coding
	links  accesslog.Links
	facts  []accesslog.Fact
	units  []accesslog.Unit
}

func user(n int) accesslog.Key    { return secret.Of(accesslog.OfUser, fmt.Sprint(n)) }
func patient(n int) accesslog.Key { return secret.Of(accesslog.OfPatient, fmt.Sprint(n)) }
func other(s string) accesslog.Key {
	return secret.Of("other", s)
}

// newPlace has thirty users and three thousand patients, of whom half are called De
// Jong, and many looks that nothing explains and that have no sign.
func newPlace() *place {
	p := &place{links: accesslog.Links{Users: map[accesslog.Key]accesslog.Link{}, Patients: map[accesslog.Key]accesslog.Link{}}}
	for n := range 3000 {
		name := "De Jong"
		if n%2 == 0 {
			name = fmt.Sprint("name ", n)
		}
		p.links.Patients[patient(n)] = accesslog.Link{Surname: other(name), Postcode: other(fmt.Sprint("post", n/7)), House: other(fmt.Sprint("house", n/2))}
	}
	for n := range 30 {
		p.links.Users[user(n)] = accesslog.Link{Surname: other(fmt.Sprint("user ", n)), Postcode: other(fmt.Sprint("far", n)), House: other(fmt.Sprint("home", n)), Team: fmt.Sprint("team ", n%3)}
	}
	for n := range 300 {
		p.look(n%30, 100+n, n%28, nil)
	}
	return p
}

// look adds a look on a day of November 2026, at ten.
func (p *place) look(u, who, day int, change func(*accesslog.Unit)) {
	at := time.Date(2026, 11, 1+day, 10, 0, 0, 0, time.UTC)
	one := accesslog.Unit{User: p.coding.Users.Add(user(u)), Patient: p.coding.Patients.Add(patient(who)), Day: int32(at.Unix() / 86400), First: at.Unix(), Last: at.Unix() + 300, Events: 3}
	if change != nil {
		change(&one)
	}
	p.units = append(p.units, one)
}

func (p *place) scored(t *testing.T) []accesslog.Look {
	t.Helper()
	signals, err := accesslog.LoadSignals(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return accesslog.NewScorer(signals, p.links, p.facts, &p.coding).Score(p.units)
}

func TestEverySignIsSeenWhereItIs(t *testing.T) {
	at := time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC)
	link := func(p *place, u int, change func(*accesslog.Link)) {
		l := p.links.Users[user(u)]
		change(&l)
		p.links.Users[user(u)] = l
	}
	for sign, happen := range map[accesslog.Sign]func(p *place){
		accesslog.Own: func(p *place) { link(p, 1, func(l *accesslog.Link) { l.Patient = patient(1) }); p.look(1, 1, 4, nil) },
		accesslog.Household: func(p *place) {
			link(p, 1, func(l *accesslog.Link) { l.House = other("house0") })
			p.look(1, 1, 4, nil)
		},
		accesslog.Surname: func(p *place) {
			link(p, 1, func(l *accesslog.Link) { l.Surname = other("name 2") })
			p.look(1, 2, 4, nil)
		},
		accesslog.Postcode: func(p *place) {
			link(p, 1, func(l *accesslog.Link) { l.Postcode = other("post0") })
			p.look(1, 1, 4, nil)
		},
		accesslog.Colleague: func(p *place) { link(p, 4, func(l *accesslog.Link) { l.Patient = patient(1) }); p.look(1, 1, 4, nil) },
		accesslog.Employee:  func(p *place) { link(p, 2, func(l *accesslog.Link) { l.Patient = patient(1) }); p.look(1, 1, 4, nil) },
		accesslog.WellKnown: func(p *place) {
			l := p.links.Patients[patient(1)]
			l.Known = true
			p.links.Patients[patient(1)] = l
			p.look(1, 1, 4, nil)
		},
		accesslog.Glass:    func(p *place) { p.look(1, 1, 4, func(u *accesslog.Unit) { u.Glass = true }) },
		accesslog.Searched: func(p *place) { p.look(1, 1, 4, func(u *accesslog.Unit) { u.Search = true }) },
		accesslog.Ended: func(p *place) {
			p.look(1, 1, 4, nil)
			p.facts = append(p.facts, accesslog.Fact{Kind: accesslog.CareTeam, User: user(1), Patient: patient(1), From: at.AddDate(0, -3, 0), To: at.AddDate(0, -1, 0)})
		},
		accesslog.OffDuty: func(p *place) {
			p.look(1, 1, 4, nil)
			p.facts = append(p.facts, accesslog.Fact{Kind: accesslog.Duty, User: user(1), Team: "team 1", From: at.Add(15 * time.Hour), To: at.Add(23 * time.Hour)})
		},
		accesslog.Again: func(p *place) {
			for d := range 5 {
				p.look(1, 1, 4+d, nil)
			}
		},
		accesslog.Crowd: func(p *place) {
			for u := range 12 {
				p.look(u, 1, 4, nil)
			}
		},
		accesslog.Volume: func(p *place) {
			for n := range 40 {
				p.look(1, 1000+n, 4, nil)
			}
		},
	} {
		p := newPlace()
		happen(p)
		looks := p.scored(t)
		if !looks[0].Has(sign) || looks[0].Score() <= 0 {
			t.Errorf("%s: the first look has %+v", sign, looks[0].Parts)
		}
		with := 0
		for i := range looks {
			if looks[i].Has(sign) {
				with++
			}
			for _, part := range looks[i].Parts {
				if part.Points < 0 {
					t.Errorf("%s: a sign takes points away: %+v", sign, part)
				}
			}
		}
		if with > 60 || sign != accesslog.OffDuty && with == len(p.units) {
			t.Errorf("%s: %d of %d looks have it", sign, with, len(p.units))
		}
	}
}

func TestARareNameSaysMoreThanAFrequentOne(t *testing.T) {
	score := func(patientWith int, name string) float64 {
		p := newPlace()
		l := p.links.Users[user(1)]
		l.Surname = other(name)
		p.links.Users[user(1)] = l
		p.look(1, patientWith, 4, nil)
		for _, look := range p.scored(t) {
			if look.Has(accesslog.Surname) {
				return look.Score()
			}
		}
		return 0
	}
	if rare, frequent := score(2, "name 2"), score(1, "De Jong"); rare < 5 || frequent > .1 {
		t.Errorf("a rare name gives %.2f points and De Jong %.2f", rare, frequent)
	}
}

func TestLooksThatBelongTogetherAreOneCase(t *testing.T) {
	p := newPlace()
	p.units = nil
	own := p.links.Users[user(9)]
	own.Patient = patient(9)
	p.links.Users[user(9)] = own
	for n := range 300 {
		p.look(n%30, 100+n, n%28, nil)
	}
	for n := range 40 {
		p.look(1, 1000+n, 4, nil)
	}
	for u := range 12 {
		p.look(10+u, 50, 6, nil)
	}
	for d := range 6 {
		p.look(2, 1100+d, 8+d, func(u *accesslog.Unit) { u.Glass = true })
		p.look(3, 60, 8+d, nil)
	}
	p.look(9, 9, 20, nil)
	kinds := map[accesslog.CaseKind]int{}
	looks := 0
	cases := accesslog.Cases(p.scored(t))
	for _, c := range cases {
		looks += len(c.Looks)
		if len(c.Looks) > 1 || c.Kind == accesslog.OwnRecord {
			kinds[c.Kind]++
		}
	}
	want := map[accesslog.CaseKind]int{accesslog.ManyByUser: 1, accesslog.ManyByOne: 1, accesslog.GlassByOne: 1, accesslog.PairOfTwo: 1, accesslog.OwnRecord: 1}
	for kind, n := range want {
		if kinds[kind] != n {
			t.Errorf("%d cases of %s, want %d", kinds[kind], kind, n)
		}
	}
	if looks != len(p.units) {
		t.Errorf("%d looks in cases, want every one of %d once", looks, len(p.units))
	}
	if cases[len(cases)-1].Kind != accesslog.OwnRecord || !slices.IsSortedFunc(cases[:len(cases)-1], func(a, b accesslog.Case) int { return cmp.Compare(b.Score(), a.Score()) }) {
		t.Error("cases are not in order of score, with own records at the end")
	}
}

// TestNoSignIsSeenWhereItIsNot, close by where it is.
func TestNoSignIsSeenWhereItIsNot(t *testing.T) {
	at := time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC)
	duty := func(p *place, from, to time.Time) {
		p.facts = append(p.facts, accesslog.Fact{Kind: accesslog.Duty, User: user(1), Team: "team 1", From: from, To: to})
		p.look(1, 1, 4, nil)
	}
	for name, c := range map[string]struct {
		sign   accesslog.Sign
		happen func(p *place)
	}{
		"three who look on three days are no crowd": {accesslog.Crowd, func(p *place) {
			for u := range 3 {
				for d := range 3 {
					p.look(u, 1, 4+d, nil)
				}
			}
		}},
		"who has no team has no colleague": {accesslog.Colleague, func(p *place) {
			p.links.Users[user(1)], p.links.Users[user(2)] = accesslog.Link{}, accesslog.Link{Patient: patient(1)}
			p.look(1, 1, 4, nil)
		}},
		"a duty that began long ago and goes on": {accesslog.OffDuty, func(p *place) { duty(p, time.Time{}, at.AddDate(0, 1, 0)) }},
		"a duty without an end":                  {accesslog.OffDuty, func(p *place) { duty(p, at, time.Time{}) }},
		"an hour before a duty":                  {accesslog.OffDuty, func(p *place) { duty(p, at.Add(11*time.Hour+5*time.Minute), at.Add(20*time.Hour)) }},
		"two hours after a duty":                 {accesslog.OffDuty, func(p *place) { duty(p, at, at.Add(8*time.Hour)) }},
	} {
		p := newPlace()
		c.happen(p)
		for _, l := range p.scored(t) {
			if l.Patient == p.coding.Patients.Find(patient(1)) && l.Has(c.sign) {
				t.Errorf("%s: it has %+v", name, l.Parts)
				break
			}
		}
	}
}
