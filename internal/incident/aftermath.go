package incident

import (
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// Limits of what is recorded of the handling of one incident.
const (
	MaxHits  = 200
	MaxTasks = 200
	MaxKept  = 200
	MaxName  = 120
	MaxLost  = 60_000_000               // minutes of care: a million hours
	MaxCost  = 100_000_000_00           // cents of one kind: € 100 million
	maxTolls = 50                       // earlier ones that stay with the incident; the journal keeps all
	farthest = 2 * 365 * 24 * time.Hour // away a task may be due
)

// A Part is a kind of thing that an incident touches.
type Part string

// The parts.
const (
	System   Part = "system"
	Process  Part = "process"  // of care
	Supplier Part = "supplier" // of systems
)

// Parts lists every part in the order in which people choose.
var Parts = []Part{System, Process, Supplier}

// A Hit is something that the incident touched.
type Hit struct {
	Part Part   `json:"part"`
	Of   string `json:"of,omitempty"` // its record in the room of continuity; "" for a name that somebody typed
	Name string `json:"name"`         // as it was called then
}

// HitBy names what the incident touched of a part, in the order in which it was chosen.
func (i Incident) HitBy(p Part) (names []string) {
	for _, h := range i.Hits {
		if h.Part == p {
			names = append(names, h.Name)
		}
	}
	return names
}

// A Cause is where it came from.
type Cause struct {
	Sorts []string `json:"sorts,omitempty"` // of [Counts], in its order
	Text  string   `json:"text,omitempty"`  // in the organisation's own words
}

// A Toll is what it took.
type Toll struct {
	Cents map[string]int64 `json:"cents,omitempty"` // by kind of cost of [Counts]; what cost nothing is left out
	About string           `json:"about,omitempty"` // what the amounts rest on
	Lost  int64            `json:"lost,omitempty"`  // minutes of care that were not given, or not when agreed
	Care  string           `json:"care,omitempty"`  // what that meant, and how it was counted
	By    string           `json:"by,omitempty"`
	At    time.Time        `json:"at,omitzero"` // zero while nobody counted
}

// Total is the sum of the costs, in cents.
func (t Toll) Total() (cents int64) {
	for _, c := range t.Cents {
		cents += c
	}
	return cents
}

// A Task is something that somebody does about the incident.
type Task struct {
	Number int       `json:"number"` // within the incident, from 1
	Text   string    `json:"text"`
	Owner  string    `json:"owner"` // a person or a role, in the organisation's own words
	Due    time.Time `json:"due,omitzero"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	DoneBy string    `json:"done_by,omitempty"`
	Done   time.Time `json:"done,omitzero"`
}

// IsLate reports whether the moment has passed and the task is not done.
func (t Task) IsLate(now time.Time) bool {
	return t.Done.IsZero() && !t.Due.IsZero() && t.Due.Before(now)
}

// OpenTasks counts those that are not done.
func (i Incident) OpenTasks() (n int) {
	for _, t := range i.Tasks {
		if t.Done.IsZero() {
			n++
		}
	}
	return n
}

// A Kept is something that was secured, so that it can be shown later what was
// found: a piece of the room of evidence, which keeps its SHA-256, or something
// that lies elsewhere, with the SHA-256 that somebody took of it.
type Kept struct {
	Number   int       `json:"number"`             // within the incident, from 1
	Evidence string    `json:"evidence,omitempty"` // its ID in the room of evidence; "" for what lies elsewhere
	What     string    `json:"what,omitempty"`     // what it is; "" for a piece of evidence, which has a title
	Place    string    `json:"place,omitempty"`    // where it lies
	SHA256   string    `json:"sha256,omitempty"`   // of what lies elsewhere, lower-case hex; "" when nobody took it
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Back     string    `json:"back,omitempty"` // why this line was taken back; "" while it holds
}

// Holds counts what is secured.
func (i Incident) Holds() (n int) {
	for _, x := range i.Kept {
		if x.Back == "" {
			n++
		}
	}
	return n
}

// A Channel is a way in which people had contact.
type Channel string

// The channels.
const (
	ByPhone  Channel = "phone"
	ByMail   Channel = "mail"
	InPerson Channel = "person"
	ByPortal Channel = "portal"
	ByLetter Channel = "letter"
	OtherWay Channel = "other"
)

// Channels lists every channel in the order in which people choose.
var Channels = []Channel{ByPhone, ByMail, InPerson, ByPortal, ByLetter, OtherWay}

// Name returns what people call it.
func (c Channel) Name() i18n.Text {
	switch c {
	case ByPhone:
		return i18n.T("telefoon", "phone")
	case ByMail:
		return i18n.T("mail", "mail")
	case InPerson:
		return i18n.T("gesprek", "in person")
	case ByPortal:
		return i18n.T("portaal", "portal")
	case ByLetter:
		return i18n.T("brief", "letter")
	case OtherWay:
		return i18n.T("anders", "another way")
	}
	return i18n.Same(string(c))
}

// Source points at the incident from an action of the improvement plan.
func (i Incident) Source() ref.Ref { return i.Ref() }

func (r Counts) checkHits(k *fault.Checker, kind string, hits []Hit) {
	k.Need(kind == "" || hasSort(r.Kinds, kind), "kind", i18n.T("Kies een soort uit de lijst.", "Choose a kind from the list."))
	if len(hits) > MaxHits { // and no word on each of them
		k.Need(false, "hits", i18n.Tf("Noem hoogstens %d systemen, processen en leveranciers.", "Name at most %d systems, processes and suppliers.", MaxHits))
		return
	}
	for _, h := range hits {
		k.Need(slices.Contains(Parts, h.Part), "hits", i18n.T("Kies uit de lijst.", "Choose from the list."))
		k.Need(h.Name != "", string(h.Part), i18n.T("Schrijf een naam op elke regel.", "Write a name on each line."))
		k.Line(h.Name, string(h.Part), MaxName)
	}
}

func (r Counts) checkCause(k *fault.Checker, c Cause) {
	strange := slices.ContainsFunc(c.Sorts, func(s string) bool { return !hasSort(r.Causes, s) })
	k.Need(!strange, "sorts", i18n.T("Kies uit de lijst.", "Choose from the list."))
	k.Text(c.Text, "text", MaxText)
}

func (r Counts) checkToll(k *fault.Checker, t Toll) {
	for kind, cents := range t.Cents {
		name := "cost-" + kind
		k.Need(hasSort(r.Costs, kind), name, i18n.T("Kies uit de lijst.", "Choose from the list."))
		k.Need(cents >= 0, name, i18n.T("Vul een bedrag in van 0 euro of meer.", "Give an amount of 0 euros or more."))
		k.Need(cents <= MaxCost, name, i18n.T("Vul een bedrag in tot en met € 100.000.000.", "Give an amount of up to €100,000,000."))
	}
	k.Text(t.About, "about", MaxText)
	k.Need(t.Lost >= 0 && t.Lost <= MaxLost, "lost", i18n.T("Vul een aantal uren in van 0 tot en met 1.000.000.", "Give a number of hours from 0 to 1,000,000."))
	k.Text(t.Care, "care", MaxText)
}

// check complains about what a task of an incident cannot be. Nobody had one before
// anybody was aware of it, or before it began.
func (t Task) check(k *fault.Checker, of *Incident, now time.Time) {
	k.Need(t.Text != "", "task", i18n.T("Schrijf op wat er moet gebeuren.", "Write what must be done."))
	k.Text(t.Text, "task", MaxReason)
	k.Need(t.Owner != "", "owner", i18n.T("Schrijf op wie het doet.", "Write who does it."))
	k.Line(t.Owner, "owner", MaxName)
	k.Need(t.Due.IsZero() || t.Due.Before(now.Add(farthest)), "due", i18n.T("Kies een moment binnen twee jaar.", "Choose a moment within two years."))
	k.Need(t.Due.IsZero() || !t.Due.Before(of.began()), "due", i18n.T(
		"Dit is vóór het incident. Kies een later moment, of pas eerst aan wanneer het begon.", "This is before the incident. Choose a later moment, or first change when it began."))
}
