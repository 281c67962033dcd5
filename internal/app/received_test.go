package app_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
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
	if kept := to.gets(file, stranger); kept.Relation != received.OtherKey || kept.Receipt != "" || kept.Verdict != dossier.NotProven {
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

func isFault(err error, code string) bool {
	f, ok := fault.Of(err)
	return ok && f.Code == code
}
