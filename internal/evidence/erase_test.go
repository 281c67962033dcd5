package evidence

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
)

var (
	admin   = actor("org_a", identity.Administrator)
	mistake = Erasure{Ground: Unlawful, Because: "Per ongeluk toegevoegd"}
)

// addFile adds a file with the given content.
func (r room) addFile(t *testing.T, content string) Item {
	t.Helper()
	it := policy()
	it.File.Name = "beleid.txt"
	it, err := r.Add(t.Context(), sanne, it, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// TestErasingTakesAFreshSignIn: an open screen that somebody left alone erases
// nothing.
func TestErasingTakesAFreshSignIn(t *testing.T) {
	r := newRoom(t)
	it := r.addFile(t, "Beleid van de organisatie.\n")
	old, demo, now := admin, admin, admin
	old.Credential, old.Strong = identity.Session, noon.Add(-identity.Fresh-time.Second)
	if err := r.Erase(t.Context(), old, it.ID, mistake); fault.KindOf(err) != fault.Denied {
		t.Errorf("erased with an old session: %v", err)
	}
	if it, err := r.Find(t.Context(), sanne, it.ID); err != nil || !it.ErasedAt.IsZero() {
		t.Errorf("the refusal erased it: %v", err)
	}
	now.Credential, now.Strong = identity.Session, noon.Add(-identity.Fresh)
	if err := r.Erase(t.Context(), now, it.ID, mistake); err != nil {
		t.Errorf("a fresh session: %v", err)
	}
	demo.Credential, demo.Strong = identity.Session, time.Time{}
	if err := r.Erase(t.Context(), demo, r.addFile(t, "Nog een.\n").ID, mistake); err != nil {
		t.Errorf("a person of the demo: %v", err)
	}
}

func TestWhatIsErasedSaysNothingAnyMore(t *testing.T) {
	r := newRoom(t)
	it := r.addFile(t, "Beleid van de organisatie.\n")
	if err := r.Erase(t.Context(), admin, it.ID, mistake); err != nil {
		t.Fatal(err)
	}
	got, err := r.Find(t.Context(), sanne, it.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := Item{
		ID: it.ID, Form: FileForm, Kind: it.Kind, AddedAt: it.AddedAt, AddedBy: it.AddedBy,
		ErasedAt: noon, ErasedGround: Unlawful, ErasedBecause: mistake.Because, Version: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := r.stored(t); len(got) > 0 {
		t.Errorf("there is still %q", got)
	}
	if got.Standing(noon) != Erased || got.Counts(framework.Design, noon) || len(Footings([]Item{got}, noon)) > 0 {
		t.Error("an erased piece counts for something")
	}
	if _, _, err := r.Open(t.Context(), sanne, it.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Open = %v, want not-found", err)
	}
	if all, err := r.List(t.Context(), sanne, Filter{}); err != nil || len(all) > 0 {
		t.Errorf("the list shows %d, %v", len(all), err)
	}
	if all, err := r.List(t.Context(), sanne, Filter{Standing: Erased}); err != nil || len(all) != 1 {
		t.Errorf("the list of what was erased shows %d, %v", len(all), err)
	}
}

func TestNothingChangesWhatWasErased(t *testing.T) {
	r := newRoom(t)
	it := r.addFile(t, "Beleid van de organisatie.\n")
	if err := r.Erase(t.Context(), admin, it.ID, mistake); err != nil {
		t.Fatal(err)
	}
	before := len(r.kept.acts)
	if err := r.Erase(t.Context(), admin, it.ID, mistake); err != nil || len(r.kept.acts) != before {
		t.Errorf("erasing twice = %v, and %d entries", err, len(r.kept.acts)-before)
	}
	_, changed := r.Change(t.Context(), sanne, it)
	for name, err := range map[string]error{
		"Change": changed, "Link": r.Link(t.Context(), sanne, r.Catalogue.Requirements[0].ID, it.ID), "Withdraw": r.Withdraw(t.Context(), sanne, it.ID, "x"),
		"Restore": r.Restore(t.Context(), sanne, it.ID), "Hold": r.Hold(t.Context(), admin, it.ID, "x", time.Time{}), "Release": r.Release(t.Context(), admin, it.ID),
	} {
		if f, _ := fault.Of(err); f != ErrErased {
			t.Errorf("%s = %v, want ErrErased", name, err)
		}
	}
}

func TestWhatIsHeldIsNotErased(t *testing.T) {
	r := newRoom(t)
	for _, tt := range []struct {
		name  string
		until time.Time
		wait  time.Duration
		held  bool
	}{
		{"without an end", time.Time{}, 1000 * 24 * time.Hour, true},
		{"until today", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), 0, true},
		{"until yesterday", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), 24 * time.Hour, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r.Now = func() time.Time { return noon }
			it := r.addFile(t, "Beleid: "+tt.name+".\n")
			if err := r.Hold(t.Context(), admin, it.ID, " Er loopt een klacht ", tt.until); err != nil {
				t.Fatal(err)
			}
			r.Now = func() time.Time { return noon.Add(tt.wait) }
			err := r.Erase(t.Context(), admin, it.ID, mistake)
			if f, _ := fault.Of(err); (f != nil && f.Code == "evidence.held") != tt.held || !tt.held && err != nil {
				t.Errorf("Erase = %v, want it refused: %t", err, tt.held)
			}
			if !tt.held {
				return
			}
			if err := r.Release(t.Context(), admin, it.ID); err != nil {
				t.Fatal(err)
			}
			if err := r.Erase(t.Context(), admin, it.ID, mistake); err != nil {
				t.Errorf("Erase after Release = %v", err)
			}
		})
	}
}

func TestErasingAndHoldingAskForReasons(t *testing.T) {
	r := newRoom(t)
	it := r.addFile(t, "Beleid van de organisatie.\n")
	long, yesterday := strings.Repeat("x", MaxReason+1), time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	for name, err := range map[string]error{
		"no ground":        r.Erase(t.Context(), admin, it.ID, Erasure{Because: "x"}),
		"a ground unknown": r.Erase(t.Context(), admin, it.ID, Erasure{Ground: "whim", Because: "x"}),
		"no reason":        r.Erase(t.Context(), admin, it.ID, Erasure{Ground: Unlawful, Because: "  "}),
		"a long reason":    r.Erase(t.Context(), admin, it.ID, Erasure{Ground: Unlawful, Because: long}),
		"hold for nothing": r.Hold(t.Context(), admin, it.ID, " ", time.Time{}),
		"hold for long":    r.Hold(t.Context(), admin, it.ID, long, time.Time{}),
		"hold in the past": r.Hold(t.Context(), admin, it.ID, "x", yesterday),
	} {
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s = %v, want invalid", name, err)
		}
	}
	if got, err := r.Find(t.Context(), sanne, it.ID); err != nil || got.Version != 1 {
		t.Errorf("a refusal changed the piece: %+v, %v", got, err)
	}
}

