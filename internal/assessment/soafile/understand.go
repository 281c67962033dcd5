package soafile

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// Understand says row by row what a workbook seems to say. Texts that it adds to
// an explanation are in lang; today bounds the days of which an answer may speak.
// It never fails: what is not understood is in the notes.
func Understand(book Workbook, cat *framework.Catalogue, lang i18n.Lang, today time.Time) Reading {
	r := Reading{File: book.Name, Sheets: []SheetReading{}, Rows: []RowReading{}, Proposals: []Proposal{}}
	for _, s := range book.Sheets {
		if len(s.Rows) == 0 {
			continue
		}
		u := understanding{sheet: s, cat: cat, lang: lang, today: today, about: SheetReading{Name: s.Name, Notes: slices.Clone(s.Notes)}}
		u.read()
		r.Sheets = append(r.Sheets, u.about)
		for _, row := range u.rows {
			r.Rows = append(r.Rows, *row)
		}
	}
	r.combine(cat)
	r.count()
	return r
}

// count says for each sheet how many rows are used.
func (r *Reading) count() {
	bySheet := map[string]*SheetReading{}
	for i := range r.Sheets {
		bySheet[r.Sheets[i].Name] = &r.Sheets[i]
	}
	for _, row := range r.Rows {
		switch s := bySheet[row.Sheet]; {
		case row.Skipped.IsZero():
			s.Read++
		case !row.Heading:
			s.Skipped++
		}
	}
}

// An understanding is one sheet while it is being understood.
type understanding struct {
	sheet  workbook.Sheet
	cat    *framework.Catalogue
	lang   i18n.Lang
	today  time.Time
	layout layout
	scales map[int]scale
	about  SheetReading
	rows   []*RowReading
}

func (u *understanding) read() {
	if u.sheet.Hidden {
		u.about.Notes = append(u.about.Notes, i18n.T("Dit blad is verborgen. Wij lezen het niet. Maak het zichtbaar als het mee moet doen.", "This sheet is hidden. We do not read it. Unhide it if it should count."))
		return
	}
	u.layout = findLayout(u.sheet, u.cat)
	u.about.Columns = u.layout.columns
	u.noteColumns()
	if u.layout.number < 0 {
		u.about.Notes = append(u.about.Notes, i18n.T("Op dit blad vonden wij geen kolom met nummers van maatregelen.", "We found no column with numbers of measures on this sheet."))
		return
	}
	if u.layout.header >= 0 {
		u.about.HeaderRow = u.sheet.Rows[u.layout.header].Number
	} else {
		u.about.Notes = append(u.about.Notes, i18n.T("Wij vonden geen rij met kopjes. Wat in welke kolom staat, is een gok. Kijk het na.", "We found no row with headings. What stands in which column is a guess. Check it."))
	}
	cells := u.sheet.Rows[u.layout.header+1:]
	entries := u.number(cells)
	res := resolver{cat: u.cat, entries: entries, about: strings.ToLower(u.sheet.Name) + u.layout.above}
	unmangle(entries, u.cat)
	res.resolve()
	if len(entries) > 0 {
		u.about.Edition = res.edition
	}
	if res.edition == Edition2017 {
		u.about.Notes = append(u.about.Notes, i18n.T("Dit blad gebruikt de nummers van 2017. Elk nummer is omgezet naar 2024. De teksten zijn veranderd: kijk elk antwoord na.", "This sheet uses the numbers of 2017. Each number was taken to 2024. The texts have changed: look at each answer again."))
	}
	u.measure(cells)
	for i, row := range u.rows {
		if row.Skipped.IsZero() {
			u.answer(cells[i], row)
		}
	}
}

// noteColumns says which columns are left out because nobody can see them.
func (u *understanding) noteColumns() {
	var letters []string
	for _, i := range u.sheet.EveryColumn() {
		if u.sheet.HiddenColumns[i] {
			letters = append(letters, workbook.Letter(i))
		}
	}
	if len(letters) > 0 {
		u.about.Notes = append(u.about.Notes, i18n.T("Verborgen kolommen lezen wij niet: "+i18n.NL.And(letters)+".", "We do not read hidden columns: "+i18n.EN.And(letters)+"."))
	}
}

// number makes a reading of every row, and an entry of every row with a number.
func (u *understanding) number(cells []workbook.Row) []*entry {
	var entries []*entry
	for _, row := range cells {
		reading := &RowReading{Sheet: u.sheet.Name, Row: row.Number, Number: workbook.Clip(row.At(u.layout.number).Text, 60)}
		u.rows = append(u.rows, reading)
		for _, c := range u.layout.of(TitleColumn) {
			if reading.Title == "" {
				reading.Title = workbook.Clip(strings.ReplaceAll(row.At(c.index).Text, "\n", " "), 120)
			}
		}
		if row.Hidden {
			reading.note(i18n.T("Deze rij is verborgen in het bestand.", "This row is hidden in the file."))
		}
		if e := u.entry(row, reading); e != nil {
			entries = append(entries, e)
		}
	}
	return entries
}

