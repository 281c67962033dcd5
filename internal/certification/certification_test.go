package certification_test

import (
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/certification"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// endings is the transition of NEN 7510: certificates of 2017 count until 19
// February 2027 and no longer (two third-party sources; see content/calendar.yaml).
var endings = []certification.Ending{{Scheme: certification.NEN7510, Edition: "2017", Day: day(2027, 2, 20)}}

func TestAnEditionCanEndBeforeItsCertificate(t *testing.T) {
	for _, tt := range []struct {
		name  string
		c     certification.Certificate
		want  time.Time
		moved bool
	}{
		{"2017, valid beyond the transition", certification.Certificate{Scheme: certification.NEN7510, Edition: "2017", ValidUntil: day(2028, 1, 1)}, day(2027, 2, 19), true},
		{"2017, ends on the last day that counts", certification.Certificate{Scheme: certification.NEN7510, Edition: "2017", ValidUntil: day(2027, 2, 19)}, day(2027, 2, 19), false},
		{"2017, ends before", certification.Certificate{Scheme: certification.NEN7510, Edition: "2017", ValidUntil: day(2026, 12, 1)}, day(2026, 12, 1), false},
		{"2024", certification.Certificate{Scheme: certification.NEN7510, Edition: "2024", ValidUntil: day(2028, 1, 1)}, day(2028, 1, 1), false},
		{"no edition given", certification.Certificate{Scheme: certification.NEN7510, ValidUntil: day(2028, 1, 1)}, day(2028, 1, 1), false},
		{"2017 of another scheme", certification.Certificate{Scheme: certification.ISO27001, Edition: "2017", ValidUntil: day(2028, 1, 1)}, day(2028, 1, 1), false},
	} {
		if got, moved := tt.c.EndsOn(endings); !got.Equal(tt.want) || moved != tt.moved {
			t.Errorf("%s: EndsOn = %s, %t, want %s, %t", tt.name, got.Format(time.DateOnly), moved, tt.want.Format(time.DateOnly), tt.moved)
		}
	}
}

func TestStandingTurnsOnTheDayItself(t *testing.T) {
	c := certification.Certificate{Scheme: certification.NEN7510, Edition: "2024", ValidUntil: day(2027, 6, 30)}
	for today, want := range map[time.Time]certification.Standing{
		day(2027, 1, 1): certification.Valid, day(2027, 1, 2): certification.EndsSoon, day(2027, 6, 30): certification.EndsSoon, day(2027, 7, 1): certification.Ended,
	} {
		if got := c.Standing(today, endings); got != want {
			t.Errorf("on %s it is %s, want %s", today.Format(time.DateOnly), got, want)
		}
	}
}

func TestDoubtsAreSaid(t *testing.T) {
	good := certification.Certificate{Scheme: certification.NEN7510, Edition: "2024", Reach: certification.WithCare, Accredited: "RvA C 000", ValidUntil: day(2028, 1, 1)}
	if d := good.Doubts(endings); len(d) != 0 {
		t.Errorf("a good one is doubted: %v", d)
	}
	for words, change := range map[string]func(*certification.Certificate){
		"De zorg zelf valt niet":     func(c *certification.Certificate) { c.Reach = certification.WithoutCare },
		"Wij weten niet of":          func(c *certification.Certificate) { c.Reach = certification.ReachUnknown },
		"geen accreditatie":          func(c *certification.Certificate) { c.Accredited = "" },
		"19 februari 2027 niet meer": func(c *certification.Certificate) { c.Edition = "2017" },
	} {
		c := good
		change(&c)
		if d := c.Doubts(endings); len(d) != 1 || !strings.Contains(d[0].NL, words) {
			t.Errorf("Doubts = %v, want one with %q", d, words)
		}
	}
}
