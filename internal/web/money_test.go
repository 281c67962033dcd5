package web_test

import (
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/web"
)

// mostCents is € 100 million, the most that a room takes.
const mostCents = 100_000_000_00

func TestMoneyIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]int64{
		"": 0, " ": 0, "0": 0, "4800": 480000, "4.800": 480000, "€ 4.800": 480000, "4.800,-": 480000,
		"4.800,50": 480050, "4,800.50": 480050, "12,5": 1250, "12.50": 1250, "0,05": 5, "1.234.567": 123456700,
		"-3,20": -320,
	} {
		var c fault.Checker
		if got := web.ParseEuro(&c, "cost", typed); got != want || c.Fault("x") != nil {
			t.Errorf("ParseEuro(%q) = %d, %v, want %d", typed, got, c.Fault("x"), want)
		}
	}
	for _, typed := range []string{"veel", "12 euro", "1e9", "--3", "NaN", "Inf", "٣", ","} {
		var c fault.Checker
		if got := web.ParseEuro(&c, "cost", typed); got != 0 || c.Fault("x") == nil {
			t.Errorf("ParseEuro(%q) = %d without a complaint", typed, got)
		}
	}
	var c fault.Checker
	if got := web.ParseEuro(&c, "cost", "99999999999999999999999"); got <= mostCents {
		t.Errorf("an absurd amount is read as %d", got)
	}
}

func TestMoneyIsTypedAsItIsRead(t *testing.T) {
	for _, cents := range []int64{0, 5, 50, 100, 480000, 480050, mostCents} {
		var c fault.Checker
		if got := web.ParseEuro(&c, "cost", web.TypedEuro(cents)); got != cents {
			t.Errorf("%d cents are typed as %q and read as %d", cents, web.TypedEuro(cents), got)
		}
	}
}
