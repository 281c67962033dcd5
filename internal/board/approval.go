package board

import (
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// An ApprovalID names an approval, e.g. "apr_01k3q8…".
type ApprovalID string

// An Approval is a document with the signature of a board member. It is never
// changed: who approves something else makes another.
type Approval struct {
	ID      ApprovalID
	Subject Subject
	Text    []byte // the document, byte for byte; nil in lists
	SHA256  string // of Text, in hex
	By      identity.PersonID
	Name    string // as shown then
	Role    identity.Role
	At      time.Time
	Words   string // what was agreed to, in the language of who signed

	// Size is how many entries of the journal the checkpoint covers. The last of
	// them, with number Size-1, is of this approval and holds its hash.
	Size int64
	Note string // the checkpoint, signed in the same transaction
}

// ApprovalRef is the journal's name for an approval.
func ApprovalRef(id ApprovalID) ref.Ref { return ref.Ref{Kind: "approval", ID: string(id)} }

// A Signed is a journal entry's data: it binds the approval to what was signed.
type Signed struct {
	Approval ApprovalID `json:"approval"`
	Subject  Subject    `json:"subject"`
	SHA256   string     `json:"sha256"`
	Words    string     `json:"words"`

	Role identity.Role `json:"role,omitempty"` // of who signed; older entries do not tell
}

// A Signature is what a person does to sign.
type Signature struct {
	Subject Subject
	SHA256  string // of the document that the person was shown
	Name    string // the person's own name, as typed
	Lang    i18n.Lang
}

// check refuses a signature under what is not there, under something else than the
// person read, or without the person's own name.
func (s Signature) check(by identity.Actor, d Document, sum string) error {
	if d.IsEmpty() {
		return nothingToSign(s.Subject)
	}
	if s.SHA256 != sum {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "board.changed-while-reading",
			Says: i18n.T("Terwijl u las, is er iets gewijzigd.", "Something was changed while you were reading."),
			Hint: i18n.T("Lees wat er nu staat en onderteken dan. Er is niets ondertekend.", "Read what is there now and sign then. Nothing was signed."),
		}
	}
	var c fault.Checker
	by.NeedOwnName(&c, "name", s.Name)
	return c.Fault("board.signature-refused")
}

func nothingToSign(s Subject) error {
	says := i18n.T("Er is nog niets ingevuld dat u kunt goedkeuren.", "Nothing has been filled in yet that you could approve.")
	if s == Plan {
		says = i18n.T("Er staan nog geen acties in het verbeterplan.", "There are no actions in the improvement plan yet.")
	}
	return &fault.Fault{
		Kind: fault.Invalid, Code: "board.nothing-to-sign", Says: says,
		Hint: i18n.T("Vraag uw functionaris informatiebeveiliging om dit eerst te vullen. Er is niets ondertekend.", "Ask your security officer to fill this first. Nothing was signed."),
	}
}

// A Stand is how the newest approval of a subject relates to what is there now.
type Stand struct {
	Subject Subject
	Latest  *Approval  // without Text; nil while nobody has signed
	With    []Approval // others who signed the very same version, latest first
	Same    bool       // what stands now is what was signed
}

// StandOf tells how approvals, newest first, relate to a document with hash sum.
// It is the same while the newest signed version is the present one.
func StandOf(s Subject, approvals []Approval, sum string) Stand {
	stand := Stand{Subject: s}
	for i, a := range approvals {
		switch {
		case a.Subject != s:
		case stand.Latest == nil:
			stand.Latest, stand.Same = &approvals[i], a.SHA256 == sum
		case a.SHA256 == stand.Latest.SHA256 && a.By != stand.Latest.By && !signedBy(stand.With, a.By):
			stand.With = append(stand.With, a)
		}
	}
	return stand
}

func signedBy(all []Approval, p identity.PersonID) bool {
	for _, a := range all {
		if a.By == p {
			return true
		}
	}
	return false
}