// entry reads a row's number; nil, with the reason on the row, when it has none.
func (u *understanding) entry(row workbook.Row, reading *RowReading) *entry {
	cell := row.At(u.layout.number)
	if row.Broken {
		reading.skip(i18n.T("In deze rij staan tekens die niemand kan lezen.", "This row holds characters that nobody can read."))
		return nil
	}
	if cell.Formula {
		reading.skip(i18n.T("Het nummer is een formule. Wij nemen geen uitkomsten van formules over: plak het nummer als waarde.", "The number is a formula. We do not take results of formulas: paste the number as a value."))
		return nil
	}
	day := cell.Day
	if day.IsZero() {
		day = dayLikeNumber(cell.Text)
	}
	if !day.IsZero() {
		return &entry{row: reading, day: day}
	}
	c, ok := parseNumber(cell.Text)
	if !ok {
		reading.skip(i18n.T("In deze rij staat geen nummer van een maatregel.", "This row has no number of a measure."))
		reading.Heading = u.isHeading(row)
		if reading.Title == "" {
			reading.Title = firstText(row)
		}
		return nil
	}
	u.withNorm(row, &c)
	if reading.Title == "" {
		reading.Title = workbook.Clip(c.rest, 120)
	}
	return &entry{row: reading, cited: c}
}

// isHeading reports whether a row without a number is a title between the rows,
// or the headings once more.
func (u *understanding) isHeading(row workbook.Row) bool {
	filled, same := 0, 0
	for i, c := range row.Cells {
		if c.Text == "" && !c.Formula {
			continue
		}
		filled++
		if u.layout.header >= 0 && c.Text == u.sheet.Rows[u.layout.header].At(i).Text {
			same++
		}
	}
	return filled <= 1 || same == filled || headerScore(row) >= 4
}

func firstText(row workbook.Row) string {
	for _, c := range row.Cells {
		if c.Text != "" {
			return workbook.Clip(strings.ReplaceAll(c.Text, "\n", " "), 120)
		}
	}
	return ""
}

// withNorm adds what a column with the norm says about the number.
func (u *understanding) withNorm(row workbook.Row, c *cited) {
	for _, column := range u.layout.of(NormColumn) {
		text := strings.ToLower(row.At(column.index).Text)
		switch {
		case c.annex || c.clause:
		case strings.Contains(text, "7510-1"), strings.Contains(text, "clause"), strings.Contains(text, "hoofdstuk"), text == "1", text == "deel 1", text == "part 1":
			c.clause = true
		case strings.Contains(text, "7510-2"), strings.Contains(text, "27002"), strings.Contains(text, "annex"), strings.Contains(text, "bijlage"), text == "2", text == "deel 2", text == "part 2":
			c.annex = true
		}
		if strings.Contains(text, "2017") || strings.Contains(text, "2013") {
			c.year = 2017
		}
	}
}

// measure finds how each column of answers counts.
func (u *understanding) measure(cells []workbook.Row) {
	u.scales = map[int]scale{}
	figures := []Kind{StatusColumn, MaturityColumn, DesignColumn, ExistenceColumn, OperationColumn, AppliesColumn, ExcludedColumn}
	for _, c := range u.layout.columns {
		if !slices.Contains(figures, c.Kind) {
			continue
		}
		var texts []string
		for _, row := range cells {
			texts = append(texts, row.At(c.index).Text)
		}
		u.scales[c.index] = scaleOf(c.Kind, c.Heading, texts)
		u.noteScale(c, texts)
	}
}

// noteScale says how the bare figures of a column were taken, with the first one:
// nothing in a 3 tells of how many it is.
func (u *understanding) noteScale(c Column, texts []string) {
	first := slices.IndexFunc(texts, func(t string) bool { _, ok := figure(t); return ok })
	if first < 0 {
		return
	}
	means, known := u.scales[c.index].means()
	if !known {
		return // each row says that its figure was not understood
	}
	if c.Kind == AppliesColumn || c.Kind == ExcludedColumn {
		means = i18n.T("ja of nee: 0 is nee, elk ander cijfer is ja", "yes or no: 0 is no, any other figure is yes")
	}
	u.about.Notes = append(u.about.Notes, i18n.T(
		"In kolom "+c.Letter+" staan losse cijfers, zoals "+texts[first]+". Wij lezen ze als "+means.NL+". Telt uw lijst anders? Vervang de cijfers door woorden (ja, deels, nee) en kies het bestand opnieuw.",
		"Column "+c.Letter+" holds bare figures, such as "+texts[first]+". We read them as "+means.EN+". Does your list count otherwise? Replace the figures by words (yes, partly, no) and choose the file again."))
}
