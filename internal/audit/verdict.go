package audit

import (
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// An Outcome is what the assessor concludes.
type Outcome string

// The outcomes.
const (
	Met         Outcome = "met"
	PartlyMet   Outcome = "partly"
	NotMet      Outcome = "not-met"
	NotAssessed Outcome = "not-assessed" // says why
)

// Outcomes lists every outcome in the order in which people choose.
var Outcomes = []Outcome{Met, PartlyMet, NotMet, NotAssessed}

// Name returns the outcome as people say it.
func (o Outcome) Name() i18n.Text {
	switch o {
	case Met:
		return i18n.T("Voldoet", "Met")
	case PartlyMet:
		return i18n.T("Voldoet deels", "Partly met")
	case NotMet:
		return i18n.T("Voldoet niet", "Not met")
	case NotAssessed:
		return i18n.T("Niet beoordeeld", "Not assessed")
	}
	return i18n.T("Nog geen oordeel", "No verdict yet")
}

// A Method is what a verdict rests on.
type Method string

// The methods. All but the first are practice.
const (
	ByDocument      Method = "document"
	ByInterview     Method = "interview"
	ByObservation   Method = "observation"
	ByTest          Method = "test"
	ByReperformance Method = "reperformance"
)

// Methods lists every method, the one that shows least first.
var Methods = []Method{ByDocument, ByInterview, ByObservation, ByTest, ByReperformance}

// Name returns what people call the method.
func (m Method) Name() i18n.Text {
	switch m {
	case ByDocument:
		return i18n.T("Document gelezen", "Document read")
	case ByInterview:
		return i18n.T("Gesprek", "Interview")
	case ByObservation:
		return i18n.T("Zelf gezien", "Observation")
	case ByTest:
		return i18n.T("Technische test", "Technical test")
	case ByReperformance:
		return i18n.T("Zelf nagedaan", "Re-performance")
	}
	return i18n.Same(string(m))
}

// A Verdict is what an assessor concludes of one requirement on one level.
type Verdict struct {
	Requirement string
	Level       framework.Level
	Outcome     Outcome
	Method      Method    // "" for NotAssessed
	Seen        string    // what was seen, or why nothing was
	On          time.Time // the day on which it was seen; zero for NotAssessed
	Place       string    // where, or with whom
	Evidence    []string  // pieces of the organisation's evidence, by ID
	Note        string    // a pointer to the assessor's own note or file

	By      identity.PersonID // who judged last
	ByName  string
	At      time.Time
	Version int64 // 0 while there is none; a form sends back the one it was made from
}

// same reports whether two verdicts say the same, whoever says it.
func (v Verdict) same(w Verdict) bool {
	return v.Outcome == w.Outcome && v.Method == w.Method && v.Seen == w.Seen && v.On.Equal(w.On) && v.Place == w.Place && v.Note == w.Note && slices.Equal(v.Evidence, w.Evidence)
}

// Check complains about what is missing, under the names of the form's fields:
// "design_outcome" and so on. First and last are the days between which something can
// have been seen: see [Engagement.seenBetween].
func (v Verdict) Check(c *fault.Checker, first, last time.Time) {
	name := func(field string) string { return string(v.Level) + "_" + field }
	c.Need(slices.Contains(Outcomes, v.Outcome), name("outcome"), i18n.T("Kies een oordeel.", "Choose a verdict."))
	c.Text(v.Seen, name("seen"), MaxText)
	c.Line(v.Place, name("place"), MaxLine)
	c.Line(v.Note, name("note"), MaxLine)
	if v.Outcome == NotAssessed {
		c.Need(v.Seen != "", name("seen"), i18n.T("Schrijf waarom u dit niet beoordeelt.", "Write why you do not assess this."))
		return
	}
	c.Need(slices.Contains(Methods, v.Method), name("method"), i18n.T("Kies waarop uw oordeel rust.", "Choose what your verdict rests on."))
	c.Need(v.Seen != "", name("seen"), i18n.T("Schrijf wat u zag of hoorde. Een oordeel zonder waarneming houdt geen stand.", "Write what you saw or heard. A verdict without an observation does not stand."))
	c.Need(!v.On.IsZero(), name("on"), i18n.T("Vul de dag in waarop u dit zag.", "Give the day on which you saw this."))
	c.Need(v.On.IsZero() || !v.On.Before(first) && !v.On.After(last), name("on"), i18n.T(
		"Kies een dag van het onderzoek, van "+i18n.NL.Day(first)+" tot en met "+i18n.NL.Day(last)+". Het gaat om de dag waarop u dit zag of las. De datum van het stuk zelf schrijft u bij wat u zag.",
		"Choose a day of the work, from "+i18n.EN.Day(first)+" to "+i18n.EN.Day(last)+". It is the day on which you saw or read this. The date of the piece itself you write with what you saw."))
}

// seenBetween are the first and the last day on which an assessor can have seen
// something: from the first day of the work until today, and no later than the access.
func (e Engagement) seenBetween(today time.Time) (first, last time.Time) {
	if last = e.Terms.AccessUntil; today.Before(last) {
		last = today
	}
	return e.Terms.From, last
}

// A Clash says that somebody else judged the same level in the meantime.
type Clash struct {
	Theirs []Verdict // as they stand now
}

// Error describes the clash for a log line.
func (c *Clash) Error() string { return "somebody else judged the same level in the meantime" }

// A ThemeShare counts the verdicts on operation of one theme.
type ThemeShare struct {
	Theme    framework.Theme `json:"theme"`
	Verdicts int             `json:"verdicts"` // those that were assessed
	Practice int             `json:"practice"` // of these, on more than a document
	Asked    int             `json:"asked"`    // verdicts, and what the sample asked of which there is none; 0 in older reports
}

// Of is what the share is a share of: whatever was asked, assessed or not.
func (s ThemeShare) Of() int { return max(s.Asked, s.Verdicts) }

// Practice counts, by theme, which verdicts on operation rest on practice, and how many
// were asked: one by requirement of the sample, and one for each that was assessed
// beside it. What the draw asked stays asked when it was dropped or called not assessed,
// whatever the reason; what the assessor added alone and dropped again does not. Themes
// of which nothing was asked are left out.
func Practice(cat *framework.Catalogue, sample []Pick, verdicts []Verdict) []ThemeShare {
	asked := map[string]bool{}
	for _, p := range sample {
		asked[p.Requirement] = p.Dropped == "" || !slices.Equal(p.Reasons, []Reason{ByHand})
	}
	by := map[string]Verdict{}
	for _, v := range verdicts {
		if v.Level == framework.Operation && v.Outcome != NotAssessed {
			by[v.Requirement], asked[v.Requirement] = v, true
		}
	}
	var shares []ThemeShare
	for _, t := range framework.Themes {
		s := ThemeShare{Theme: t}
		for _, r := range cat.Requirements {
			if r.Theme != t || !asked[r.ID] {
				continue
			}
			s.Asked++
			v, assessed := by[r.ID]
			if !assessed {
				continue
			}
			s.Verdicts++
			if v.Method != ByDocument {
				s.Practice++
			}
		}
		if s.Asked > 0 {
			shares = append(shares, s)
		}
	}
	return shares
}

// OnPaper reports whether an assessment rests mainly on documents: of less than
// threshold per cent of what was asked the verdict on operation rests on practice. One
// of which nothing was asked tested nothing in practice.
func OnPaper(shares []ThemeShare, threshold int) bool {
	asked, practice := 0, 0
	for _, s := range shares {
		asked, practice = asked+s.Of(), practice+s.Practice
	}
	return asked == 0 || practice*100 < threshold*asked
}

// PaperLabel is what stands wherever an assessment on paper is named.
var PaperLabel = i18n.T("Vooral op papier beoordeeld", "Mainly on documents")
