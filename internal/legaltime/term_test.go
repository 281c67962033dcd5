package legaltime_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/legaltime"
)

var dutch = legaltime.Regime{ID: "termijnenwet", Extends: true, Off: []legaltime.DayOff{
	{Name: "Nieuwjaarsdag", Month: time.January, Day: 1},
	{Name: "Goede Vrijdag", Movable: true, Easter: -2},
	{Name: "tweede paasdag", Movable: true, Easter: 1},
	{Name: "Koningsdag", Month: time.April, Day: 27, SundayBefore: true},
	{Name: "5 mei", Month: time.May, Day: 5},
	{Name: "Hemelvaartsdag", Movable: true, Easter: 39},
	{Name: "tweede pinksterdag", Movable: true, Easter: 50},
	{Name: "eerste kerstdag", Month: time.December, Day: 25},
	{Name: "tweede kerstdag", Month: time.December, Day: 26},
}}

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Each case names the article that makes it so.
func TestTermsEndAsTheArticleSays(t *testing.T) {
	zone := amsterdam(t)
	hours, month := func(n int) legaltime.Term { return legaltime.Term{Hours: n} }, legaltime.Term{Months: 1}
	for _, c := range []struct {
		article   string
		term      legaltime.Term
		from, due string
		moved     bool
	}{
		{"Cbw art. 26: 24 hours, on an ordinary day", hours(24), "2026-11-24 09:40", "2026-11-25 09:40", false},
		{"Cbw art. 26 with Atw art. 4(a): hours run on through Saturday and Sunday", hours(24), "2026-11-28 22:15", "2026-11-29 22:15", false},
		{"Cbw art. 26: the night in which the clock goes back has an hour more", hours(24), "2026-10-24 21:14", "2026-10-25 20:14", false},
		{"Cbw art. 26: the night in which the clock goes forward has an hour less", hours(24), "2027-03-27 21:14", "2027-03-28 22:14", false},
		{"Cbw art. 27: 72 hours over Christmas", hours(72), "2026-12-24 17:00", "2026-12-27 17:00", false},
		{"AVG art. 33(1): 72 hours, to the minute", hours(72), "2026-02-27 23:59", "2026-03-02 23:59", false},
		{"Cbw art. 29: one month ends at the end of the day", month, "2026-11-24 09:40", "2026-12-25 00:00", false},
		{"Cbw art. 29 with Reg. 1182/71 art. 3(2)(c): no 31st, so the last of the month", month, "2027-03-31 12:00", "2027-05-01 00:00", false},
		{"Cbw art. 29: the end of February in a leap year", month, "2028-01-31 12:00", "2028-03-01 00:00", false},
		{"Atw art. 1(1): a month that ends on a Saturday goes on to Monday", month, "2026-11-19 08:00", "2026-12-22 00:00", true},
		{"Atw art. 1(1) and 3: over both days of Christmas and the weekend", month, "2026-11-25 08:00", "2026-12-29 00:00", true},
		{"Atw art. 3: Koningsdag on Monday 27 April 2026", month, "2026-03-27 08:00", "2026-04-29 00:00", true},
		{"Atw art. 3: Koningsdag on Saturday 26 April 2031", month, "2031-03-26 08:00", "2031-04-29 00:00", true},
		{"Atw art. 3: Hemelvaartsdag 2027 is 6 May", month, "2027-04-06 08:00", "2027-05-08 00:00", true},
		{"ten working days over Easter 2027", legaltime.Term{WorkingDays: 10}, "2027-03-19 10:00", "2027-04-07 00:00", false},
	} {
		d := dutch.End(c.term, at(t, c.from, zone), zone)
		if got := d.Due.Format("2006-01-02 15:04"); got != c.due || d.Moved() != c.moved {
			t.Errorf("%s: from %s due %s moved %v, want %s %v", c.article, c.from, got, d.Moved(), c.due, c.moved)
		}
	}
	if d := dutch.End(legaltime.Term{}, at(t, "2026-11-24 09:40", zone), zone); !d.Due.IsZero() {
		t.Errorf("without delay is due %s", d.Due)
	}
}

func TestHoursSayWhenTheClockWasMoved(t *testing.T) {
	zone := amsterdam(t)
	back := dutch.End(legaltime.Term{Hours: 72}, at(t, "2026-10-23 21:14", zone), zone)
	if back.Clock != -time.Hour {
		t.Errorf("in October the clock moves %s", back.Clock)
	}
	if forth := dutch.End(legaltime.Term{Hours: 72}, at(t, "2027-03-26 21:14", zone), zone); forth.Clock != time.Hour {
		t.Errorf("in March the clock moves %s", forth.Clock)
	}
}

func at(t *testing.T, text string, zone *time.Location) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// Dates of Easter as calendars print them.
func TestEaster(t *testing.T) {
	for year, want := range map[int]string{2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01", 2030: "04-21", 2038: "04-25"} {
		if got := legaltime.EasterSunday(year).Format("01-02"); got != want {
			t.Errorf("Easter %d = %s, want %s", year, got, want)
		}
	}
}
