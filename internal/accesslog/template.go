package accesslog

import (
	"slices"
	"time"

	"aantoonbaar/internal/i18n"
)

// A Grade says how strongly a template explains.
type Grade string

// The grades, the strongest first.
const (
	Direct Grade = "A" // this user and this patient
	Team   Grade = "B" // the patient's team, and the user was at work there
	Near   Grade = "C" // a colleague, or a team that shares patients; such units are sampled more
	Task   Grade = "D" // a task over all patients; holds for so many a day only
)

// Grades lists the grades.
var Grades = []Grade{Direct, Team, Near, Task}

// A Step is one fact on a path. It is entered by one of the fact's columns and left by
// another, and the fact must hold at the time: from Before its beginning until After
// its end.
type Step struct {
	Fact   FactKind      `yaml:"fact"`
	Enter  Column        `yaml:"enter"`
	Leave  Column        `yaml:"leave"`
	Before time.Duration `yaml:"before"`
	After  time.Duration `yaml:"after"`
}

// A Template is a path from the patient of a unit to its user. See content/accesslog.
type Template struct {
	ID       string    `yaml:"id"`
	Grade    Grade     `yaml:"grade"`
	Title    i18n.Text `yaml:"title"`
	Sentence i18n.Text `yaml:"sentence"` // for who reads a case; {team} is the team that the path went along
	Why      i18n.Text `yaml:"why"`      // of the windows, and what it does not explain
	Path     []Step    `yaml:"path"`
	Only     string    `yaml:"only"` // letters of the only actions that it explains; "" for all; unknown actions pass
	Most     int       `yaml:"most"` // patients a day that it explains for one user; 0 for any number
}

// allows reports whether t can explain a unit in which these actions were taken.
func (t Template) allows(actions Actions) bool {
	return t.Only == "" || actions&^ActionsOf(t.Only) == 0
}

// wrong says what keeps a template from being a path; "" for nothing.
func (t Template) wrong() string {
	switch {
	case t.ID == "" || !t.Title.Complete() || !t.Sentence.Complete() || !t.Why.Complete():
		return "it lacks an id or a text in a language"
	case !slices.Contains(Grades, t.Grade):
		return "it has no grade"
	case len(t.Path) == 0 || len(t.Path) > 3:
		return "its path has no step, or more than three"
	case t.Grade == Task && t.Most == 0:
		return "a task needs a most: it would explain everything"
	case t.Most > 0 && t.Grade != Task:
		return "only a task has a most"
	}
	at := ByPatient
	for i, s := range t.Path {
		begins := i == 0 && (s.Enter == ByPatient || s.Enter == Anybody)
		goesOn := i > 0 && s.Enter == ByTeam && (at == ByTeam || at == ByOther)
		switch {
		case !slices.Contains(s.Fact.Columns(), s.Enter) || !slices.Contains(s.Fact.Columns(), s.Leave) || s.Enter == s.Leave:
			return "a step enters or leaves by what its fact does not have"
		case !begins && !goesOn:
			return "a step does not begin where the one before it ends"
		case s.Before < 0 || s.After < 0 || s.Before%time.Second != 0 || s.After%time.Second != 0:
			return "a window is negative, or no whole number of seconds"
		}
		at = s.Leave
	}
	if at != ByUser {
		return "its path does not end at the user"
	}
	return ""
}
