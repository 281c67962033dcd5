package incident

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/rule"
)

// A Material is what fields of texts are filled from: an incident as it is known,
// in one language. What a field begins with is written as text with names between
// braces, such as {aware} or {is:harm}. A line in which a name has nothing to give
// is left out, so that nothing is said that nobody knows.
type Material struct {
	Org   string
	File  File
	Texts map[string]Edition // the last of each text, by text
	Names Counts
	Lang  i18n.Lang
	Zone  *time.Location

	Traces []indicator.Indicator // that were not taken out, in the order of lists
}

// named is a name in what a field begins with: {systems}, {text:cbw-final/cause}.
var named = regexp.MustCompile(`\{([a-z_]+)(?::([a-z0-9_/-]+))?\}`)

// plain are the names that stand alone.
var plain = map[string]func(Material) string{
	"org":       func(m Material) string { return m.Org },
	"number":    func(m Material) string { return m.File.Name() },
	"title":     func(m Material) string { return m.File.Title },
	"what":      func(m Material) string { return m.File.What },
	"systems":   func(m Material) string { return m.File.Systems },
	"happened":  func(m Material) string { return m.moment(m.File.Happened) },
	"aware":     func(m Material) string { return m.moment(m.File.Aware) },
	"aware_day": func(m Material) string { return m.day(m.File.Aware) },
	"over":      func(m Material) string { return m.moment(m.File.Ended()) },
	"state":     Material.state,
	"lead":      func(m Material) string { return m.File.Lead },
	"hit":       Material.hit,
	"cause":     Material.cause,
	"care_lost": Material.careLost,
	"lessons":   func(m Material) string { return m.File.Lessons },
	"log":       func(m Material) string { return m.log(false) },
	"decisions": func(m Material) string { return m.log(true) },
	"traces":    Material.traces,
}

// kinds are the names that say of what, after a colon.
var kinds = map[string]func(Material, string) string{
	"is":       Material.is,
	"sent":     func(m Material, step string) string { return m.moment(m.File.Sent[step].At) },
	"sent_day": func(m Material, step string) string { return m.day(m.File.Sent[step].At) },
	"receipt":  func(m Material, step string) string { return m.File.Sent[step].Receipt },
	"text": func(m Material, field string) string {
		text, id, _ := strings.Cut(field, "/")
		return m.Texts[text].Values[id]
	},
}

// Fill is what a field begins with.
func (m Material) Fill(f Field) string {
	var lines []string
	for line := range strings.SplitSeq(f.Fill.In(m.Lang), "\n") {
		if filled, ok := m.line(line); ok {
			lines = append(lines, filled)
		}
	}
	return strings.Join(lines, "\n")
}

// line fills one line; ok is false when a name in it has nothing to give.
func (m Material) line(line string) (filled string, ok bool) {
	ok = true
	filled = named.ReplaceAllStringFunc(line, func(name string) string {
		parts := named.FindStringSubmatch(name)
		var value string
		if parts[2] == "" {
			value = plain[parts[1]](m)
		} else {
			value = kinds[parts[1]](m, parts[2])
		}
		ok = ok && value != ""
		return value
	})
	return filled, ok
}

// Fills is Fill of every field of a text; fields with nothing are left out.
func (m Material) Fills(t Text) map[string]string {
	fills := map[string]string{}
	for _, f := range t.Fields {
		if value := m.Fill(f); value != "" {
			fills[f.ID] = value
		}
	}
	return fills
}

// moment is a day and a time; "" for none.
func (m Material) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(m.Zone)
	return m.Lang.LongDay(t) + ", " + m.Lang.Clock(t)
}

func (m Material) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return m.Lang.LongDay(t.In(m.Zone))
}

// is tells the answer to a question. One that nobody knows is told as that: who
// asks must not read it as a no.
func (m Material) is(question string) string {
	switch m.File.Answers[question].Truth() {
	case rule.Yes:
		return m.Lang.T("ja", "yes")
	case rule.No:
		return m.Lang.T("nee", "no")
	case rule.Unknown:
	}
	return m.Lang.T("nog niet bekend", "not known yet")
}

// hit names what the incident touched.
func (m Material) hit() string {
	var names []string
	for _, h := range m.File.Hits {
		names = append(names, h.Name)
	}
	return m.Lang.And(names)
}

// cause tells where it came from.
func (m Material) cause() string {
	var sorts []string
	for _, s := range m.File.Cause.Sorts {
		sorts = append(sorts, NameOf(m.Names.Causes, s).In(m.Lang))
	}
	lines := []string{m.Lang.And(Listed(sorts)), m.File.Cause.Text}
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")
}

// careLost tells how many hours of care were lost.
func (m Material) careLost() string {
	if m.File.Toll.Lost == 0 {
		return ""
	}
	return m.Lang.Decimal(float64(m.File.Toll.Lost) / 60)
}

func (m Material) state() string {
	if end := m.File.Ended(); !end.IsZero() {
		return m.Lang.T("Voorbij sinds ", "Over since ") + m.moment(end) + "."
	}
	return m.Lang.T("Het incident loopt nog.", "The incident is still running.")
}

// longestLog is how much of the log a field begins with, in bytes.
const longestLog = 15_000

// log is what people wrote down, oldest first, a line each; only what was decided,
// if so asked. Of a log that is too long the latest lines are taken.
func (m Material) log(decisions bool) string {
	var lines []string
	size := 0
	all := slices.Clone(m.File.Lines)
	slices.SortStableFunc(all, func(a, b Line) int { return a.When().Compare(b.When()) })
	for _, l := range slices.Backward(all) {
		if l.Text == "" || decisions && !l.Decision {
			continue
		}
		at := l.When().In(m.Zone)
		line := m.Lang.Day(at) + ", " + m.Lang.Clock(at) + ": " + l.Text
		if l.With != "" {
			line += " (" + m.Lang.T("contact met ", "contact with ") + l.With + ")"
		}
		if size += len(line) + 1; size > longestLog {
			lines = append(lines, m.Lang.T("(Eerdere regels staan in het verloop.)", "(Earlier lines stand in the log.)"))
			break
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return strings.Join(lines, "\n")
}
