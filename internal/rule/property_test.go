package rule_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"aantoonbaar/internal/rule"
)

// condition draws the text of a condition over the claims a, b and c and the
// number n, at most depth joints deep.
func condition(t *rapid.T, depth int) string {
	if depth == 0 || rapid.Bool().Draw(t, "leaf") {
		n := rapid.IntRange(0, 4).Draw(t, "limit")
		return rapid.SampledFrom([]string{"a", "b", "c", "always", "n >= " + strconv.Itoa(n), "n < " + strconv.Itoa(n)}).Draw(t, "test")
	}
	left, right := condition(t, depth-1), condition(t, depth-1)
	return rapid.SampledFrom([]string{
		"!(" + left + ")", "(" + left + ") && (" + right + ")", "(" + left + ") || (" + right + ")",
	}).Draw(t, "joint")
}

// answers draws facts for those names, of which any may be missing.
func answers(t *rapid.T) rule.Facts {
	facts := rule.Facts{"n": {Kind: rule.Number, Known: rapid.Bool().Draw(t, "known"), Number: float64(rapid.IntRange(0, 4).Draw(t, "n"))}}
	for _, name := range []string{"a", "b", "c"} {
		facts[name] = rule.Fact{Truth: rapid.SampledFrom([]rule.Truth{rule.No, rule.Unknown, rule.Yes}).Draw(t, name)}
	}
	return facts
}

func holds(t *rapid.T, text string, facts rule.Facts) rule.Truth {
	e, err := rule.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e.Eval(facts).Truth
}

func TestDeMorganHoldsWithThreeTruths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q, facts := condition(t, 3), condition(t, 3), answers(t)
		p, q = "("+p+")", "("+q+")"
		for _, pair := range [][2]string{
			{"!(" + p + " && " + q + ")", "!" + p + " || !" + q},
			{"!(" + p + " || " + q + ")", "!" + p + " && !" + q},
		} {
			if l, r := holds(t, pair[0], facts), holds(t, pair[1], facts); l != r {
				t.Fatalf("%s is %v, %s is %v", pair[0], l, pair[1], r)
			}
		}
	})
}

func TestTheOneSpellingMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, facts := condition(t, 4), answers(t)
		spelling := rule.Must(text).String()
		if l, r := holds(t, text, facts), holds(t, spelling, facts); l != r {
			t.Fatalf("%s is %v, its spelling %s is %v", text, l, spelling, r)
		}
		if again := rule.Must(spelling).String(); again != spelling {
			t.Fatalf("%s is spelled %s and then %s", text, spelling, again)
		}
	})
}

// An answer may settle what was unknown; it may never overturn what was said
// without it. Otherwise "does not apply to you" could not be trusted.
func TestAnAnswerNeverOverturnsAVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, facts := condition(t, 4), answers(t)
		before := holds(t, text, facts)

		n := facts["n"]
		n.Known = true
		facts["n"] = n
		for _, name := range []string{"a", "b", "c"} {
			if facts[name].Truth == rule.Unknown {
				facts[name] = rule.Fact{Truth: rapid.SampledFrom([]rule.Truth{rule.No, rule.Yes}).Draw(t, "answer "+name)}
			}
		}
		after := holds(t, text, facts)
		if after == rule.Unknown || before != rule.Unknown && before != after {
			t.Fatalf("%s was %v, and is %v once all is known", text, before, after)
		}
	})
}

// The same for a number of which only a floor is known.
func TestALargerNumberNeverOverturnsWhatTheFloorSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		compare := rapid.SampledFrom([]string{">=", ">", "<=", "<", "=="}).Draw(t, "compare")
		text := "n " + compare + " " + strconv.Itoa(rapid.IntRange(0, 6).Draw(t, "limit"))
		floor := rapid.IntRange(0, 6).Draw(t, "floor")
		more := rapid.IntRange(0, 6).Draw(t, "more")
		before := holds(t, text, rule.Facts{"n": {Kind: rule.Number, Known: true, Number: float64(floor), AtLeast: true}})
		after := holds(t, text, rule.Facts{"n": {Kind: rule.Number, Known: true, Number: float64(floor + more)}})
		if before != rule.Unknown && before != after {
			t.Fatalf("%s was %v for at least %d, and is %v for %d", text, before, floor, after, floor+more)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "always", "org.staff >= 50", "a && (b || !c)", "sector(vvt, ghz)", "a > 10_000_000 && b < 10.5", "!!a", "((a", "a >", "50 < a", "é", "a\x00b", "f(", "1__2",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := rule.Parse(text)
		if err != nil {
			return
		}
		again, err := rule.Parse(e.String())
		if len(e.String()) > rule.MaxText { // spaces and parentheses may have been added
			return
		}
		if err != nil || again.String() != e.String() {
			t.Fatalf("Parse(%q) is spelled %q, which reads as %q, %v", text, e, again, err)
		}
		e.Eval(nil)
	})
}