// TestBytesThatAnotherPieceHasStay covers both orders: the same file was there
// before, or comes in at the very moment of the erasure.
func TestBytesThatAnotherPieceHasStay(t *testing.T) {
	r := newRoom(t)
	const content = "Beleid van de organisatie.\n"
	first, second := r.addFile(t, content), r.addFile(t, content)
	if err := r.Erase(t.Context(), admin, first.ID, mistake); err != nil {
		t.Fatal(err)
	}
	r.wants(t, second, content)
	arriving := policy()
	arriving.File.Name = "beleid.txt"
	third, err := r.Add(t.Context(), sanne, arriving, io.MultiReader(strings.NewReader(content), meanwhile(func() {
		if err := r.Erase(t.Context(), admin, second.ID, mistake); err != nil {
			t.Error(err)
		}
		if got, err := r.Find(t.Context(), sanne, second.ID); err != nil || got.File.Sum == (blob.Sum{}) {
			t.Error("the bytes went while the same file came in")
		}
	})))
	if err != nil {
		t.Fatal(err)
	}
	r.wants(t, third, content)
	if left, err := r.kept.Leftovers(t.Context(), "org_a"); err != nil || len(left) > 0 {
		t.Errorf("when the upload was done, %v is left to take away, %v", left, err)
	}
	if err := r.Erase(t.Context(), admin, third.ID, mistake); err != nil {
		t.Fatal(err)
	}
	if got := r.stored(t); len(got) > 0 {
		t.Errorf("nobody has the bytes, and there is %q", got)
	}
}

// meanwhile does something at the end of a file.
type meanwhile func()

func (m meanwhile) Read([]byte) (int, error) { m(); return 0, io.EOF }

func (r room) wants(t *testing.T, it Item, content string) {
	t.Helper()
	_, f, err := r.Open(t.Context(), sanne, it.ID)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(f); err != nil || string(b) != content {
		t.Errorf("%s = %q, %v", it.ID, b, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
