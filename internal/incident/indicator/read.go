package indicator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// The limits of a file.
const (
	MaxFile    = 20 << 20 // bytes
	maxDepth   = 32       // objects and lists within each other
	maxObjects = 50_000   // of a bundle, and traces in them, doubles too
	maxObject  = 1 << 20  // bytes of one
	maxOf      = 20       // markings, or hashes, of one
	maxKinds   = 50       // of what could not be read, that are told apart
)

// A Reading is what was understood of a file: nothing is left out without a word.
type Reading struct {
	Found   []Indicator // each once
	Doubles int         // that stood in the file more than once
	Skipped []Skipped   // what was not understood, the most first
}

// A Skipped is something that was not taken.
type Skipped struct {
	What  string    // as the file calls it: a type, a value, a line
	Why   i18n.Text // why not
	Times int
}

// skip counts something that is not taken. Only so many are told apart, so that a
// file cannot make a page without end.
func (r *Reading) skip(what string, why i18n.Text) {
	what = short(what)
	n := slices.IndexFunc(r.Skipped, func(s Skipped) bool { return s.What == what && s.Why == why })
	if n < 0 && len(r.Skipped) >= maxKinds {
		what = "…"
		n = slices.IndexFunc(r.Skipped, func(s Skipped) bool { return s.What == what })
		why = i18n.T("en nog meer dat wij niet konden lezen", "and more that we could not read")
	}
	if n < 0 {
		r.Skipped = append(r.Skipped, Skipped{What: what, Why: why})
		n = len(r.Skipped) - 1
	}
	r.Skipped[n].Times++
}

// short is the beginning of a text, in one line that can be shown.
func short(s string) string {
	if len(s) > 120 {
		s = s[:120] + "…"
	}
	return string(bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, bytes.ToValidUTF8([]byte(s), []byte("�"))))
}

// Read understands a file: a bundle of STIX 2.x, or a list as CSV or Excel. What it is,
// is decided by its content.
//
// Refusals: TooLarge, of more than MaxFile bytes or more than MaxEach traces; Invalid
// for one that cannot be read.
func Read(ctx context.Context, name string, content io.Reader) (r Reading, err error) {
	g := &guard{from: content}
	start, err := g.peek()
	switch {
	case err != nil:
		return r, g.refusal(err)
	case start == '{':
		r, err = readSTIX(ctx, g)
	default:
		r, err = readTable(ctx, name, g)
	}
	if err == nil && g.json && len(r.Found)+len(r.Skipped) == 0 {
		err = errEmpty
	}
	if err != nil {
		return Reading{}, g.refusal(err)
	}
	r.Found, r.Doubles = Together(r.Found)
	if len(r.Found) > MaxEach {
		return Reading{}, &fault.Fault{
			Kind: fault.TooLarge, Code: "indicator.too-many",
			Says: i18n.Tf("In dit bestand staan meer dan %d sporen.", "This file holds more than %d traces.", MaxEach),
			Hint: i18n.T("Kies de sporen die bij dit incident horen, en lees die in. Er is niets opgeslagen.", "Choose the traces that belong to this incident, and import these. Nothing was stored."),
		}
	}
	slices.SortFunc(r.Found, Indicator.Compare)
	slices.SortStableFunc(r.Skipped, func(a, b Skipped) int { return cmp.Compare(b.Times, a.Times) })
	return r, nil
}

// A guard counts what passes, and stops what is too much.
type guard struct {
	from   io.Reader
	seen   int64
	depth  int
	text   bool // within a text of JSON
	escape bool
	json   bool // looks at depth
	held   []byte
}

var (
	errLarge = errors.New("the file is too large")
	errDeep  = errors.New("the file is too deep")
	errEmpty = errors.New("the file holds nothing")
)

