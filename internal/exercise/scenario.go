package exercise

import (
	"slices"
	"strconv"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

// A Form is how people exercise.
type Form string

// The forms.
const (
	Tabletop  Form = "tabletop"  // round a table, with a clock
	Technical Form = "technical" // with the systems themselves, or with what stands in for them
	CallOut   Form = "call-out"  // who answers, and after how long
	BreakIn   Form = "break-in"  // a room in which things are wrong: people search and count
)

// Forms lists every form in the order in which people choose.
var Forms = []Form{Tabletop, CallOut, Technical, BreakIn}

var formNames = map[Form]i18n.Text{
	Tabletop:  i18n.T("Aan tafel", "Round the table"),
	Technical: i18n.T("Technisch", "Technical"),
	CallOut:   i18n.T("Bel-oefening", "Call-out"),
	BreakIn:   i18n.T("Inbraakkamer", "Break-in room"),
}

// Name returns what people call the form.
func (f Form) Name() i18n.Text { return formNames[f] }

// A Way is how an inject reaches a role.
type Way string

// The ways.
const (
	ByPhone  Way = "phone"
	ByMail   Way = "mail"
	OnScreen Way = "screen"
	InPerson Way = "person"
	OnPaper  Way = "paper"
)

var wayNames = map[Way]i18n.Text{
	ByPhone:  i18n.T("Telefoon", "Phone call"),
	ByMail:   i18n.T("Mail", "Mail"),
	OnScreen: i18n.T("Op het scherm", "On the screen"),
	InPerson: i18n.T("Iemand spreekt u aan", "Somebody speaks to you"),
	OnPaper:  i18n.T("Op papier", "On paper"),
}

// Name returns what people call the way.
func (w Way) Name() i18n.Text { return wayNames[w] }

// A Scenario is what an exercise plays: a story in parts that reach people on a
// clock, with what good looks like. It is content, in our own words, and nobody and
// nothing in it exists.
type Scenario struct {
	ID       string            `yaml:"id" json:"id"`
	Title    i18n.Text         `yaml:"title" json:"title"`
	Short    i18n.Text         `yaml:"short" json:"short"` // what happens, in one sentence
	Aim      i18n.Text         `yaml:"aim" json:"aim"`     // what people can do afterwards
	Form     Form              `yaml:"form" json:"form"`
	Minutes  int               `yaml:"minutes" json:"minutes"`                   // from the start to the end, without the talk afterwards
	Sectors  []org.Sector      `yaml:"sectors" json:"sectors,omitempty"`         // for whom; empty for everybody
	Kinds    []continuity.Kind `yaml:"kinds" json:"kinds,omitempty"`             // of systems that it tests
	Story    i18n.Text         `yaml:"story" json:"story"`                       // how it begins, read aloud at the start
	Prepare  i18n.List         `yaml:"prepare" json:"prepare"`                   // before the day
	Roles    []Role            `yaml:"roles" json:"roles"`                       //
	Injects  []Inject          `yaml:"injects" json:"injects"`                   // in the order of their minutes
	Faults   []Expect          `yaml:"faults,omitempty" json:"faults,omitempty"` // of a break-in room: what is wrong there
	Evaluate []i18n.Text       `yaml:"evaluate" json:"evaluate"`                 // questions for the talk afterwards
	Measures []string          `yaml:"measures" json:"measures"`                 // numbers of NEN 7510-2 of which the report is evidence
	Checked  string            `yaml:"checked_on" json:"checked_on"`             // day on which a person last held it against practice
}

// A Role is somebody that a participant plays.
type Role struct {
	ID   string    `yaml:"id" json:"id"`
	Name i18n.Text `yaml:"name" json:"name"`
	Does i18n.Text `yaml:"does" json:"does"`
}

// An Inject is a part of the story that reaches one or more roles.
type Inject struct {
	ID     string      `yaml:"id" json:"id"`
	At     int         `yaml:"at" json:"at"` // minutes after the start
	To     []string    `yaml:"to" json:"to"` // roles; empty for all of them
	By     Way         `yaml:"by" json:"by"`
	From   i18n.Text   `yaml:"from" json:"from"`
	Says   i18n.Text   `yaml:"says" json:"says"` // as people would hear or read it
	Expect []Expect    `yaml:"expect" json:"expect,omitempty"`
	Watch  []i18n.Text `yaml:"watch" json:"watch,omitempty"` // questions for the observer
}

// IsFor reports whether the inject reaches a role.
func (i Inject) IsFor(role string) bool { return len(i.To) == 0 || slices.Contains(i.To, role) }

// An Expect is something that good people do after an inject, or find in a break-in
// room.
type Expect struct {
	i18n.Text `yaml:",inline"`

	Measures []string `yaml:"measures" json:"measures,omitempty"` // numbers of NEN 7510-2 that ask for it
	Clock    string   `yaml:"clock" json:"clock,omitempty"`       // duty and step of an incident, e.g. "avg-ap/report"; "" for none
}

// Role returns the role with an ID; ok is false when there is none.
func (s Scenario) Role(id string) (Role, bool) {
	i := slices.IndexFunc(s.Roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return s.Roles[i], true
}

// RoleNames writes the roles that an inject is for.
func (s Scenario) RoleNames(i Inject, l i18n.Lang) string {
	if len(i.To) == 0 {
		return l.T("Iedereen", "Everybody")
	}
	var names []string
	for _, id := range i.To {
		r, _ := s.Role(id)
		names = append(names, r.Name.In(l))
	}
	return l.And(names)
}

// Clocks lists the legal clocks that a scenario touches, in the order of the story.
func (s Scenario) Clocks() (all []string) {
	for _, i := range s.Injects {
		for _, e := range i.Expect {
			if e.Clock != "" && !slices.Contains(all, e.Clock) {
				all = append(all, e.Clock)
			}
		}
	}
	return all
}

// asks reports whether something that is expected is about a measure.
func (s Scenario) asks(measure string) bool {
	about := func(e Expect) bool { return slices.Contains(e.Measures, measure) }
	return slices.ContainsFunc(s.Faults, about) || slices.ContainsFunc(s.Injects, func(i Inject) bool { return slices.ContainsFunc(i.Expect, about) })
}

// Suits reports whether a scenario is for one of the sectors, or for everybody.
func (s Scenario) Suits(sectors []org.Sector) bool {
	return len(s.Sectors) == 0 || len(sectors) == 0 || slices.ContainsFunc(sectors, func(x org.Sector) bool { return slices.Contains(s.Sectors, x) })
}

// requirements are measures, as the catalogue names them.
func requirements(measures []string) (ids []string) {
	for _, n := range measures {
		ids = append(ids, requirement(n))
	}
	return ids
}

// requirement is the catalogue's name of a measure.
func requirement(number string) string { return "nen7510-2:2024/" + number }

// Minute writes a minute of the clock: "0:05", "1:30".
func Minute(n int) string {
	m := strconv.Itoa(n % 60)
	if len(m) == 1 {
		m = "0" + m
	}
	return strconv.Itoa(n/60) + ":" + m
}
