package dutyweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/web"
)

// A box is a date as a small block: large on top, small below.
type box struct {
	Top, Below string
	Wide       bool // the top is a word or a year, not a day
}

// boxOf writes a date as far as it is known.
func boxOf(l i18n.Lang, e duty.Event) box {
	year := fmt.Sprint(e.Day.Year())
	switch {
	case e.Day.IsZero():
		return box{Top: "?"}
	case e.Precision == duty.ToTheYear:
		return box{Top: year, Wide: true}
	case e.Precision == duty.ToTheMonth:
		return box{Top: l.ShortMonth(e.Day), Below: year, Wide: true}
	}
	return box{Top: fmt.Sprint(e.Day.Day()), Below: l.ShortMonth(e.Day)}
}

// soon is how long before a deadline its block stands out.
const soon = 60 * 24 * time.Hour

func isSoon(v web.View, e duty.Event) bool {
	return e.Kind == duty.Deadline && !e.Day.IsZero() && !e.Day.Before(v.Today()) && e.Day.Sub(v.Today()) <= soon
}

// kindOf says what a date asks of people.
func kindOf(l i18n.Lang, e duty.Event) label {
	switch e.Kind {
	case duty.Deadline:
		return label{"warn", l.T("Moet klaar zijn", "Must be ready")}
	case duty.Start:
		return label{"info", l.T("Gaat gelden", "Starts to bind")}
	case duty.News:
	}
	return label{"none", l.T("Goed om te weten", "Good to know")}
}

// whom says for whom a date is: the duty with the verdicts that it needs, or everyone.
func whom(l i18n.Lang, rules duty.Rules, e duty.Event) string {
	if e.Page != "" {
		return l.T("Van uw organisatie", "Of your organisation")
	}
	d, ok := rules.Duty(e.Duty)
	if !ok && e.When.IsAlways() {
		return l.T("Voor iedereen", "For everybody")
	}
	if !ok {
		return l.T("Voor organisaties zoals die van u", "For organisations like yours")
	}
	var titles []string
	for _, v := range d.Verdicts {
		if t := v.Title.In(l); slices.Contains(e.Verdicts, v.ID) && !slices.Contains(titles, t) {
			titles = append(titles, t)
		}
	}
	if len(titles) == 0 {
		return d.Title.In(l)
	}
	return d.Title.In(l) + ": " + strings.Join(titles, l.T(" of ", " or "))
}

// A year is a part of the calendar.
type year struct {
	Year  int
	Dates []duty.Date
}

// years parts dates that are in order.
func years(dates []duty.Date) []year {
	var all []year
	for _, d := range dates {
		if n := len(all); n == 0 || all[n-1].Year != d.Day.Year() {
			all = append(all, year{Year: d.Day.Year()})
		}
		last := &all[len(all)-1]
		last.Dates = append(last.Dates, d)
	}
	return all
}

// maxComing is how many dates fit beside other things.
const maxComing = 4

// calendarFile sends the coming dates for people's own calendars.
func (h *Handler) calendarFile(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.page(r)
	if err != nil {
		return err
	}
	c, err := h.Service.Calendar(r.Context(), by)
	if err != nil {
		return err
	}
	text := calendarText(calendarPage{p, c, h.Service.Rules}, h.Service.Now())
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", p.T("kalender.ics", "calendar.ics")))
	_, _ = w.Write([]byte(text)) // fails only when the reader has left, and then there is nobody to tell
	return nil
}

// calendarText writes the coming dates as iCalendar (RFC 5545): whole days, which
// take up nobody's time. A date has the same UID for ever, so that reading
// the file again corrects the calendar and doubles nothing.
func calendarText(p calendarPage, now time.Time) string {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Aantoonbaar//" + p.T("Kalender", "Calendar") + "//" + strings.ToUpper(string(p.Lang)))
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(p.T("Wetten en normen", "Laws and norms"))
	for _, d := range p.Calendar.Coming {
		e := cal.AddEvent(d.ID + "@" + string(p.Org.ID) + ".aantoonbaar")
		e.SetDtStampTime(now)
		e.SetAllDayStartAt(d.Day)
		e.SetAllDayEndAt(d.Day.AddDate(0, 0, 1))
		e.SetSummary(p.eventTitle(d))
		e.SetDescription(strings.Join(p.eventText(d), "\n"))
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return cal.Serialize(ics.WithNewLineWindows)
}

// eventTitle names the date; one of which the day is not known says so.
func (p calendarPage) eventTitle(d duty.Date) string {
	title := d.Title.In(p.Lang)
	if d.Concerns == rule.Unknown {
		title = p.T("Misschien voor u: ", "Perhaps for you: ") + title
	}
	if d.Precision != duty.ToTheDay {
		title += " (" + d.Shown(p.Lang) + p.T(", dag nog niet bekend", ", day not known yet") + ")"
	}
	return title
}

// eventText is what stands below the title: what, for whom, where it says so, how sure.
func (p calendarPage) eventText(d duty.Date) []string {
	lines := []string{d.Says.In(p.Lang), whom(p.Lang, p.Rules, d.Event)}
	if d.Article != "" {
		lines = append(lines, d.Article)
	}
	if s := firmness(p.Lang, d.Sources); s != "" {
		lines = append(lines, p.T("Hoe zeker: ", "How sure: ")+s)
	}
	return lines
}
