package boarddb_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/board/boarddb"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456000, time.UTC)

var hanna = identity.Actor{Person: "per_hanna", Name: "Hanna Bos"}

// newStore has two organisations, whose journals have one entry each.
func newStore(t *testing.T, db *sqldb.DB) *boarddb.Store {
	t.Helper()
	signer, err := journal.LoadSigner(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []org.ID{"org_a", "org_b"} {
		o := org.Organisation{ID: id, Name: string(id), Version: 1}
		if err := (&orgdb.Store{DB: db}).Add(t.Context(), id, o, noon, entry("org.found", "1")); err != nil {
			t.Fatal(err)
		}
	}
	return &boarddb.Store{DB: db, Signer: signer}
}

func entry(action, id string) journal.Draft {
	return hanna.Draft(noon, action, ref.Ref{Kind: "x", ID: id}, map[string]string{"id": id})
}

func size(t *testing.T, s *boarddb.Store, id org.ID) (n int64) {
	t.Helper()
	err := s.DB.Read(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		n, err = journal.Size(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func load(t *testing.T, s *boarddb.Store, id org.ID) board.Held {
	t.Helper()
	held, err := s.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func decision(id board.DecisionID) board.Decision {
	return board.Decision{
		ID: id, Title: "Tweede stap", What: "Verplicht", Why: "Nu", CostCents: 480000, CostYearly: true, RiskIfNot: "Meelezen",
		By: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), AskedBy: "Sanne", AskedAt: noon, Status: board.Asked, Version: 1,
	}
}

func TestWhatWasStoredComesBack(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newStore(t, db), t.Context()
		d := decision("dec_1")
		must(t, s.SaveDecision(ctx, "org_a", d, entry("board.ask", "dec_1")))
		d.Status, d.Reason, d.DecidedBy, d.DecidedAt, d.Version = board.Later, "Eerst de begroting", "Hanna", noon, 2
		must(t, s.SaveDecision(ctx, "org_a", d, entry("board.decide", "dec_1")))
		said := board.Sentence{Text: "Wij zijn op koers.", By: "Sanne", At: noon, Version: 1}
		must(t, s.SaveSentence(ctx, "org_a", said, entry("board.say", "1")))
		c := board.Certificate{
			ID: "cer_1", Person: "Hanna Bos", Role: "voorzitter", Topics: board.Topics, Provider: "X", AddedBy: "Sanne", AddedAt: noon,
			From: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), ValidUntil: time.Date(2028, 10, 1, 0, 0, 0, 0, time.UTC), Evidence: "map",
		}
		must(t, s.SaveCertificate(ctx, "org_a", c, entry("certificate.add", "cer_1")))
		c.Withdrawn = noon
		must(t, s.SaveCertificate(ctx, "org_a", c, entry("certificate.withdraw", "cer_1")))
		want := board.Held{Decisions: []board.Decision{d}, Sentence: said, Certificates: []board.Certificate{c}}
		if diff := cmp.Diff(want, load(t, s, "org_a")); diff != "" {
			t.Errorf("Load (-want +got):\n%s", diff)
		}
		if n := size(t, s, "org_a"); n != 6 {
			t.Errorf("the journal has %d entries, want 6", n)
		}
	})
}

func TestWhoIsSecondIsRefusedAndNothingIsStored(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newStore(t, db), t.Context()
		must(t, s.SaveDecision(ctx, "org_a", decision("dec_1"), entry("board.ask", "dec_1")))
		must(t, s.SaveSentence(ctx, "org_a", board.Sentence{Text: "Een", At: noon, Version: 1}, entry("board.say", "1")))
		before, n := load(t, s, "org_a"), size(t, s, "org_a")
		for name, err := range map[string]error{
			"decision": s.SaveDecision(ctx, "org_a", decision("dec_1"), entry("board.ask", "dec_1")),
			"sentence": s.SaveSentence(ctx, "org_a", board.Sentence{Text: "Twee", At: noon, Version: 1}, entry("board.say", "1")),
		} {
			if !errors.Is(err, board.ErrStale) {
				t.Errorf("%s: %v, want ErrStale", name, err)
			}
		}
		if diff := cmp.Diff(before, load(t, s, "org_a")); diff != "" || size(t, s, "org_a") != n {
			t.Errorf("something was stored (-before +after):\n%s", diff)
		}
	})
}

func approval(id board.ApprovalID) board.Approval {
	text := []byte("{\"format\": \"aantoonbaar/board-approval/1\"}\n")
	return board.Approval{
		ID: id, Subject: board.Plan, Text: text, SHA256: board.Sum(text), By: "per_hanna", Name: "Hanna Bos",
		Role: identity.BoardMember, At: noon, Words: "Ik keur dit goed.",
	}
}

