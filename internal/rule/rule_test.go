package rule_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
)

func TestAConditionHasOneSpelling(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a claim", "org.uses_ai", "org.uses_ai"},
		{"a comparison without spaces", "org.staff>=50", "org.staff >= 50"},
		{"underscores and decimals stay as typed", "a > 10_000_000 && b < 10.5", "a > 10_000_000 && b < 10.5"},
		{"a choice", "sector( vvt ,ghz )", "sector(vvt, ghz)"},
		{"and binds stronger than or", "a || b && c", "a || b && c"},
		{"parentheses that say nothing new go", "(a) || (b && c)", "a || b && c"},
		{"parentheses that matter stay", "(a || b) && c", "(a || b) && c"},
		{"not binds strongest", "!a && b", "!a && b"},
		{"not of a comparison", "!a >= 5", "!(a >= 5)"},
		{"not of a group", "!(a || b)", "!(a || b)"},
		{"twice not", "!!a", "!!a"},
		{"a chain is one step", "a && b && c", "a && b && c"},
		{"always", "always", "always"},
		{"over several lines", "a ||\n\tb", "a || b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, err := rule.Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.String(); got != tt.want {
				t.Errorf("Parse(%q).String() = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestAFaultyConditionSaysWhereItGoesWrong(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		at         int
		says       string
	}{
		{"nothing", "", 1, "expected a name, ! or (, found the end"},
		{"a lone and", "a &&", 5, "expected a name, ! or (, found the end"},
		{"a single ampersand", "a & b", 3, "'&' has no meaning here"},
		{"a single equals sign", "a = 5", 3, "'=' has no meaning here"},
		{"an unknown sign after text in another script", "a && é", 6, "'é' has no meaning here"},
		{"a limit that is missing", "a >= b", 6, `expected a number, found "b"`},
		{"the number first", "50 <= a", 1, `expected a name, ! or (, found "50"`},
		{"a number with a unit", "a > 50fte", 5, `expected a number such as 50, 10.5 or 10_000_000, found "50fte"`},
		{"a number with a stray underscore", "a > 50_", 5, `expected a number such as 50, 10.5 or 10_000_000, found "50_"`},
		{"a parenthesis that stays open", "(a || b", 8, "expected ), found the end"},
		{"a parenthesis too many", "a)", 2, `expected && or || or the end, found ")"`},
		{"two names", "a b", 3, `expected && or || or the end, found "b"`},
		{"a choice of nothing", "sector()", 8, `expected a word, found ")"`},
		{"a choice without a comma", "sector(a b)", 10, `expected , or ), found "b"`},
		{"more than a person can check", strings.Repeat("a && ", 500) + "a", rule.MaxText, "longer than 2000 characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rule.Parse(tt.text)
			e, ok := errors.AsType[*rule.Error](err)
			if !ok {
				t.Fatalf("Parse(%q) = %v, want an *Error", tt.text, err)
			}
			if e.At != tt.at || e.Says != tt.says {
				t.Errorf("Parse(%q): at %d %q, want at %d %q", tt.text, e.At, e.Says, tt.at, tt.says)
			}
		})
	}
}

// facts are those of an imaginary bakery: the language knows no care.
func facts() rule.Facts {
	return rule.Facts{
		"staff": {Kind: rule.Number, Label: i18n.T("Bakkers", "Bakers"), Unit: i18n.T("bakkers", "bakers"), Field: "staff", Known: true, Number: 32},
		"hours": {Kind: rule.Number, Label: i18n.T("Uren", "Hours"), Unit: i18n.T("uur", "hours"), Known: true, Number: 10.96},
		"chain": {Kind: rule.Number, Label: i18n.T("Filialen", "Shops"), Unit: i18n.T("filialen", "shops"), Field: "is_chain", Known: true, Number: 3, AtLeast: true},
		"sales": {Kind: rule.Euro, Label: i18n.T("Omzet", "Sales"), Unit: i18n.T("omzet", "sales"), Known: true, Number: 10_000_000},
		"debt":  {Kind: rule.Euro, Label: i18n.T("Schuld", "Debt"), Unit: i18n.T("schuld", "debt"), Field: "debt"},
		"open":  {Kind: rule.Claim, Label: i18n.T("Is open", "Is open"), Truth: rule.Yes},
		"shut":  {Kind: rule.Claim, Label: i18n.T("Is dicht", "Is shut"), Truth: rule.No},
		"late":  {Kind: rule.Claim, Label: i18n.T("Is laat open", "Opens late"), Field: "late"},
		"bread": {Kind: rule.Choice, Label: i18n.T("Brood", "Bread"), Known: true, Chosen: []string{"rye"}, Options: []rule.Option{
			{Name: "rye", Text: i18n.T("Rogge", "Rye")}, {Name: "oat", Text: i18n.T("Haver", "Oat")}, {Name: "rice", Text: i18n.T("Rijst", "Rice")},
		}},
		"cake": {Kind: rule.Choice, Label: i18n.T("Taart", "Cake"), Options: []rule.Option{{Name: "pie", Text: i18n.T("Vlaai", "Pie")}}},
	}
}

