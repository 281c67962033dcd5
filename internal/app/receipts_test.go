package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
)

// TestAReceiptMustFitTheJournal: of another organisation, over another tree, with a
// flipped bit, or from before an older backup was put back.
func TestAReceiptMustFitTheJournal(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	w, by := p.elsewhereWitness(), p.by(identity.SecurityOfficer)
	put := func(text string) error {
		return only(p.Dossier.KeepReceipt(p.ctx(), by, dossier.Handed{Text: text, Giver: "Ziekenhuis Zuid"}))
	}
	good := p.receiptBy(w)
	size := s.size(p.id)
	for i := range len(good) - 1 {
		flipped := []byte(good)
		flipped[i] ^= 1 << (i % 8)
		if err := put(string(flipped)); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("with a bit of byte %d flipped: %v", i, err)
		}
	}
	for name, text := range map[string]string{"of another organisation": q.receiptBy(p.elsewhereWitness()), "nothing": "", "a letter": "Geachte heer,"} {
		if err := put(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.plan()
	later := p.receiptBy(w)
	s.putBack(p.id, size)
	s.must(os.Remove(filepath.Join(s.Config.Data, "signed", string(p.id))))
	if err := put(later); !isFault(err, "dossier.receipt-other-tree") {
		t.Errorf("over more than there is: %v", err)
	}
	for s.size(p.id) < size+2 {
		p.plan()
	}
	p.receiptBy(w)
	if err := put(later); !isFault(err, "dossier.receipt-other-tree") {
		t.Errorf("over a past that was replaced: %v", err)
	}
	before := s.size(p.id)
	if err := put(good); err != nil || s.size(p.id) != before+1 {
		t.Errorf("one that fits: %v", err)
	}
	s.must(s.DB.Write(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error {
		return tx.Exec(s.ctx(), `UPDATE journal_anchors SET public = $2 WHERE org_id = $1`, p.id, p.elsewhereWitness().Public())
	}))
	s.must(s.CheckAll(s.ctx()))
	if !strings.Contains(s.log.String(), "does not hold") {
		t.Error("a receipt under another key was not noticed at night")
	}
}

// TestAReceiptIsOfItsKey: one that somebody made under the name of another keeps that
// other out neither of the journal nor of the dossiers, and of one that is put in
// twice at once one says that it was there.
func TestAReceiptIsOfItsKey(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		put := func(text string) error {
			return only(p.Dossier.KeepReceipt(p.ctx(), p.by(identity.SecurityOfficer), dossier.Handed{Text: text, Giver: "Ziekenhuis Zuid"}))
		}
		fake, genuine := p.receiptBy(p.elsewhereWitness()), p.receiptBy(p.elsewhereWitness())
		s.must(put(fake))
		before, refused := s.size(p.id), make([]error, 4)
		var all sync.WaitGroup
		for i := range refused {
			all.Go(func() { refused[i] = put(genuine) })
		}
		all.Wait()
		there := 0
		for _, err := range refused {
			if err != nil && !isFault(err, "dossier.receipt-there") {
				s.Errorf("the real one: %v", err)
			}
			if err != nil {
				there++
			}
		}
		if there != 3 || s.size(p.id) != before+1 || len(s.anchors(p.id)) != 2 {
			s.Errorf("%d of 4 were there already, %d entries, %d anchors; want 3, 1 and 2", there, s.size(p.id)-before, len(s.anchors(p.id)))
		}
	})
}

// TestReceiptsDoNotStandForWhoIsAsked: they are listed apart, push nobody off the
// page, and say not when somebody outside last saw the journal.
func TestReceiptsDoNotStandForWhoIsAsked(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		officer, logbook := s.signIn(p.people[identity.SecurityOfficer], true), "/o/"+string(p.id)+"/logboek"
		const nobody, last = "Er is nog geen getuige en geen tijdstempel", "Laatst buiten dit systeem vastgelegd"
		put := func() {
			s.must(only(p.Dossier.KeepReceipt(p.ctx(), p.by(identity.SecurityOfficer), dossier.Handed{Text: p.receiptBy(p.elsewhereWitness()), Giver: "Ziekenhuis Zuid"})))
		}
		put()
		if page := s.ask(http.MethodGet, logbook, officer, ""); !strings.Contains(page.Body, nobody) || strings.Contains(page.Body, last) || !strings.Contains(page.Body, "Ontvangstbewijs van Ziekenhuis Zuid") {
			s.Error("a receipt alone stands for somebody who is asked")
		}
		p.anchored()
		for range 7 {
			put()
		}
		if page := s.ask(http.MethodGet, logbook, officer, ""); strings.Contains(page.Body, nobody) || !strings.Contains(page.Body, last) || !strings.Contains(page.Body, "Getuige getuige.example") {
			s.Error("receipts push a witness off the page")
		}
	})
}
