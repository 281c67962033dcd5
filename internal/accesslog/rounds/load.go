package rounds

import (
	"slices"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Stage is how far a file has come.
type Stage string

// The stages.
const (
	Arrived Stage = "arrived" // it waits until somebody says how it is to be read
	Reading Stage = "reading" // it is being read
	Kept    Stage = "kept"    // it was read, and counts
	Failed  Stage = "failed"  // it could not be read at all
	Gone    Stage = "gone"    // it was taken out, and what was kept of it removed
)

// Name returns the stage as lists show it.
func (s Stage) Name() i18n.Text {
	switch s {
	case Arrived:
		return i18n.T("Wacht op u", "Waits for you")
	case Reading:
		return i18n.T("Wordt gelezen", "Being read")
	case Kept:
		return i18n.T("Telt mee", "Counts")
	case Failed:
		return i18n.T("Niet te lezen", "Cannot be read")
	case Gone:
		return i18n.T("Weggehaald", "Taken out")
	}
	return i18n.Same(string(s))
}

// LogTable is what a file with a log holds. Others hold a [reading.Table].
const LogTable reading.Table = "log"

// A Load is one file that came in. What it was is removed when it was read: kept are
// its events or facts, with keys for people, and apart from them who those keys are.
type Load struct {
	ID      ID                   `json:"id"`
	Table   reading.Table        `json:"table"`
	File    string               `json:"file"`   // its name
	Source  string               `json:"source"` // system that it came from
	SHA256  string               `json:"sha256"` // of the file as it came in, in hexadecimal
	Size    int64                `json:"size"`   // in bytes
	Came    time.Time            `json:"came"`
	Kind    reading.Kind         `json:"kind,omitempty"`
	Mapping *reading.Mapping     `json:"mapping,omitempty"` // of a log that is a list
	Facts   *reading.FactMapping `json:"facts,omitempty"`   // of any other list
	Stage   Stage                `json:"stage"`
	Read    Read                 `json:"read,omitzero"`
	Why     i18n.Text            `json:"why,omitzero"` // it could not be read

	Events  string `json:"events,omitempty"`  // SHA-256 of the file of events or facts
	Links   string `json:"links,omitempty"`   // of that of what is known of people
	Names   string `json:"names,omitempty"`   // of that of who the keys are
	Refused string `json:"refused,omitempty"` // of that of the lines that were refused; "" for none

	Hold    string   `json:"hold,omitempty"`    // why it may not be removed; "" when nothing keeps it
	Removed []string `json:"removed,omitempty"` // of what was removed for good; see [Gone]
	Change
}

// Read is what was counted in a file.
type Read struct {
	Lines   int64     `json:"lines"`
	Refused int64     `json:"refused"`
	Glass   int64     `json:"glass"`  // by the emergency procedure
	Nobody  int64     `json:"nobody"` // that name no patient
	From    time.Time `json:"from,omitzero"`
	Until   time.Time `json:"until,omitzero"`
	Fields  []float64 `json:"fields,omitempty"` // the share of lines with each of [reading.MandatoryFields]
	Gaps    []Gap     `json:"gaps,omitempty"`
	First   []Line    `json:"first,omitempty"` // of the lines that were refused, the first few: where, and why
}

// A Gap is a stretch in which nothing was logged.
type Gap struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// A Line is one that was refused. What stands in it may name somebody, so it is not here.
type Line struct {
	Line int64     `json:"line"`
	Why  i18n.Text `json:"why"`
}

// Ref is the journal's name for the file.
func (l Load) Ref() ref.Ref { return ref.Ref{Kind: LoadKind, ID: string(l.ID)} }

// IsLog reports whether it is a log, and not a list of what explains.
func (l Load) IsLog() bool { return l.Table == LogTable }

// Ends is the day after which it is removed, when it is kept for so many years: counted
// from its last line, for a log, and else from when it came. Log lines are kept for at
// least five years from when they were written (Stcrt. 2019, 38007).
func (l Load) Ends(years int) time.Time {
	from := l.Came
	if l.IsLog() && l.Read.Until.After(from) {
		from = l.Read.Until
	}
	return from.AddDate(years, 0, 0)
}

// kept are the files that are kept of it.
func (l Load) kept() (sums []string) {
	for _, sum := range []string{l.SHA256, l.Events, l.Links, l.Names, l.Refused} {
		if sum != "" {
			sums = append(sums, sum)
		}
	}
	return sums
}

// gone is the record of what is left of it: that it was, and what was removed.
func (l Load) gone() Load {
	l.Stage, l.Removed = Gone, l.kept()
	l.Events, l.Links, l.Names, l.Refused = "", "", "", ""
	return l
}

// Missing lists the columns that its mapping needs and lacks.
func (l Load) Missing() []reading.Column {
	switch {
	case l.Mapping != nil:
		return l.Mapping.Missing()
	case l.Facts != nil:
		return l.Facts.Missing()
	}
	return nil
}

// standing are tables that say how things are and not what happened on a day: a new
// list takes the place of the one before it from the same source.
var standing = []reading.Table{
	reading.StaffTable, reading.ClientsTable, reading.Table(accesslog.Office), reading.Table(accesslog.Mandate),
	reading.Table(accesslog.TeamClient), reading.Table(accesslog.Registration),
}

// Replaces reports whether l takes the place of an older file: a list of the same
// source that says how things are.
func (l Load) Replaces(old Load) bool {
	return l.ID > old.ID && l.Table == old.Table && l.Source == old.Source && slices.Contains(standing, l.Table)
}

// Explaining are the lists that explain: those that count, without those of which a
// newer one took the place.
func (h Held) Explaining() (lists []Load) {
	counting := h.Counting()
	for _, l := range counting {
		if !l.IsLog() && !slices.ContainsFunc(counting, func(o Load) bool { return o.Replaces(l) }) {
			lists = append(lists, l)
		}
	}
	return lists
}

// Logs are the logs that count and that have a line in a period.
func (h Held) Logs(from, until time.Time) (logs []Load) {
	for _, l := range h.Counting() {
		if l.IsLog() && l.Read.From.Before(until) && !l.Read.Until.Before(from) {
			logs = append(logs, l)
		}
	}
	return logs
}

// Before returns the newest file that was read of the same source and table, which
// tells how this one is to be read; ok is false when there is none.
func (h Held) Before(l Load) (Load, bool) {
	for _, o := range h.Loads {
		if o.ID != l.ID && o.Source == l.Source && o.Table == l.Table && (o.Stage == Kept || o.Stage == Gone) && o.Kind == l.Kind {
			return o, true
		}
	}
	return Load{}, false
}

// awaits reports whether a file that came in is still to be read.
func (h Held) awaits(sum string) bool {
	return slices.ContainsFunc(h.Loads, func(l Load) bool { return l.SHA256 == sum && (l.Stage == Arrived || l.Stage == Reading) })
}

// Files are those that are kept of an organisation, by their sums: of what is worked
// with, and of who the keys are.
func (h Held) Files() (logs, apart []string) {
	for _, l := range h.Counting() {
		logs, apart = append(logs, l.Events), append(apart, l.Names)
		if l.Links != "" {
			logs = append(logs, l.Links)
		}
		if l.Refused != "" {
			apart = append(apart, l.Refused)
		}
	}
	for _, s := range h.Secret {
		apart = append(apart, s.Sum)
	}
	return logs, apart
}
