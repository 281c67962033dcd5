package accesslogweb

import (
	"slices"
	"strings"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/web"
)

// tables are what a file can hold, to choose from: a log too where that is asked.
func (p page) tables(now reading.Table, log bool) (options []web.Option) {
	if log {
		options = append(options, web.Option{Value: string(rounds.LogTable), Label: p.tableName(rounds.LogTable), Chosen: now == rounds.LogTable})
	}
	options = append(options, web.Option{Value: "", Label: p.T("Een lijst die inzage verklaart: kijk zelf welke", "A list that explains access: look yourself which"), Chosen: now == ""})
	for _, t := range reading.Tables {
		options = append(options, web.Option{Value: string(t.Table), Label: t.Name.In(p.Lang), Chosen: now == t.Table})
	}
	return options
}

func stageTone(s rounds.Stage) string {
	switch s {
	case rounds.Kept:
		return "ok"
	case rounds.Arrived:
		return "warn"
	case rounds.Failed:
		return "late"
	case rounds.Reading, rounds.Gone:
	}
	return "info"
}

// kind is how the file is written.
func (p filePage) kind() string {
	switch p.L.Kind {
	case reading.FHIRKind:
		return p.T("log van FHIR AuditEvents", "log of FHIR AuditEvents")
	case reading.ATNAKind:
		return p.T("log van auditberichten (ATNA)", "log of audit messages (ATNA)")
	case reading.ParquetKind:
		return p.T("Parquet-bestand", "Parquet file")
	case reading.ListKind:
	}
	return p.T("lijst", "list")
}

func (p filePage) headings() []string {
	switch {
	case p.L.Mapping != nil:
		return p.L.Mapping.Headings
	case p.L.Facts != nil:
		return p.L.Facts.Headings
	}
	return nil
}

// columns are those that can be read from this file.
func (p filePage) columns() (columns []reading.Column) {
	if p.L.Facts != nil {
		i := slices.IndexFunc(reading.Tables, func(t reading.NamedTable) bool { return t.Table == p.L.Table })
		if i >= 0 {
			return reading.Tables[i].Can
		}
		return nil
	}
	for _, c := range reading.Columns {
		columns = append(columns, c.Column)
	}
	return columns
}

func (p filePage) chosen(c reading.Column) string {
	if p.L.Facts != nil {
		return p.L.Facts.Columns[c]
	}
	return p.L.Mapping.Columns[c]
}

func (p filePage) columnField(c reading.Column) web.Field {
	f := web.Field{Name: "col-" + string(c), Label: p.columnName(c), Width: "m", Optional: !slices.Contains(p.needs(), c)}
	f.Says = web.Complaint(p.Refusal, string(c), p.Lang)
	return f
}

// needs are the columns without which the file cannot be read.
func (p filePage) needs() []reading.Column {
	if p.L.Facts != nil {
		m := *p.L.Facts
		m.Columns = nil
		return m.Missing()
	}
	return reading.Mapping{}.Missing()
}

func (p filePage) headingOptions(c reading.Column) []web.Option {
	options := []web.Option{{Value: "", Label: p.T("staat er niet in", "is not in it"), Chosen: p.chosen(c) == ""}}
	for _, head := range p.headings() {
		options = append(options, web.Option{Value: head, Label: head, Chosen: p.chosen(c) == head})
	}
	return options
}

func (p filePage) unread() []string {
	if p.L.Facts != nil {
		return p.L.Facts.Unread()
	}
	return p.L.Mapping.Unread()
}

// known is one row of a list that explains, in words.
func (p filePage) known(k reading.Known) string {
	parts := []string{p.tableName(reading.Table(k.Kind))}
	if k.Kind == "" {
		parts = []string{k.Name}
	}
	for _, x := range []struct{ word, value string }{
		{p.T("cliënt ", "client "), k.Patient},
		{p.T("medewerker ", "employee "), k.User},
		{p.T("team ", "team "), k.Team},
		{p.T("ook ", "also "), k.Other},
	} {
		if x.value != "" {
			parts = append(parts, x.word+x.value)
		}
	}
	if !k.From.IsZero() {
		parts = append(parts, p.T("van ", "from ")+p.moment(k.From))
	}
	if !k.To.IsZero() {
		parts = append(parts, p.T("tot ", "to ")+p.moment(k.To))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}
