package fault

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"aantoonbaar/internal/i18n"
)

// Line complains about name unless s is one line of at most limit characters
// that a person can read: see [Checker.Text].
func (c *Checker) Line(s, name string, limit int) {
	c.Need(!strings.ContainsAny(s, "\r\n"), name, i18n.T("Zet dit op één regel.", "Put this on one line."))
	c.Text(s, name, limit)
}

// Text complains about name unless s is text of at most limit characters that a
// person can read: no NUL, no control characters, no broken UTF-8, and nothing
// that turns the direction of reading, with which a text shows as another than it
// is (Unicode's Bidi_Control; UTS 39, section 3.1). Line breaks and tabs are allowed.
func (c *Checker) Text(s, name string, limit int) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unreadable) {
		c.Need(false, name, i18n.T("Hier staan tekens in die niemand kan lezen. Typ de tekst opnieuw.", "This holds characters that nobody can read. Type the text again."))
		return
	}
	if i := strings.IndexFunc(s, turns); i >= 0 {
		where := i18n.T("aan het begin", "at the beginning")
		if before := []rune(strings.TrimSpace(s[:i])); len(before) > 0 {
			last := string(before[max(0, len(before)-20):])
			where = i18n.T("na ‘"+last+"’", "after ‘"+last+"’")
		}
		c.Need(false, name, i18n.T(
			"Hier staat "+where.NL+" een onzichtbaar teken in dat de leesrichting omdraait. Dat komt vaak mee met plakken. Wis dat stuk en typ het zelf.",
			"This holds, "+where.EN+", an invisible character that turns the direction of reading. Pasting often brings it along. Erase that part and type it yourself."))
		return
	}
	n := utf8.RuneCountInString(s)
	c.Need(n <= limit, name, i18n.Tf("Gebruik hoogstens %d tekens; het zijn er nu %d.", "Use at most %d characters; there are %d now.", limit, n))
}

// unreadable reports whether r is a control character other than those that
// a textarea sends.
func unreadable(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r == utf8.RuneError
}

// turns reports whether r changes the direction in which the text around it is
// shown. Letters that are written from right to left do not.
func turns(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// Earliest and Latest bound every day that a person may type: outside them it
// is a slip of the keyboard, not a date.
var (
	Earliest = time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)
	Latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Day complains about name unless d is zero or a believable day.
func (c *Checker) Day(d time.Time, name string) {
	c.Need(d.IsZero() || !d.Before(Earliest) && d.Before(Latest), name,
		i18n.T("Kies een jaar tussen 1950 en 2100.", "Choose a year between 1950 and 2100."))
}