func TestConditionsHoldAsTheFactsSay(t *testing.T) {
	for _, tt := range []struct {
		text string
		want rule.Truth
	}{
		{"always", rule.Yes},
		{"staff >= 32", rule.Yes},
		{"staff >= 33", rule.No},
		{"staff > 31", rule.Yes},
		{"staff > 32", rule.No},
		{"staff <= 32", rule.Yes},
		{"staff <= 31", rule.No},
		{"staff < 33", rule.Yes},
		{"staff < 32", rule.No},
		{"staff == 32", rule.Yes},
		{"staff == 31", rule.No},
		{"sales > 10_000_000", rule.No},
		{"sales > 9_999_999", rule.Yes},
		{"debt > 0", rule.Unknown},
		{"debt < 0", rule.Unknown},
		{"debt == 0", rule.Unknown},
		{"open", rule.Yes},
		{"shut", rule.No},
		{"late", rule.Unknown},
		{"no_such_fact", rule.Unknown},
		{"bread(rye)", rule.Yes},
		{"bread(oat, rye)", rule.Yes},
		{"bread(oat)", rule.No},
		{"cake(pie)", rule.Unknown},

		{"!open", rule.No},
		{"!shut", rule.Yes},
		{"!late", rule.Unknown},
		{"open && late", rule.Unknown},
		{"shut && late", rule.No},
		{"open && open", rule.Yes},
		{"open || late", rule.Yes},
		{"shut || late", rule.Unknown},
		{"shut || shut", rule.No},
		{"open || shut && shut", rule.Yes},
		{"(open || shut) && shut", rule.No},

		// At least three: a larger number would change some answers and not others.
		{"chain >= 3", rule.Yes},
		{"chain >= 4", rule.Unknown},
		{"chain > 2", rule.Yes},
		{"chain > 3", rule.Unknown},
		{"chain <= 2", rule.No},
		{"chain <= 3", rule.Unknown},
		{"chain < 3", rule.No},
		{"chain < 4", rule.Unknown},
		{"chain == 2", rule.No},
		{"chain == 3", rule.Unknown},
		{"chain == 4", rule.Unknown},
	} {
		if got := rule.Must(tt.text).Eval(facts()).Truth; got != tt.want {
			t.Errorf("Eval(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestTheCalculationIsShownWithTheOwnNumbers(t *testing.T) {
	for _, tt := range []struct{ text, nl, en string }{
		{"staff >= 50", "50 of meer bakkers: bij u 32 → nee", "50 or more bakers: yours 32 → no"},
		{"staff <= 50", "50 of minder bakkers: bij u 32 → ja", "50 or less bakers: yours 32 → yes"},
		{"staff == 32", "precies 32 bakkers: bij u 32 → ja", "exactly 32 bakers: yours 32 → yes"},
		{"hours < 11", "minder dan 11 uur: bij u 10,96 → ja", "less than 11 hours: yours 10.96 → yes"},
		{"sales > 10_000_000", "meer dan € 10.000.000 omzet: bij u € 10.000.000 → nee", "more than €10,000,000 sales: yours €10,000,000 → no"},
		{"debt > 5", "meer dan € 5 schuld: bij u niet ingevuld → nog niet bekend", "more than €5 debt: yours not filled in → not known yet"},
		{"chain >= 5", "5 of meer filialen: bij u ten minste 3 → nog niet bekend", "5 or more shops: yours at least 3 → not known yet"},
		{"bread(oat, rice)", "Haver of Rijst: bij u Rogge → nee", "Oat or Rice: yours Rye → no"},
		{"open", "Is open: ja", "Is open: yes"},
		{"late", "Is laat open: niet ingevuld", "Opens late: not filled in"},
	} {
		got := rule.Must(tt.text).Eval(facts()).Step.Test
		if got.Says(i18n.NL) != tt.nl || got.Says(i18n.EN) != tt.en {
			t.Errorf("%q says %q / %q, want %q / %q", tt.text, got.Says(i18n.NL), got.Says(i18n.EN), tt.nl, tt.en)
		}
	}
}

func TestTheCalculationKeepsItsShape(t *testing.T) {
	type shape struct {
		Op    rule.Op
		Truth rule.Truth
		Name  string
		Steps []shape
	}
	var of func(rule.Step) shape
	of = func(s rule.Step) shape {
		got := shape{Op: s.Op, Truth: s.Truth, Name: s.Test.Name}
		for _, k := range s.Steps {
			got.Steps = append(got.Steps, of(k))
		}
		return got
	}
	is := func(name string, t rule.Truth) shape { return shape{Op: rule.Is, Truth: t, Name: name} }

	got := of(rule.Must("open || staff >= 50 && !late && debt > 1").Eval(facts()).Step)
	want := shape{Op: rule.Any, Truth: rule.Yes, Steps: []shape{
		is("open", rule.Yes),
		{Op: rule.All, Truth: rule.No, Steps: []shape{
			is("staff", rule.No),
			{Op: rule.Not, Truth: rule.Unknown, Steps: []shape{is("late", rule.Unknown)}},
			is("debt", rule.Unknown),
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the steps after the outcome was clear are worked out too (-want +got):\n%s", diff)
	}
}

func TestOnlyAnswersThatMatterAreMissing(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"debt > 5 || late", []string{"debt", "late"}},
		{"late && debt > 5 && late", []string{"late", "debt"}},
		{"shut && debt > 5 || late", []string{"late"}},
		{"open || late", nil},
		{"shut && late", nil},
		{"chain > 5", []string{"is_chain"}},
	} {
		var got []string
		for _, m := range rule.Must(tt.text).Eval(facts()).Missing() {
			got = append(got, m.Field)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Missing(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestCheckRefusesWhatTheFactsCannotAnswer(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"staff >= 50 && open && bread(rye)", ""},
		{"always", ""},
		{"open && staf >= 50", `condition "open && staf >= 50", character 9: there is no fact called staf`},
		{"open >= 1", `condition "open >= 1", character 1: open is a claim: write its name alone`},
		{"open(rye)", `condition "open(rye)", character 1: open is a claim: write its name alone`},
		{"staff", `condition "staff", character 1: staff is a number: compare it with a limit, as in staff >= 50`},
		{"sales(rye)", `condition "sales(rye)", character 1: sales is a number: compare it with a limit, as in sales >= 50`},
		{"bread", `condition "bread", character 1: bread is a choice: write the options, as in bread(rye)`},
		{"bread > 5", `condition "bread > 5", character 1: bread is a choice: write the options, as in bread(rye)`},
		{"bread(rye, wheat)", `condition "bread(rye, wheat)", character 1: bread has no option wheat`},
	} {
		got := ""
		if err := rule.Must(tt.text).Check(facts()); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("Check(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	if err := rule.Must("staf > 1 || open > 1").Check(facts()); strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("Check = %q, want both complaints", err)
	}
}

func TestNamesAreListedOnce(t *testing.T) {
	got := rule.Must("b || a >= 2 && !(c(x) || a < 9)").Names()
	if diff := cmp.Diff([]string{"b", "a", "c"}, got); diff != "" {
		t.Errorf("Names() (-want +got):\n%s", diff)
	}
}

func TestAConditionTravelsAsText(t *testing.T) {
	var e rule.Expr
	if !e.IsAlways() {
		t.Error("the zero Expr must hold always")
	}
	if err := e.UnmarshalText([]byte("a  &&  b")); err != nil {
		t.Fatal(err)
	}
	if text, _ := e.MarshalText(); string(text) != "a && b" || e.IsAlways() {
		t.Errorf("MarshalText() = %q, want a && b", text)
	}
}
