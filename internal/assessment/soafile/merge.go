package soafile

import (
	"slices"
	"strings"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Change is what storing a proposal would change in one answer.
type Change struct {
	Requirement string            `json:"requirement"`
	Before      assessment.Answer `json:"before"`
	After       assessment.Answer `json:"after"`
	Stays       bool              `json:"stays,omitempty"` // answered by a person already: After is Before
	Proposal    Proposal          `json:"proposal"`
}

// Says explains the change in a few words.
func (c Change) Says() i18n.Text {
	switch {
	case c.Stays:
		return i18n.T("Staat al ingevuld, blijft staan", "Answered already, stays as it is")
	case c.Before.IsBlank():
		return i18n.T("Nieuw", "New")
	}
	return i18n.T("Vervangt een beginpunt", "Replaces a starting point")
}

// Merge says what would change in what an organisation says now. What a person
// of the organisation answered stays; a starting point, of the quick scan or an
// earlier file, gives way. Rows that would change nothing are left out, so that
// the same file gives no changes a second time.
//
// After has the version of Before: storing it is refused when somebody answered
// in between.
//
// A statement that the organisation wrote from pic gives no changes either: it
// says "applies" where nobody decided, and what the profile leaves out as left out.
// The same holds for such a row of any file: it says no more than is taken for true.
func Merge(pic *assessment.Picture, cat *framework.Catalogue, reading Reading) []Change {
	changes := []Change{}
	for _, p := range reading.Proposals {
		before := pic.Said.Answers[p.Requirement]
		before.Requirement = p.Requirement
		after := overlay(before, p.Answer)
		switch shown := written(pic, cat.Find(p.Requirement), p.Answer); {
		case sameWords(before, after), sameWords(shown, overlay(shown, p.Answer)):
		case before.Origin == assessment.Own && !before.IsBlank():
			changes = append(changes, Change{p.Requirement, before, before, true, p})
		default:
			changes = append(changes, Change{p.Requirement, before, after, false, p})
		}
	}
	return changes
}

// written is what a statement of pic says of a requirement. A reason that content
// proposed is that of file when it is the same in another language.
func written(pic *assessment.Picture, r *framework.Requirement, file assessment.Answer) assessment.Answer {
	a := pic.Answer(r)
	if a.Applies == assessment.Undecided {
		a.Applies = assessment.Applies
	}
	if a.Reason != "" && r.WhyNot(file.Reason) == r.WhyNot(a.Reason) {
		a.Reason = file.Reason
	}
	return emptied(a)
}

// emptied takes out of an answer that does not apply what is asked of others only.
func emptied(a assessment.Answer) assessment.Answer {
	if a.Applies == assessment.NotApplicable {
		a.Design, a.Existence, a.Operation = assessment.Statement{}, assessment.Statement{}, assessment.Statement{}
	}
	return a
}

// Answers returns the answers to store from the changes that a person chose, in
// the norm's order; those that stay are never among them.
func Answers(changes []Change, chosen func(requirement string) bool) []assessment.Answer {
	var answers []assessment.Answer
	for _, c := range changes {
		if !c.Stays && chosen(c.Requirement) {
			answers = append(answers, c.After)
		}
	}
	return answers
}

// overlay puts what the file says over what stood there; where the file is
// silent, the old stays.
func overlay(before, file assessment.Answer) assessment.Answer {
	after := before
	for _, part := range assessment.Parts {
		if part.Of(file) != "" {
			part.Take(&after, file)
		}
	}
	for _, l := range framework.Levels {
		// A day belongs to its reply: a new reply does not inherit the old day.
		if file.On(l).Reply != "" && file.On(l).Reply != before.On(l).Reply {
			after = after.With(l, file.On(l))
		}
	}
	after.Origin = assessment.Imported
	return emptied(after)
}

// sameWords reports whether two answers say the same, whoever said it.
func sameWords(a, b assessment.Answer) bool {
	return !slices.ContainsFunc(assessment.Parts, func(p assessment.Part) bool {
		return strings.TrimSpace(p.Of(a)) != strings.TrimSpace(p.Of(b))
	})
}
