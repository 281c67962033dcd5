package rule

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A token is a word, a number or a symbol of a condition.
type token struct {
	kind kind
	text string
	at   int // the character at which it starts, from 1
}

type kind int

const (
	end    kind = iota
	word        // org.staff, sector, vvt
	number      // 50, 10.5, 10_000_000
	symbol
)

// comparisons are the symbols between a fact and its limit.
var comparisons = []string{">=", "<=", "==", ">", "<"}

// symbols are all symbols, the longer before those that they start with.
var symbols = append([]string{"&&", "||", "!", "(", ")", ","}, comparisons...)

// scan cuts a condition into tokens and ends them with an end.
func scan(text string) ([]token, error) {
	var tokens []token
	at := 1
	for rest := text; rest != ""; {
		t := token{at: at}
		switch c := rest[0]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			rest, at = rest[1:], at+1
			continue
		case isDigit(c):
			t.kind, t.text = number, run(rest, "._")
		case isLetter(c):
			t.kind, t.text = word, run(rest, "._")
		default:
			t.kind, t.text = symbol, symbolOf(rest)
		}
		if t.text == "" {
			r, _ := utf8.DecodeRuneInString(rest)
			return nil, &Error{Text: text, At: at, Says: fmt.Sprintf("%q has no meaning here", r)}
		}
		tokens = append(tokens, t)
		rest, at = rest[len(t.text):], at+len(t.text)
	}
	return append(tokens, token{kind: end, at: at}), nil
}

// run returns the letters, digits and extra characters with which s starts.
func run(s, extra string) string {
	i := 0
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || strings.IndexByte(extra, s[i]) >= 0) {
		i++
	}
	return s[:i]
}

func symbolOf(s string) string {
	for _, sym := range symbols {
		if strings.HasPrefix(s, sym) {
			return sym
		}
	}
	return ""
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
