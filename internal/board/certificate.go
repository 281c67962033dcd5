package board

import (
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// A Topic is something that the training of a board member must treat.
type Topic string

// The topics of the Cyberbeveiligingsbesluit.
const (
	KindsOfRisk   Topic = "kinds-of-risk"
	RiskProcesses Topic = "risk-processes"
	Assessing     Topic = "assessing"
	Measuring     Topic = "measures"
)

// Topics lists every topic in the order of the decree.
var Topics = []Topic{KindsOfRisk, RiskProcesses, Assessing, Measuring}

// TopicsSource says where the topics come from, and how sure that is.
var TopicsSource = i18n.T(
	"Naar het Cyberbeveiligingsbesluit, zoals weergegeven in het Cbw (NIS2) Control Framework v1.2 van ADR en NOREA (2025, CC BY 4.0). Dit is een bron uit de tweede hand: het besluit zelf gaat voor.",
	"After the Cyberbeveiligingsbesluit, as rendered in the Cbw (NIS2) Control Framework v1.2 of ADR and NOREA (2025, CC BY 4.0). This is a third-party source: the decree itself prevails.")

// Name returns what people call the topic.
func (t Topic) Name() i18n.Text {
	switch t {
	case KindsOfRisk:
		return i18n.T("Welke soorten risico’s er zijn", "Which kinds of risk there are")
	case RiskProcesses:
		return i18n.T("Hoe u risico’s beheerst", "How risks are managed")
	case Assessing:
		return i18n.T("Hoe u risico’s en maatregelen beoordeelt", "How risks and measures are assessed")
	case Measuring:
		return i18n.T("Welke maatregelen u kunt nemen", "Which measures can be taken")
	}
	return i18n.Same(string(t))
}

// A CertificateID names a certificate, e.g. "cer_01k3q8…".
type CertificateID string

// A Certificate says that a board member was trained.
type Certificate struct {
	ID         CertificateID `json:"id"`
	Person     string        `json:"person"`
	Role       string        `json:"role"`                  // on the board, e.g. "voorzitter"
	Appointed  time.Time     `json:"appointed,omitzero"`    // the day of taking office
	Topics     []Topic       `json:"topics"`                // in the order of Topics
	Provider   string        `json:"provider"`              // who gave the training
	From       time.Time     `json:"from"`                  // the day of the training, or its first
	To         time.Time     `json:"to,omitzero"`           // its last day; zero when it was one day
	ValidUntil time.Time     `json:"valid_until"`           // the last day on which it is good
	Evidence   string        `json:"evidence,omitempty"`    // where the certificate itself lies
	AddedBy    string        `json:"added_by"`              // name, as shown then
	AddedAt    time.Time     `json:"added_at"`              //
	Withdrawn  time.Time     `json:"withdrawn_at,omitzero"` // zero while it counts
}

// CertificateRef is the journal's name for a certificate.
func CertificateRef(id CertificateID) ref.Ref { return ref.Ref{Kind: "certificate", ID: string(id)} }

// A Standing is what a certificate is worth on a day.
type Standing string

// The standings.
const (
	Valid    Standing = "valid"
	Expiring Standing = "expiring" // within ExpiresSoon
	Expired  Standing = "expired"
)

// ExpiresSoon is how many days before its end a certificate asks for attention.
const ExpiresSoon = 60

// Standing tells what the certificate is worth on today.
func (c Certificate) Standing(today time.Time) Standing {
	switch {
	case c.ValidUntil.Before(today):
		return Expired
	case !c.ValidUntil.After(today.AddDate(0, 0, ExpiresSoon)):
		return Expiring
	}
	return Valid
}

// Missing lists the topics that the training did not treat.
func (c Certificate) Missing() []Topic {
	var missing []Topic
	for _, t := range Topics {
		if !slices.Contains(c.Topics, t) {
			missing = append(missing, t)
		}
	}
	return missing
}

// inForce is the day on which the Cyberbeveiligingswet came into force.
var inForce = time.Date(2026, time.August, 15, 0, 0, 0, 0, time.UTC)

// CertificateDue returns the last day on which a board member must hold a
// certificate: two years after the act came into force, so 15 August 2028, or two
// years after taking office for who came later (Cbw art. 24). The zero day stands
// for somebody who was there already.
func CertificateDue(appointed time.Time) time.Time {
	start := inForce
	if appointed.After(inForce) {
		start = appointed
	}
	due := start.AddDate(2, 0, 0)
	if due.Day() != start.Day() { // 29 February: stop at the month's end, so as to give no day away
		due = due.AddDate(0, 0, -due.Day())
	}
	return due
}

func (c Certificate) check(today time.Time) error {
	var k fault.Checker
	k.Need(c.Person != "", "person", i18n.T("Vul de naam van het bestuurslid in.", "Give the name of the board member."))
	k.Line(c.Person, "person", MaxTitle)
	k.Line(c.Role, "role", MaxTitle)
	k.Day(c.Appointed, "appointed")
	k.Need(len(c.Topics) > 0, "topics", i18n.T("Kies ten minste één onderwerp.", "Choose at least one topic."))
	for _, t := range c.Topics {
		k.Need(slices.Contains(Topics, t), "topics", i18n.T("Dit onderwerp kennen wij niet. Kies uit de lijst.", "We do not know this topic. Choose from the list."))
	}
	k.Need(c.Provider != "", "provider", i18n.T("Vul in wie de training gaf.", "Say who gave the training."))
	k.Line(c.Provider, "provider", MaxTitle)
	k.Need(!c.From.IsZero(), "from", i18n.T("Vul de dag van de training in.", "Give the day of the training."))
	k.Day(c.From, "from")
	k.Need(!c.From.After(today), "from", i18n.T("Kies een dag tot en met vandaag: een training die nog komt, geeft geen certificaat.", "Choose a day up to today: a training to come gives no certificate."))
	k.Day(c.To, "to")
	k.Need(c.To.IsZero() || !c.To.Before(c.From) && !c.To.After(today), "to", i18n.T("De laatste dag ligt tussen de eerste dag en vandaag.", "The last day lies between the first day and today."))
	k.Need(!c.ValidUntil.IsZero(), "valid_until", i18n.T("Vul in tot wanneer het certificaat geldig is.", "Say until when the certificate is good."))
	k.Day(c.ValidUntil, "valid_until")
	k.Need(c.ValidUntil.IsZero() || !c.ValidUntil.Before(c.From), "valid_until", i18n.T("Het certificaat kan niet eindigen vóór de training.", "The certificate cannot end before the training."))
	k.Text(c.Evidence, "evidence", MaxText)
	return k.Fault("board.certificate-refused")
}

// A Member is a board member with the certificates that count.
type Member struct {
	Name string
	Role string
	Due  time.Time   // the last day on which a certificate must be there
	Best Certificate // the one that is good for longest; zero for none
	All  []Certificate
}

// Missing lists the topics that none of the member's certificates treats that are
// good today: several trainings together may cover what the act asks.
func (m Member) Missing(today time.Time) []Topic {
	var covered Certificate
	for _, c := range m.All {
		if c.Standing(today) != Expired {
			covered.Topics = append(covered.Topics, c.Topics...)
		}
	}
	return covered.Missing()
}

// State says how the member stands on today: what the certificate is worth, or
// "" without one.
func (m Member) State(today time.Time) Standing {
	if m.Best.ID == "" {
		return ""
	}
	return m.Best.Standing(today)
}

// attention is how many months before a certificate must be there its lack asks for
// attention: a training must be found and followed.
const attention = 6

// AsksAttention reports whether it is time to do something about the training of the
// member: a certificate that ends soon or has ended, or one that must be there within
// half a year and is not, or not on every topic.
func (m Member) AsksAttention(today time.Time) bool {
	switch m.State(today) {
	case Expiring, Expired:
		return true
	case Valid:
		if len(m.Missing(today)) == 0 {
			return false
		}
	}
	return !m.Due.After(today.AddDate(0, attention, 0))
}

// Members joins those with the role of board member and those with a certificate,
// by name; the names of directors come first.
func Members(directors []Director, certificates []Certificate) []Member {
	var all []Member
	at := map[string]int{}
	find := func(name string) *Member {
		key := identity.PlainName(name)
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, Member{Name: name, Due: CertificateDue(time.Time{})})
		}
		return &all[i]
	}
	for _, d := range directors {
		if m := find(d.Name); !d.Appointed.IsZero() {
			m.Due = CertificateDue(d.Appointed)
		}
	}
	for _, c := range certificates {
		if !c.Withdrawn.IsZero() {
			continue
		}
		m := find(c.Person)
		if !c.Appointed.IsZero() {
			m.Due = CertificateDue(c.Appointed)
		}
		m.All = append(m.All, c)
		if m.Best.ID == "" || c.ValidUntil.After(m.Best.ValidUntil) {
			m.Best = c
		}
		if c.Role != "" {
			m.Role = c.Role
		}
	}
	return all
}
