package content_test

import (
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/source"
)

func TestTheRulesOfAssessingAreWhole(t *testing.T) {
	rules, err := audit.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	linter{t, "assessment/rules.yaml"}.origin(rules.Sources, rules.CheckedOn)
	for _, q := range rules.Questions {
		l := linter{t, "assessment/independence.yaml, " + q.ID}
		l.question("text", q.Text)
		l.text("why", q.Why)
		l.need(asID.MatchString(q.ID), "id is no name")
	}
	var list struct {
		Questions []any           `yaml:"questions"`
		Sources   []source.Source `yaml:"sources"`
		CheckedOn string          `yaml:"checked_on"`
	}
	if err := framework.Decode(content.FS, "assessment/independence.yaml", &list); err != nil {
		t.Fatal(err)
	}
	linter{t, "assessment/independence.yaml"}.origin(list.Sources, list.CheckedOn)
}
