// Package people keeps who must learn what about working safely, and whether they
// did: trainings, the people they are for, who was there, and subjects to talk about
// in a team.
//
// # Words
//
// A [Training] is something that people follow: a course, an e-learning, a talk of
// five minutes, an exercise, a text to read. Its [Audience] says for whom it is. A
// [Participant] is somebody at work: with an account, or only on the list of
// [Staff]. A [Subject] is a talk that we wrote, to begin with. A [Session] is one time
// that a training was given, with who was there; a [Certificate] says that somebody
// passed; a [Said] is their own word. A [Campaign] is a practice mail, in numbers. Where somebody stands with a training is a [Mark].
//
// # Names
//
// The name of somebody without an account stands in one record, and everything else
// points at that record. So erasing it takes the name from everywhere, and every
// count stays as it was. See NEN 7510-2 6.3 and the GDPR, article 5(1)(c).
package people

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// An ID names a record of this room, e.g. "trn_01k3q8…". That of somebody with an
// account is the ID of the account.
type ID string

// A Change is who changed a record of this room last.
type Change = record.Change

// A Record is anything that this room keeps.
type Record = record.Record

// Entered is a record with its entry of the journal.
type Entered = record.Entered

// The kinds of records, as the journal names them.
const (
	TrainingKind    = "training"
	StaffKind       = "staff"
	SessionKind     = "training-session"
	CertificateKind = "training-certificate"
	CampaignKind    = "phishing"
	SaidKind        = "training-said"
)

// A Kind is how people learn in a training.
type Kind string

// The kinds.
const (
	Talk      Kind = "talk"       // five minutes in a team meeting
	Course    Kind = "course"     // with somebody who teaches
	ELearning Kind = "e-learning" //
	Exercise  Kind = "exercise"   // doing it, as on a day without the client record
	Reading   Kind = "reading"    // a text
)

// Kinds lists every kind in the order in which people choose.
var Kinds = []Kind{Talk, Course, ELearning, Exercise, Reading}

var kindNames = map[Kind]i18n.Text{
	Talk:      i18n.T("Gesprek in het team", "Talk in the team"),
	Course:    i18n.T("Cursus", "Course"),
	ELearning: i18n.T("E-learning", "E-learning"),
	Exercise:  i18n.T("Oefening", "Exercise"),
	Reading:   i18n.T("Iets om te lezen", "Something to read"),
}

// Name returns what people call the kind.
func (k Kind) Name() i18n.Text { return kindNames[k] }

// A Training is something that people follow, once or again and again.
type Training struct {
	ID           ID        `json:"id"`
	Kind         Kind      `json:"kind"`
	Title        string    `json:"title"`
	About        string    `json:"about,omitempty"` // what it treats, and where to find it
	For          Audience  `json:"for"`
	Every        int       `json:"every,omitempty"`        // months until it is followed again; 0 when once is enough
	Since        time.Time `json:"since"`                  // the day from which it is asked, midnight UTC
	Requirements []string  `json:"requirements,omitempty"` // of which it is a part, as the catalogue names them
	Subject      string    `json:"subject,omitempty"`      // the [Subject] that it began with
	Gone         time.Time `json:"gone,omitzero"`          // when it was taken out; zero while it is there
	Change
}

// Ref is the journal's name for the training.
func (t Training) Ref() ref.Ref { return ref.Ref{Kind: TrainingKind, ID: string(t.ID)} }

// Newcomer is how many months somebody has for a training that is new to them: who
// begins to work (without a first day: who was added), or who was there when the training
// was made.
const Newcomer = 3

// Everys are the months between two times that people can choose.
var Everys = []int{0, 3, 6, 12, 24, 36}

// The longest texts, in characters, and the most groups of one record.
const (
	maxName   = 120
	maxText   = 2000
	maxGroups = 20
)

// MaxLinks is how many requirements one training can be a part of.
const MaxLinks = 20

// Page is where this room lies within an organisation.
const Page = "/scholing"

// Always is the requirement that every training is a part of.
const Always = "nen7510-2:2024/6.3"

func (t Training) tidy() Training {
	t.Title, t.About = strings.TrimSpace(t.Title), strings.TrimSpace(t.About)
	t.For = t.For.tidy()
	if !slices.Contains(t.Requirements, Always) {
		t.Requirements = append([]string{Always}, t.Requirements...)
	}
	return t
}

// check complains about every field that cannot be stored as it is.
func (t Training) check(k *fault.Checker, c *framework.Catalogue) {
	k.Need(kindNames[t.Kind].NL != "", "kind", i18n.T("Kies hoe mensen dit leren.", "Choose how people learn this."))
	k.Need(t.Title != "", "title", i18n.T("Schrijf op hoe dit heet.", "Write what this is called."))
	k.Line(t.Title, "title", maxName)
	k.Text(t.About, "about", maxText)
	t.For.check(k)
	k.Need(slices.Contains(Everys, t.Every), "every", i18n.T("Kies uit de lijst hoe vaak dit terugkomt.", "Choose from the list how often this returns."))
	k.Need(len(t.Requirements) <= MaxLinks, "requirements", i18n.Tf("Noem hoogstens %d maatregelen.", "Name at most %d measures.", MaxLinks))
	for _, r := range t.Requirements[:min(MaxLinks, len(t.Requirements))] {
		k.Need(c.Find(r) != nil, "requirements", i18n.T("De maatregel ‘"+r+"’ kennen wij niet. Schrijf nummers van NEN 7510-2, zoals 6.3.", "We do not know the measure ‘"+r+"’. Write numbers of NEN 7510-2, such as 6.3."))
	}
}