func TestAnApprovalIsStoredUnderASignedCheckpoint(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newStore(t, db), t.Context()
		a, err := s.Approve(ctx, "org_a", approval("apr_1"), 1, entry("board.approve", "apr_1"))
		if err != nil {
			t.Fatal(err)
		}
		point, err := journal.Verify(a.Note, s.Signer.Public(), "org_a")
		if err != nil || point.Size != 2 || a.Size != 2 {
			t.Errorf("the checkpoint states %d entries, the approval %d, want 2: %v", point.Size, a.Size, err)
		}
		got, ok, err := s.Approval(ctx, "org_a", "apr_1")
		if err != nil || !ok {
			t.Fatalf("Approval = %v, %v", ok, err)
		}
		if diff := cmp.Diff(a, got); diff != "" {
			t.Errorf("Approval (-stored +read):\n%s", diff)
		}
		a.Text = nil
		if diff := cmp.Diff([]board.Approval{a}, load(t, s, "org_a").Approvals); diff != "" {
			t.Errorf("Load (-want +got):\n%s", diff)
		}
		err = db.Read(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			audit, err := journal.Check(ctx, tx, "org_a", s.Signer.Public())
			if len(audit.Problems) > 0 || audit.Checked != 1 {
				t.Errorf("the journal does not hold: %+v", audit)
			}
			return err
		})
		must(t, err)
	})
}

func TestAnAdoptedApprovalIsTheSameOne(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := newStore(t, db)
		want := board.Approval{ID: "app_9", Subject: board.Subjects[0], Text: []byte("{}\n"), SHA256: "00", By: "per_9", Name: "Hanna", Role: identity.BoardMember, At: noon, Words: "Akkoord", Size: 4, Note: "n"}
		must(t, s.Adopt(t.Context(), "org_a", []board.Approval{want}))
		got, ok, err := s.Approval(t.Context(), "org_a", "app_9")
		if diff := cmp.Diff(want, got); err != nil || !ok || diff != "" {
			t.Errorf("Approval = %t, %v (-adopted +got):\n%s", ok, err, diff)
		}
		if err := s.Adopt(t.Context(), "org_a", []board.Approval{{ID: "app_8", At: noon}, want}); err == nil || len(load(t, s, "org_a").Approvals) != 1 {
			t.Errorf("adopting one twice = %v, and left %d approvals", err, len(load(t, s, "org_a").Approvals))
		}
	})
}

func TestNothingIsSignedWhenTheJournalGrewMeanwhile(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newStore(t, db), t.Context()
		must(t, s.SaveDecision(ctx, "org_a", decision("dec_1"), entry("board.ask", "dec_1")))
		if _, err := s.Approve(ctx, "org_a", approval("apr_1"), 1, entry("board.approve", "apr_1")); !errors.Is(err, board.ErrStale) {
			t.Errorf("Approve = %v, want ErrStale", err)
		}
		if n := len(load(t, s, "org_a").Approvals); n != 0 || size(t, s, "org_a") != 2 {
			t.Errorf("%d approvals and %d entries, want 0 and 2", n, size(t, s, "org_a"))
		}
	})
}

func TestNoOrganisationSeesAnothers(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newStore(t, db), t.Context()
		must(t, s.SaveDecision(ctx, "org_a", decision("dec_1"), entry("board.ask", "dec_1")))
		must(t, s.SaveSentence(ctx, "org_a", board.Sentence{Text: "Een", At: noon, Version: 1}, entry("board.say", "1")))
		must(t, s.SaveCertificate(ctx, "org_a", board.Certificate{ID: "cer_1", Topics: board.Topics, AddedAt: noon}, entry("certificate.add", "cer_1")))
		if _, err := s.Approve(ctx, "org_a", approval("apr_1"), size(t, s, "org_a"), entry("board.approve", "apr_1")); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(board.Held{}, load(t, s, "org_b")); diff != "" {
			t.Errorf("org_b sees (-nothing +this):\n%s", diff)
		}
		if _, ok, err := s.Approval(ctx, "org_b", "apr_1"); ok || err != nil {
			t.Errorf("org_b finds the approval of org_a: %v, %v", ok, err)
		}
		before := load(t, s, "org_a")
		other := decision("dec_1")
		other.Status, other.Version = board.Agreed, 1
		must(t, s.SaveDecision(ctx, "org_b", other, entry("board.ask", "dec_1"))) // its own row
		if diff := cmp.Diff(before, load(t, s, "org_a")); diff != "" {
			t.Errorf("org_b changed what org_a has:\n%s", diff)
		}
	})
}
