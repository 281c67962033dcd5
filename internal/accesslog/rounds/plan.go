package rounds

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// Every is how often there is a round.
type Every string

// How often.
const (
	Weekly  Every = "week"
	Monthly Every = "month"
)

// Name returns how often, as screens show it.
func (e Every) Name() i18n.Text {
	if e == Weekly {
		return i18n.T("Elke week", "Every week")
	}
	return i18n.T("Elke maand", "Every month")
}

// Next is the first day of the period after the one that begins on a day.
func (e Every) Next(day time.Time) time.Time {
	if e == Weekly {
		return day.AddDate(0, 0, 7)
	}
	return day.AddDate(0, 1, 0)
}

// A Plan is what management approves: how often the logs are reviewed, how many cases a
// person looks at, and how these are chosen. A court found that looking at a handful by
// chance, or after a complaint, is not enough: it must be systematic, by a plan that is
// followed (Rb. Zeeland-West-Brabant, 21 September 2022).
type Plan struct {
	Every    Every   `json:"every"`
	Cases    int     `json:"cases"`    // a round, at most
	Top      int     `json:"top"`      // per cent of them by score
	Random   int     `json:"random"`   // per cent by chance from the rest that nothing explains; what is left, from what is explained
	Answers  int     `json:"answers"`  // days in which a case is to be closed
	Years    int     `json:"years"`    // that events are kept; at least five (Stcrt. 2019, 38007)
	Says     string  `json:"says"`     // why so, and what is reviewed besides
	Approved *Signed `json:"approved"` // nil while nobody approved it as it stands
	Change
}

// Signed is who signed something, and of which text.
type Signed struct {
	By     string    `json:"by"`
	Person string    `json:"person"`
	At     time.Time `json:"at"`
	SHA256 string    `json:"sha256"`
}

// Begin is the plan to begin with. The parts are those of [accesslog.Usual].
var Begin = Plan{Every: Monthly, Cases: accesslog.Usual.Cases, Top: 60, Random: 25, Answers: 28, Years: 5}

// Ref is the journal's name for the plan.
func (p Plan) Ref() ref.Ref { return ref.Ref{Kind: PlanKind, ID: "plan"} }

// Budget is how a round by this plan chooses its cases.
func (p Plan) Budget() accesslog.Budget {
	return accesslog.Budget{Cases: p.Cases, Top: float64(p.Top) / 100, Random: float64(p.Random) / 100, MostOne: accesslog.Usual.MostOne}
}

// Explained is the per cent of cases that is drawn from what is explained.
func (p Plan) Explained() int { return 100 - p.Top - p.Random }

// Sum is the SHA-256 of what the plan says, in hexadecimal.
func (p Plan) Sum() string {
	p.Approved, p.Change = nil, Change{}
	text, _ := json.Marshal(p) // of numbers and texts: it never fails
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (p Plan) tidy() Plan {
	p.Says = strings.TrimSpace(p.Says)
	return p
}

const maxText = 4000

// check complains about every field that cannot be stored as it is.
func (p Plan) check(k *fault.Checker) {
	k.Need(p.Every == Weekly || p.Every == Monthly, "every", i18n.T("Kies hoe vaak.", "Choose how often."))
	k.Need(p.Cases >= 5 && p.Cases <= 200, "cases", i18n.T("Kies 5 tot en met 200 zaken.", "Choose 5 to 200 cases."))
	k.Need(p.Top >= 10 && p.Top <= 80, "top", i18n.T("Kies 10 tot en met 80 procent.", "Choose 10 to 80 per cent."))
	k.Need(p.Random >= 10 && p.Top+p.Random <= 95, "random", i18n.T(
		"Kies minstens 10 procent, en laat 5 procent over voor wat wel verklaard is.",
		"Choose at least 10 per cent, and leave 5 per cent for what is explained."))
	k.Need(p.Answers >= 7 && p.Answers <= 90, "answers", i18n.T("Kies 7 tot en met 90 dagen.", "Choose 7 to 90 days."))
	k.Need(p.Years >= 5 && p.Years <= 30, "years", i18n.T("Kies minstens 5 jaar: zo lang moeten logregels bewaard blijven.", "Choose at least 5 years: log lines must be kept that long."))
	k.Text(p.Says, "says", maxText)
}
