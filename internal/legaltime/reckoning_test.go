package legaltime_test

import (
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/legaltime"
)

// TestEveryMinuteOfTenYears holds deadlines against a second reckoning, which
// knows no package time: it counts minutes, applies the rule of Directive
// 2000/84/EC for the clocks (the last Sundays of March and October, 01:00 UTC),
// and keeps its own calendar with days off written out.
func TestEveryMinuteOfTenYears(t *testing.T) {
	zone := amsterdam(t)
	for year := 2026; year < 2036; year++ {
		t.Run(fmt.Sprint(year), func(t *testing.T) {
			t.Parallel()
			first := daysTo(year, 1, 1) * 1440
			for m := first; m < daysTo(year+1, 1, 1)*1440; m++ {
				from := time.Unix(int64(m)*60, 0).In(zone)
				for _, hours := range []int{24, 72} {
					if got, want := wall(dutch.End(legaltime.Term{Hours: hours}, from, zone).Due), local(m+hours*60); got != want {
						t.Fatalf("%s and %d hours is %v, want %v", from, hours, got, want)
					}
				}
				if got, want := wall(dutch.End(legaltime.Term{Months: 1}, from, zone).Due), monthOn(m); got != want {
					t.Fatalf("%s and a month is %v, want %v", from, got, want)
				}
			}
		})
	}
}

// A clock is what hangs on the wall: minutes since 1 January 1970 there.
type clock int

func wall(t time.Time) clock {
	return clock((daysTo(t.Year(), int(t.Month()), t.Day())*24+t.Hour())*60 + t.Minute())
}

// local is the clock in Amsterdam at a minute of UTC.
func local(minute int) clock {
	year := yearOf(minute / 1440)
	if spring, autumn := lastSunday(year, 3)*1440+60, lastSunday(year, 10)*1440+60; minute >= spring && minute < autumn {
		return clock(minute + 120)
	}
	return clock(minute + 60)
}

// monthOn is midnight after the day a month on, or after the next working day.
func monthOn(minute int) clock {
	y, m, d := date(int(local(minute)) / 1440)
	if m++; m > 12 {
		y, m = y+1, 1
	}
	day := daysTo(y, m, min(d, lengthOf(y, m)))
	for !works(day) {
		day++
	}
	return clock((day + 1) * 1440)
}

// easters are the Sundays of Easter.
var easters = map[int][2]int{
	2026: {4, 5}, 2027: {3, 28}, 2028: {4, 16}, 2029: {4, 1}, 2030: {4, 21}, 2031: {4, 13}, 2032: {3, 28}, 2033: {4, 17}, 2034: {4, 9}, 2035: {3, 25}, 2036: {4, 13},
}

func works(day int) bool {
	y, m, d := date(day)
	sunday, monday := (day+4)%7 == 0, (day+4)%7 == 1 // 1 January 1970 was a Thursday
	saturday := (day+4)%7 == 6
	easter := daysTo(y, easters[y][0], easters[y][1])
	switch {
	case saturday, sunday, m == 1 && d == 1, m == 5 && d == 5, m == 12 && (d == 25 || d == 26), day == easter-2, day == easter+1 && monday, day == easter+39, day == easter+50:
		return false
	case m == 4 && d == 27:
		return false
	}
	return true // 26 April is a day off only as a Saturday
}

func lengthOf(y, m int) int { return daysTo(y+m/12, m%12+1, 1) - daysTo(y, m, 1) }

func lastSunday(y, m int) int {
	day := daysTo(y, m, 31)
	return day - (day+4)%7
}

// daysTo counts the days from 1 January 1970.
func daysTo(y, m, d int) int {
	days := d - 1
	for year := 1970; year < y; year++ {
		days += 365 + leap(year)
	}
	for month := 1; month < m; month++ {
		days += []int{31, 28 + leap(y), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	}
	return days
}

func leap(y int) int {
	if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		return 1
	}
	return 0
}

func yearOf(day int) int {
	y := 1970
	for day >= 365+leap(y) {
		day -= 365 + leap(y)
		y++
	}
	return y
}

func date(day int) (y, m, d int) {
	y = yearOf(day)
	for m = 12; daysTo(y, m, 1) > day; m-- {
	}
	return y, m, day - daysTo(y, m, 1) + 1
}
