package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// kept is a [Store] in memory.
type kept struct {
	mu    sync.Mutex
	items map[org.ID][]Item
	acts  []string
}

func (k *kept) Add(_ context.Context, id org.ID, it Item, entries ...journal.Draft) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.items[id] = append(k.items[id], it)
	k.note(entries)
	return nil
}

func (k *kept) Save(_ context.Context, id org.ID, items []Item, entries []journal.Draft) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	next := slices.Clone(k.items[id])
	for _, it := range items {
		i := slices.IndexFunc(next, func(old Item) bool { return old.ID == it.ID && old.Version == it.Version-1 })
		if i < 0 {
			return ErrStale
		}
		next[i] = it
	}
	k.items[id] = next
	k.note(entries)
	return nil
}

func (k *kept) Erase(ctx context.Context, id org.ID, it Item, entry func([]int64) journal.Draft) error {
	return k.Save(ctx, id, []Item{it}, []journal.Draft{entry([]int64{0, 1})})
}

func (k *kept) AddOnce(ctx context.Context, id org.ID, it Item, sum string, entry journal.Draft) error {
	if all, _ := k.All(ctx, id, MaxItems); HasNote(all, sum) {
		return ErrThere
	}
	return k.Add(ctx, id, it, entry)
}

func (k *kept) Leftovers(_ context.Context, id org.ID) (left []Leftover, _ error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, it := range k.items[id] {
		if it.ErasedAt.IsZero() || it.File.Sum.IsZero() {
			continue
		}
		used := slices.ContainsFunc(k.items[id], func(o Item) bool { return o.ErasedAt.IsZero() && o.File.Sum == it.File.Sum })
		left = append(left, Leftover{it.File.Sum, used})
	}
	return left, nil
}

func (k *kept) Cleared(_ context.Context, id org.ID, sum blob.Sum) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, it := range k.items[id] {
		if !it.ErasedAt.IsZero() && it.File.Sum == sum {
			k.items[id][i].File.Sum = blob.Sum{}
		}
	}
	return nil
}

func (k *kept) Scrub(context.Context) error { return nil }

func (k *kept) note(entries []journal.Draft) {
	for _, e := range entries {
		k.acts = append(k.acts, e.Action)
	}
}

func (k *kept) Find(_ context.Context, id org.ID, piece ID) (Item, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, it := range k.items[id] {
		if it.ID == piece {
			return it, true, nil
		}
	}
	return Item{}, false, nil
}

func (k *kept) All(_ context.Context, id org.ID, _ int) ([]Item, error) {
	return slices.Clone(k.items[id]), nil
}

func (k *kept) For(_ context.Context, id org.ID, requirement string, _ int) ([]Item, error) {
	return slices.DeleteFunc(slices.Clone(k.items[id]), func(it Item) bool { return !it.LinkedTo(requirement) }), nil
}

func (k *kept) EverFor(ctx context.Context, id org.ID, requirement string, limit int) ([]Item, error) {
	return k.For(ctx, id, requirement, limit)
}

func (k *kept) Histories(context.Context, org.ID, []ref.Ref, int) ([]journal.Entry, error) {
	return nil, nil
}

