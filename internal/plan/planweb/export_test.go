package planweb_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/plan"
)

func TestThePlanAsACalendar(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Bel de leverancier; vraag, en noteer", Description: "- eerst\n- dan", Due: on(1, 8), Owner: "per_s", Requirements: []string{login}})
	x.add(plan.Action{Title: "Zonder dag"})
	gone := x.add(plan.Action{Title: "Klaar", Due: on(1, 9)})
	if _, err := x.service.SetStatus(t.Context(), marieke, gone.ID, 1, plan.Done, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	read := func() *ics.VEvent {
		w := x.send("GET", "/verbeterplan.ics", nil)
		if got := w.Header().Get("Content-Type"); got != "text/calendar; charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(w.Body.Bytes()))
		if err != nil || len(cal.Events()) != 1 {
			t.Fatalf("%d events, %v, want the open one with a day:\n%s", len(cal.Events()), err, w.Body)
		}
		return cal.Events()[0]
	}
	e := read()
	if e.Id() != a.ID+"@aantoonbaar" {
		t.Errorf("UID %q", e.Id())
	}
	if at, err := e.GetAllDayStartAt(); err != nil || at.Format(time.DateOnly) != "2027-01-08" {
		t.Errorf("starts at %v, %v", at, err)
	}
	if got := e.GetProperty(ics.ComponentPropertySummary).Value; got != "Klaar vóór: Bel de leverancier; vraag, en noteer" {
		t.Errorf("summary %q", got)
	}
	if got := e.GetProperty(ics.ComponentPropertyDescription).Value; got != "Wie: Sanne Bakker\nVoor maatregel 8.5\n\n- eerst\n- dan" {
		t.Errorf("description %q", got)
	}
	x.follow("/verbeterplan/"+a.ID, url.Values{"title": {a.Title}, "due": {"2027-02-01"}, "version": {"1"}})
	moved := read()
	if moved.Id() != e.Id() || moved.GetProperty(ics.ComponentPropertySequence).Value != "2" {
		t.Errorf("after a change: %q, sequence %q", moved.Id(), moved.GetProperty(ics.ComponentPropertySequence).Value)
	}
}

func TestThePlanAsASpreadsheet(t *testing.T) {
	x := newHouse(t)
	x.add(plan.Action{Title: `=HYPERLINK("http://example.test","klik")`, OwnerText: "+31 6", Due: on(11, 26), CostCents: 480050, Requirements: []string{login, "nen7510-1:2024/9.2"}})
	x.add(plan.Action{Title: "Zonder dag"})
	x.now = start.AddDate(0, 0, 5)
	w := x.send("GET", "/verbeterplan.xlsx", nil)
	f, err := excelize.OpenReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Verbeterplan")
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := strings.Join(rows[1][:8], "|"); got != `=HYPERLINK("http://example.test","klik")|deel 1, 9.2 en 8.5|+31 6|26-11-2026|Nog niet begonnen|ja|4,800.50|` {
		t.Errorf("first row: %s", got)
	}
	for _, cell := range []string{"A2", "C2"} {
		formula, err := f.GetCellFormula("Verbeterplan", cell)
		kind, kindErr := f.GetCellType("Verbeterplan", cell)
		if formula != "" || err != nil || kindErr != nil || kind != excelize.CellTypeSharedString {
			t.Errorf("%s is a formula %q, %v, or no text: %v, %v", cell, formula, err, kind, kindErr)
		}
	}
	en, err := excelize.OpenReader(x.send("GET", "/en/o/org_linde/verbeterplan.xlsx", nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	defer en.Close()
	if got, err := en.GetCellValue("Improvement plan", "A1"); got != "Action" || err != nil {
		t.Errorf("A1 in English = %q, %v", got, err)
	}
}
