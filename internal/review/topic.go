package review

import (
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/plan"
)

// A Topic is one input that clause 9.3.2 asks for.
type Topic string

// The topics. The clause names performance as one with four parts; each has a
// place of its own here.
const (
	Earlier    Topic = "earlier"
	Changes    Topic = "changes"
	Parties    Topic = "parties"
	Deviations Topic = "deviations"
	Monitoring Topic = "monitoring"
	Audits     Topic = "audits"
	Objectives Topic = "objectives"
	Feedback   Topic = "feedback"
	Risks      Topic = "risks"
	Chances    Topic = "chances"
)

// Topics lists every topic in the order in which a meeting takes them.
var Topics = []Topic{Earlier, Changes, Parties, Deviations, Monitoring, Audits, Objectives, Feedback, Risks, Chances}

// Name returns the topic as the agenda has it.
func (t Topic) Name() i18n.Text {
	switch t {
	case Earlier:
		return i18n.T("Wat werd er van eerdere acties?", "What became of earlier actions?")
	case Changes:
		return i18n.T("Wat verandert er, binnen en buiten?", "What is changing, inside and outside?")
	case Parties:
		return i18n.T("Wat verwachten anderen van ons?", "What do others expect of us?")
	case Deviations:
		return i18n.T("Wat ging er mis?", "What went wrong?")
	case Monitoring:
		return i18n.T("Wat laten de cijfers zien?", "What do the figures show?")
	case Audits:
		return i18n.T("Wat vonden beoordelaars?", "What did assessors find?")
	case Objectives:
		return i18n.T("Halen wij onze doelen?", "Do we reach our objectives?")
	case Feedback:
		return i18n.T("Wat hoorden wij van cliënten, medewerkers en partners?", "What did we hear from clients, staff and partners?")
	case Risks:
		return i18n.T("Welke risico's zijn er, en hoe staat het plan?", "Which risks are there, and how is the plan?")
	case Chances:
		return i18n.T("Wat kan beter?", "What can be better?")
	}
	return i18n.Same(string(t))
}

// Asks returns what to talk about under the topic.
func (t Topic) Asks() i18n.Text {
	switch t {
	case Earlier:
		return i18n.T("Is gedaan wat de vorige keer is besloten? Zo niet, waarom?", "Was done what was decided last time? If not, why?")
	case Changes:
		return i18n.T("Denk aan nieuwe wetten, een fusie, een nieuw dossiersysteem, ander personeel.", "Think of new laws, a merger, a new record system, other staff.")
	case Parties:
		return i18n.T("Denk aan cliëntenraad, zorgverzekeraar, inspectie, gemeente en ketenpartners.", "Think of the clients' council, health insurer, inspectorate, municipality and partners.")
	case Deviations:
		return i18n.T("Welke incidenten en afwijkingen kwamen terug? Is de oorzaak weg?", "Which incidents and deviations came back? Is the cause gone?")
	case Monitoring:
		return i18n.T("Gaat het vooruit? Kloppen deze cijfers met wat u zelf ziet?", "Is there progress? Do these figures match what you see yourself?")
	case Audits:
		return i18n.T("Wat zei de interne audit, en wat zei iemand van buiten?", "What did the internal audit say, and what did somebody from outside?")
	case Objectives:
		return i18n.T("Welke doelen had de organisatie zich gesteld, en wat kwam ervan?", "Which objectives had the organisation set, and what came of them?")
	case Feedback:
		return i18n.T("Denk aan klachten, vragen, de cliëntenraad en het teamoverleg.", "Think of complaints, questions, the clients' council and team meetings.")
	case Risks:
		return i18n.T("Welk risico houdt u wakker? Is de aanpak genoeg?", "Which risk keeps you awake? Is what is done about it enough?")
	case Chances:
		return i18n.T("Wat kan eenvoudiger, goedkoper of veiliger?", "What can be simpler, cheaper or safer?")
	}
	return i18n.Text{}
}

// A Fact is one sentence under a topic, which the program gathered.
type Fact struct {
	Says i18n.Text `json:"says"`
	Path string    `json:"path,omitempty"` // of the page within the organisation that has more
}

// Counted is a fact that is a number of things, in the four forms of
// [i18n.Lang.Plural].
func Counted(path string, n int, nlOne, nlMany, enOne, enMany string) Fact {
	return Fact{Says: i18n.Plural(n, nlOne, nlMany, enOne, enMany), Path: path}
}

// earlier tells what became of the decisions of other reviews than r.
func earlier(r Review, actions []plan.Action, today time.Time) []Fact {
	var decided []plan.Action
	for _, a := range actions {
		if a.Source.Kind == plan.FromReview && a.Source != r.source() {
			decided = append(decided, a)
		}
	}
	if len(decided) == 0 {
		return []Fact{{Says: i18n.T("Er zijn geen besluiten uit een eerdere directiebeoordeling in dit systeem.", "There are no decisions of an earlier management review in this system.")}}
	}
	n := plan.Count(decided, today)
	const path = "/verbeterplan"
	facts := []Fact{
		Counted(path, n.Done, "%s besluit van eerdere keren is uitgevoerd.", "%s besluiten van eerdere keren zijn uitgevoerd.", "%s decision of earlier times was carried out.", "%s decisions of earlier times were carried out."),
		Counted(path, n.Open+n.Busy, "%s besluit is nog niet klaar.", "%s besluiten zijn nog niet klaar.", "%s decision is not done yet.", "%s decisions are not done yet."),
	}
	for _, a := range decided {
		if a.IsLate(today) {
			facts = append(facts, Fact{i18n.T("Te laat: "+a.Title+" (klaar op "+i18n.NL.Day(a.Due)+")", "Late: "+a.Title+" (due on "+i18n.EN.Day(a.Due)+")"), path + "/" + a.ID})
		}
	}
	return facts
}