// peek is the first byte that means something.
func (g *guard) peek() (byte, error) {
	buf := make([]byte, 512)
	n, err := io.ReadFull(g.from, buf)
	if n == 0 && !errors.Is(err, io.EOF) {
		return 0, err
	}
	g.held = buf[:n]
	start := bytes.TrimLeft(bytes.TrimPrefix(g.held, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(start) == 0 && n < len(buf) {
		return 0, errEmpty
	}
	if len(start) == 0 {
		return 0, nil
	}
	if g.json = start[0] == '{'; g.json {
		g.held = start // a mark of the byte order is no JSON
	}
	return start[0], nil
}

// Read implements [io.Reader].
func (g *guard) Read(p []byte) (n int, err error) {
	p = p[:min(len(p), 64<<10)]
	if len(g.held) > 0 {
		n = copy(p, g.held)
		g.held = g.held[n:]
	} else {
		n, err = g.from.Read(p)
	}
	if g.seen += int64(n); g.seen > MaxFile {
		return 0, errLarge
	}
	if g.json && !g.shallow(p[:n]) {
		return 0, errDeep
	}
	return n, err
}

// shallow follows how deep the bytes go.
func (g *guard) shallow(p []byte) bool {
	for _, c := range p {
		switch {
		case g.escape:
			g.escape = false
		case g.text && c == '\\':
			g.escape = true
		case c == '"':
			g.text = !g.text
		case g.text:
		case c == '{' || c == '[':
			g.depth++
		case c == '}' || c == ']':
			g.depth--
		}
		if g.depth > maxDepth {
			return false
		}
	}
	return true
}

// refusal says in people's words why a file was not read.
func (g *guard) refusal(err error) error {
	if _, ok := fault.Of(err); ok && !errors.Is(err, errLarge) {
		return err
	}
	nothing := i18n.T(" Er is niets opgeslagen.", " Nothing was stored.")
	f := &fault.Fault{
		Kind: fault.Invalid, Code: "indicator.unreadable",
		Says: i18n.T("Dit bestand kunnen wij niet lezen.", "We cannot read this file."),
		Hint: i18n.T("Wij lezen STIX 2.0 en 2.1 (JSON), CSV en Excel. Vraag de afzender om een van die.", "We read STIX 2.0 and 2.1 (JSON), CSV and Excel. Ask the sender for one of these."),
	}
	switch {
	case errors.Is(err, errLarge) || g.seen > MaxFile:
		f.Kind, f.Code = fault.TooLarge, "indicator.too-large"
		f.Says = i18n.T("Dit bestand is groter dan 20 MB. Zo'n groot bestand lezen wij niet.", "This file is larger than 20 MB. We do not read one that large.")
		f.Hint = i18n.T("Vraag de afzender om alleen de sporen van deze aanval.", "Ask the sender for the traces of this attack only.")
	case errors.Is(err, errEmpty):
		f.Code = "indicator.empty"
		f.Says = i18n.T("Dit bestand is leeg: er staan geen sporen in.", "This file is empty: it holds no traces.")
		f.Hint = i18n.T("Kijk of u het goede bestand koos, of vraag de afzender om het opnieuw te sturen.", "Check that you chose the right file, or ask the sender to send it again.")
	case g.json && errors.Is(err, io.ErrUnexpectedEOF), g.json && errors.Is(err, io.EOF):
		f.Code = "indicator.cut-off"
		f.Says = i18n.T("Dit bestand is niet heel: het houdt halverwege op.", "This file is not whole: it ends half-way.")
		f.Hint = i18n.T("Haal het opnieuw op, of vraag de afzender om het opnieuw te sturen.", "Fetch it again, or ask the sender to send it again.")
	case errors.Is(err, errDeep):
		f.Code = "indicator.too-deep"
		f.Says = i18n.Tf("In dit bestand zit meer dan %d lagen in elkaar. Dat hoort niet bij STIX.", "This file has more than %d layers within each other. STIX has no such thing.", maxDepth)
	}
	f.Hint = i18n.T(f.Hint.NL+nothing.NL, f.Hint.EN+nothing.EN)
	return f
}

// readTable reads a list. Its first row may name the columns; without these the first
// column holds the traces.
func readTable(ctx context.Context, name string, from io.Reader) (r Reading, err error) {
	limits := workbook.StandardLimits()
	limits.Rows = 2*MaxEach + 1
	book, err := workbook.Read(ctx, name, from, limits)
	if err != nil {
		return r, err
	}
	for _, sheet := range book.Sheets {
		r.sheet(sheet)
	}
	return r, nil
}
