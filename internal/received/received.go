// Package received keeps which dossiers an organisation got from others, and
// whether each continues those that came before it.
//
// # Words
//
// A dossier tells of a journal: its origin names installation and organisation.
// A [Received] is what is kept of one dossier: not the file, but its SHA-256, the
// signed checkpoint in it, and what the check of it found, which is the check of
// `aantoonbaar verify` ([dossier.Verify]) and no other. A dossier is compared with
// every earlier one of the same origin: see [Relation]. A fork is a journal that
// has two pasts; the second is kept, because it is proof.
//
// # Receipts
//
// Whoever keeps a dossier cosigns its checkpoint, as a witness of this installation
// ([anchor.Receipt]): the sender puts that in as an anchor. It is given only for a
// journal that continues all that anybody on this installation saw of it, under a
// key that a person got by another way. See docs/adr/0036-received-dossiers.md.
package received

import (
	"encoding/base64"
	"time"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// An ID names a received dossier, e.g. "rcd_01k3q8…".
type ID string

// A Received is what is kept of one dossier.
type Received struct {
	ID ID `json:"id"`

	// What the dossier says of itself.
	From   string    `json:"from"`   // the organisation, as the dossier names it
	Origin string    `json:"origin"` // of the journal, "aantoonbaar-1a2b3c4d/org_…"
	Size   int64     `json:"size"`   // entries in the journal
	Root   string    `json:"root"`   // over them, base64
	At     time.Time `json:"at"`     // of the last entry, by the sender's clock; zero when it says none
	Note   string    `json:"note"`   // the signed checkpoint; "" when the file as a whole does not hold

	// What the check found.
	Keys     []string        `json:"keys"`             // that count for the journal: the first is the one under which this dossier stands
	Vouched  bool            `json:"vouched"`          // a person got one of Keys by another way than a dossier
	Verdict  dossier.Verdict `json:"verdict"`          // of the whole
	Counts   Counts          `json:"counts"`           // of its claims
	Problems []string        `json:"problems"`         // with the file as a whole, the first few, in English
	Dutch    []string        `json:"problems_nl"`      // the same in Dutch; fewer in what was kept before it was written down
	Relation Relation        `json:"relation"`         // to the earlier ones
	Beside   ID              `json:"beside,omitempty"` // the one that Relation is about; "" for none
	Withheld Withheld        `json:"withheld"`         // why there is no receipt; "" when there is one
	Receipt  string          `json:"receipt"`          // as it is handed out; "" for none

	// Who has it.
	File   string    `json:"file"`   // name of the file that came in
	Bytes  int64     `json:"bytes"`  // its length
	SHA256 string    `json:"sha256"` // its hash, hex
	Remark string    `json:"remark"` // of who kept it
	By     string    `json:"by"`     // name of who kept it, as shown then
	Kept   time.Time `json:"kept"`
}

// ProblemsIn are the problems in a language, in English where there is no other.
func (r Received) ProblemsIn(l i18n.Lang) []string {
	if l == i18n.NL && len(r.Dutch) == len(r.Problems) {
		return r.Dutch
	}
	return r.Problems
}

// Counts are how many claims have each verdict.
type Counts struct {
	Proven       int `json:"proven"`
	Erased       int `json:"erased"`
	NotProven    int `json:"not_proven"`
	Contradicted int `json:"contradicted"`
}

// Ref is the journal's name for the dossier.
func (r Received) Ref() ref.Ref { return Ref(r.ID) }

// Ref is the journal's name for a received dossier.
func Ref(id ID) ref.Ref { return ref.Ref{Kind: "received", ID: string(id)} }

// Key is the verifier key under which the dossier stands; "" when it states none.
func (r Received) Key() string {
	if len(r.Keys) == 0 {
		return ""
	}
	return r.Keys[0]
}

// Loud reports whether the dossier shows something that may not be overlooked.
func (r Received) Loud() bool { return r.Relation.forked() || r.Relation == OtherKey }

// Outcome is the verdict that counts: a dossier that is proven by itself is
// contradicted by another past, and by a key that is not its sender's.
func (r Received) Outcome() dossier.Verdict {
	if r.Loud() {
		return dossier.Contradicted
	}
	return r.Verdict
}

// A Relation is how a dossier stands to the earlier ones of the same journal.
type Relation string

// The relations.
const (
	Uncompared Relation = ""          // the file as a whole does not hold
	First      Relation = "first"     // nothing was received of this journal before
	Same       Relation = "same"      // exactly as large, and the same
	Grown      Relation = "grown"     // every earlier one is the beginning of it
	Smaller    Relation = "smaller"   // a larger one was received before; how the two fit cannot be seen from this one
	Forked     Relation = "forked"    // it has another past than an earlier one, under a key of the same sender
	SeenForked Relation = "seen-fork" // the same, than what another organisation on this installation received
	OtherKey   Relation = "other-key" // it stands under a key to which no replacement in the journal leads
)

// forked reports whether there are two pasts, which is proven by two signatures.
func (r Relation) forked() bool { return r == Forked || r == SeenForked }

// Says tells a person what the relation means.
func (r Relation) Says() i18n.Text {
	switch r {
	case First:
		return i18n.T("Dit is het eerste dossier dat hier van dit logboek is ontvangen. Een volgend dossier wordt hiermee vergeleken.", "This is the first dossier of this journal that was received here. A next one is compared with it.")
	case Same:
		return i18n.T("Dit logboek is gelijk aan wat u eerder ontving.", "This journal is the same as what you received before.")
	case Grown:
		return i18n.T("Dit logboek gaat verder waar het vorige dossier ophield. Aan wat u eerder ontving is niets veranderd.", "This journal goes on where the previous dossier ended. Nothing of what you received before was changed.")
	case Smaller:
		return i18n.T("Dit dossier is ouder dan wat u al heeft: het logboek was toen korter. Of het past op het nieuwere, is met dit bestand niet te zien. Vraag een dossier van vandaag.", "This dossier is older than what you have: the journal was shorter then. Whether it fits the newer one cannot be seen from this file. Ask for a dossier of today.")
	case Forked:
		return i18n.T("Dit logboek heeft twee verledens. Wat u eerder ontving, staat hier anders, en beide zijn ondertekend met een sleutel van deze afzender. Regels zijn veranderd of weggehaald, er is een oudere reservekopie teruggezet, of iemand anders heeft een sleutel. Vraag de afzender om uitleg en bewaar beide bestanden.", "This journal has two pasts. What you received before stands here otherwise, and both are signed under a key of this sender. Entries were changed or removed, an older backup was put back, or somebody else has a key. Ask the sender to explain, and keep both files.")
	case SeenForked:
		return i18n.T("Dit logboek heeft twee verledens. Op deze installatie is het eerder anders gezien dan in dit dossier, en beide zijn ondertekend met een sleutel van deze afzender. Regels zijn veranderd of weggehaald, er is een oudere reservekopie teruggezet, of iemand anders heeft een sleutel. Vraag de afzender om uitleg en bewaar het bestand.", "This journal has two pasts. On this installation it was seen otherwise before than in this dossier, and both are signed under a key of this sender. Entries were changed or removed, an older backup was put back, or somebody else has a key. Ask the sender to explain, and keep the file.")
	case OtherKey:
		return i18n.T("Dit dossier staat onder een andere sleutel dan u opgaf of eerder vastlegde, en geen wisseling van sleutel in dit logboek leidt daarheen. Het kan van iemand anders zijn. Vraag de sleutel opnieuw aan de afzender, langs een andere weg dan het bestand.", "This dossier stands under another key than the one you gave or recorded before, and no replacement of keys in this journal leads to it. It may be somebody else’s. Ask the sender for the key again, by another way than the file.")
	case Uncompared:
	}
	return i18n.T("Het bestand als geheel klopt niet. Daarom is het niet vergeleken met wat u eerder ontving.", "The file as a whole does not hold. So it was not compared with what you received before.")
}

// A Withheld is why there is no receipt.
type Withheld string

// The reasons.
const (
	Given         Withheld = ""               // there is one
	NotWhole      Withheld = "not-whole"      // the file as a whole does not hold
	NotVouched    Withheld = "not-vouched"    // nobody got its key by another way
	NotContinuing Withheld = "not-continuing" // this organisation has another past, a later state or another key
	SeenOtherwise Withheld = "seen-otherwise" // this installation saw another past of it
	SeenMore      Withheld = "seen-more"      // this installation saw more of it
	SeenOtherKey  Withheld = "seen-other-key" // this installation saw it under another key
	FromHere      Withheld = "from-here"      // it is of this very installation
	InMyName      Withheld = "in-my-name"     // its checkpoint has a line under the name of the witness here
)

// Says tells a person why; nothing for Given.
func (w Withheld) Says() i18n.Text {
	switch w {
	case NotWhole:
		return i18n.T("Er komt geen ontvangstbewijs: het bestand als geheel klopt niet.", "There is no receipt: the file as a whole does not hold.")
	case NotVouched:
		return i18n.T("Er komt geen ontvangstbewijs: u heeft de sleutel van de afzender niet opgegeven. Vraag hem langs een andere weg dan het bestand en controleer het dossier dan opnieuw.", "There is no receipt: you did not give the sender’s key. Ask for it by another way than the file, and then check the dossier again.")
	case NotContinuing:
		return i18n.T("Er komt geen ontvangstbewijs: dit dossier gaat niet verder op wat u eerder ontving.", "There is no receipt: this dossier does not continue what you received before.")
	case SeenOtherwise:
		return i18n.T("Er komt geen ontvangstbewijs: op deze installatie is eerder een ander verleden van ditzelfde logboek gezien. Vraag de afzender om uitleg.", "There is no receipt: this installation saw another past of this very journal before. Ask the sender to explain.")
	case SeenMore:
		return i18n.T("Er komt geen ontvangstbewijs: op deze installatie is al een latere stand van dit logboek gezien. Vraag een dossier van vandaag.", "There is no receipt: this installation saw a later state of this journal already. Ask for a dossier of today.")
	case SeenOtherKey:
		return i18n.T("Er komt geen ontvangstbewijs: op deze installatie is dit logboek eerder onder een andere sleutel gezien.", "There is no receipt: this installation saw this journal under another key before.")
	case FromHere:
		return i18n.T("Er komt geen ontvangstbewijs: het logboek staat op deze zelfde installatie. Wie haar beheert, kan allebei schrijven; dan bewijst een ontvangstbewijs niets.", "There is no receipt: the journal is on this very installation. Whoever manages it can write both, and then a receipt proves nothing.")
	case InMyName:
		return i18n.T("Er komt geen ontvangstbewijs: onder de handtekening in dit bestand staat al een regel op naam van deze installatie, en die hoort daar niet. Vraag de afzender om uitleg.", "There is no receipt: under the signature in this file there is a line in the name of this installation already, which does not belong there. Ask the sender to explain.")
	case Given:
	}
	return i18n.Text{}
}

// MaxReceived is how many dossiers an organisation can keep; a page lists them all.
const MaxReceived = 2_000

// ErrFull is what a Store says when there is no room for another.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "received.full",
	Says: i18n.Tf("Er is plaats voor %d ontvangen dossiers, en zo veel zijn er.", "There is room for %d received dossiers, and that many there are.", MaxReceived),
	Hint: i18n.T("Dit dossier is niet opgeslagen.", "This dossier was not stored."),
}

// ErrMeanwhile is the answer when another dossier came in between the check and
// the saying yes.
var ErrMeanwhile = &fault.Fault{
	Kind: fault.Conflict, Code: "received.meanwhile",
	Says: i18n.T("Intussen is een ander dossier van ditzelfde logboek bewaard, of dit al.", "Meanwhile another dossier of this very journal was kept, or this one already."),
	Hint: i18n.T("Kijk in de lijst, en controleer het bestand zo nodig opnieuw. Er is niets opgeslagen.", "Look in the list, and check the file again if need be. Nothing was stored."),
}

func rootText(root [32]byte) string { return base64.StdEncoding.EncodeToString(root[:]) }
