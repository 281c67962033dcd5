package planweb

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

// ics serves the open actions with a day as a calendar.
func (h *Handler) ics(w http.ResponseWriter, r *http.Request) error {
	p, actions, err := h.exported(r)
	if err != nil {
		return err
	}
	text := calendar(p, actions)
	return sendFile(w, "text/calendar; charset=utf-8", "verbeterplan.ics", []byte(text))
}

// xlsx serves every action as a spreadsheet.
func (h *Handler) xlsx(w http.ResponseWriter, r *http.Request) error {
	p, actions, err := h.exported(r)
	if err != nil {
		return err
	}
	file, err := sheet(p, actions)
	if err != nil {
		return fmt.Errorf("make spreadsheet: %w", err)
	}
	return sendFile(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "verbeterplan.xlsx", file)
}

func (h *Handler) exported(r *http.Request) (page, []plan.Action, error) {
	p, err := h.page(r)
	if err != nil {
		return p, nil, err
	}
	actions, err := h.Service.Export(r.Context(), identity.ActorOf(r.Context()))
	return p, actions, err
}

func sendFile(w http.ResponseWriter, media, name string, file []byte) error {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", fmt.Sprint(len(file)))
	_, _ = w.Write(file) // fails only when the reader has left
	return nil
}

// calendar writes open actions as whole-day events on their day: events, for
// the calendars that people have do not read tasks. The UID of an action never
// changes, so that reading the file again moves an event instead of doubling it.
func calendar(p page, actions []plan.Action) string {
	cal := ics.NewCalendarFor("Aantoonbaar")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(p.T("Verbeterplan", "Improvement plan"))
	for _, a := range actions {
		if !a.IsOpen() || a.Due.IsZero() {
			continue
		}
		e := cal.AddEvent(a.ID + "@aantoonbaar")
		e.SetDtStampTime(a.ChangedAt)
		e.SetLastModifiedAt(a.ChangedAt)
		e.SetSequence(int(a.Version))
		e.SetAllDayStartAt(a.Due)
		e.SetAllDayEndAt(a.Due.Add(24 * time.Hour))
		e.SetTimeTransparency(ics.TransparencyTransparent)
		e.SetSummary(p.T("Klaar vóór: ", "Due: ") + a.Title)
		e.SetDescription(eventText(p, a))
	}
	return cal.Serialize(ics.WithNewLineWindows)
}

func eventText(p page, a plan.Action) string {
	text := p.T("Wie: ", "Who: ") + ownerText(p.View, a, p.names) + "\n" + aboutText(p.Lang, a)
	if a.Description != "" {
		text += "\n\n" + a.Description
	}
	return text
}

// sheet writes every action as a row. Texts are written as text, so that one
// that begins with "=" is never a formula.
func sheet(p page, actions []plan.Action) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := p.T("Verbeterplan", "Improvement plan")
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	s := &sheetWriter{f: f, name: name}
	if err := s.styles(); err != nil {
		return nil, err
	}
	for i, column := range columns {
		s.text(i, 1, p.T(column.nl, column.en))
		s.width(i, column.width)
	}
	for i, a := range actions {
		s.action(p, i+2, a)
	}
	if s.err != nil {
		return nil, s.err
	}
	err := f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	err = f.Write(&buf)
	return buf.Bytes(), err
}

var columns = []struct {
	nl, en string
	width  float64
}{
	{"Actie", "Action", 50},
	{"Maatregelen", "Measures", 24},
	{"Wie", "Who", 24},
	{"Klaar vóór", "Done before", 14},
	{"Stand", "Status", 18},
	{"Te laat", "Late", 10},
	{"Kosten (euro)", "Cost (euros)", 14},
	{"Hoeveel werk", "How much work", 24},
	{"Klaar op", "Done on", 14},
	{"Waarom vervallen", "Why dropped", 30},
	{"Stappen", "Steps", 80},
	{"Waar het vandaan komt", "Where it comes from", 36},
}

// A sheetWriter fills cells and keeps the first error.
type sheetWriter struct {
	f                     *excelize.File
	name                  string
	head, day, cost, wrap int
	err                   error
}

func (s *sheetWriter) styles() error {
	dayFormat, costFormat := "dd-mm-yyyy", "#,##0.00"
	for _, x := range []struct {
		into  *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.day, excelize.Style{CustomNumFmt: &dayFormat, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.cost, excelize.Style{CustomNumFmt: &costFormat, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.wrap, excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
	} {
		id, err := s.f.NewStyle(&x.style)
		if err != nil {
			return err
		}
		*x.into = id
	}
	return nil
}

func (s *sheetWriter) action(p page, row int, a plan.Action) {
	late := ""
	if a.IsLate(p.Today()) {
		late = p.T("ja", "yes")
	}
	effort := ""
	if a.Effort != "" {
		effort = effortText(p.Lang, a.Effort)
	}
	var numbers []string
	for _, r := range p.requirements(a) {
		numbers = append(numbers, r.Short().In(p.Lang))
	}
	s.text(0, row, a.Title)
	s.text(1, row, p.Lang.And(numbers))
	s.text(2, row, ownerText(p.View, a, p.names))
	s.onDay(3, row, a.Due)
	s.text(4, row, a.Status.Name().In(p.Lang))
	s.text(5, row, late)
	if a.CostCents > 0 {
		s.set(6, row, float64(a.CostCents)/100, s.cost)
	}
	s.text(7, row, effort)
	s.onDay(8, row, a.DoneOn)
	s.text(9, row, a.Reason)
	s.text(10, row, a.Description)
	s.text(11, row, sourceText(p.Lang, a))
}

func (s *sheetWriter) set(column, row int, value any, style int) {
	if s.err != nil {
		return
	}
	cell, err := excelize.CoordinatesToCellName(column+1, row)
	if err == nil {
		err = s.f.SetCellValue(s.name, cell, value)
	}
	if err == nil {
		err = s.f.SetCellStyle(s.name, cell, cell, style)
	}
	s.err = err
}

func (s *sheetWriter) text(column, row int, text string) {
	style := s.wrap
	if row == 1 {
		style = s.head
	}
	s.set(column, row, text, style)
}

func (s *sheetWriter) onDay(column, row int, on time.Time) {
	if !on.IsZero() {
		s.set(column, row, on, s.day)
	}
}

func (s *sheetWriter) width(column int, width float64) {
	name, err := excelize.ColumnNumberToName(column + 1)
	if err == nil && s.err == nil {
		err = s.f.SetColWidth(s.name, name, name, width)
	}
	if s.err == nil {
		s.err = err
	}
}
