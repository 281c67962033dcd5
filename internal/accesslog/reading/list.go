package reading

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/workbook"
)

// A Mapping says which column of a list holds what. It is kept for each source, by the
// headings: the next list of that source is read in the same way, in whatever order its
// columns are.
type Mapping struct {
	Head      int               `json:"head"`      // line of the headings, from 1; 0 when there is none
	Separator string            `json:"separator"` // of columns
	Headings  []string          `json:"headings"`  // as they stand there; when there are none: 1, 2, 3
	Columns   map[Column]string `json:"columns"`   // which heading holds what
	Zone      string            `json:"zone"`      // of moments that do not say theirs
	Glass     bool              `json:"glass"`     // every line is one by the emergency procedure, as in a list of those
}

// Missing lists the columns that the mapping needs and lacks.
func (m Mapping) Missing() (lacks []Column) {
	if m.Columns[ColWhen] == "" && (m.Columns[ColDate] == "" || m.Columns[ColClock] == "") {
		lacks = append(lacks, ColWhen)
	}
	for _, c := range []Column{ColUser, ColPatient} {
		if m.Columns[c] == "" {
			lacks = append(lacks, c)
		}
	}
	return lacks
}

// List reads a list by its mapping. When a heading that the mapping names is not there,
// it refuses the line of the headings and reads no further.
func (m Mapping) List(r io.Reader, to Sink) error {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return fmt.Errorf("zone of the mapping: %w", err)
	}
	if m.Separator == "" {
		return errors.New("the mapping names no separator")
	}
	l := list{mapping: m, at: placesOf(m.Columns, m.Headings), zone: zone}
	w := walk{separator: m.Separator, head: m.Head, columns: m.Columns, at: &l.at, row: l.entry}
	return w.over(r, func(line int64, raw []byte, err error) error { return to.give(line, raw, &l.e, err) })
}

// A list is being read.
type list struct {
	mapping Mapping
	at      places
	zone    *time.Location
	layout  string
	e       Entry
}

// entry makes an entry of the cells of a row.
func (l *list) entry(cells []string) error {
	l.e = Entry{Glass: l.mapping.Glass}
	e := &l.e
	if len(cells) < 2 {
		return wrong("De regel heeft maar één kolom.", "The line has one column only.")
	}
	when := l.at.cell(cells, ColWhen)
	if when == "" {
		when = strings.TrimSpace(l.at.cell(cells, ColDate) + " " + l.at.cell(cells, ColClock))
	}
	var ok bool
	if e.At, ok = l.moment(when); !ok || !sensible(e.At) {
		return errTime
	}
	for c, to := range map[Column]*[]byte{ColUser: &e.User, ColPatient: &e.Patient, ColRole: &e.Role, ColTeam: &e.Team, ColReason: &e.Reason, ColStation: &e.Station, ColSource: &e.Source} {
		*to = []byte(l.at.cell(cells, c))
	}
	action, search := actionOf(l.at.cell(cells, ColAction))
	e.Action, e.Search = accesslog.Action(action), search
	e.Glass = e.Glass || isYes(l.at.cell(cells, ColGlass))
	for c, has := range map[Column]Fields{ColAction: HasEvent, ColRule: HasProtocol, ColPatient: HasKind} {
		if l.at.cell(cells, c) != "" {
			e.Has |= has
		}
	}
	return nil
}

// moment reads a moment in one of the layouts that lists have, or as the number of days
// that spreadsheets count.
func (l *list) moment(text string) (time.Time, bool) {
	if t, ok := local([]byte(text), l.zone, &l.layout); ok {
		return t.UTC(), true
	}
	return serial(text, l.zone)
}

// serial reads a number of days since 30 December 1899.
func serial(text string, in *time.Location) (time.Time, bool) {
	days, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || strings.Trim(text, "0123456789,.") != "" || !(days >= 25569 && days <= 109575) { // 1970 to 2200; NaN is neither
		return time.Time{}, false
	}
	whole := int(days)
	seconds := int((days-float64(whole))*86400 + .5)
	return time.Date(1899, 12, 30+whole, 0, 0, seconds, 0, in).UTC(), true
}

// asText is a line in UTF-8: what is not, is read as Windows-1252. It reports false for
// what can be no text.
func asText(line []byte) (string, bool) {
	if bytes.IndexByte(line, 0) >= 0 {
		return "", false
	}
	if utf8.Valid(line) {
		return string(line), true
	}
	return workbook.FromWindows1252(line), true
}
