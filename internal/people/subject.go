package people

import (
	"errors"
	"fmt"
	"io/fs"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/record"
)

// A Subject is a talk of five minutes for a team meeting, as we wrote it.
type Subject struct {
	ID           string      `yaml:"id"`
	Title        i18n.Text   `yaml:"title"`
	Why          i18n.Text   `yaml:"why"`          // one sentence: what goes wrong without it
	Story        []i18n.Text `yaml:"story"`        // to read aloud or to tell, a paragraph each
	Ask          []i18n.Text `yaml:"ask"`          // what to ask the team
	Do           []i18n.Text `yaml:"do"`           // what everybody does from now on
	Agree        i18n.Text   `yaml:"agree"`        // what the team agrees on before it closes
	Requirements []string    `yaml:"requirements"` // besides 6.3
	CheckedOn    string      `yaml:"checked_on"`
}

// Training is the subject as a training that is not stored yet.
func (s Subject) Training(l i18n.Lang) Training {
	return Training{
		Kind: Talk, Title: s.Title.In(l), About: s.Why.In(l), For: Audience{Everybody: true}, Every: 12,
		Requirements: append([]string{Always}, s.Requirements...), Subject: s.ID,
	}
}

// Subject returns the subject with the ID; ok is false when there is none.
func (s *Service) Subject(id string) (Subject, bool) {
	return record.Find(s.Subjects, func(x Subject) bool { return x.ID == id })
}

// Load reads content/people. It refuses what lacks a language or names a measure that
// is not there.
func Load(content fs.FS, c *framework.Catalogue) (all []Subject, err error) {
	var order struct {
		Subjects []string `yaml:"subjects"`
	}
	if err := framework.Decode(content, "people/order.yaml", &order); err != nil {
		return nil, err
	}
	var wrong []error
	for _, id := range order.Subjects {
		var s Subject
		if err := framework.Decode(content, "people/"+id+".yaml", &s); err != nil {
			return nil, err
		}
		if s.ID != id || !s.whole() {
			wrong = append(wrong, fmt.Errorf("people: subject %s has another id, or lacks a part or a language", id))
		}
		for _, r := range s.Requirements {
			if c.Find(r) == nil || r == Always {
				wrong = append(wrong, fmt.Errorf("people: subject %s names %s, which is no measure beside 6.3", id, r))
			}
		}
		all = append(all, s)
	}
	return all, errors.Join(wrong...)
}

func (s Subject) whole() bool {
	whole := s.Title.Complete() && s.Why.Complete() && s.Agree.Complete() && len(s.Story) > 0 && len(s.Ask) > 0 && len(s.Do) > 0 && s.CheckedOn != ""
	for _, part := range [][]i18n.Text{s.Story, s.Ask, s.Do} {
		for _, t := range part {
			whole = whole && t.Complete()
		}
	}
	return whole
}
