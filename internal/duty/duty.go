// Package duty says which laws and norms concern an organisation, why, and
// since when.
//
// The laws themselves are content: files in content/duties and content/calendar.yaml,
// each with its sources and the day on which a person last checked it. This package
// reads them ([Load]), holds a profile against them ([Rules.Judge]), tells what a
// change of the profile would change ([Compare]) and which dates are coming
// ([Rules.Calendar]). It has no clock, no database and no opinion of its own.
//
// # Words
//
// A duty is one law or norm. A verdict is what it may come to for an organisation,
// such as "essential entity"; the first verdict whose condition holds is the one.
// A consequence is what then must be done. While answers are missing there may be
// several possible verdicts; a [Judgement] then says which, and what to fill in.
//
// A judgement helps people find their way in the law. It is no legal advice,
// and every page that shows one says so.
package duty

import (
	"slices"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

// A Duty is one law or norm, as content describes it.
type Duty struct {
	ID        string    `yaml:"id"`         // "cbw"; the file is content/duties/cbw.yaml
	Order     int       `yaml:"order"`      // where it stands on the page, from 1
	Title     i18n.Text `yaml:"title"`      // "Cyberbeveiligingswet (Cbw)"
	Short     i18n.Text `yaml:"short"`      // "Cbw"
	About     i18n.Text `yaml:"about"`      // what it asks, in one or two sentences
	AppliesTo i18n.Text `yaml:"applies_to"` // whom it concerns, in one sentence
	Citation  Citation  `yaml:"citation"`

	// InForce is the day from which it binds. Zero means that nobody has said
	// when, and then Unknown says so; it does not mean "always".
	InForce time.Time `yaml:"in_force"`

	Verdicts []Verdict     `yaml:"verdicts"` // in the order in which they are tried
	Then     []Consequence `yaml:"then"`

	Notes        []Note      `yaml:"notes"`         // how to count, what to watch
	OftenMisread []i18n.Text `yaml:"often_misread"` // what others say that is not so
	Unknown      []i18n.Text `yaml:"unknown"`       // what we could not find out

	Sources   []source.Source `yaml:"sources"`
	CheckedOn time.Time       `yaml:"checked_on"` // when a person last held the text against its sources
}

// A Citation says where a law was published.
type Citation struct {
	Act      string `yaml:"act"`      // "Cyberbeveiligingswet, Stb. 2026, 187"
	Register string `yaml:"register"` // its number in wetten.overheid.nl or EUR-Lex; may be empty
}

// An Outcome is how a duty touches an organisation.
type Outcome string

// The outcomes.
const (
	Undecided Outcome = ""         // cannot be said yet: answers are missing, and they matter
	Applies   Outcome = "applies"  // binds the organisation itself
	Indirect  Outcome = "indirect" // binds others, such as the makers of what it buys
	None      Outcome = "none"     // does not concern it
)

// Word returns what a page writes beside the name of the duty.
func (o Outcome) Word() i18n.Text {
	switch o {
	case Applies:
		return i18n.T("Geldt voor u", "Applies to you")
	case Indirect:
		return i18n.T("Geldt voor uw leveranciers", "Applies to your suppliers")
	case None:
		return i18n.T("Geldt niet voor u", "Does not apply to you")
	case Undecided:
	}
	return i18n.T("Nog niet te zeggen", "Cannot say yet")
}

// A Verdict is one thing that a duty may come to. Several verdicts may share an
// ID: they are different ways to the same verdict, each with its own article.
type Verdict struct {
	ID      string    `yaml:"verdict"` // "essential"
	Outcome Outcome   `yaml:"outcome"`
	Title   i18n.Text `yaml:"title"`   // "Essentiële entiteit"
	When    rule.Expr `yaml:"when"`    // the last verdict of a duty has none: it holds always
	Says    i18n.Text `yaml:"says"`    // why, in one sentence
	Article string    `yaml:"article"` // where the law says so; empty where it only is silent
	From    time.Time `yaml:"from"`    // where that is not the day on which the duty came into force
}

// A Consequence is something that an organisation must do when a duty concerns it.
type Consequence struct {
	ID           string           `yaml:"id"`
	Text         i18n.Text        `yaml:",inline"`
	For          []string         `yaml:"for"`  // the verdicts it follows from; empty means every one but None
	From         time.Time        `yaml:"from"` // where it starts later, or earlier, than the verdict
	Article      string           `yaml:"article"`
	Certainty    source.Certainty `yaml:"certainty"`    // empty means as certain as the duty's sources
	Requirements []string         `yaml:"requirements"` // measures that help, such as "nen7510-2:2024/5.43"
	Room         string           `yaml:"room"`         // where in the program one does it: "incident"; may be empty
}

// A Note is a remark with its own certainty.
type Note struct {
	Text      i18n.Text        `yaml:",inline"`
	Certainty source.Certainty `yaml:"certainty"`
}

// Rules are all duties and all dates, as content holds them.
type Rules struct {
	Duties []Duty  // in the order of the page
	Events []Event // in the order of the calendar
}

// Duty returns the duty of that name.
func (r Rules) Duty(id string) (Duty, bool) {
	i := slices.IndexFunc(r.Duties, func(d Duty) bool { return d.ID == id })
	if i < 0 {
		return Duty{}, false
	}
	return r.Duties[i], true
}

// hasVerdict reports whether the duty can come to the verdict of that name.
func (d Duty) hasVerdict(id string) bool {
	return slices.ContainsFunc(d.Verdicts, func(v Verdict) bool { return v.ID == id })
}
