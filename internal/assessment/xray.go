package assessment

import (
	"slices"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Doubt is something in the answers that cannot be, or can no longer be. It
// accuses nobody: it says where to look.
type Doubt struct {
	Requirement *framework.Requirement
	Kind        DoubtKind
	Level       framework.Level // of which the doubt speaks; "" for none
}

// A DoubtKind is one standing check.
type DoubtKind string

// The standing checks.
const (
	MetWithoutEvidence     DoubtKind = "met-without-evidence"
	OperationBeforeDoing   DoubtKind = "operation-before-existence"
	ExpiredEvidence        DoubtKind = "expired-evidence"
	OwnerLeft              DoubtKind = "owner-left"
	ExcludedWithoutReason  DoubtKind = "excluded-without-reason"
	CareMeasureExcluded    DoubtKind = "care-measure-excluded"
	ReviewOverdue          DoubtKind = "review-overdue"
	StartingPointUntouched DoubtKind = "starting-point"
)

// DoubtKinds lists every check, the most serious first.
var DoubtKinds = []DoubtKind{
	OperationBeforeDoing, ExpiredEvidence, MetWithoutEvidence, CareMeasureExcluded, ExcludedWithoutReason, OwnerLeft, ReviewOverdue, StartingPointUntouched,
}

// Title names the check.
func (k DoubtKind) Title() i18n.Text {
	switch k {
	case MetWithoutEvidence:
		return i18n.T("Ja gezegd, maar zonder bewijs", "Said yes, but without evidence")
	case OperationBeforeDoing:
		return i18n.T("Het werkt, maar wij doen het nog niet", "It works, but we do not do it yet")
	case ExpiredEvidence:
		return i18n.T("Het bewijs is verlopen", "The evidence has expired")
	case OwnerLeft:
		return i18n.T("De eigenaar werkt hier niet meer", "The owner no longer works here")
	case ExcludedWithoutReason:
		return i18n.T("Niet van toepassing, zonder reden", "Not applicable, without a reason")
	case CareMeasureExcluded:
		return i18n.T("Een maatregel van de zorg zelf is uitgesloten", "A measure of care itself is left out")
	case ReviewOverdue:
		return i18n.T("De dag om opnieuw te kijken is voorbij", "The review date has passed")
	case StartingPointUntouched:
		return i18n.T("Nog een beginpunt: niemand heeft het bevestigd", "Still a starting point: nobody has confirmed it")
	}
	return i18n.Same(string(k))
}

// Todo says what to do about it.
func (k DoubtKind) Todo() i18n.Text {
	switch k {
	case MetWithoutEvidence:
		return i18n.T("Voeg bewijs toe, of schrijf waar het ligt. Een beoordelaar vraagt ernaar.", "Add evidence, or write where it lies. An assessor will ask.")
	case OperationBeforeDoing:
		return i18n.T("Kan iets werken wat u niet doet? Kijk beide antwoorden na.", "Can something work that you do not do? Check both answers.")
	case ExpiredEvidence:
		return i18n.T("Vervang het bewijs. Verlopen bewijs telt niet meer mee voor werking.", "Replace the evidence. Expired evidence no longer counts for operation.")
	case OwnerLeft:
		return i18n.T("Kies een nieuwe eigenaar.", "Choose a new owner.")
	case ExcludedWithoutReason:
		return i18n.T("Schrijf waarom. Zonder reden mag een maatregel niet worden uitgesloten.", "Write why. Without a reason a measure may not be left out.")
	case CareMeasureExcluded:
		return i18n.T("Deze acht maatregelen gelden in de zorg bijna altijd. Kijk de reden nog eens na.", "These eight measures nearly always apply in care. Look at the reason once more.")
	case ReviewOverdue:
		return i18n.T("Kijk of het antwoord nog klopt en kies een nieuwe dag.", "See whether the answer still holds and choose a new day.")
	case StartingPointUntouched:
		return i18n.T("Het antwoord komt uit de quickscan of een oude lijst. Klopt het nog?", "The answer comes from the quick scan or an old list. Does it still hold?")
	}
	return i18n.Same("")
}

// Evidence is what the checks need to know of the evidence behind one answer.
type Evidence struct {
	Support Support
	Expired Support // there is evidence on the level, and none of it is valid any more
	Count   int     // pieces linked, withdrawn ones left out
}

// XRay looks through one answer.
func XRay(r *framework.Requirement, a Answer, e Evidence, members map[identity.PersonID]bool, today time.Time) []Doubt {
	var found []Doubt
	doubt := func(when bool, k DoubtKind, l framework.Level) {
		if when {
			found = append(found, Doubt{r, k, l})
		}
	}
	doubt(a.Owner != "" && !members[a.Owner], OwnerLeft, "")
	if a.Applies == NotApplicable {
		doubt(a.Reason == "", ExcludedWithoutReason, "")
		doubt(r.CareSpecific, CareMeasureExcluded, "")
		return found
	}
	working := a.Operation.Reply == Yes || a.Operation.Reply == Partly
	doubt(working && a.Existence.Reply != Yes && a.Existence.Reply != Partly, OperationBeforeDoing, framework.Operation)
	for _, l := range framework.Levels {
		expired := e.Expired.On(l)
		doubt(expired, ExpiredEvidence, l)
		doubt(a.On(l).Reply == Yes && !e.Support.On(l) && !expired, MetWithoutEvidence, l)
	}
	doubt(!a.ReviewOn.IsZero() && a.ReviewOn.Before(today), ReviewOverdue, "")
	doubt(a.Origin != Own && !a.IsBlank(), StartingPointUntouched, "")
	return found
}

// Worst sorts doubts by kind, the most serious first, then by the norm's order.
func Worst(doubts []Doubt) {
	slices.SortStableFunc(doubts, func(a, b Doubt) int {
		return slices.Index(DoubtKinds, a.Kind) - slices.Index(DoubtKinds, b.Kind)
	})
}
