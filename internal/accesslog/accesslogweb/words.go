package accesslogweb

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/i18n"
)

// period is from when until when a round goes.
func (p page) period(r rounds.Round) string {
	return p.Lang.Tf("%s tot en met %s", "%s up to %s", p.Lang.Day(r.From), p.Lang.Day(r.Last()))
}

// percent is a share in per cent.
func (p page) percent(share float64) string {
	return p.Lang.Decimal(float64(int(1000*share+.5))/10) + "%"
}

func (p page) lower(t i18n.Text) string { return strings.ToLower(t.In(p.Lang)) }

// standing says in words how far a round is, and in which tone.
func (p page) standing(r rounds.Round, n rounds.Count) (tone, words string) {
	switch {
	case !r.Why.IsZero():
		return "late", p.T("Mislukt", "Failed")
	case r.Broken != nil:
		return "info", p.T("Afgebroken", "Broken off")
	case !r.Made:
		return "info", p.T("Wordt uitgerekend", "Being worked out")
	case r.Report != nil:
		return "ok", p.T("Afgesloten", "Closed")
	case p.S.Today.After(r.Due()):
		return "late", p.T("Te laat sinds ", "Late since ") + p.Lang.ShortDay(r.Due())
	case n.Closed == n.All:
		return "warn", p.T("Klaar om af te sluiten", "Ready to be closed")
	}
	return "warn", p.T("Beoordelen vóór ", "Judge by ") + p.Lang.ShortDay(r.Due())
}

// tone is that of the state of a case.
func tone(s rounds.State) string {
	switch s {
	case rounds.Closed:
		return "ok"
	case rounds.Asked:
		return "info"
	case rounds.ToJudge, rounds.Answered, rounds.ToSecond:
	}
	return "warn"
}

// tableName is what a file holds.
func (p page) tableName(t reading.Table) string {
	if t == rounds.LogTable {
		return p.T("Log van inzage", "Log of access")
	}
	for _, n := range reading.Tables {
		if n.Table == t {
			return n.Name.In(p.Lang)
		}
	}
	return string(t)
}

// columnName is what a column holds.
func (p page) columnName(c reading.Column) string {
	for _, n := range slices.Concat(reading.Columns, reading.FactColumns) {
		if n.Column == c {
			return n.Name.In(p.Lang)
		}
	}
	return string(c)
}

// size is a number of bytes in words.
func (p page) size(n int64) string {
	switch {
	case n >= 1<<30:
		return p.Lang.Decimal(float64(n*10>>30)/10) + " GB"
	case n >= 1<<20:
		return p.Lang.Decimal(float64(n*10>>20)/10) + " MB"
	}
	return p.Lang.Num64(n>>10+1) + " kB"
}

// moment is when something was logged, in the reader's zone.
func (p page) moment(t time.Time) string { return p.Lang.Moment(p.Local(t)) }

// span is from when until when something was logged.
func (p page) span(l rounds.Load) string {
	if l.Read.From.IsZero() {
		return "–"
	}
	return p.Lang.ShortDay(p.Local(l.Read.From)) + " – " + p.Lang.ShortDay(p.Local(l.Read.Until))
}

// did says what was done in a look.
func (p page) did(l rounds.Look) string {
	if l.Search {
		return p.T("alleen gezocht", "searched only")
	}
	var words []string
	for _, a := range l.Actions {
		words = append(words, actionNames[a].In(p.Lang))
	}
	if len(words) == 0 {
		return p.T("onbekend wat", "unknown what")
	}
	return p.Lang.And(words)
}

var actionNames = map[rune]i18n.Text{
	'C': i18n.T("toegevoegd", "added"), 'R': i18n.T("gelezen", "read"), 'U': i18n.T("gewijzigd", "changed"),
	'D': i18n.T("verwijderd", "deleted"), 'E': i18n.T("gezocht of afgedrukt", "searched or printed"),
}

// clock is a time of the day in hours, as a picture of a day has it.
func (p page) clock(t time.Time) float64 {
	at := p.Local(t)
	return float64(at.Hour()) + float64(at.Minute())/60
}
