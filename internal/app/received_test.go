package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/app"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/sqldb"
)

// elsewhereWitness is the witness of an installation of somebody else.
func (p *provider) elsewhereWitness() *anchor.Witness {
	p.Helper()
	w, err := anchor.LoadWitness(filepath.Join(p.TempDir(), "witness-key"), "elders-witness", nil, nil, p.clock)
	p.must(err)
	return w
}

// receiptBy signs the journal as it stands, and has a witness cosign that, as under
// a dossier.
func (p *provider) receiptBy(w *anchor.Witness) string {
	p.Helper()
	var point journal.Checkpoint
	p.must(p.DB.Write(p.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) (err error) {
		point, err = p.Signer.Sign(p.ctx(), tx, string(p.id), p.clock())
		return err
	}))
	key, err := note.NewVerifier(p.Signer.Public())
	p.must(err)
	r, _, err := w.Receive(point.Note, []note.Verifier{key}, anchor.Seen{}, func(int64) (tlog.Hash, bool) { return point.Root, true })
	p.must(err)
	return r.String()
}

// give makes a dossier of p's journal as it stands.
func (p *provider) give() []byte {
	p.Helper()
	by := p.by(identity.Administrator)
	made, err := p.Dossier.Make(p.ctx(), by, dossier.Request{For: "het ziekenhuis", Files: true})
	p.must(err)
	write, err := p.Dossier.Open(p.ctx(), by, made.Size, true)
	p.must(err)
	var file bytes.Buffer
	p.must(write(&file))
	return file.Bytes()
}

// gets checks a dossier and keeps it.
func (p *provider) gets(file []byte, key string) received.Received {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	c, err := p.Received.Check(p.ctx(), by, received.Upload{Name: "d.zip", Key: key, Content: bytes.NewReader(file)})
	p.must(err)
	kept, err := p.Received.Keep(p.ctx(), by, c.Carried, "")
	p.must(err)
	if c.Relation != kept.Relation || c.Withheld != kept.Withheld {
		p.Errorf("the preview said %q and %q, and it was kept as %q and %q", c.Relation, c.Withheld, kept.Relation, kept.Withheld)
	}
	return kept
}

