package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
)

// A Field is one input of a form, as it is to be shown.
type Field struct {
	Name, Label, Hint string
	Type              string // of the input: text, email, password, date, number; "" is text
	Value             string // as the person typed it
	Says              string // what is wrong with it, or ""
	Optional          bool   // said beside the label; the others must be filled in
	Rows              int    // of a text area
	Autocomplete      string
	InputMode         string
	Width             string // "s" or "m" for short answers; "" fills the line
	Suffix            string // a unit behind the input, e.g. "fte"
	List              string // ID of a datalist with proposals
}

// An Option is one answer of a choice.
type Option struct {
	Value, Label, Hint string
	Chosen             bool
}

// Complaint returns what refusal says about the named field, or "".
func Complaint(refusal *fault.Fault, name string, lang i18n.Lang) string {
	if refusal == nil {
		return ""
	}
	for _, w := range refusal.Fields {
		if w.Name == name {
			return w.Says.In(lang)
		}
	}
	return ""
}

// Complain returns the field with what refusal says about it. Refusal may be nil.
func (f Field) Complain(refusal *fault.Fault, lang i18n.Lang) Field {
	f.Says = Complaint(refusal, f.Name, lang)
	return f
}

// ParseDay reads a day as browsers send it (2026-11-22) or as people write it in
// Dutch (22-11-2026, 22/11/2026). "" is the zero day. It judges spelling only.
func ParseDay(c *fault.Checker, name, s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, "2-1-2006", "2/1/2006", "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			// The first day of year 1 is Go's "no day": a person who types it made a slip.
			c.Need(!t.Before(fault.Earliest) && t.Before(fault.Latest), name, i18n.T("Kies een jaar tussen 1950 en 2100.", "Choose a year between 1950 and 2100."))
			return t
		}
	}
	c.Need(false, name, i18n.T("Schrijf de datum als 26-11-2026.", "Write the day as 26-11-2026."))
	return time.Time{}
}

// TypedDay writes a day as a date input wants it; "" for the zero day.
func TypedDay(t time.Time) string { return legaltime.Text(t) }

// ParseInt reads a whole number, with or without dots or spaces between the
// thousands. "" is nil.
func ParseInt(c *fault.Checker, name, s string) *int64 {
	s = strings.TrimSpace(strings.NewReplacer("€", "", "\u00a0", " ").Replace(s))
	if s == "" {
		return nil
	}
	for _, between := range []string{".", " "} {
		if whole, ok := thousands(s, between); ok {
			s = whole
			break
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		c.Need(false, name, i18n.T("Vul een heel getal in, zoals 1250.", "Give a whole number, such as 1250."))
		return nil
	}
	return &n
}

// thousands takes out what stands between groups of three figures: "1.250" is 1250,
// and "1.25" is no whole number at all. It is false for any other spelling.
func thousands(s, between string) (string, bool) {
	groups := strings.Split(strings.TrimPrefix(s, "-"), between)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || len(g) == 0 || len(g) > 3 {
			return "", false
		}
	}
	return strings.ReplaceAll(s, between, ""), len(groups) > 1
}

// ParseDecimal reads a number with a comma or a point. "" is nil.
func ParseDecimal(c *fault.Checker, name, s string) *float64 {
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", ".")
	if s == "" {
		return nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x != x || x > 1e15 || x < -1e15 {
		c.Need(false, name, i18n.T("Vul een getal in, zoals 32,5.", "Give a number, such as 32.5."))
		return nil
	}
	return &x
}

// Text returns a form value as people meant it: ends trimmed, line breaks as \n.
func Text(r *http.Request, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.FormValue(name), "\r\n", "\n"))
}

// FormVersion returns the version of the record that the form was made from. One
// that is no number is -1, which fits nothing: the form is stale.
func FormVersion(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.FormValue("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// Again returns the refusal with which a form comes back as it was sent: what
// the person who sent it can mend there, Invalid, TooLarge or one of also. It is
// nil for every other error, and for none: that is for the frame to answer.
func Again(err error, also ...fault.Kind) *fault.Fault {
	f, ok := fault.Of(err)
	if ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge || slices.Contains(also, f.Kind)) {
		return f
	}
	return nil
}

func inputType(t string) string {
	if t == "" {
		return "text"
	}
	return t
}

// describedBy names what explains the field: its hint and its complaint.
func describedBy(f Field) string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Says != "" {
		ids = append(ids, f.Name+"-says")
	}
	return strings.Join(ids, " ")
}
