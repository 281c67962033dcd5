package incident

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/incident/indicator"
)

// traces lists the traces of the attack for a text that goes out: defanged, a line
// each, in the order of lists. Those that were given under TLP:RED or
// TLP:AMBER+STRICT may go no further than here (FIRST, TLP 2.0), so they are counted
// in a gap that a person has to close. Of a list that is too long the first are taken.
func (m Material) traces() string {
	open := slices.DeleteFunc(slices.Clone(m.Traces), staysHere)
	var lines []string
	size := 0
	for n, i := range open {
		line := m.trace(i)
		if size += len(line) + 1; size > longestLog {
			lines = append(lines, m.Lang.Plural(len(open)-n, "(Nog %s spoor staat in de lijst. Stuur dat als bestand mee.)", "(Nog %s sporen staan in de lijst. Stuur die als bestand mee.)",
				"(%s more trace stands in the list. Send that along as a file.)", "(%s more traces stand in the list. Send that along as a file.)"))
			break
		}
		lines = append(lines, line)
	}
	if held := len(m.Traces) - len(open); held > 0 {
		lines = append(lines, m.Lang.Plural(held,
			"[… %s spoor met TLP:RED of TLP:AMBER+STRICT staat hier niet: vraag wie het gaf of u het mag doorgeven, en haal deze regel weg]", "[… %s sporen met TLP:RED of TLP:AMBER+STRICT staan hier niet: vraag wie ze gaf of u ze mag doorgeven, en haal deze regel weg]",
			"[… %s trace under TLP:RED or TLP:AMBER+STRICT is not listed: ask who gave it whether you may pass it on, and take this line away]", "[… %s traces under TLP:RED or TLP:AMBER+STRICT are not listed: ask who gave them whether you may pass them on, and take this line away]"))
	}
	return strings.Join(lines, "\n")
}

// staysHere reports whether a trace may not be passed on to anybody outside.
func staysHere(i indicator.Indicator) bool {
	return i.TLP == indicator.Red || i.TLP == indicator.Strict
}

// trace is one trace: what it is, when it was seen, and how far it may go.
func (m Material) trace(i indicator.Indicator) string {
	var says []string
	if seen := m.span(i.First, i.Last); seen != "" {
		says = append(says, seen)
	}
	if i.TLP != "" {
		says = append(says, i.TLP.Label())
	}
	line := i.Kind.Name().In(m.Lang) + ": " + i.Defang()
	if len(says) > 0 {
		line += " (" + strings.Join(says, "; ") + ")"
	}
	return line
}

// span is when something was seen; "" when nobody knows. A moment that is not known is
// the other one.
func (m Material) span(first, last time.Time) string {
	if first.IsZero() {
		first = last
	}
	if first.IsZero() {
		return ""
	}
	first, last = first.In(m.Zone), last.In(m.Zone)
	day := func(t time.Time) string { return m.Lang.Day(t) + ", " + m.Lang.Clock(t) }
	switch {
	case !last.After(first):
		return m.Lang.T("gezien op ", "seen on ") + day(first)
	case m.Lang.Day(first) == m.Lang.Day(last):
		return m.Lang.T("gezien op ", "seen on ") + day(first) + m.Lang.T(" tot ", " until ") + m.Lang.Clock(last)
	}
	return m.Lang.T("gezien van ", "seen from ") + day(first) + m.Lang.T(" tot ", " until ") + day(last)
}
