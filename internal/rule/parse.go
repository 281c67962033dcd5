package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MaxText is the longest condition that Parse reads, in bytes. A longer one
// says more than a person can check.
const MaxText = 2000

// An Error says what is wrong with a condition, and where.
type Error struct {
	Text string // the whole condition
	At   int    // the character at which it goes wrong, from 1
	Says string
}

func (e *Error) Error() string {
	return fmt.Sprintf("condition %q, character %d: %s", e.Text, e.At, e.Says)
}

// Parse reads a condition. The error is an *Error.
//
//	or    = and { "||" and } .
//	and   = unary { "&&" unary } .
//	unary = "!" unary | "(" or ")" | "always" | test .
//	test  = name [ compare number | "(" name { "," name } ")" ] .
func Parse(text string) (Expr, error) {
	if len(text) > MaxText {
		return Expr{}, &Error{Text: text[:40] + "…", At: MaxText, Says: fmt.Sprintf("longer than %d characters", MaxText)}
	}
	tokens, err := scan(text)
	if err != nil {
		return Expr{}, err
	}
	p := &parser{text: text, tokens: tokens}
	root, err := p.or()
	if err != nil {
		return Expr{}, err
	}
	if p.next().kind != end {
		return Expr{}, p.wrong("expected && or || or the end")
	}
	return Expr{root}, nil
}

// Must is Parse for conditions in code and in tests.
func Must(text string) Expr {
	e, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return e
}

// A parser walks over the tokens of one condition. The last token is always
// the end, which no method steps over.
type parser struct {
	text   string
	tokens []token
}

func (p *parser) next() token { return p.tokens[0] }

// take steps over the next token if it is the symbol s.
func (p *parser) take(s string) bool {
	if t := p.next(); t.kind != symbol || t.text != s {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

// wrong complains about the next token.
func (p *parser) wrong(says string) error {
	t := p.next()
	found := strconv.Quote(t.text)
	if t.kind == end {
		found = "the end"
	}
	return &Error{Text: p.text, At: t.at, Says: says + ", found " + found}
}

func (p *parser) or() (node, error)  { return p.joined("||", Any, p.and) }
func (p *parser) and() (node, error) { return p.joined("&&", All, p.unary) }

// joined reads one or more parts with s between them. One part alone is itself.
func (p *parser) joined(s string, op Op, part func() (node, error)) (node, error) {
	first, err := part()
	if err != nil {
		return node{}, err
	}
	kids := []node{first}
	for p.take(s) {
		k, err := part()
		if err != nil {
			return node{}, err
		}
		kids = append(kids, k)
	}
	if len(kids) == 1 {
		return first, nil
	}
	return node{op: op, kids: kids}, nil
}

func (p *parser) unary() (node, error) {
	switch {
	case p.take("!"):
		k, err := p.unary()
		return node{op: Not, kids: []node{k}}, err
	case p.take("("):
		n, err := p.or()
		if err == nil && !p.take(")") {
			err = p.wrong("expected )")
		}
		return n, err
	}
	name := p.next()
	if name.kind != word {
		return node{}, p.wrong("expected a name, ! or (")
	}
	p.tokens = p.tokens[1:]
	if name.text == Always {
		return node{}, nil
	}
	t, err := p.test(name)
	return node{op: Is, test: t}, err
}

// test reads what follows the name of a fact: a limit, a choice, or nothing.
func (p *parser) test(name token) (test, error) {
	t := test{name: name.text, at: name.at}
	var err error
	switch op := p.next(); {
	case op.kind == symbol && slices.Contains(comparisons, op.text):
		p.tokens = p.tokens[1:]
		t.compare = op.text
		t.literal, t.limit, err = p.number()
	case p.take("("):
		t.among, err = p.words()
	}
	return t, err
}

// numeral is how a number is written. ParseFloat alone would also take 1e3 and
// 0x1p4, which nobody reads as a limit.
var numeral = regexp.MustCompile(`^[0-9]+(_[0-9]+)*(\.[0-9]+)?$`)

func (p *parser) number() (string, float64, error) {
	t := p.next()
	if t.kind != number {
		return "", 0, p.wrong("expected a number")
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(t.text, "_", ""), 64)
	if err != nil || !numeral.MatchString(t.text) {
		return "", 0, p.wrong("expected a number such as 50, 10.5 or 10_000_000")
	}
	p.tokens = p.tokens[1:]
	return t.text, x, nil
}

// words reads names with commas between them, up to and including the
// parenthesis that closes them.
func (p *parser) words() ([]string, error) {
	var words []string
	for {
		t := p.next()
		if t.kind != word {
			return nil, p.wrong("expected a word")
		}
		p.tokens = p.tokens[1:]
		words = append(words, t.text)
		if p.take(")") {
			return words, nil
		}
		if !p.take(",") {
			return nil, p.wrong("expected , or )")
		}
	}
}