// sealedIn is what a preview hands on, as it stands in the page.
func sealedIn(page string) string {
	_, rest, _ := strings.Cut(page, `name="carried" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// TestADossierGoesFromOneInstallationToAnother and a receipt comes back: through the
// pages of both, on both engines, into the next dossier, which both programs check.
func TestADossierGoesFromOneInstallationToAnother(t *testing.T) {
	each(t, func(hospital *site) {
		supplier := open(hospital.T, filepath.Join(hospital.TempDir(), "supplier.db"))
		from, to := supplier.provider(1), hospital.provider(2)
		file, key := from.give(), supplier.Signer.Public()

		officer, home := hospital.signIn(to.people[identity.SecurityOfficer], true), "/o/"+string(to.id)+"/ontvangen"
		before := hospital.size(to.id)
		preview := hospital.upload(home, officer, map[string]string{"key": key}, "dossier.zip", string(file))
		if preview.Code != http.StatusOK || !strings.Contains(preview.Body, "Er is nog niets opgeslagen") || !strings.Contains(preview.Body, "U krijgt er een ontvangstbewijs bij") {
			hospital.Fatalf("the preview = %d: %s", preview.Code, preview.Body)
		}
		if after := hospital.size(to.id); after != before {
			hospital.Errorf("looking wrote %d entries", after-before)
		}
		form := "remark=Gevraagd+voor+het+contract&carried=" + strings.NewReplacer("+", "%2B", "=", "%3D", "/", "%2F").Replace(sealedIn(preview.Body))
		saved := hospital.ask(http.MethodPost, home+"/bewaren", officer, form)
		if saved.Code != http.StatusSeeOther || hospital.size(to.id) != before+1 {
			hospital.Fatalf("keeping = %d: %s", saved.Code, saved.Body)
		}
		if twice := hospital.ask(http.MethodPost, home+"/bewaren", officer, form); twice.Code != http.StatusConflict || hospital.size(to.id) != before+1 {
			hospital.Errorf("kept twice = %d", twice.Code)
		}
		page := saved.Header.Get("Location")
		receipt := hospital.ask(http.MethodGet, page+"/ontvangstbewijs", officer, "")
		if receipt.Code != http.StatusOK || !strings.HasPrefix(receipt.Body, "aantoonbaar/receipt/1\n") || !strings.HasPrefix(receipt.Header.Get("Content-Disposition"), "attachment;") {
			hospital.Fatalf("the receipt = %d %v: %s", receipt.Code, receipt.Header, receipt.Body)
		}
		if shown := hospital.ask(http.MethodGet, page, officer, ""); !strings.Contains(shown.Body, "Gevraagd voor het contract") || !strings.Contains(shown.Body, hospital.Witness.Public()) {
			hospital.Error("the page does not show the remark and the key of the receipt")
		}

		giver := supplier.signIn(from.people[identity.SecurityOfficer], true)
		logbook := "/o/" + string(from.id) + "/logboek"
		if a := supplier.upload(logbook+"/ontvangstbewijs", giver, map[string]string{"giver": "Ziekenhuis Zuid", "receipt": receipt.Body}, "", ""); a.Code != http.StatusSeeOther {
			hospital.Fatalf("putting the receipt in = %d: %s", a.Code, a.Body)
		}
		if a := supplier.upload(logbook+"/ontvangstbewijs", giver, map[string]string{"giver": "Ziekenhuis Zuid"}, "bewijs.txt", receipt.Body); a.Code != http.StatusConflict {
			hospital.Errorf("putting it in twice = %d", a.Code)
		}
		if a := supplier.ask(http.MethodGet, logbook, giver, ""); !strings.Contains(a.Body, "Ontvangstbewijs van Ziekenhuis Zuid") {
			hospital.Error("the page of anchors does not show the receipt")
		}
		supplier.must(supplier.CheckAll(supplier.ctx()))
		if strings.Contains(supplier.log.String(), "does not hold") {
			hospital.Errorf("the nightly check: %s", supplier.log.String())
		}
		supplier.cosignedBy(from.give(), hospital.Witness.Public())
		if kept := to.gets(from.give(), ""); kept.Relation != received.Grown || !kept.Vouched || kept.Receipt == "" {
			hospital.Errorf("the next dossier: %s, %+v", kept.Relation, kept)
		}
		hospital.recalls(to)
	})
}

// cosignedBy runs both programs over a dossier: the cosignature in it counts for
// whoever names the witness, and for nobody else.
func (s *site) cosignedBy(file []byte, witness string) {
	s.Helper()
	path := filepath.Join(s.TempDir(), "dossier.zip")
	s.must(os.WriteFile(path, file, 0o600))
	for _, trust := range [][]string{nil, {"--trust-witness", witness}} {
		var out, complaints strings.Builder
		code := app.Main(s.ctx(), append([]string{"verify", path, "--json", "--key", s.Signer.Public()}, trust...), &out, &complaints)
		var r dossier.Report
		s.must(json.Unmarshal([]byte(out.String()), &r))
		want := dossier.NotProven
		if trust != nil {
			want = dossier.Proven
		}
		if code != 0 || len(r.Anchors) != 1 || r.Anchors[0].Kind != anchor.Cosignature || r.Anchors[0].Verdict != want {
			s.Errorf("verify %v = %d, %+v%s", trust, code, r.Anchors, &complaints)
		}
	}
	if code, said := s.node(path, s.Signer.Public(), witness); code != 0 || !strings.Contains(said, `"cosignatures":1`) {
		s.Errorf("the second program = %d: %s", code, said)
	}
}

// recalls compares what the store has with what the journal tells.
func (s *site) recalls(p *provider) {
	s.Helper()
	all, err := p.Received.Store.All(p.ctx(), p.id)
	s.must(err)
	state, err := past.Recall(p.id, entriesOf(s.T, s.App, p.id))
	s.must(err)
	if diff := cmp.Diff(all, state.Received); diff != "" || len(all) < 2 {
		s.Errorf("%d were received; the journal tells otherwise (-store +journal):\n%s", len(all), diff)
	}
}

// TestAnotherPastIsSeenByWhoeverKeptTheFirst: the supplier's database, signatures and
// memory all fit each other, and the next dossier is proven by itself.
func TestAnotherPastIsSeenByWhoeverKeptTheFirst(t *testing.T) {
	supplier, hospital := open(t, filepath.Join(t.TempDir(), "s.db")), open(t, filepath.Join(t.TempDir(), "h.db"))
	from, to, other := supplier.provider(1), hospital.provider(2), hospital.provider(3)
	key := supplier.Signer.Public()
	small := from.give()
	from.plan()
	first := from.give()
	if kept := to.gets(first, key); kept.Relation != received.First || kept.Receipt == "" {
		t.Fatalf("the first: %+v", kept)
	}
	if kept := to.gets(first, ""); kept.Relation != received.Same || kept.Receipt == "" || !kept.Vouched {
		t.Errorf("the same again: %s, %q", kept.Relation, kept.Withheld)
	}
	if kept := to.gets(small, key); kept.Relation != received.Smaller || kept.Withheld != received.NotContinuing {
		t.Errorf("an older one: %s, %q", kept.Relation, kept.Withheld)
	}
	if kept := other.gets(small, key); kept.Relation != received.First || kept.Withheld != received.SeenMore {
		t.Errorf("an older one, at another organisation: %s, %q", kept.Relation, kept.Withheld)
	}
	supplier.rewrite(from)
	forged := from.give()
	if kept := other.gets(forged, key); kept.Relation != received.SeenForked && kept.Relation != received.Forked || kept.Withheld == received.Given {
		t.Errorf("another past, at another organisation of the installation: %s, %q", kept.Relation, kept.Withheld)
	}
	kept := to.gets(forged, "")
	if kept.Relation != received.Forked || kept.Receipt != "" || kept.Verdict == dossier.Contradicted {
		t.Errorf("another past: %s, %q, %s", kept.Relation, kept.Withheld, kept.Verdict)
	}
	officer := hospital.signIn(to.people[identity.SecurityOfficer], true)
	for _, path := range []string{"/ontvangen", "/ontvangen/" + string(kept.ID), "/logboek"} {
		page := hospital.ask(http.MethodGet, "/o/"+string(to.id)+path, officer, "")
		if !strings.Contains(page.Body, "twee verledens") || path != "/logboek" && !strings.Contains(page.Body, "op zichzelf bekeken") {
			t.Errorf("%s does not tell of the fork", path)
		}
	}
	if again := to.gets(first, ""); again.Relation != received.Forked {
		t.Errorf("the first past after the fork: %s", again.Relation)
	}
}

// TestAnotherPastIsSeenByTheWholeInstallation: what one organisation keeps makes
// another one's fork loud, with a key and without one, and says not who that was.
func TestAnotherPastIsSeenByTheWholeInstallation(t *testing.T) {
	each(t, func(hospital *site) {
		supplier := open(hospital.T, filepath.Join(hospital.TempDir(), "supplier.db"))
		from, first, with, without := supplier.provider(1), hospital.provider(2), hospital.provider(3), hospital.provider(4)
		key := supplier.Signer.Public()
		from.plan()
		first.gets(from.give(), key)
		supplier.rewrite(from)
		forged := from.give()
		for name, to := range map[string]*provider{key: with, "": without} {
			kept := to.gets(forged, name)
			if kept.Relation != received.SeenForked || kept.Withheld != received.SeenOtherwise || kept.Outcome() != dossier.Contradicted || kept.Receipt != "" {
				hospital.Errorf("with key %q: %s, %q, %s", name, kept.Relation, kept.Withheld, kept.Outcome())
			}
			officer := hospital.signIn(to.people[identity.SecurityOfficer], true)
			for path, says := range map[string]string{"/ontvangen": "Op deze installatie is het eerder anders gezien", "/ontvangen/" + string(kept.ID): "Op deze installatie is het eerder anders gezien", "/logboek": "twee verledens"} {
				if page := hospital.ask(http.MethodGet, "/o/"+string(to.id)+path, officer, ""); !strings.Contains(page.Body, says) || strings.Contains(page.Body, string(first.id)) {
					hospital.Errorf("with key %q: %s does not tell of the fork, or tells whose", name, path)
				}
			}
			if again := to.gets(forged, ""); again.Relation != received.SeenForked {
				hospital.Errorf("with key %q, again: %s", name, again.Relation)
			}
			hospital.recalls(to)
		}
	})
}

// TestAnotherKeyIsTold, unless the journal leads to it.
func TestAnotherKeyIsTold(t *testing.T) {
	supplier, hospital := open(t, filepath.Join(t.TempDir(), "s.db")), open(t, filepath.Join(t.TempDir(), "h.db"))
	from, to := supplier.provider(1), hospital.provider(2)
	key, stranger := supplier.Signer.Public(), open(t, filepath.Join(t.TempDir(), "x.db")).Signer.Public()
	file := from.give()
	if kept := to.gets(file, ""); kept.Relation != received.First || kept.Withheld != received.NotVouched || kept.Verdict != dossier.NotProven {
		t.Errorf("without a key: %s, %q, %s", kept.Relation, kept.Withheld, kept.Verdict)
	}
	if kept := to.gets(file, stranger); kept.Relation != received.OtherKey || kept.Receipt != "" || kept.Verdict != dossier.Contradicted {
		t.Errorf("under a key of somebody else: %s, %q, %s", kept.Relation, kept.Withheld, kept.Verdict)
	}
	if kept := to.gets(file, key); kept.Relation != received.Same || kept.Receipt == "" {
		t.Errorf("under its own: %s, %q", kept.Relation, kept.Withheld)
	}
	supplier.at(supplier.clock().Add(time.Hour))
	_, _, err := supplier.RotateSigning(supplier.ctx())
	supplier.must(err)
	from.plan()
	if kept := to.gets(from.give(), ""); kept.Relation != received.Grown || kept.Receipt == "" || len(kept.Keys) != 2 || kept.Key() != supplier.Signer.Public() {
		t.Errorf("after the key was replaced: %s, %q, %v", kept.Relation, kept.Withheld, kept.Keys)
	}
	if own := to.gets(to.give(), hospital.Signer.Public()); own.Withheld != received.FromHere {
		t.Errorf("of this very installation: %q", own.Withheld)
	}
}

// TestWhatIsNoDossierIsRefused with words, and nothing is stored.
func TestWhatIsNoDossierIsRefused(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, home := s.signIn(p.people[identity.SecurityOfficer], true), "/o/"+string(p.id)+"/ontvangen"
	good, key, err := foreign()
	s.must(err)
	before := s.size(p.id)
	for _, tt := range []struct {
		name   string
		file   []byte
		key    string
		status int
		says   string
	}{
		{"no file", nil, "", http.StatusUnprocessableEntity, "Er kwam geen bestand aan"},
		{"0 bytes", []byte{}, "", http.StatusUnprocessableEntity, "een leeg bestand"},
		{"not a zip", []byte("%PDF-1.7 verslag"), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"another zip", zipped(t, "brief.txt", []byte("Beste lezer")), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"a bomb", deflated(t, 200<<20), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"names that share their bytes", shared(t, 2000, 1<<20), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"cut off", good[:len(good)-30], key, http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"a key that is none", good, "sleutel", http.StatusUnprocessableEntity, "Dit is geen sleutel"},
	} {
		name := "dossier.zip"
		if tt.file == nil {
			name = ""
		}
		a := s.upload(home, officer, map[string]string{"key": tt.key}, name, string(tt.file))
		if a.Code != tt.status || !strings.Contains(a.Body, tt.says) || !strings.Contains(a.Body, "Er is n") {
			t.Errorf("%s: %d: %s", tt.name, a.Code, a.Body)
		}
	}
	if _, err := dossier.OriginOf(bytes.NewReader(shared(t, 20, 1000)), int64(len(shared(t, 20, 1000)))); err == nil || !strings.Contains(err.Error(), "together larger") {
		t.Errorf("names that share their bytes: %v", err)
	}
	short := dossier.Trust{Keys: []string{key}, Longest: 100}
	if r, err := short.Verify(t.Context(), bytes.NewReader(good), int64(len(good))); err != nil || r.Log != nil || !strings.Contains(strings.Join(r.Problems, "; "), "longer than 100 bytes") {
		t.Errorf("a list that is too long for a shared machine: %+v, %v", r, err)
	}
	if a := s.ask(http.MethodPost, home+"/bewaren", officer, "carried=aGFsbG8%3D"); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a preview that is none: %d", a.Code)
	}
	if after := s.size(p.id); after != before {
		t.Errorf("%d entries were written", after-before)
	}
	left, err := filepath.Glob(filepath.Join(s.Config.Data, ".received-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestWhoSendsSlowlyKeepsNobodyElseWaiting: two uploads of one organisation at a time,
// and those of others go on.
func TestWhoSendsSlowlyKeepsNobodyElseWaiting(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	var all sync.WaitGroup
	var slow []*io.PipeWriter
	for range 2 {
		r, w := io.Pipe()
		slow = append(slow, w)
		all.Go(func() {
			_, err := p.Received.Check(p.ctx(), p.by(identity.Contributor), received.Upload{Name: "d.zip", Content: r})
			if !isFault(err, "received.cut-off") {
				t.Errorf("an upload that broke off: %v", err)
			}
		})
		_, err := w.Write([]byte("PK")) // whoever reads has a place
		s.must(err)
	}
	if _, err := p.look(p.by(identity.Contributor)); fault.KindOf(err) != fault.Overload {
		t.Errorf("a third of the same organisation: %v", err)
	}
	if _, err := q.look(q.by(identity.Contributor)); err != nil {
		t.Errorf("of another organisation: %v", err)
	}
	for _, w := range slow {
		s.must(w.CloseWithError(io.ErrUnexpectedEOF))
	}
	all.Wait()
	if _, err := p.look(p.by(identity.Contributor)); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

// TestTwoChecksAtATime: of what arrived a third is asked to wait, of whichever
// organisation, and may when one is done.
func TestTwoChecksAtATime(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	name, begun, done := s.Received.NewID, make(chan struct{}), make(chan struct{})
	s.Received.NewID = func(prefix string) string { // asked for halfway a check
		begun <- struct{}{}
		<-done
		return name(prefix)
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if _, err := p.look(p.by(identity.Contributor)); err != nil {
				t.Errorf("one of two: %v", err)
			}
		})
		<-begun
	}
	if _, err := q.look(q.by(identity.Contributor)); fault.KindOf(err) != fault.Overload {
		t.Errorf("a third: %v", err)
	}
	close(done)
	all.Wait()
	s.Received.NewID = name
	if _, err := q.look(q.by(identity.Contributor)); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

// TestADossierOfWhatCanBeNoNameIsRefused with words: the name goes into an index.
func TestADossierOfWhatCanBeNoNameIsRefused(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		good, _, err := foreign()
		s.must(err)
		for _, origin := range []string{"a\x00b", "a\xffb", strings.Repeat("x/", 3000), "", "a b"} {
			file := replaced(s.T, good, dossier.CheckpointName, []byte(origin+"\n5\nxx\n"))
			if _, err := p.Received.Check(p.ctx(), p.by(identity.Contributor), received.Upload{Name: "d.zip", Content: bytes.NewReader(file)}); !isFault(err, "received.no-dossier") {
				s.Errorf("%.20q: %.200v", origin, err)
			}
		}
	})
}

// TestAPreviewIsOfOnePersonOnly: what one looked at nobody else can keep.
func TestAPreviewIsOfOnePersonOnly(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	c, err := p.look(p.by(identity.Contributor))
	s.must(err)
	for _, by := range []identity.Actor{p.by(identity.SecurityOfficer), q.by(identity.Contributor)} {
		if _, err := p.Received.Keep(p.ctx(), by, c.Carried, ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s of %s: %v", by.Role, by.Org, err)
		}
	}
	if _, err := p.Received.Keep(p.ctx(), p.by(identity.Contributor), c.Carried, strings.Repeat("x", received.MaxRemark+1)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a remark that is too long: %v", err)
	}
	if _, err := p.Received.Keep(p.ctx(), p.by(identity.Contributor), c.Carried, "goed"); err != nil {
		t.Errorf("who looked: %v", err)
	}
}

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

func isFault(err error, code string) bool {
	f, ok := fault.Of(err)
	return ok && f.Code == code
}
