package dossier

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Handed is a receipt that somebody gave back for a dossier.
type Handed struct {
	Text  string // as [anchor.ReadReceipt] reads it
	Giver string // whose it is, in the words of who puts it in; no program can tell
}

// A ReceiptSaid is what the journal says of a receipt.
type ReceiptSaid struct {
	Giver   string `json:"giver"`
	Witness string `json:"witness"` // the verifier key under which it stands
	Size    int64  `json:"size"`    // entries under the checkpoint that was seen
	Moment  string `json:"moment"`  // by their clock, RFC 3339
}

// ActReceipt is the journal's action for a receipt that was put in.
const ActReceipt = "dossier.receipt"

// ErrOtherTree is what a Store says of a receipt over another tree than the
// journal's own at that size.
var ErrOtherTree = &fault.Fault{
	Kind: fault.Invalid, Code: "dossier.receipt-other-tree",
	Says: i18n.T("Dit ontvangstbewijs past niet op uw logboek zoals het nu is.", "This receipt does not fit your journal as it is now."),
	Hint: i18n.T("De ander zag op dat punt iets anders dan hier staat. Is er een oudere reservekopie teruggezet? Laat de beheerder van deze installatie het logboek controleren. Er is niets opgeslagen.", "At that point the other saw something else than is here. Was an older backup put back? Have the operator of this installation check the journal. Nothing was stored."),
}

// ErrChangedReceipt is what a Store says of a receipt over the right tree that is
// not word for word what was handed out.
var ErrChangedReceipt = &fault.Fault{
	Kind: fault.Invalid, Code: "dossier.receipt-changed",
	Says: i18n.T("Aan dit ontvangstbewijs is iets veranderd.", "Something in this receipt was changed."),
	Hint: i18n.T("Vraag het opnieuw aan, en neem het hele bestand over. Er is niets opgeslagen.", "Ask for it again, and take over the whole file. Nothing was stored."),
}

// ErrHaveReceipt is what a Store says of a receipt that is there already.
var ErrHaveReceipt = &fault.Fault{
	Kind: fault.Conflict, Code: "dossier.receipt-there",
	Says: i18n.T("Dit ontvangstbewijs is al vastgelegd.", "This receipt was recorded already."),
	Hint: i18n.T("U hoeft niets te doen. Er is niets opgeslagen.", "There is nothing to do. Nothing was stored."),
}

// KeepReceipt records that somebody who got a dossier saw the journal: as an anchor
// beside time stamps and witnesses, and in every dossier that is made from now on.
//
// Refusals: Denied; Invalid when it is no receipt, was changed, or is of another
// journal, ErrOtherTree when it is of another past of this one, and ErrChangedReceipt;
// Conflict when it is there already.
func (s *Service) KeepReceipt(ctx context.Context, by identity.Actor, h Handed) (anchor.Anchor, error) {
	if err := by.Need(identity.Export); err != nil {
		return anchor.Anchor{}, err
	}
	var c fault.Checker
	c.Need(h.Giver != "", "giver", i18n.T("Schrijf van wie u het ontvangstbewijs kreeg.", "Write from whom you got the receipt."))
	c.Text(h.Giver, "giver", MaxFor)
	c.Need(h.Text != "", "receipt", i18n.T("Kies het bestand, of plak de tekst van het ontvangstbewijs.", "Choose the file, or paste the text of the receipt."))
	r, err := anchor.ReadReceipt(h.Text)
	if h.Text != "" {
		c.Need(err == nil, "receipt", i18n.T("Dit is geen ontvangstbewijs, of er is iets aan veranderd. Vraag het opnieuw aan, en neem het hele bestand over.", "This is no receipt, or something in it was changed. Ask for it again, and take over the whole file."))
	}
	if err := c.Fault("dossier.receipt-refused"); err != nil {
		return anchor.Anchor{}, err
	}
	origin, seen, err := r.Stated()
	c.Need(err == nil && origin == s.Signer.Origin+"/"+string(by.Org), "receipt", i18n.T("Dit ontvangstbewijs hoort bij een ander logboek dan dat van deze organisatie.", "This receipt belongs to another journal than that of this organisation."))
	if err := c.Fault("dossier.receipt-refused"); err != nil {
		return anchor.Anchor{}, err
	}
	now := s.Now()
	a := anchor.Anchor{
		ID: s.NewID("anc"), Kind: anchor.Received, Who: r.Key.Name(), Size: seen.Size, Proof: []byte(r.Note), At: r.At, Kept: now,
		Key: r.Key.String(), Giver: h.Giver,
	}
	said := ReceiptSaid{Giver: h.Giver, Witness: a.Key, Size: a.Size, Moment: a.At.Format(time.RFC3339)}
	if err := s.Store.KeepReceipt(ctx, by.Org, a, by.Draft(now, ActReceipt, Object(a.Size), said)); err != nil {
		return anchor.Anchor{}, fmt.Errorf("keep receipt: %w", err)
	}
	return a, nil
}
