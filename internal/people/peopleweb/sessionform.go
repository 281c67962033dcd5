package peopleweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// sessionForm is the form exactly as typed.
type sessionForm struct {
	on, leader, guests, remarks, ticked string
	present                             []string
	again                               bool
	version                             int64
}

// What a tick says.
const (
	wasThere = "there"
	wasAway  = "away"
)

func readSessionForm(r *http.Request) sessionForm {
	t := func(name string) string { return web.Text(r, name) }
	return sessionForm{t("on"), t("leader"), t("guests"), t("remarks"), t("ticked"), r.PostForm["present"], t("again") != "", web.FormVersion(r)}
}

// parse turns what was typed into a session. It judges spelling only.
func (f sessionForm) parse(shown []string) (people.Session, error) {
	var k fault.Checker
	x := people.Session{On: web.ParseDay(&k, "on", f.on), Leader: f.leader, Remarks: f.remarks, Again: f.again}
	if n := web.ParseInt(&k, "guests", f.guests); n != nil {
		x.Guests = int(max(-1, min(*n, people.MaxPresent+1)))
	}
	there := f.present
	if f.ticked == wasAway {
		ticked := set(f.present)
		there = slices.DeleteFunc(slices.Clone(shown), func(id string) bool { return ticked[id] })
	}
	for _, id := range there {
		x.Present = append(x.Present, people.ID(id))
	}
	x.Version = f.version
	return x, k.Fault("people.unreadable")
}

func (p sessionPage) formOfSession() sessionForm {
	x := p.X
	f := sessionForm{on: web.TypedDay(x.On), leader: p.leader(), again: x.Again, guests: strconv.Itoa(x.Guests), remarks: x.Remarks, ticked: wasThere, version: x.Version}
	for _, id := range x.Present {
		f.present = append(f.present, string(id))
	}
	return f
}

// ticks are the people to tick.
func (p sessionPage) ticks() (options []web.Option) {
	ticked := set(p.F.present)
	for _, who := range p.Who {
		hint := strings.Join(who.Groups, ", ")
		if !p.T.For.Has(who) {
			hint = strings.TrimPrefix(hint+p.View.T(", hoeft niet", ", need not"), ", ")
		}
		options = append(options, web.Option{Value: string(who.ID), Label: who.Name, Hint: hint, Chosen: ticked[string(who.ID)]})
	}
	return options
}

func (p sessionPage) ticked() []web.Option {
	return []web.Option{
		{Value: wasThere, Label: p.View.T("Wie ik aankruis, was erbij", "Whom I tick was there"), Chosen: p.F.ticked != wasAway},
		{Value: wasAway, Label: p.View.T("Iedereen op deze lijst was erbij, behalve wie ik aankruis", "Everybody on this list was there, but for whom I tick"), Chosen: p.F.ticked == wasAway},
	}
}

// leader is who led the session; "" for nobody, and for who was erased since.
func (p sessionPage) leader() string {
	if who, ok := p.S.Participant(p.X.LeaderID); ok {
		return who.Name
	}
	return p.X.Leader
}

// asksAgain reports whether the form asks if it was a second time on that day.
func (p sessionPage) asksAgain() bool {
	return p.F.again || web.Complaint(p.Refusal, "again", p.Lang) != ""
}

// action is where the form goes.
func (p sessionPage) action() string {
	if p.X.ID == "" {
		return under(trainingPath, p.T.ID) + "/opkomst"
	}
	return under(sessionPath, p.X.ID)
}
