package board

import (
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A DecisionID names a decision, e.g. "dec_01k3q8…".
type DecisionID string

// A Decision is a question to the board, with its answer.
type Decision struct {
	ID         DecisionID `json:"id"`
	Title      string     `json:"title"`
	What       string     `json:"what"`        // what the board is asked to agree to
	Why        string     `json:"why"`         // why now
	CostCents  int64      `json:"cost_cents"`  // 0 means that it costs nothing
	CostYearly bool       `json:"cost_yearly"` // every year, and not once
	RiskIfNot  string     `json:"risk_if_not"` // what may happen without it, in words of care
	By         time.Time  `json:"by,omitzero"` // the day before which the answer is needed
	AskedBy    string     `json:"asked_by"`    // name, as shown then
	AskedAt    time.Time  `json:"asked_at"`

	Status    Status    `json:"status"`
	Reason    string    `json:"reason,omitempty"`
	DecidedBy string    `json:"decided_by,omitempty"` // name, as shown then
	DecidedAt time.Time `json:"decided_at,omitzero"`

	Version int64 `json:"version"` // grows with every change
}

// A Status is where a decision stands.
type Status string

// The statuses.
const (
	Asked     Status = "asked"
	Agreed    Status = "agreed"
	Refused   Status = "refused"
	Later     Status = "later"     // the board comes back to it
	Withdrawn Status = "withdrawn" // whoever asked no longer does
)

// Name returns what people call the status.
func (s Status) Name() i18n.Text {
	switch s {
	case Asked:
		return i18n.T("Wacht op het bestuur", "Waits for the board")
	case Agreed:
		return i18n.T("Akkoord", "Agreed")
	case Refused:
		return i18n.T("Niet akkoord", "Not agreed")
	case Later:
		return i18n.T("Later", "Later")
	case Withdrawn:
		return i18n.T("Ingetrokken", "Withdrawn")
	}
	return i18n.Same(string(s))
}

// IsOpen reports whether the board can still answer.
func (d Decision) IsOpen() bool { return d.Status == Asked || d.Status == Later }

// IsLate reports whether the answer should have been there before today.
func (d Decision) IsLate(today time.Time) bool {
	return d.IsOpen() && !d.By.IsZero() && d.By.Before(today)
}

// Cost writes the cost as people say it.
func (d Decision) Cost(l i18n.Lang) string {
	if d.CostCents == 0 {
		return l.T("geen", "none")
	}
	if d.CostYearly {
		return l.Euro(d.CostCents) + l.T(" per jaar", " a year")
	}
	return l.Euro(d.CostCents) + l.T(" één keer", " once")
}

// MaxOpen is how many decisions may wait for the board at a time: one that is
// asked ten things at once decides none of them well.
const MaxOpen = 3

// The longest texts, in characters.
const (
	MaxTitle = 160
	MaxText  = 2000
)

// DecisionRef is the journal's name for a decision.
func DecisionRef(id DecisionID) ref.Ref { return ref.Ref{Kind: "decision", ID: string(id)} }

// check reports every reason to refuse the question, of which open others wait.
func (d Decision) check(today time.Time, open int) error {
	if open >= MaxOpen {
		return &fault.Fault{
			Kind: fault.Invalid, Code: "board.too-many-decisions",
			Says: i18n.T("Er wachten al drie besluiten op het bestuur.", "Three decisions already wait for the board."),
			Hint: i18n.T("Wacht tot het bestuur heeft besloten, of trek eerst een besluit in. Er is nog niets opgeslagen.", "Wait until the board has decided, or withdraw one first. Nothing was stored."),
		}
	}
	var c fault.Checker
	c.Need(d.Title != "", "title", i18n.T("Geef het besluit een naam.", "Give the decision a name."))
	c.Line(d.Title, "title", MaxTitle)
	c.Need(d.What != "", "what", i18n.T("Schrijf op waarmee het bestuur akkoord moet gaan.", "Write what the board is asked to agree to."))
	c.Text(d.What, "what", MaxText)
	c.Need(d.Why != "", "why", i18n.T("Schrijf op waarom dit nu nodig is.", "Write why it is needed now."))
	c.Text(d.Why, "why", MaxText)
	c.Need(d.CostCents >= 0 && d.CostCents <= 100_000_000_00, "cost", i18n.T("Vul een bedrag in van 0 tot en met 100 miljoen euro.", "Give an amount from 0 to 100 million euros."))
	c.Need(d.RiskIfNot != "", "risk", i18n.T("Schrijf op wat er kan gebeuren als het bestuur dit niet doet.", "Write what may happen if the board does not do this."))
	c.Text(d.RiskIfNot, "risk", MaxText)
	c.Day(d.By, "by")
	c.Need(!d.By.Before(today) || d.By.IsZero(), "by", i18n.T("Kies een dag vanaf vandaag.", "Choose a day from today on."))
	return c.Fault("board.decision-refused")
}

// answer returns the decision with the board's answer.
func (d Decision) answer(s Status, reason, name string, now time.Time) (Decision, error) {
	if !d.IsOpen() {
		return Decision{}, &fault.Fault{
			Kind: fault.Conflict, Code: "board.decided",
			Says: i18n.T("Over deze vraag is al besloten.", "This question has been decided already."),
			Hint: i18n.T("Wilt u iets anders besluiten? Laat er dan een nieuw besluit van maken. Er is niets gewijzigd.", "If you want to decide otherwise, have a new decision made of it. Nothing was changed."),
		}
	}
	var c fault.Checker
	c.Need(s == Agreed || s == Refused || s == Later, "status", i18n.T("Kies akkoord, niet akkoord of later.", "Choose agree, do not agree or later."))
	c.Need(reason != "" || s == Agreed, "reason", i18n.T("Schrijf waarom. Wie het later leest, moet het kunnen begrijpen.", "Write why. Who reads it later must be able to understand."))
	c.Text(reason, "reason", MaxText)
	if err := c.Fault("board.answer-refused"); err != nil {
		return Decision{}, err
	}
	d.Status, d.Reason, d.DecidedBy, d.DecidedAt = s, reason, name, now
	d.Version++
	return d, nil
}

// A Sentence is where the organisation stands in one sentence, written by a
// person of the organisation.
type Sentence struct {
	Text    string    `json:"text"`
	By      string    `json:"by"` // name, as shown then
	At      time.Time `json:"at"`
	Version int64     `json:"version"` // 0 while nobody has written one
}

// MaxSentence is the longest sentence, in characters.
const MaxSentence = 240

// SentenceRef is the journal's name for the board's sentence.
var SentenceRef = ref.Ref{Kind: "board", ID: "sentence"}

// Suggest makes a sentence from the figures, for a person to better. It never
// says more than the figures do.
func Suggest(b Brief) i18n.Text {
	c, late := b.Counts, len(b.Late())
	switch {
	case c.Applicable() > 0 && c.Open*2 > c.Applicable():
		return i18n.T("Wij zijn begonnen: wij weten van de meeste maatregelen nog niet hoe wij ervoor staan.", "We have begun: of most measures we do not know yet where we stand.")
	case late > 0 && late*4 > b.Open():
		return i18n.T(
			"Wij lopen achter op ons plan: "+i18n.NL.Plural(late, "%s actie is te laat.", "%s acties zijn te laat.", "", ""),
			"We are behind our plan: "+i18n.EN.Plural(late, "", "", "%s action is late.", "%s actions are late."))
	case c.InPlace == c.Applicable() && c.Applicable() > 0:
		return i18n.T("Alle maatregelen zijn naar eigen zeggen ingericht; nu moeten wij dat blijven laten zien.", "By our own statement all measures are in place; now we must keep showing it.")
	}
	if t, ok := weakest(b.Themes); ok {
		return i18n.T(
			"Wij zijn op weg, maar bij het onderdeel "+t.Name.NL+" ontbreekt nog het meest.",
			"We are on our way, but most is still missing in the part "+t.Name.EN+".")
	}
	return i18n.T("Wij zijn op weg.", "We are on our way.")
}

// weakest returns the theme in which the largest share is not in place, if one
// stands out from the others.
func weakest(themes []Theme) (worst Theme, ok bool) {
	lowest, second := 2.0, 2.0
	for _, t := range themes {
		if t.Counts.Applicable() == 0 {
			continue
		}
		share := float64(t.Counts.InPlace) / float64(t.Counts.Applicable())
		if share < lowest {
			worst, lowest, second = t, share, lowest
		} else {
			second = min(second, share)
		}
	}
	return worst, second <= 1 && second-lowest >= 0.05
}
