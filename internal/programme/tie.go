package programme

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Bond is what ties somebody to a requirement.
type Bond string

// The bonds.
const (
	Owns     Bond = "owns"     // is its owner now
	Answered Bond = "answered" // stored an answer to it
	Proved   Bond = "proved"   // added evidence for it
	Vouched  Bond = "vouched"  // is named as who stands for evidence of it
	Signed   Bond = "signed"   // approved, for the board, how far the measures are met
	Improves Bond = "improves" // has an action of the improvement plan for it, or did one
)

// A Tie is one bond of one person. Owners are tied while they own, and so is who has
// an action while it is not done; the others for [TieYears] after what they did.
type Tie struct {
	Requirement string
	Person      identity.PersonID
	Bond        Bond
	On          time.Time // the day of the newest deed; zero for what goes on: Owns, and an action that is not done
}

// TieYears is how long work on a requirement keeps somebody from auditing it.
const TieYears = 2

// holds reports whether the tie still keeps somebody from an internal audit.
func (t Tie) holds(today time.Time) bool {
	return t.On.IsZero() || t.On.After(today.AddDate(-TieYears, 0, 0))
}

// Says tells the tie of "you", to follow "You cannot judge this:".
func (t Tie) Says() i18n.Text {
	day := i18n.T(i18n.NL.Day(t.On), i18n.EN.Day(t.On))
	switch t.Bond {
	case Owns:
		return i18n.T("is de eigenaar", "is the owner")
	case Answered:
		return i18n.T("vulde het antwoord in ("+day.NL+")", "filled in the answer ("+day.EN+")")
	case Proved:
		return i18n.T("voegde bewijs toe ("+day.NL+")", "added evidence ("+day.EN+")")
	case Vouched:
		return i18n.T("staat voor bewijs in ("+day.NL+")", "vouches for evidence ("+day.EN+")")
	case Signed:
		return i18n.T("ondertekende voor het bestuur hoever de maatregelen zijn ("+day.NL+")", "signed for the board how far the measures are met ("+day.EN+")")
	case Improves:
		if t.On.IsZero() {
			return i18n.T("heeft er een verbeteractie voor", "has an improvement action for it")
		}
		return i18n.T("deed er een verbeteractie voor ("+day.NL+")", "did an improvement action for it ("+day.EN+")")
	}
	return i18n.Same(string(t.Bond))
}

// OwnerOf returns who owns a requirement; "" while nobody does.
func OwnerOf(ties []Tie, requirement string) identity.PersonID {
	for _, t := range ties {
		if t.Requirement == requirement && t.Bond == Owns {
			return t.Person
		}
	}
	return ""
}

// Binding returns the ties that keep a person from an internal audit of a
// requirement; none for who is independent of the work on it (9.2.2 b).
func Binding(ties []Tie, person identity.PersonID, requirement string, today time.Time) []Tie {
	return slices.DeleteFunc(slices.Clone(ties), func(t Tie) bool {
		return t.Person != person || t.Requirement != requirement || !t.holds(today)
	})
}

// MayJudge refuses who may not judge a requirement in the round, with the reason:
// in a self-audit anybody but its owner; in an internal audit who does not carry the
// round, or is tied to the requirement.
func (r Round) MayJudge(by identity.Actor, req *framework.Requirement, ties []Tie, today time.Time) error {
	name := req.Short()
	refuse := func(code, nl, en string, hint i18n.Text) error {
		return &fault.Fault{Kind: fault.Conflict, Code: code, Says: i18n.T(nl, en), Hint: hint}
	}
	if r.Tier == Self {
		if OwnerOf(ties, req.ID) == by.Person {
			return nil
		}
		return refuse("programme.not-owner",
			"U bent niet de eigenaar van "+name.NL+". In een zelfaudit kijkt de eigenaar zelf.", "You are not the owner of "+name.EN+". In a self-audit the owner looks.",
			i18n.T("Laat de eigenaar oordelen. Er is niets opgeslagen.", "Let the owner judge. Nothing was stored."))
	}
	if !r.IsBy(by.Person) {
		return notAuditor()
	}
	if tied := Binding(ties, by.Person, req.ID, today); len(tied) > 0 {
		nl, en := saying(tied)
		return refuse("programme.not-independent",
			"U kunt "+name.NL+" niet beoordelen in een interne audit, want "+by.Name+" "+nl+".", "You cannot judge "+name.EN+" in an internal audit, because "+by.Name+" "+en+".",
			i18n.T("Laat iemand kijken die er niet aan werkte. Er is niets opgeslagen.", "Let somebody look who did not work on it. Nothing was stored."))
	}
	return nil
}

// saying joins ties into one sentence.
func saying(ties []Tie) (nl, en string) {
	var all, every []string
	for _, t := range ties {
		all, every = append(all, t.Says().NL), append(every, t.Says().EN)
	}
	return i18n.NL.And(all), i18n.EN.And(every)
}

func notAuditor() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "programme.not-auditor",
		Says: i18n.T("Deze ronde is niet aan u gegeven.", "This round was not given to you."),
		Hint: i18n.T("Wie het programma beheert, kan u bij de ronde zetten. Er is niets opgeslagen.", "Whoever keeps the programme can put you in the round. Nothing was stored."),
	}
}

// unjudged lists the requirements that nobody could judge in the round: without an
// owner in a self-audit, without a free auditor in an internal audit.
func (r Round) unjudged(scope []string, ties []Tie, today time.Time) (all []string) {
	for _, id := range scope {
		free := r.Tier == Self && OwnerOf(ties, id) != ""
		if r.Tier == Internal {
			free = slices.ContainsFunc(r.Auditors, func(a Auditor) bool { return len(Binding(ties, a.Person, id, today)) == 0 })
		}
		if !free {
			all = append(all, id)
		}
	}
	return all
}

// Unjudged lists what nobody could judge in the round as it stands.
func (s State) Unjudged(ties []Tie, today time.Time) []string {
	return s.unjudged(s.Scope, ties, today)
}

// stuck refuses to begin while nobody could judge something.
func stuck(cat *framework.Catalogue, r Round, unjudged []string) error {
	var nl, en []string
	for _, id := range unjudged {
		if req := cat.Find(id); req != nil {
			nl, en = append(nl, req.Short().NL), append(en, req.Short().EN)
		}
	}
	says := i18n.T("Geen van de auditors is vrij voor: "+strings.Join(nl, " · ")+". Zij werkten er zelf aan.", "None of the auditors is free for: "+strings.Join(en, " · ")+". They worked on it themselves.")
	hint := i18n.T("Zet iemand anders bij de ronde, of haal deze eisen eruit. Er is niets opgeslagen.", "Put somebody else in the round, or take these requirements out. Nothing was stored.")
	if r.Tier == Self {
		says = i18n.T("Zonder eigenaar is een zelfaudit niet mogelijk. Dit heeft er geen: "+strings.Join(nl, " · ")+".", "Without an owner there is no self-audit. These have none: "+strings.Join(en, " · ")+".")
		hint = i18n.T("Kies een eigenaar bij de maatregel, of haal deze eisen uit de ronde. Er is niets opgeslagen.", "Choose an owner at the measure, or take these requirements out of the round. Nothing was stored.")
	}
	return &fault.Fault{Kind: fault.Conflict, Code: "programme.nobody-free", Says: says, Hint: hint}
}
