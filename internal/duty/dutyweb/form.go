package dutyweb

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

// A form is the profile as somebody typed it, or as it is stored.
type form struct {
	Values  url.Values
	Refusal *fault.Fault // what is wrong with it; nil when nothing is known to be
}

// formOf fills the form with what is stored.
func formOf(o org.Organisation, l i18n.Lang) form {
	f := form{Values: url.Values{"version": {strconv.FormatInt(o.Version, 10)}}}
	for _, q := range questions {
		f.Values[q.Name] = q.typed(o, l)
	}
	return f
}

// readForm reads a form that was sent. The error is about spelling only, such as
// letters in a number; then it holds the complaints about the rest as well, so that
// a person sees all of them at once.
func readForm(r *http.Request) (form, org.Organisation, error) {
	f := form{Values: url.Values{"version": {legible(r.PostForm.Get("version"))}}}
	var o org.Organisation
	var c fault.Checker
	for _, q := range questions {
		for _, s := range r.PostForm[q.Name] {
			f.Values.Add(q.Name, legible(s))
		}
		q.read(&c, r, &o)
	}
	o.Version, _ = strconv.ParseInt(r.PostForm.Get("version"), 10, 64) // what is no number is no version: stale
	err := c.Fault("duty.profile-unreadable")
	if err == nil {
		return f, o, nil
	}
	return f, o, allComplaints(err, o.Check())
}

// thousands is a number with points between the thousands. Nobody counts fte in
// thousandths: 1.250 fte is a large organisation, not one person and a bit.
var thousands = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,\d+)?$`)

// read puts the answer that was sent into o.
func (q question) read(c *fault.Checker, r *http.Request, o *org.Organisation) {
	s, p := web.Text(r, q.Name), &o.Profile
	switch {
	case q.Fact != nil:
		*q.Fact(p) = org.Fact(s)
	case q.Count != nil:
		if n := web.ParseInt(c, q.Name, s); n != nil {
			whole := int(*n)
			*q.Count(p) = &whole
		}
	case q.Euro != nil:
		*q.Euro(p) = web.ParseInt(c, q.Name, s)
	case q.Name == "fte":
		if thousands.MatchString(s) {
			s = strings.ReplaceAll(s, ".", "")
		}
		p.FTE = web.ParseDecimal(c, q.Name, s)
	case q.Name == "sectors":
		for _, name := range r.PostForm[q.Name] {
			p.Sectors = append(p.Sectors, org.Sector(name))
		}
	default:
		o.Name = s
	}
}

// allComplaints joins two refusals into the first, in the order of the form,
// one complaint for each field.
func allComplaints(err, more error) error {
	first, ok := fault.Of(err)
	second, also := fault.Of(more)
	if !ok || !also {
		return err
	}
	all := *first
	all.Fields = slices.Clone(first.Fields)
	for _, w := range second.Fields {
		if !slices.ContainsFunc(all.Fields, func(f fault.Field) bool { return f.Name == w.Name }) {
			all.Fields = append(all.Fields, w)
		}
	}
	slices.SortStableFunc(all.Fields, func(a, b fault.Field) int { return cmp.Compare(place(a.Name), place(b.Name)) })
	return &all
}

// legible returns s with a mark in the place of everything that nobody can read,
// so that what comes back shows where it was and is refused again.
func legible(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return '\ufffd'
		}
		return r
	}, s)
}

// refused returns the form with what is wrong with it; false when err is not
// about what was typed.
func (f form) refused(err error) (form, bool) {
	says, ok := fault.Of(err)
	if !ok || says.Kind != fault.Invalid {
		return f, false
	}
	f.Refusal = says
	return f, true
}

func isStale(err error) bool { return errors.Is(err, org.ErrStale) }

// field returns the input for a question, as typed, with what is wrong with it.
func (f form) field(name string, l i18n.Lang) web.Field {
	q := questions[place(name)]
	shown := web.Field{Name: name, Label: q.Ask.In(l), Hint: q.Hint.In(l), Value: f.Values.Get(name)}
	switch {
	case q.Count != nil:
		shown.Width, shown.InputMode = "s", "numeric"
	case q.Euro != nil:
		shown.Width, shown.InputMode, shown.Suffix = "m", "numeric", l.T("euro", "euros")
	case name == "fte":
		shown.Width, shown.InputMode, shown.Suffix = "s", "decimal", "fte"
	case name == "name":
		shown.Autocomplete = "organization"
	}
	return shown.Complain(f.Refusal, l)
}

// answers are the answers to a question of yes or no.
func (f form) answers(name string, l i18n.Lang) []web.Option {
	chosen := f.Values.Get(name)
	return []web.Option{
		{Value: string(org.Yes), Label: l.T("Ja", "Yes"), Chosen: chosen == string(org.Yes)},
		{Value: string(org.No), Label: l.T("Nee", "No"), Chosen: chosen == string(org.No)},
		{Value: string(org.Unknown), Label: l.T("Weet ik niet", "Do not know"), Chosen: chosen == string(org.Unknown)},
	}
}

func (f form) sectors(l i18n.Lang) []web.Option {
	var all []web.Option
	for _, s := range org.Sectors {
		all = append(all, web.Option{Value: string(s), Label: s.Name().In(l), Chosen: slices.Contains(f.Values["sectors"], string(s))})
	}
	return all
}

// A pair is a hidden input.
type pair struct{ Name, Value string }

// hidden lists the whole form, to travel along with a preview.
func (f form) hidden() []pair {
	pairs := []pair{{"version", f.Values.Get("version")}}
	for _, q := range questions {
		for _, s := range f.Values[q.Name] {
			pairs = append(pairs, pair{q.Name, s})
		}
	}
	return pairs
}
