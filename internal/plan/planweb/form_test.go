package planweb

import (
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/plan"
)

func TestMoneyIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]int64{
		"": 0, " ": 0, "0": 0, "4800": 480000, "4.800": 480000, "€ 4.800": 480000, "4.800,-": 480000,
		"4.800,50": 480050, "4,800.50": 480050, "12,5": 1250, "12.50": 1250, "0,05": 5, "1.234.567": 123456700,
		"-3,20": -320,
	} {
		var c fault.Checker
		if got := parseEuro(&c, "cost", typed); got != want || c.Fault("x") != nil {
			t.Errorf("parseEuro(%q) = %d, %v, want %d", typed, got, c.Fault("x"), want)
		}
	}
	for _, typed := range []string{"veel", "12 euro", "1e9", "--3", "NaN", "Inf", "٣", ","} {
		var c fault.Checker
		if got := parseEuro(&c, "cost", typed); got != 0 || c.Fault("x") == nil {
			t.Errorf("parseEuro(%q) = %d without a complaint", typed, got)
		}
	}
	var c fault.Checker
	if got := parseEuro(&c, "cost", "99999999999999999999999"); got <= plan.MaxCost {
		t.Errorf("an absurd amount is read as %d", got)
	}
}

func TestMoneyIsTypedAsItIsRead(t *testing.T) {
	for _, cents := range []int64{0, 5, 50, 100, 480000, 480050, plan.MaxCost} {
		var c fault.Checker
		if got := parseEuro(&c, "cost", typedEuro(cents)); got != cents {
			t.Errorf("%d cents are typed as %q and read as %d", cents, typedEuro(cents), got)
		}
	}
}
