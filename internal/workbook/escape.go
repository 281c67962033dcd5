package workbook

import "strings"

// startsFormula reports whether a spreadsheet program may take s for a formula
// or a command: a sign at its start, plain or full-width, behind white space or not.
func startsFormula(s string) bool {
	if s == "" {
		return false
	}
	if strings.ContainsRune("\t\r\n", rune(s[0])) {
		return true
	}
	s = strings.TrimLeft(s, " \u00a0\u3000")
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	return false
}

// Escape puts an apostrophe before text that a spreadsheet program may
// run when somebody opens the file. A text that already starts with one before
// such a sign gets a second, so that reading back returns what was written.
func Escape(s string) string {
	if startsFormula(s) || strings.HasPrefix(s, "'") && startsFormula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// Unescape takes off what Escape put on.
func Unescape(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && startsFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return s
}
