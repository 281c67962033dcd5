package audit

import (
	"errors"
	"fmt"
	"io/fs"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/source"
)

// Load reads content/assessment. It refuses numbers that nobody could keep to and
// a list of questions that bars nobody: all complaints at once.
func Load(content fs.FS) (Rules, error) {
	var r Rules
	if err := framework.Decode(content, "assessment/rules.yaml", &r); err != nil {
		return Rules{}, err
	}
	var list struct {
		Questions []Question      `yaml:"questions"`
		Sources   []source.Source `yaml:"sources"`
		CheckedOn string          `yaml:"checked_on"`
	}
	if err := framework.Decode(content, "assessment/independence.yaml", &list); err != nil {
		return Rules{}, err
	}
	r.Questions = list.Questions
	return r, r.check()
}

func (r Rules) check() error {
	var wrong []error
	need := func(ok bool, says string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Errorf("assessment: "+says, args...))
		}
	}
	percent := func(n int) bool { return n > 0 && n <= 100 }
	need(percent(r.PracticeThreshold), "practice_threshold is %d, want 1 to 100", r.PracticeThreshold)
	need(percent(r.RiskPercent), "risk_percent is %d, want 1 to 100", r.RiskPercent)
	need(percent(r.RandomPercent), "random_percent is %d, want 1 to 100", r.RandomPercent)
	need(r.ChangedWithin > 0, "changed_within_days is %d", r.ChangedWithin)
	for _, reason := range riskReasons {
		need(r.Weights[reason] > 0, "weights says nothing of %q", reason)
	}
	need(len(r.Weights) == len(riskReasons), "weights has %d entries, want %d", len(r.Weights), len(riskReasons))
	ids, bars := map[string]bool{}, 0
	for _, q := range r.Questions {
		need(q.ID != "" && !ids[q.ID], "question %q: give each a name of its own", q.ID)
		need(q.Text.Complete() && q.Why.Complete(), "question %s needs text and why in both languages", q.ID)
		ids[q.ID] = true
		if q.Bars {
			bars++
		}
	}
	need(bars > 0, "no answer bars anybody")
	return errors.Join(wrong...)
}
