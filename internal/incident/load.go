package incident

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/rule"
)

// Load reads content/incidents. It refuses a condition that nothing can answer, a
// step that waits for one that is not before it, and a name that points nowhere:
// all complaints at once. vocabulary names what is known of an organisation.
func Load(content fs.FS, vocabulary rule.Facts) (Rules, error) {
	var list struct {
		Questions []Question `yaml:"questions"`
	}
	if err := framework.Decode(content, "incidents/questions.yaml", &list); err != nil {
		return Rules{}, err
	}
	var ways struct {
		Regimes []Regime `yaml:"regimes"`
	}
	if err := framework.Decode(content, "incidents/regimes.yaml", &ways); err != nil {
		return Rules{}, err
	}
	var duties struct {
		Duties []Duty `yaml:"duties"`
	}
	if err := framework.Decode(content, "incidents/duties.yaml", &duties); err != nil {
		return Rules{}, err
	}
	texts, err := loadTexts(content)
	if err != nil {
		return Rules{}, err
	}
	r := Rules{Questions: list.Questions, Duties: duties.Duties, Regimes: ways.Regimes, Texts: texts}
	if err := framework.Decode(content, "incidents/kinds.yaml", &r.Counts); err != nil {
		return Rules{}, err
	}
	return r, r.check(vocabulary)
}

// loadTexts reads the texts that go out, one file each, in their order.
func loadTexts(content fs.FS) (texts []Text, err error) {
	files, err := fs.Glob(content, "incidents/texts/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		var t Text
		if err := framework.Decode(content, file, &t); err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	slices.SortFunc(texts, func(a, b Text) int { return cmp.Compare(a.Order, b.Order) })
	return texts, nil
}

// A checker gathers complaints about content.
type checker struct {
	facts rule.Facts
	wrong []error
}

func (c *checker) need(ok bool, says string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, fmt.Errorf("incidents: "+says, args...))
	}
}

func (c *checker) condition(where string, e rule.Expr) {
	if err := e.Check(c.facts); err != nil {
		c.wrong = append(c.wrong, fmt.Errorf("incidents: %s: %w", where, err))
	}
}

func (r Rules) check(vocabulary rule.Facts) error {
	c := checker{facts: vocabulary}
	ids := map[string]bool{}
	for _, q := range r.Questions {
		c.need(q.ID != "" && !ids[q.ID], "question %q: give each a name of its own", q.ID)
		c.need(q.Text.Complete(), "question %s needs its text in both languages", q.ID)
		c.condition("question "+q.ID, q.When)
		ids[q.ID] = true
	}
	for _, g := range r.Regimes {
		c.need(g.ID != "" && g.Name.Complete() && g.Says.Complete() && len(g.Sources) > 0, "regime %q needs a name, its rule and a source", g.ID)
		falls := len(g.Remind) > 0 && slices.IsSortedFunc(g.Remind, func(a, b int) int { return b - a }) && g.Remind[len(g.Remind)-1] > 0
		c.need(falls, "regime %q needs the hours at which to remind, from most to fewest", g.ID)
	}
	c.facts = r.facts(nil, vocabulary)
	seen := map[string]bool{}
	for _, d := range r.Duties {
		c.need(d.ID != "" && !seen[d.ID], "duty %q: give each a name of its own", d.ID)
		c.need(d.Regime == "" || r.Regime(d.Regime).ID != "", "%s counts by %q, which is no regime", d.ID, d.Regime)
		c.need(d.Title.Complete() && d.To.Complete() && len(d.Sources) > 0 && !d.CheckedOn.IsZero(), "%s needs title, to, sources and checked_on", d.ID)
		c.verdicts(d)
		c.steps(d)
		seen[d.ID] = true
	}
	for n, t := range r.Texts {
		c.text(t, n+1, r)
	}
	c.sorts("kinds", r.Kinds)
	c.sorts("causes", r.Causes)
	c.sorts("costs", r.Costs)
	return errors.Join(c.wrong...)
}

// sorts complains about a list to choose from that is not whole.
func (c *checker) sorts(what string, all []Sort) {
	c.need(len(all) > 0, "there are no %s", what)
	seen := map[string]bool{}
	for _, s := range all {
		c.need(s.ID != "" && !seen[s.ID] && s.Name.Complete(), "%s, %q: give each an id of its own and a name in both languages", what, s.ID)
		seen[s.ID] = true
	}
}

// text complains about a text that is not whole.
func (c *checker) text(t Text, order int, r Rules) {
	c.need(t.ID != "" && t.Order == order, "text %q: order is %d, and it is number %d", t.ID, t.Order, order)
	c.need(t.Title.Complete() && t.To.Complete() && t.About.Complete() && len(t.Sources) > 0 && !t.CheckedOn.IsZero(), "text %s needs title, to, about, sources and checked_on", t.ID)
	for _, name := range t.For {
		duty, step, _ := strings.Cut(name, "/")
		d, _ := r.Duty(duty)
		_, ok := d.Step(step)
		c.need(ok, "text %s is for %q, which is no step", t.ID, name)
	}
	c.need(len(t.Fields) > 0, "text %s needs fields", t.ID)
	seen := map[string]bool{}
	for _, f := range t.Fields {
		where := "text " + t.ID + ", field " + f.ID
		c.need(f.ID != "" && !seen[f.ID], "%s: give each a name of its own", where)
		c.need(f.Title.Complete(), "%s needs its title in both languages", where)
		c.need(f.Need == Never || f.Need == Always || f.Need == IfLate, "%s: there is no need %q", where, f.Need)
		c.need(f.Need != IfLate || len(t.For) > 0, "%s is needed when late, and no step can be", where)
		c.checkFill(where, f, r)
		seen[f.ID] = true
	}
}

func (c *checker) verdicts(d Duty) {
	c.need(len(d.Verdicts) > 0, "%s needs verdicts", d.ID)
	for i, v := range d.Verdicts {
		c.need(v.ID != "" && v.Says.Complete(), "%s, verdict %d needs a name and a sentence in both languages", d.ID, i+1)
		c.need(v.When.IsAlways() == (i == len(d.Verdicts)-1), "%s, verdict %s: the last has no condition, all others have one", d.ID, v.ID)
		c.condition(d.ID+", verdict "+v.ID, v.When)
	}
}

func (c *checker) steps(d Duty) {
	c.need(len(d.Steps) > 0, "%s needs steps", d.ID)
	before := map[string]bool{"": true}
	for _, s := range d.Steps {
		c.need(s.ID != "" && !before[s.ID], "%s, step %q: give each a name of its own", d.ID, s.ID)
		c.need(before[s.After], "%s, step %s waits for %q, which is not before it", d.ID, s.ID, s.After)
		c.need(s.Title.Complete() && s.Needs.Complete() && s.Article != "", "%s, step %s needs title, needs and article", d.ID, s.ID)
		c.need(!s.Running && !s.Ended || s.After != "" && !s.Term.IsZero(), "%s, step %s depends on the end of the incident and has no term after another step", d.ID, s.ID)
		c.need(!s.Request || s.Term.IsZero(), "%s, step %s is on request and has a term", d.ID, s.ID)
		c.need(s.Term.IsZero() || d.Regime != "", "%s, step %s has a term, and %s names no regime to count it by", d.ID, s.ID, d.ID)
		before[s.ID] = true
	}
}