func (k *kept) History(context.Context, org.ID, ref.Ref, int) ([]journal.Entry, error) {
	return nil, nil
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

type room struct {
	*Service
	kept *kept
	dir  string
}

func newRoom(t *testing.T) room {
	t.Helper()
	dir := t.TempDir()
	files, err := blob.New(dir, filepath.Join(t.TempDir(), "evidence-key"), nil, noon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	k := &kept{items: map[org.ID][]Item{}}
	n := 0
	return room{&Service{
		Store: k, Files: files, Catalogue: catalogue(t), Now: func() time.Time { return noon }, Zone: time.UTC,
		NewID: func(prefix string) string { n++; return fmt.Sprintf("%s_%d", prefix, n) },
	}, k, dir}
}

// stored lists the files that the room keeps.
func (r room) stored(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir(r.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "key" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func actor(id org.ID, role identity.Role) identity.Actor {
	return identity.Actor{Person: "per_1", Name: "Sanne", Org: id, Role: role, Credential: identity.Session}
}

var sanne = actor("org_a", identity.Contributor)

func policy() Item {
	return Item{
		Form: FileForm, Kind: framework.Design, VouchedBy: "Sanne", File: File{Name: "Beleid_toegang.pdf"},
		SpeaksFrom: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	}
}

func TestAFileIsStoredAsItCame(t *testing.T) {
	r := newRoom(t)
	it, err := r.Add(t.Context(), sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	if it.Title != "Beleid toegang" || it.File.Size != int64(len(pdf)) || it.File.Media != "application/pdf" || it.Version != 1 || !it.AddedAt.Equal(noon) {
		t.Errorf("Add = %+v", it)
	}
	_, content, err := r.Open(t.Context(), actor("org_a", identity.Reader), it.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if got, err := io.ReadAll(content); err != nil || string(got) != pdf {
		t.Errorf("Open gives %q, %v", got, err)
	}
}

func TestARefusedFileStoresNothing(t *testing.T) {
	large := io.MultiReader(strings.NewReader(pdf), io.LimitReader(spaces{}, MaxFile-int64(len(pdf))+1))
	cut := errors.New("the line went dead")
	for _, tt := range []struct {
		name    string
		content io.Reader
		code    string
	}{
		{"50 MB and one byte", large, "evidence.file-too-large"},
		{"nothing", strings.NewReader(""), "evidence.file-empty"},
		{"another kind of file", strings.NewReader(png), "evidence.file-content"},
		{"more pages than may be", strings.NewReader(pagesOpen(DefaultLimits.Pages+1, 1)), "evidence.file-pages"},
		{"cut off on the way", io.MultiReader(strings.NewReader(pdf), iotest.ErrReader(cut)), ""},
		{"no file", nil, "evidence.no-file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t)
			_, err := r.Add(t.Context(), sanne, policy(), tt.content)
			if f, ok := fault.Of(err); ok && f.Code != tt.code || !ok && !errors.Is(err, cut) {
				t.Errorf("Add = %v, want refusal %q", err, tt.code)
			}
			if err == nil || len(r.stored(t)) > 0 || len(r.kept.items["org_a"]) > 0 || len(r.kept.acts) > 0 {
				t.Errorf("after a refusal (%v) there are files %q, items %v, entries %v", err, r.stored(t), r.kept.items, r.kept.acts)
			}
		})
	}
}

func TestFiftyMegabytesIsAllowed(t *testing.T) {
	r := newRoom(t)
	it := policy()
	it.File.Name = "lang.txt"
	got, err := r.Add(t.Context(), sanne, it, io.LimitReader(spaces{}, MaxFile))
	if err != nil || got.File.Size != MaxFile {
		t.Errorf("Add = %d bytes, %v", got.File.Size, err)
	}
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAWrongFieldKeepsTheFileFromBeingRead(t *testing.T) {
	r := newRoom(t)
	it := policy()
	it.VouchedBy = ""
	_, err := r.Add(t.Context(), sanne, it, iotest.ErrReader(errors.New("read")))
	if diff := cmp.Diff([]string{"vouched_by"}, fields(err)); diff != "" {
		t.Errorf("refused fields (-want +got):\n%s", diff)
	}
}

func TestOnlyWhoMayChangesEvidence(t *testing.T) {
	r := newRoom(t)
	ctx, reader, stranger := t.Context(), actor("org_a", identity.Reader), actor("", "")
	it, err := r.Add(ctx, sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	requirement := r.Catalogue.Requirements[0].ID
	changes := map[string]func(identity.Actor) error{
		"Add":      func(by identity.Actor) error { _, err := r.Add(ctx, by, policy(), strings.NewReader(pdf)); return err },
		"Change":   func(by identity.Actor) error { _, err := r.Change(ctx, by, it); return err },
		"Link":     func(by identity.Actor) error { return r.Link(ctx, by, requirement, it.ID) },
		"Unlink":   func(by identity.Actor) error { return r.Unlink(ctx, by, it.ID, requirement) },
		"Withdraw": func(by identity.Actor) error { return r.Withdraw(ctx, by, it.ID, "oud") },
		"Restore":  func(by identity.Actor) error { return r.Restore(ctx, by, it.ID) },
		"History":  func(by identity.Actor) error { _, err := r.History(ctx, by, it.ID, 1); return err },
	}
	for name, f := range changes {
		if got := fault.KindOf(f(reader)); got != fault.Denied {
			t.Errorf("%s by a reader is %s, want denied", name, got)
		}
	}
	reads := map[string]func(identity.Actor) error{
		"List":     func(by identity.Actor) error { _, err := r.List(ctx, by, Filter{}); return err },
		"For":      func(by identity.Actor) error { _, err := r.For(ctx, by, requirement); return err },
		"Expiring": func(by identity.Actor) error { _, err := r.Expiring(ctx, by); return err },
		"Find":     func(by identity.Actor) error { _, err := r.Find(ctx, by, it.ID); return err },
		"Open":     func(by identity.Actor) error { _, _, err := r.Open(ctx, by, it.ID); return err },
		"Vouchers": func(by identity.Actor) error { _, err := r.Vouchers(ctx, by, 5); return err },
	}
	for _, all := range []map[string]func(identity.Actor) error{changes, reads} {
		for name, f := range all {
			if got := fault.KindOf(f(stranger)); got != fault.NotFound {
				t.Errorf("%s by a stranger is %s, want not-found", name, got)
			}
		}
	}
	for _, name := range []string{"Find", "Open"} {
		if got := fault.KindOf(reads[name](actor("org_b", identity.Administrator))); got != fault.NotFound {
			t.Errorf("%s by another organisation is %s, want not-found", name, got)
		}
	}
}

func TestAStaleFormChangesNothing(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	it, err := r.Add(ctx, sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	first, second := it, it
	first.Title, second.Title = "Eerste", "Tweede"
	if got, err := r.Change(ctx, sanne, first); err != nil || got.Version != 2 {
		t.Fatalf("Change = %+v, %v", got, err)
	}
	if _, err := r.Change(ctx, sanne, second); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a stale form gives %v, want a conflict", err)
	}
	if now, _ := r.Find(ctx, sanne, it.ID); now.Title != "Eerste" {
		t.Errorf("the title is %q, want that of who was first", now.Title)
	}
}

func TestChangeLeavesFormFileAndLinks(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	in := policy()
	in.Requirements = []string{r.Catalogue.Requirements[3].ID}
	it, err := r.Add(ctx, sanne, in, strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Change(ctx, sanne, Item{
		ID: it.ID, Version: it.Version, Form: Link, URL: "https://x.nl", File: File{Name: "ander.pdf"},
		Title: "Nieuw", Kind: framework.Design, VouchedBy: "Joost", SpeaksFrom: it.SpeaksFrom,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := it
	want.Title, want.VouchedBy, want.Version = "Nieuw", "Joost", 2
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Change (-want +got):\n%s", diff)
	}
	same, err := r.Change(ctx, sanne, got)
	if err != nil || same.Version != 2 {
		t.Errorf("a change of nothing gives version %d, %v, want the same version", same.Version, err)
	}
}

func TestOnePieceServesManyRequirements(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	it, err := r.Add(ctx, sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	a, b := r.Catalogue.Requirements[7].ID, r.Catalogue.Requirements[2].ID
	for _, id := range []string{a, b, a} {
		if err := r.Link(ctx, sanne, id, it.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Unlink(ctx, sanne, it.ID, a); err != nil {
		t.Fatal(err)
	}
	if err := r.Unlink(ctx, sanne, it.ID, a); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{a: 0, b: 1} {
		if got, err := r.For(ctx, sanne, id); err != nil || len(got) != want {
			t.Errorf("For(%s) = %d pieces, %v, want %d", id, len(got), err, want)
		}
	}
	want := []string{ActAdd, ActLink, ActLink, ActUnlink}
	if diff := cmp.Diff(want, r.kept.acts); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
	if got := fault.KindOf(r.Link(ctx, sanne, "nen7510-2:2024/99.9", it.ID)); got != fault.NotFound {
		t.Errorf("linking to what is not there is %s, want not-found", got)
	}
}

func TestOneThatIsNotThereLinksNone(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	it, err := r.Add(ctx, sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	requirement := r.Catalogue.Requirements[7].ID
	if got := fault.KindOf(r.Link(ctx, sanne, requirement, it.ID, "evi_elsewhere")); got != fault.NotFound {
		t.Errorf("linking what is there and what is not is %s, want not-found", got)
	}
	if got, err := r.For(ctx, sanne, requirement); err != nil || len(got) != 0 {
		t.Errorf("For = %d pieces, %v, want none", len(got), err)
	}
}

func TestManyLinkAtOnce(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	it, err := r.Add(ctx, sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if err := r.Link(ctx, sanne, r.Catalogue.Requirements[i].ID, it.ID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if now, _ := r.Find(ctx, sanne, it.ID); len(now.Requirements) != 5 {
		t.Errorf("linked to %d, want 5", len(now.Requirements))
	}
}

func TestWithdrawalNeedsAReasonAndCanBeTakenBack(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	it, err := r.Add(ctx, sanne, policy(), strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"because"}, fields(r.Withdraw(ctx, sanne, it.ID, " \n "))); diff != "" {
		t.Errorf("refused fields (-want +got):\n%s", diff)
	}
	for range 2 { // the second time changes nothing
		if err := r.Withdraw(ctx, sanne, it.ID, "vervangen"); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := r.List(ctx, sanne, Filter{}); len(got) != 0 {
		t.Errorf("the list still shows %d pieces", len(got))
	}
	if got, _ := r.List(ctx, sanne, Filter{Standing: Withdrawn}); len(got) != 1 || got[0].WithdrawnBecause != "vervangen" {
		t.Errorf("withdrawn pieces are %+v", got)
	}
	for range 2 {
		if err := r.Restore(ctx, sanne, it.ID); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{ActAdd, ActWithdraw, ActRestore}, r.kept.acts); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
}

func TestExpiringListsWhatNeedsWork(t *testing.T) {
	r, ctx := newRoom(t), t.Context()
	for days, title := range map[int]string{-1: "gisteren", 0: "vandaag", 60: "over 60 dagen", 61: "over 61 dagen"} {
		it := Item{
			Form: Note, Text: "x", Title: title, Kind: framework.Operation, VouchedBy: "Sanne",
			SpeaksFrom: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), ValidUntil: r.today().AddDate(0, 0, days),
		}
		if _, err := r.Add(ctx, sanne, it, nil); err != nil {
			t.Fatal(err)
		}
	}
	items, err := r.Expiring(ctx, sanne)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range items {
		got = append(got, it.Title)
	}
	if diff := cmp.Diff([]string{"gisteren", "vandaag", "over 60 dagen"}, got); diff != "" {
		t.Errorf("Expiring (-want +got):\n%s", diff)
	}
}
