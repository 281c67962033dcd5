package continuity

import (
	"errors"
	"fmt"
	"io/fs"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Line is one line of a template.
type Line struct {
	i18n.Text `yaml:",inline"`

	For Size `yaml:"for"` // the only size that has it; "" for both
}

// A Template is a downtime card as we wrote it.
type Template struct {
	ID       Kind        `yaml:"id"`
	Title    i18n.Text   `yaml:"title"`
	When     i18n.Text   `yaml:"when"`
	Contacts []i18n.Text `yaml:"contacts"`
	First    []Line      `yaml:"first"`
	Care     []Line      `yaml:"care"`
	Paper    []Line      `yaml:"paper"`
	Back     []Line      `yaml:"back"`
}

// Lines returns the lines of a part.
func (t Template) Lines(p Part) []Line {
	return map[Part][]Line{First: t.First, Care: t.Care, Paper: t.Paper, Back: t.Back}[p]
}

// Card returns the template as a card for a size, without numbers.
func (t Template) Card(size Size) Card {
	c := Card{Kind: t.ID, Size: size, Title: t.Title, When: t.When, Steps: map[Part]i18n.List{}}
	for _, who := range t.Contacts {
		c.Contacts = append(c.Contacts, Contact{Who: who})
	}
	for _, p := range Parts {
		var list i18n.List
		for _, l := range t.Lines(p) {
			if l.For == "" || l.For == size {
				list.NL, list.EN = append(list.NL, l.NL), append(list.EN, l.EN)
			}
		}
		c.Steps[p] = list
	}
	return c
}

// fits complains about a template that an organisation could not keep as it is, in
// either language.
func (t Template) fits(size Size) error {
	var k fault.Checker
	c := t.Card(size)
	for _, l := range []i18n.Lang{i18n.NL, i18n.EN} {
		WordsOf(c, l).check(&k)
	}
	for _, p := range Parts {
		for _, line := range t.Lines(p) {
			k.Need(line.Complete() && (line.For == "" || line.For == Small || line.For == Large), string(p), i18n.Same("a line lacks a language, or is for no size"))
		}
	}
	return k.Fault("continuity.template")
}

// Load reads content/continuity. It refuses a template that an organisation could
// not keep as a card.
func Load(content fs.FS) ([]Template, error) {
	var file struct {
		CheckedOn string     `yaml:"checked_on"`
		Cards     []Template `yaml:"cards"`
	}
	if err := framework.Decode(content, "continuity/cards.yaml", &file); err != nil {
		return nil, err
	}
	var wrong []error
	seen := map[Kind]bool{}
	for _, t := range file.Cards {
		if kindNames[t.ID].NL == "" || seen[t.ID] || !t.Title.Complete() || !t.When.Complete() {
			wrong = append(wrong, fmt.Errorf("continuity: card %q needs a kind of system of its own, a title and a when", t.ID))
		}
		seen[t.ID] = true
		for _, size := range []Size{Small, Large} {
			if err := t.fits(size); err != nil {
				wrong = append(wrong, fmt.Errorf("continuity: card %s for %s: %w", t.ID, size, err))
			}
		}
	}
	return file.Cards, errors.Join(wrong...)
}
