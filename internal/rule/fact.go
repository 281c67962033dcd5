package rule

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/i18n"
)

// Facts are what is known about an organisation, under the names that conditions
// use: "org.staff", "sector". Every name that exists is there, also the ones
// without an answer, so that Facts double as the vocabulary for [Expr.Check].
type Facts map[string]Fact

// A Kind says what may be asked of a fact.
type Kind int

// The kinds.
const (
	Claim  Kind = iota // yes or no: org.uses_ai
	Number             // against a limit: org.staff >= 50
	Euro               // the same, in whole euros
	Choice             // one or more out of a list: sector(vvt, ghz)
)

// A Fact is one answer, or the lack of one.
type Fact struct {
	Kind  Kind
	Label i18n.Text // what a page calls it: "Medewerkers", "Gebruikt AI"
	Unit  i18n.Text // of a number, what stands behind it: "medewerkers", "omzet"
	Field string    // the field of the profile in which a person gives or completes the answer

	Truth   Truth     // of a claim; Unknown while there is no answer
	Known   bool      // of the other kinds: whether there is an answer
	Number  float64   // of Number and Euro
	AtLeast bool      // the true number may be higher, as for one company of a group
	Upto    float64   // counted another way the number is this one, and which way is right is in dispute; zero for a number of one way
	Dispute i18n.Text // with Upto: what is in dispute, after "this depends on"
	Both    i18n.Text // with Upto: both numbers as people write them
	Chosen  []string  // of a choice: the names of the options taken
	Options []Option  // of a choice: all there are
}

// An Option is one of the words of a choice.
type Option struct {
	Name string // as conditions spell it: "vvt"
	Text i18n.Text
}

// Own returns the answer as people read it: "32", "€ 4.800.000", "ja".
func (f Fact) Own() i18n.Text {
	if f.Kind != Claim && !f.Known || f.Kind == Claim && f.Truth == Unknown {
		return i18n.T("niet ingevuld", "not filled in")
	}
	switch f.Kind {
	case Claim:
		return f.Truth.Word()
	case Choice:
		return f.optionTexts(f.Chosen, i18n.T("en", "and"))
	case Number, Euro:
	}
	own := f.amount(f.Number)
	if f.Upto > 0 {
		own = f.Both
	}
	if f.AtLeast {
		return i18n.T("ten minste "+own.NL, "at least "+own.EN)
	}
	return own
}

// amount writes x as the fact's own numbers are written.
func (f Fact) amount(x float64) i18n.Text {
	write := exact
	if f.Kind == Euro {
		write = func(l i18n.Lang, x float64) string { return l.Euro(int64(x * 100)) }
	}
	return i18n.T(write(i18n.NL, x), write(i18n.EN, x))
}

// exact writes every decimal. Rounding would show 10,96 fte as "11" beside the
// claim that it is fewer than 11.
func exact(l i18n.Lang, x float64) string {
	whole, decimals, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	n, _ := strconv.ParseInt(whole, 10, 64) // digits that FormatFloat just wrote
	if decimals == "" {
		return l.Num64(n)
	}
	return l.Num64(n) + l.T(",", ".") + decimals
}

// optionTexts joins the texts of the named options: "VVT, GHZ of Ziekenhuis".
func (f Fact) optionTexts(names []string, last i18n.Text) i18n.Text {
	join := func(l i18n.Lang) string {
		var texts []string
		for _, o := range f.Options {
			if slices.Contains(names, o.Name) {
				texts = append(texts, o.Text.In(l))
			}
		}
		if n := len(texts); n > 1 {
			return strings.Join(texts[:n-1], ", ") + " " + last.In(l) + " " + texts[n-1]
		}
		return strings.Join(texts, "")
	}
	return i18n.T(join(i18n.NL), join(i18n.EN))
}

// Check refuses a condition that asks for a fact that does not exist, asks a
// fact something that its kind cannot answer, or names an option that is not on
// the list. The error holds one *Error for each. What Check lets pass, Eval
// understands.
func (e Expr) Check(vocabulary Facts) error {
	var wrong []error
	for _, t := range e.root.tests() {
		if says := t.misuses(vocabulary); says != "" {
			wrong = append(wrong, &Error{Text: e.String(), At: t.at, Says: says})
		}
	}
	return errors.Join(wrong...)
}

// misuses says what is wrong with the test; "" when nothing is.
func (t test) misuses(vocabulary Facts) string {
	f, ok := vocabulary[t.name]
	if !ok {
		return fmt.Sprintf("there is no fact called %s", t.name)
	}
	switch f.Kind {
	case Claim:
		if t.compare != "" || t.among != nil {
			return fmt.Sprintf("%s is a claim: write its name alone", t.name)
		}
	case Number, Euro:
		if t.compare == "" {
			return fmt.Sprintf("%s is a number: compare it with a limit, as in %s >= 50", t.name, t.name)
		}
	case Choice:
		if t.among == nil {
			return fmt.Sprintf("%s is a choice: write the options, as in %s(%s)", t.name, t.name, f.Options[0].Name)
		}
		for _, a := range t.among {
			if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Name == a }) {
				return fmt.Sprintf("%s has no option %s", t.name, a)
			}
		}
	}
	return ""
}
