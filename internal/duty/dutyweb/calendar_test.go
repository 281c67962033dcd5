package dutyweb_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"aantoonbaar/content"
	"aantoonbaar/internal/duty/dutyweb"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

func fleet() org.Profile {
	p := small()
	p.Staff, p.FTE = ptr(50), ptr(50.0)
	return p
}

func TestTheCalendarShowsWhatConcernsTheOrganisation(t *testing.T) {
	page := newSite(t, laws(), fleet()).get("/o/org_a/kalender", http.StatusOK)
	want(t, page, "2026", "31 dec", "Elke fiets heeft een bel", "Moet klaar zijn", "31 december 2026", "Fietswet: Wagenpark", "art. 3 Fietswet", "nagekeken in de bron", "20 november 2026",
		"2027", "mrt 2027", "Zwemles begint", "Gaat gelden", "maart 2027", "uit de tweede hand",
		"2031", "Nieuwe boten", "Voor iedereen", "onze reconstructie",
		"Aangekondigd, nog zonder datum", "Vliegerkeuring", "Misschien voor u", "Gebruikt AI", "datum nog niet bekend",
		"Al geweest: 1 datum", "Eerste fietspad")
	if !strings.Contains(page, "zi-date--soon") {
		t.Error("a deadline in six weeks does not stand out")
	}
	lacks(t, newSite(t, laws(), small()).get("/o/org_a/kalender", http.StatusOK), "Elke fiets heeft een bel")
}

func TestTheCalendarFileCanBeReadElsewhere(t *testing.T) {
	s := newSite(t, laws(), fleet())
	text := s.get("/o/org_a/kalender.ics", http.StatusOK)
	for line := range strings.SplitAfterSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if strings.Contains(strings.TrimSuffix(line, "\r\n"), "\n") || len(line) > 77 {
			t.Errorf("line %q is not one of RFC 5545: at most 75 bytes, ended by CRLF", line)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range cal.Events() {
		day, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.Id()+" "+day.Format(time.DateOnly)+" "+e.GetProperty(ics.ComponentPropertySummary).Value)
	}
	wanted := "bell-day@org_a.aantoonbaar 2026-12-31 Elke fiets heeft een bel\n" +
		"boat-month@org_a.aantoonbaar 2027-03-31 Zwemles begint (maart 2027, dag nog niet bekend)\n" +
		"boat-year@org_a.aantoonbaar 2031-12-31 Nieuwe boten (2031, dag nog niet bekend)"
	if strings.Join(got, "\n") != wanted {
		t.Errorf("events:\n%s\nwant:\n%s", strings.Join(got, "\n"), wanted)
	}
	if says := cal.Events()[0].GetProperty(ics.ComponentPropertyDescription).Value; !strings.Contains(says, "bakfiets, ook de step.") || !strings.Contains(says, "nagekeken in de bron") {
		t.Errorf("the description is %q, want what it is about and how sure", says)
	}
}

func TestTheRealCalendarCanBeReadElsewhere(t *testing.T) {
	for _, path := range []string{"/o/org_a/kalender.ics", "/en/o/org_a/kalender.ics"} {
		text := newSite(t, content.FS, org.Profile{Sectors: []org.Sector{org.HAP}}).get(path, http.StatusOK)
		if cal, err := ics.ParseCalendar(strings.NewReader(text)); err != nil || len(cal.Events()) == 0 {
			t.Errorf("%s: %v, want a calendar with events", path, err)
		}
	}
}

func TestASideColumnShowsTheFirstFourDates(t *testing.T) {
	s := newSite(t, content.FS, org.Profile{Sectors: []org.Sector{org.HAP}, Staff: ptr(300)})
	c, err := s.service.Calendar(t.Context(), s.by)
	if err != nil || len(c.Coming) <= 4 {
		t.Fatalf("Calendar = %d coming, %v, want more than four", len(c.Coming), err)
	}
	v := web.View{Lang: i18n.EN, Now: noon, Place: &web.Place{ID: "org_a"}}
	var b strings.Builder
	if err := dutyweb.ComingDates(v, c.Coming).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "<li"); n != 4 {
		t.Errorf("the card shows %d dates, want 4", n)
	}
	if link := `href="/en/o/org_a/kalender#` + c.Coming[0].ID + `"`; !strings.Contains(b.String(), link) {
		t.Errorf("the card has no link %s", link)
	}
	b.Reset()
	if err := dutyweb.ComingDates(v, nil).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	want(t, b.String(), "We know of no dates to come that concern you.")
}
