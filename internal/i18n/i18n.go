// Package i18n holds texts in the two languages of the screens, and writes
// dates, numbers and money the way each language does.
//
// A text is written where it is used, as a pair: the compiler then refuses a
// text without a translation, and a reader sees both beside each other. See
// docs/adr/0006-texts-in-pairs.md.
package i18n

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Lang is a language of the screens. The zero Lang is read as Dutch.
type Lang string

// The languages, the first of which is the one people get unasked.
const (
	NL Lang = "nl"
	EN Lang = "en"
)

// Langs lists every language.
var Langs = []Lang{NL, EN}

// Other returns the language that l is not.
func (l Lang) Other() Lang {
	if l == EN {
		return NL
	}
	return EN
}

// T picks the text of l. Both must be given; neither may be empty.
func (l Lang) T(nl, en string) string {
	if l == EN {
		return en
	}
	return nl
}

// Tf picks the format of l and fills it in.
func (l Lang) Tf(nl, en string, args ...any) string { return fmt.Sprintf(l.T(nl, en), args...) }

// A Text is a text in every language.
type Text struct {
	NL string `yaml:"nl" json:"nl"`
	EN string `yaml:"en" json:"en"`
}

// T makes a Text.
func T(nl, en string) Text { return Text{NL: nl, EN: en} }

// Tf makes a Text from two formats with the same arguments.
func Tf(nl, en string, args ...any) Text {
	return Text{NL: fmt.Sprintf(nl, args...), EN: fmt.Sprintf(en, args...)}
}

// Path is where a page stands in the language: "/mijn" or "/en/mijn".
func (l Lang) Path(path string) string {
	if l != EN {
		return path
	}
	if path == "/" {
		return "/en"
	}
	return "/en" + path
}

// Plural makes a Text of a number of things; see [Lang.Plural].
func Plural(n int, nlOne, nlMany, enOne, enMany string) Text {
	return T(NL.Plural(n, nlOne, nlMany, enOne, enMany), EN.Plural(n, nlOne, nlMany, enOne, enMany))
}

// Same makes a Text that reads the same in every language, such as a name.
func Same(s string) Text { return Text{NL: s, EN: s} }

// In returns the text in l.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.NL
}

// IsZero reports whether the text is absent.
func (t Text) IsZero() bool { return t.NL == "" && t.EN == "" }

// Complete reports whether every language has its text.
func (t Text) Complete() bool { return strings.TrimSpace(t.NL) != "" && strings.TrimSpace(t.EN) != "" }

// A List is a list of sentences in every language.
type List struct {
	NL []string `yaml:"nl" json:"nl"`
	EN []string `yaml:"en" json:"en"`
}

// In returns the list in l.
func (t List) In(l Lang) []string {
	if l == EN {
		return t.EN
	}
	return t.NL
}

// Plural picks between one and many by n and writes n into the text, which
// holds one %s for it: Plural(3, "%s actie", "%s acties", "%s action", "%s actions").
func (l Lang) Plural(n int, nlOne, nlMany, enOne, enMany string) string {
	if n == 1 {
		return fmt.Sprintf(l.T(nlOne, enOne), l.Num(n))
	}
	return fmt.Sprintf(l.T(nlMany, enMany), l.Num(n))
}

var (
	months = map[Lang][]string{
		NL: {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
	shortMonths = map[Lang][]string{
		NL: {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
		EN: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	}
	weekdays = map[Lang][]string{
		NL: {"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		EN: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	}
)

func (l Lang) known() Lang {
	if l == EN {
		return EN
	}
	return NL
}

// Day writes a day as "24 november 2026"; the zero day as "".
func (l Lang) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", t.Day(), months[l.known()][t.Month()-1], t.Year())
}

// ShortDay writes a day as "24 nov 2026"; the zero day as "".
func (l Lang) ShortDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", t.Day(), l.ShortMonth(t), t.Year())
}

// ShortMonth writes the month as "nov".
func (l Lang) ShortMonth(t time.Time) string { return shortMonths[l.known()][t.Month()-1] }

// Month writes the month as "november 2026".
func (l Lang) Month(t time.Time) string {
	return fmt.Sprintf("%s %d", months[l.known()][t.Month()-1], t.Year())
}

// LongDay writes a day as "dinsdag 24 november 2026"; the zero day as "".
func (l Lang) LongDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return weekdays[l.known()][t.Weekday()] + " " + l.Day(t)
}

// Moment writes day and time as "24 november 2026, 9.40 uur". The time must be
// in the reader's zone already.
func (l Lang) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Day(t) + ", " + l.Clock(t)
}

// Clock writes the time of day as "9.40 uur".
func (l Lang) Clock(t time.Time) string {
	if l == EN {
		return fmt.Sprintf("%d:%02d", t.Hour(), t.Minute())
	}
	return fmt.Sprintf("%d.%02d uur", t.Hour(), t.Minute())
}

// Num writes a whole number with the thousands apart: 12.345.
func (l Lang) Num(n int) string { return l.Num64(int64(n)) }

// Num64 is Num for a large number.
func (l Lang) Num64(n int64) string {
	s := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + l.T(".", ",") + s[i:]
	}
	return sign + s
}

// Decimal writes a number with at most one decimal: 32,5.
func (l Lang) Decimal(x float64) string {
	tenths := int64(math.Round(math.Abs(x) * 10))
	s := l.Num64(tenths / 10)
	if d := tenths % 10; d != 0 {
		s += l.T(",", ".") + strconv.FormatInt(d, 10)
	}
	if x < 0 && tenths != 0 {
		return "-" + s
	}
	return s
}

// Euro writes an amount of cents as "€ 4.800" or "€ 4.800,50".
func (l Lang) Euro(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	s := l.T("€ ", "€") + sign + l.Num64(cents/100)
	if c := cents % 100; c != 0 {
		s += fmt.Sprintf("%s%02d", l.T(",", "."), c)
	}
	return s
}

// HasWords reports whether text has every word of words somewhere in it,
// whatever the case: how every list on the screens is searched. No words are in
// every text.
func HasWords(text, words string) bool {
	text = strings.ToLower(text)
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// And joins words as "a, b en c".
func (l Lang) And(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + l.T(" en ", " and ") + words[last]
}
