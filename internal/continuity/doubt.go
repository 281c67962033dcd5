package continuity

import (
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Doubt is something that cannot be, or that is missing.
type Doubt struct {
	About ref.Ref // the process or system
	Name  string  // of that
	Says  i18n.Text
	Grave bool // it cannot be: care is in danger before the system is back
}

// TestEvery is how long a restore test counts: a year.
const TestEvery = 1

// Doubts lists what cannot be and what is missing, what is grave first. It is
// about what is there now: see [Held.Now].
func (h Held) Doubts(today time.Time) []Doubt {
	var grave, others []Doubt
	for _, d := range append(h.ofSystems(today), h.ofProcesses()...) {
		if d.Grave {
			grave = append(grave, d)
		} else {
			others = append(others, d)
		}
	}
	return append(grave, others...)
}

func (h Held) ofProcesses() (all []Doubt) {
	for _, p := range h.Processes {
		say := func(nl, en string) {
			all = append(all, Doubt{About: p.Ref(), Name: p.Name, Says: i18n.T(nl, en)})
		}
		if p.WorkAround == "" {
			say("Er staat niet hoe de zorg doorgaat als de systemen uitliggen.", "It does not say how care goes on while systems are down.")
		}
		if p.Owner == "" {
			say("Niemand is eigenaar van dit proces.", "Nobody owns this process.")
		}
		if len(p.Systems) == 0 {
			say("Er staat niet welke systemen dit proces nodig heeft.", "It does not say which systems this process needs.")
		}
	}
	return all
}

func (h Held) ofSystems(today time.Time) (all []Doubt) {
	for _, s := range h.Systems {
		say := func(grave bool, says i18n.Text) {
			all = append(all, Doubt{About: s.Ref(), Name: s.Name, Says: says, Grave: grave})
		}
		falls := h.Falls(s.ID)
		if len(falls) == 0 {
			continue // nothing hangs on it
		}
		for _, p := range falls {
			if says, grave := s.tooSlow(p); !says.IsZero() {
				say(grave, says)
			}
		}
		if says := s.tooSeldom(falls); !says.IsZero() {
			say(false, says)
		}
		if s.Promised == 0 {
			say(false, i18n.T("Niemand heeft beloofd binnen welke tijd dit systeem terug is.", "Nobody promised within which time this system is back."))
		}
		if says := h.untested(s, today); !says.IsZero() {
			say(false, says)
		}
	}
	return all
}

// tooSlow says that a system comes back later than a process asks; grave when it
// comes back later than the process bears.
func (s System) tooSlow(p Process) (says i18n.Text, grave bool) {
	switch {
	case s.Promised > p.Bears:
		return i18n.T(
			"Herstel is beloofd binnen "+s.Promised.In(i18n.NL)+". Het proces ‘"+p.Name+"’ mag hoogstens "+p.Bears.In(i18n.NL)+" stilliggen.",
			"Recovery is promised within "+s.Promised.In(i18n.EN)+". The process ‘"+p.Name+"’ bears an outage of "+p.Bears.In(i18n.EN)+" at most."), true
	case s.Promised > p.RTO:
		return i18n.T(
			"Herstel is beloofd binnen "+s.Promised.In(i18n.NL)+". Het proces ‘"+p.Name+"’ moet binnen "+p.RTO.In(i18n.NL)+" weer lopen.",
			"Recovery is promised within "+s.Promised.In(i18n.EN)+". The process ‘"+p.Name+"’ must run again within "+p.RTO.In(i18n.EN)+"."), false
	}
	return says, false
}

// tooSeldom says that copies are further apart than the work that may be lost.
func (s System) tooSeldom(falls []Process) (says i18n.Text) {
	if s.CopyEvery == 0 {
		return says
	}
	strictest := falls[0]
	for _, p := range falls {
		if p.RPO < strictest.RPO {
			strictest = p
		}
	}
	if s.CopyEvery <= strictest.RPO {
		return says
	}
	return i18n.T(
		"Tussen twee reservekopieën zit "+s.CopyEvery.In(i18n.NL)+". Van het proces ‘"+strictest.Name+"’ mag hoogstens "+strictest.RPO.In(i18n.NL)+" werk verloren gaan.",
		"Between two copies lies "+s.CopyEvery.In(i18n.EN)+". Of the process ‘"+strictest.Name+"’ at most "+strictest.RPO.In(i18n.EN)+" of work may be lost.")
}

// untested says that a restore was not shown to work within the last year.
func (h Held) untested(s System, today time.Time) (says i18n.Text) {
	last, ok := h.LastTest(s.ID)
	switch {
	case !ok:
		return i18n.T("Er is nooit getest of dit systeem terug te zetten is.", "It was never tested whether this system can be restored.")
	case last.Result != Worked:
		return i18n.T("De laatste hersteltest ("+i18n.NL.Day(last.On)+") lukte niet helemaal.", "The last restore test ("+i18n.EN.Day(last.On)+") did not work entirely.")
	case last.On.AddDate(TestEvery, 0, 0).Before(today):
		return i18n.T("De laatste hersteltest is van meer dan een jaar geleden ("+i18n.NL.Day(last.On)+").", "The last restore test is more than a year ago ("+i18n.EN.Day(last.On)+").")
	}
	return says
}
