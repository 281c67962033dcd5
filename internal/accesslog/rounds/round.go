package rounds

import (
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Round reviews one period by the plan of that moment. It never changes once it was
// worked out, but for its report.
type Round struct {
	ID     ID        `json:"id"`
	From   time.Time `json:"from"`  // midnight UTC of the first day
	Until  time.Time `json:"until"` // of the first day after it
	Begun  time.Time `json:"begun"` // midnight UTC of that day
	Plan   Plan      `json:"plan"`
	Used   []Used    `json:"used"` // the files that it was worked out from
	Seed   string    `json:"seed"` // of what is drawn by chance, in hexadecimal
	Made   bool      `json:"made"` // it was worked out
	Why    i18n.Text `json:"why,omitzero"`
	Found  Figures   `json:"found,omitzero"`
	Strata []Stratum `json:"strata,omitempty"`

	// Confirmed is how many of the organisation's own cases, that two people found to be
	// without a reason, the points rest on besides the shares of content.
	Confirmed int `json:"confirmed,omitempty"`

	Report *Report  `json:"report,omitempty"` // nil while it is open
	Broken *Broken  `json:"broken,omitempty"` // nil unless it was broken off
	Before []Broken `json:"before,omitempty"` // rounds over the same days that were broken off
	Change
}

// Used is a file that a round was worked out from.
type Used struct {
	ID     ID     `json:"id"`
	Table  string `json:"table"`
	File   string `json:"file"`
	Source string `json:"source"`
	SHA256 string `json:"sha256"`
	Lines  int64  `json:"lines"`
}

// Figures are what a round counted. They name nobody.
type Figures struct {
	Events    int            `json:"events"`
	Twice     int            `json:"twice"`    // had come in before
	Nobody    int            `json:"nobody"`   // name no patient
	Nameless  int            `json:"nameless"` // name no user
	Units     int            `json:"units"`    // one user, one record, one day
	Users     int            `json:"users"`
	Patients  int            `json:"patients"`
	Explained map[string]int `json:"explained"` // units, by the template that does
	Rest      int            `json:"rest"`      // units that nothing explains
	Glass     int            `json:"glass"`     // units by the emergency procedure
	OpenGlass int            `json:"openGlass"` // of those, that nothing explains
	Cases     int            `json:"cases"`     // that the rest makes, chosen or not
	Signs     map[string]int `json:"signs"`     // units of the rest with each sign
	Learned   []Shared       `json:"learned,omitempty"`
}

// Shared is two teams that care for the same clients, as the log of the round showed:
// whose people look into whose records, and what says so.
type Shared struct {
	Team  string  `json:"team"`  // where clients are admitted
	Other string  `json:"other"` // whose people look at them
	Of    int     `json:"of"`    // clients of Team at whom anybody looked
	Seen  int     `json:"seen"`  // of them, those at whom people of Other looked
	Users int     `json:"users"` // people of Other who did
	Lift  float64 `json:"lift"`  // times as often as at clients of other teams
}

// Share is which part of all units is explained, between 0 and 1; 1 of none.
func (f Figures) Share() float64 {
	if f.Units == 0 {
		return 1
	}
	return 1 - float64(f.Rest)/float64(f.Units)
}

// A How is how a case was chosen.
type How string

// The ways.
const (
	ByGlass   How = "glass"     // by the emergency procedure, and nothing explains it: those are few, so all of them are looked at
	ByScore   How = "score"     // it stood out most
	ByChance  How = "chance"    // drawn from the rest that nothing explains
	Explained How = "explained" // drawn from what is explained, to see whether that holds
)

// Name returns the way as screens show it.
func (h How) Name() i18n.Text {
	switch h {
	case ByGlass:
		return i18n.T("Noodprocedure", "Emergency procedure")
	case ByScore:
		return i18n.T("Valt het meest op", "Stands out most")
	case ByChance:
		return i18n.T("Geloot", "Drawn by chance")
	case Explained:
		return i18n.T("Geloot uit wat verklaard is", "Drawn from what is explained")
	}
	return i18n.Same(string(h))
}

// A Stratum is a group of units from which was drawn by chance.
type Stratum struct {
	Name string `json:"name"`
	How  How    `json:"how"`
	Of   int    `json:"of"` // units in it
}

// A Report is how a round ended.
type Report struct {
	Conclusion string `json:"conclusion"`
	SHA256     string `json:"sha256"` // of the document, in hexadecimal
	Text       string `json:"text"`   // of it
	Signed     Signed `json:"signed"`
}

// Broken is how a round was broken off: since a list was missing, for instance. That it
// was stands in the report of the next one over its days, so that nobody draws until they
// like what was drawn.
type Broken struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Because string    `json:"because"`
}

// Ref is the journal's name for the round.
func (r Round) Ref() ref.Ref { return ref.Ref{Kind: RoundKind, ID: string(r.ID)} }

// Last is the last day of the period.
func (r Round) Last() time.Time { return r.Until.AddDate(0, 0, -1) }

// Due is the day by which its cases are to be closed, counted from when it was begun.
func (r Round) Due() time.Time { return r.Begun.AddDate(0, 0, r.Plan.Answers) }

// Open reports whether cases of it can still be judged.
func (r Round) Open() bool { return r.Made && r.Report == nil && r.Broken == nil }

// meets reports whether a round is about one of these days.
func (r Round) meets(from, until time.Time) bool { return r.From.Before(until) && from.Before(r.Until) }

// seed is what the chance of the round depends on: all that was fixed before it.
func (r Round) seed() accesslog.Seed {
	fixed := []string{r.From.Format(time.DateOnly), r.Until.Format(time.DateOnly), r.Plan.Sum()}
	for _, u := range r.Used {
		fixed = append(fixed, u.SHA256)
	}
	return accesslog.SeedOf(fixed...)
}
