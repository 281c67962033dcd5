package audit

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/source"
)

// A Question asks an assessor about one kind of tie with the organisation.
type Question struct {
	ID   string    `yaml:"id"`
	Bars bool      `yaml:"bars"` // a yes keeps somebody from assessing; else it is explained
	Text i18n.Text `yaml:"text"`
	Why  i18n.Text `yaml:"why"`
}

// The answers to a Question.
const (
	HasTie = "yes"
	NoTie  = "no"
)

// A Statement is what one assessor says of ties with the organisation.
type Statement struct {
	Person      identity.PersonID `json:"person"`
	Name        string            `json:"name"`
	At          time.Time         `json:"at"`
	Answers     map[string]string `json:"answers"` // HasTie or NoTie, by question
	Explanation string            `json:"explanation,omitempty"`

	// Before are what the same person stated earlier with a tie that this statement
	// does not have, or explains in other words, oldest first: a tie is not typed away.
	Before []Statement `json:"before,omitempty"`
}

// maxBefore is how often somebody may state other ties than before.
const maxBefore = 20

// after is the statement with what it takes back of the one before it.
func (s Statement) after(old Statement) Statement {
	s.Before = slices.Clone(old.Before)
	for q, a := range old.Answers {
		if a == HasTie && (s.Answers[q] != HasTie || s.Explanation != old.Explanation) {
			old.Before = nil
			s.Before = append(s.Before, old)
			break
		}
	}
	return s
}

// Barred returns the questions whose answer keeps the person from assessing, in
// their order; none when nothing does.
func Barred(questions []Question, s Statement) []Question {
	return slices.DeleteFunc(slices.Clone(questions), func(q Question) bool { return !q.Bars || s.Answers[q.ID] != HasTie })
}

// Ties returns the questions that were answered with yes.
func Ties(questions []Question, s Statement) []Question {
	return slices.DeleteFunc(slices.Clone(questions), func(q Question) bool { return s.Answers[q.ID] != HasTie })
}

// Unstated returns the names of the team of which nobody with that name stated
// anything on ties, in the team's order: also of those without an account, for whom the
// program can ask nothing. Capitals and spaces make no difference.
func (e Engagement) Unstated() (names []string) {
	for _, m := range e.Terms.Team {
		stated := slices.ContainsFunc(e.Statements, func(s Statement) bool { return sameName(s.Name, m.Name) })
		if !stated && !slices.ContainsFunc(names, func(n string) bool { return sameName(n, m.Name) }) {
			names = append(names, m.Name)
		}
	}
	return names
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// UnstatedLabel stands wherever an assessment is named of which not everybody stated.
func UnstatedLabel(l i18n.Lang, names []string) string {
	return l.T("Zonder verklaring van onafhankelijkheid: ", "Without a statement of independence: ") + strings.Join(names, ", ")
}

// check complains about what is missing. A statement that bars is a good one: it
// is stored, and then says why somebody cannot assess.
func (s Statement) check(c *fault.Checker, questions []Question) {
	for _, q := range questions {
		a := s.Answers[q.ID]
		c.Need(a == HasTie || a == NoTie, "tie-"+q.ID, i18n.T("Kies ja of nee.", "Choose yes or no."))
	}
	c.Need(len(s.Before) <= maxBefore, "explanation", i18n.Tf("U veranderde uw verklaring al %d keer. Meer kan niet.", "You changed your statement %d times already. More is not possible.", maxBefore))
	c.Need(s.Explanation != "" || len(s.Before) == 0, "explanation", i18n.T("U verklaarde eerder een band. Leg uit waarom uw antwoord nu anders is. Beide blijven zichtbaar, ook in het rapport.", "You stated a tie earlier. Explain why your answer is another one now. Both stay visible, in the report too."))
	c.Need(s.Explanation != "" || len(Ties(questions, s)) == 0, "explanation", i18n.T("Leg uit waarop u ja antwoordde. Het komt in het rapport.", "Explain what you answered with yes. It goes into the report."))
	c.Text(s.Explanation, "explanation", MaxText)
}

// Rules are what content/assessment says of assessing.
type Rules struct {
	PracticeThreshold int            `yaml:"practice_threshold"` // per cent; see Practice
	RiskPercent       int            `yaml:"risk_percent"`       // of the scope
	RandomPercent     int            `yaml:"random_percent"`
	ChangedWithin     int            `yaml:"changed_within_days"`
	Weights           map[Reason]int `yaml:"weights"`

	Sources   []source.Source `yaml:"sources"`
	CheckedOn string          `yaml:"checked_on"`
	Questions []Question      `yaml:"-"`
}
