package simulate

import (
	"time"

	"aantoonbaar/internal/accesslog"
)

// write notes a fact as a system would, with what goes wrong in that.
func (m *maker) write(f Fact) {
	if m.Defects.Missing > 0 && f.Kind != accesslog.Staff && m.chance(m.Defects.Missing) {
		return
	}
	if m.Defects.Late > 0 && f.Kind != accesslog.Staff && m.chance(m.Defects.Late) && !f.From.IsZero() {
		f.From = f.From.AddDate(0, 0, 1)
		if !f.To.IsZero() {
			f.To = f.To.AddDate(0, 0, 1)
		}
	}
	if m.Defects.Wrong > 0 && f.Team >= 0 && f.Kind != accesslog.Staff && m.chance(m.Defects.Wrong) {
		f.Team = m.random.IntN(len(m.Teams))
	}
	m.Facts = append(m.Facts, f)
}

// blur is what is left to do with the facts when all days are over: nothing of the
// truth may be told by their order.
func (m *maker) blur() {
	m.random.Shuffle(len(m.Facts), func(i, j int) { m.Facts[i], m.Facts[j] = m.Facts[j], m.Facts[i] })
}

// reads are what people do in a record: mostly read.
const reads = "RRRRRRRRRRRRRRRRUUUCE"

// due makes the lines of today.
func (m *maker) due() (lines []Line) {
	for _, s := range m.waiting[m.today] {
		n := 1 + int(m.random.ExpFloat64()*max(0, s.events-1))
		l := Line{At: s.at, User: s.user, Patient: s.patient, Team: s.team, Station: s.team*40 + m.random.IntN(40), Source: 0, Glass: s.glass, Reason: s.reason, Class: s.class}
		if len(m.Sources) > 1 && m.chance(.14) {
			l.Source = 1 + m.random.IntN(len(m.Sources)-1)
		}
		for range n {
			l.Action, l.Search = reads[m.random.IntN(len(reads))], s.class == Searched
			if l.Search {
				l.Action = 'E'
			}
			lines = append(lines, l)
			l.At = l.At.Add(2*time.Second + time.Duration(m.random.ExpFloat64()*float64(45*time.Second)))
		}
	}
	delete(m.waiting, m.today)
	return lines
}

// spoil does to the lines what happens to logs.
func (m *maker) spoil(lines []Line) []Line {
	silent := make([]int, len(m.Sources)) // the hour that a source did not log; -1 for none
	for i := range silent {
		silent[i] = -1
		if m.chance(m.Defects.Unlogged * 24) {
			silent[i] = m.random.IntN(24)
		}
	}
	kept := lines[:0:0]
	for _, l := range lines {
		if l.At.Hour() == silent[l.Source] {
			continue
		}
		if m.Defects.Skew > 0 && l.Source > 0 {
			l.At = l.At.Add(time.Duration(l.Source*m.Defects.Skew) * time.Second / time.Duration(len(m.Sources)))
		}
		kept = append(kept, l)
		if m.chance(m.Defects.Doubled) {
			kept = append(kept, l)
		}
	}
	return kept
}
