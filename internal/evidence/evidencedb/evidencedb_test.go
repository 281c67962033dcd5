package evidencedb_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidencedb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 3, 28, 12, 0, 0, 123456000, time.UTC)

// open returns a store in a database with two organisations.
func open(t *testing.T, db *sqldb.DB) *evidencedb.Store {
	t.Helper()
	for _, id := range []org.ID{"org_a", "org_b"} {
		err := db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $2, $3, $4, $5)`,
				id, "Zorg "+id, "{}", 1, sqldb.At(noon))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return &evidencedb.Store{DB: db}
}

func draft(id org.ID, it evidence.Item, act string) journal.Draft {
	by := identity.Actor{Person: "per_1", Name: "Sanne", Org: id}
	return by.Draft(noon, act, it.Ref(), map[string]string{"title": it.Title})
}

func add(t *testing.T, s *evidencedb.Store, id org.ID, items ...evidence.Item) {
	t.Helper()
	for _, it := range items {
		if err := s.Add(t.Context(), id, it, draft(id, it, evidence.ActAdd)); err != nil {
			t.Fatal(err)
		}
	}
}

// file is a piece with every field that a piece can have.
var file = evidence.Item{
	ID: "evi_1", Title: "Beleid “toegang” één", Form: evidence.FileForm, Kind: framework.Operation,
	File: evidence.File{Name: "beleid.pdf", Size: 50 << 20, Media: "application/pdf", Sum: blob.Sum{1, 2, 3}},
	URL:  "https://x.nl/a?b=c", Text: "regel 1\nregel 2", VouchedBy: "Sanne Bakker",
	SpeaksFrom: day(2026, 1, 1), SpeaksUntil: day(2026, 3, 31), ValidUntil: day(2026, 6, 30),
	Requirements: []string{"nen7510-2:2024/5.15", "nen7510-2:2024/8.5"},
	AddedAt:      noon, AddedBy: "per_1", AddedName: "Sanne Bakker",
	WithdrawnAt: noon.Add(time.Hour), WithdrawnBecause: "vervangen", Version: 1,
}

// note is one with as few as it can have.
var note = evidence.Item{ID: "evi_2", Title: "Gesprek", Form: evidence.Note, Kind: framework.Design, Text: "x", VouchedBy: "Joost", AddedAt: noon, Version: 1}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestStoreGivesBackWhatItGot(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		add(t, s, "org_a", file, note)
		all, err := s.All(ctx, "org_a", 10)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]evidence.Item{file, note}, all); diff != "" {
			t.Errorf("All (-want +got):\n%s", diff)
		}
		if one, err := s.All(ctx, "org_a", 1); err != nil || len(one) != 1 {
			t.Errorf("All(1) = %d, %v", len(one), err)
		}
		for _, want := range []evidence.Item{file, note} {
			got, ok, err := s.Find(ctx, "org_a", want.ID)
			if err != nil || !ok || cmp.Diff(want, got) != "" {
				t.Errorf("Find(%s) = %v, %v, differs by %s", want.ID, ok, err, cmp.Diff(want, got))
			}
		}
		linked, err := s.For(ctx, "org_a", "nen7510-2:2024/8.5", 10)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]evidence.Item{file}, linked); diff != "" {
			t.Errorf("For (-want +got):\n%s", diff)
		}
	})
}

func TestSaveReplacesTheVersionBefore(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		add(t, s, "org_a", file, note)
		next := file
		next.Title, next.Kind, next.URL, next.Text, next.VouchedBy = "Nieuw", framework.Design, "", "", "Joost"
		next.SpeaksFrom, next.SpeaksUntil, next.ValidUntil = day(2026, 2, 2), time.Time{}, time.Time{}
		next.WithdrawnAt, next.WithdrawnBecause, next.Version = time.Time{}, "", 2
		next.HeldBecause, next.HeldUntil = "er loopt een klacht", day(2031, 12, 31)
		next.Requirements = []string{"nen7510-2:2024/8.5", "nen7510-2:2024/8.6"}
		if err := s.Save(ctx, "org_a", []evidence.Item{next}, []journal.Draft{draft("org_a", next, evidence.ActChange)}); err != nil {
			t.Fatal(err)
		}
		for _, stale := range []int64{1, 2, 4} {
			again := next
			again.Title, again.Version, again.Requirements = "Te laat", stale, nil
			if err := s.Save(ctx, "org_a", []evidence.Item{again}, []journal.Draft{draft("org_a", again, evidence.ActChange)}); err != evidence.ErrStale {
				t.Errorf("Save of version %d = %v, want ErrStale", stale, err)
			}
		}
		got, _, err := s.Find(ctx, "org_a", file.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(next, got); diff != "" {
			t.Errorf("after Save (-want +got):\n%s", diff)
		}
		history, err := s.History(ctx, "org_a", file.Ref(), 10)
		if err != nil || len(history) != 2 || history[0].Action != evidence.ActChange || history[1].Action != evidence.ActAdd {
			t.Errorf("History = %+v, %v, want one change and one addition", history, err)
		}
	})
}

func TestEverForKeepsWhatWasUnlinked(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		add(t, s, "org_a", file, note)
		apart := file
		apart.Requirements, apart.Version = nil, 2
		if err := s.Save(ctx, "org_a", []evidence.Item{apart}, []journal.Draft{draft("org_a", apart, evidence.ActUnlink)}); err != nil {
			t.Fatal(err)
		}
		for _, requirement := range file.Requirements {
			ever, err := s.EverFor(ctx, "org_a", requirement, 10)
			if err != nil || len(ever) != 1 || ever[0].ID != file.ID || ever[0].Version != 2 {
				t.Errorf("EverFor(%s) = %v, %v, want the piece as it is now", requirement, ever, err)
			}
			if now, err := s.For(ctx, "org_a", requirement, 10); err != nil || len(now) != 0 {
				t.Errorf("For(%s) = %v, %v, want none", requirement, now, err)
			}
		}
	})
}

// TestAllSeesWhatAnotherProcessChanged: what is kept in memory holds for as long
// as the database says so, and a caller's list is the caller's own.
func TestAllSeesWhatAnotherProcessChanged(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, other, ctx := open(t, db), &evidencedb.Store{DB: db}, t.Context()
		add(t, s, "org_a", file)
		first, err := s.All(ctx, "org_a", 10)
		if err != nil {
			t.Fatal(err)
		}
		first[0] = note
		next := file
		next.Title, next.Version = "Door een ander", 2
		if err := other.Save(ctx, "org_a", []evidence.Item{next}, nil); err != nil {
			t.Fatal(err)
		}
		add(t, other, "org_a", note)
		for range 2 { // read, and kept
			got, err := s.All(ctx, "org_a", 10)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]evidence.Item{next, note}, got); diff != "" {
				t.Errorf("All after another's change (-want +got):\n%s", diff)
			}
		}
	})
}

func TestTheSameIDTwiceStoresNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		add(t, s, "org_a", note)
		twice := note
		twice.Title = "Dubbel"
		if err := s.Add(ctx, "org_a", twice, draft("org_a", twice, evidence.ActAdd)); !sqldb.Unique(err) {
			t.Errorf("Add of the same ID = %v, want a refusal", err)
		}
		double := file
		double.Requirements = []string{"a", "a"}
		if err := s.Add(ctx, "org_a", double, draft("org_a", double, evidence.ActAdd)); err == nil {
			t.Error("Add took the same link twice")
		}
		if all, _ := s.All(ctx, "org_a", 10); len(all) != 1 || all[0].Title != note.Title {
			t.Errorf("after two refusals there are %+v", all)
		}
		if history, _ := s.History(ctx, "org_a", file.Ref(), 10); len(history) != 0 {
			t.Errorf("a refused piece left %d entries", len(history))
		}
	})
}

// TestANoteOfTheSameIsAddedOnce: of those that come in one moment one is stored, with one
// entry; one that was withdrawn is in nobody's way, nor is one of another organisation.
func TestANoteOfTheSameIsAddedOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		piece := func(i int) evidence.Item {
			it := note
			it.ID, it.Text = evidence.ID(fmt.Sprintf("evi_%d", i)), "Vaste versie: 5eed"
			return it
		}
		once := func(id org.ID, i int) error {
			return s.AddOnce(ctx, id, piece(i), "5eed", draft(id, piece(i), evidence.ActAdd))
		}
		var all sync.WaitGroup
		said := make([]error, 6)
		for i := range said {
			all.Go(func() { said[i] = once("org_a", i) })
		}
		all.Wait()
		added := -1
		for i, err := range said {
			if err == nil && added < 0 {
				added = i
			} else if !errors.Is(err, evidence.ErrThere) {
				t.Errorf("press %d: %v", i, err)
			}
		}
		there, err := s.All(ctx, "org_a", 10)
		if err != nil || len(there) != 1 || there[0].ID != piece(added).ID {
			t.Fatalf("there are %v, %v", there, err)
		}
		entries, _ := s.Histories(ctx, "org_a", []ref.Ref{piece(0).Ref(), piece(1).Ref(), piece(2).Ref(), piece(3).Ref(), piece(4).Ref(), piece(5).Ref()}, 10)
		if len(entries) != 1 {
			t.Errorf("the journal tells it %d times", len(entries))
		}
		if err := once("org_b", 7); err != nil {
			t.Errorf("of another organisation: %v", err)
		}
		gone := there[0]
		gone.WithdrawnAt, gone.WithdrawnBecause, gone.Version = noon, "vergissing", gone.Version+1
		if err := s.Save(ctx, "org_a", []evidence.Item{gone}, nil); err != nil {
			t.Fatal(err)
		}
		if err := once("org_a", 8); err != nil {
			t.Errorf("after the first was withdrawn: %v", err)
		}
	})
}

// TestLinksComeWithManyAsWithFew: above a number of pieces their links are read
// at once.
func TestLinksComeWithManyAsWithFew(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		for i := range 25 {
			it := note
			it.ID, it.Requirements = evidence.ID(fmt.Sprintf("evi_%02d", i)), []string{fmt.Sprintf("r%d", i), "s"}
			add(t, s, "org_a", it)
		}
		for _, limit := range []int{3, 25} {
			all, err := s.All(t.Context(), "org_a", limit)
			if err != nil || len(all) != limit {
				t.Fatalf("All(%d) = %d, %v", limit, len(all), err)
			}
			for i, it := range all {
				if diff := cmp.Diff([]string{fmt.Sprintf("r%d", i), "s"}, it.Requirements); diff != "" {
					t.Errorf("links of %s (-want +got):\n%s", it.ID, diff)
				}
			}
		}
	})
}

// TestNoMethodReachesAnother calls every method for one organisation with the
// records of another, under the same names.
func TestNoMethodReachesAnother(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		add(t, s, "org_a", file)
		if _, ok, err := s.Find(ctx, "org_b", file.ID); ok || err != nil {
			t.Errorf("Find gives org_b the evidence of org_a (%v)", err)
		}
		if all, err := s.All(ctx, "org_b", 10); len(all) != 0 || err != nil {
			t.Errorf("All(org_b) = %v, %v", all, err)
		}
		if all, err := s.For(ctx, "org_b", file.Requirements[0], 10); len(all) != 0 || err != nil {
			t.Errorf("For(org_b) = %v, %v", all, err)
		}
		if all, err := s.EverFor(ctx, "org_b", file.Requirements[0], 10); len(all) != 0 || err != nil {
			t.Errorf("EverFor(org_b) = %v, %v", all, err)
		}
		if all, err := s.Histories(ctx, "org_a", []ref.Ref{file.Ref(), note.Ref()}, 10); len(all) == 0 || err != nil {
			t.Errorf("Histories(org_a) = %v, %v", all, err)
		}
		if all, err := s.Histories(ctx, "org_b", []ref.Ref{file.Ref(), note.Ref()}, 10); len(all) != 0 || err != nil {
			t.Errorf("Histories(org_b) = %v, %v", all, err)
		}
		if all, err := s.History(ctx, "org_b", file.Ref(), 10); len(all) != 0 || err != nil {
			t.Errorf("History(org_b) = %v, %v", all, err)
		}
		theirs := file
		theirs.Title, theirs.Version = "Gekaapt", 2
		if err := s.Save(ctx, "org_b", []evidence.Item{theirs}, []journal.Draft{draft("org_b", theirs, evidence.ActChange)}); err != evidence.ErrStale {
			t.Errorf("Save by org_b = %v, want ErrStale", err)
		}
		err := s.Erase(ctx, "org_b", emptied(file), func([]int64) journal.Draft { return draft("org_b", file, evidence.ActErase) })
		if err != evidence.ErrStale {
			t.Errorf("Erase by org_b = %v, want ErrStale", err)
		}
		if err := s.Cleared(ctx, "org_b", file.File.Sum); err != nil {
			t.Errorf("Cleared by org_b = %v", err)
		}
		same := note
		same.ID, same.Requirements = file.ID, []string{"nen7510-2:2024/8.5"}
		add(t, s, "org_b", same)
		for id, want := range map[org.ID]evidence.Item{"org_a": file, "org_b": same} {
			got, err := s.For(ctx, id, "nen7510-2:2024/8.5", 10)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]evidence.Item{want}, got); diff != "" {
				t.Errorf("For(%s) (-want +got):\n%s", id, diff)
			}
		}
	})
}

// TestMoreThanCanBeShownIsRefused: a list stops at MaxItems, and what lies
// beyond it would count for nothing without anybody's noticing.
func TestMoreThanCanBeShownIsRefused(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		rows := make([][]any, evidence.MaxItems)
		for i := range rows {
			rows[i] = []any{"org_a", fmt.Sprintf("evi_%05d", i), "Notitie", evidence.Note, framework.Design, "", 0, "", "", "", "x", "Sanne", nil, nil, nil, sqldb.At(noon), "per_1", "Sanne", nil, "", 1}
		}
		err := db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			_, err := tx.InsertMany(ctx, `INSERT INTO evidence (org_id, evidence_id, title, form, kind, file_name, file_size, file_media, file_sum, url, words, vouched_by,
				speaks_from, speaks_until, valid_until, added_at, added_by, added_name, withdrawn_at, withdrawn_because, version)`, rows, "")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		one := evidence.Item{ID: "evi_9", Title: "Eén te veel", Form: evidence.Note, Kind: framework.Design, Text: "x", VouchedBy: "Sanne", AddedAt: noon, Version: 1}
		if err := s.Add(ctx, "org_a", one, draft("org_a", one, evidence.ActAdd)); !errors.Is(err, evidence.ErrFull) {
			t.Errorf("Add = %v, want ErrFull", err)
		}
		add(t, s, "org_b", one)
	})
}
