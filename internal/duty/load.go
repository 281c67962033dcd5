package duty

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

// Load reads duties/*.yaml and calendar.yaml. It refuses a field that it does
// not know, a condition that no profile can answer, and a name that points at
// nothing: all complaints at once, each with its file.
func Load(files fs.FS) (Rules, error) {
	names, err := fs.Glob(files, "duties/*.yaml")
	if err != nil {
		return Rules{}, fmt.Errorf("list duties: %w", err)
	}
	var r Rules
	for _, name := range names {
		var d Duty
		if err := decode(files, name, &d); err != nil {
			return Rules{}, err
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); d.ID != want {
			return Rules{}, fmt.Errorf("%s: id is %q, want %q like the file", name, d.ID, want)
		}
		r.Duties = append(r.Duties, d)
	}
	slices.SortFunc(r.Duties, func(a, b Duty) int { return a.Order - b.Order })

	var calendar struct {
		Dates []Event `yaml:"dates"`
	}
	if err := decode(files, "calendar.yaml", &calendar); err != nil {
		return Rules{}, err
	}
	r.Events = calendar.Dates
	return r, r.check()
}

// decode reads one file strictly: a misspelt field is an error, not a silence.
func decode(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// check reports everything in the rules that Judge and Calendar could not make
// sense of. Whether the texts are whole is the business of the content's own tests.
func (r Rules) check() error {
	var c checker
	orders := map[int]string{}
	for _, d := range r.Duties {
		c.where = "duties/" + d.ID + ".yaml"
		c.need(orders[d.Order] == "", "order %d is that of %s too", d.Order, orders[d.Order])
		orders[d.Order] = d.ID
		c.duty(d)
	}
	ids := map[string]bool{}
	for _, e := range r.Events {
		c.where = "calendar.yaml, " + e.ID
		c.need(!ids[e.ID], "there are two dates of this name")
		ids[e.ID] = true
		c.event(e, r)
	}
	return errors.Join(c.wrong...)
}

// A checker gathers complaints about content.
type checker struct {
	where string
	wrong []error
}

func (c *checker) need(ok bool, says string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, fmt.Errorf(c.where+": "+says, args...))
	}
}

func (c *checker) condition(e rule.Expr) {
	if err := e.Check(org.Profile{}.Facts()); err != nil {
		c.wrong = append(c.wrong, fmt.Errorf("%s: %w", c.where, err))
	}
}

func (c *checker) duty(d Duty) {
	c.need(len(d.Verdicts) > 0, "a duty needs verdicts")
	c.need(!d.InForce.IsZero() || len(d.Unknown) > 0, "without in_force, unknown must say that the date is not known")
	for i, v := range d.Verdicts {
		last := i == len(d.Verdicts)-1
		c.need(v.When.IsAlways() == last, "verdict %d, %s: the last verdict has no condition, all others have one", i+1, v.ID)
		c.need(v.ID != "" && slices.Contains([]Outcome{Applies, Indirect, None}, v.Outcome), "verdict %d: outcome must be applies, indirect or none", i+1)
		c.condition(v.When)
	}
	ids := map[string]bool{}
	for _, t := range d.Then {
		c.need(t.ID != "" && !ids[t.ID], "consequence %q: give each a name of its own", t.ID)
		ids[t.ID] = true
		c.verdicts(d, t.For)
		c.certainty(t.Certainty, true)
	}
	for _, n := range d.Notes {
		c.certainty(n.Certainty, true)
	}
	c.sources(d.Sources)
}

func (c *checker) event(e Event, r Rules) {
	c.need(slices.Contains([]EventKind{Deadline, Start, News}, e.Kind), "kind must be deadline, start or news")
	c.need(slices.Contains([]Precision{ToTheDay, ToTheMonth, ToTheYear}, e.Precision), "precision must be month, year or absent")
	c.need(e.endsItsPeriod(), "day must be the last of the %s", e.Precision)
	c.condition(e.When)
	d, ok := r.Duty(e.Duty)
	c.need(ok || e.Duty == "" && len(e.Verdicts) == 0, "there is no duty called %q", e.Duty)
	c.verdicts(d, e.Verdicts)
	c.sources(e.Sources)
}

// endsItsPeriod reports whether Day is the last day of the month or year that is
// all we know. Only then is "in 2031" still to come until 2031 is over.
func (e Event) endsItsPeriod() bool {
	next := e.Day.AddDate(0, 0, 1)
	switch e.Precision {
	case ToTheMonth:
		return next.Day() == 1
	case ToTheYear:
		return next.YearDay() == 1
	case ToTheDay:
	}
	return true
}

func (c *checker) verdicts(d Duty, ids []string) {
	for _, id := range ids {
		c.need(d.hasVerdict(id), "%s has no verdict %q", d.ID, id)
	}
}

func (c *checker) sources(sources []source.Source) {
	for _, s := range sources {
		c.certainty(s.Certainty, false)
	}
}

func (c *checker) certainty(x source.Certainty, optional bool) {
	c.need(optional && x == "" || !x.Word().IsZero(), "there is no certainty %q", x)
}
