package reading_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/simulate"
)

// folder writes what a simulated organisation gives: its log, and what explains.
func folder(t testing.TB, kind simulate.Kind) (path string, world *simulate.World) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "simulated")
	d, err := simulate.NewFolder(path, simulate.CSV)
	if err != nil {
		t.Fatal(err)
	}
	world, err = simulate.Make(simulate.Settings{Kind: kind, Seed: 5, Staff: 90, Days: 6, Planted: 100, Defects: simulate.Usual}, d.Day)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(world); err != nil {
		t.Fatal(err)
	}
	return path, world
}

// TestListsOfTheSimulatorGiveItsFactsAndLinks, whole and with the same keys, when nobody
// says what the lists are.
func TestListsOfTheSimulatorGiveItsFactsAndLinks(t *testing.T) {
	secret := accesslog.Secret("a secret of the organisation")
	for _, kind := range simulate.Kinds {
		path, world := folder(t, kind)
		door := reading.NewDoor(secret, "lists")
		read := func(name string, table reading.Table) []reading.Known {
			file, err := os.ReadFile(filepath.Join(path, name))
			if err != nil {
				t.Fatal(err)
			}
			m := reading.GuessFacts(file[:min(len(file), 64<<10)], "", amsterdam)
			taken, refused := known(t, m, bytes.NewReader(file))
			if m.Table != table || len(m.Missing()) > 0 || len(m.Unread()) > 0 || len(refused) > 0 || len(taken) == 0 {
				t.Fatalf("%s of %s: read as %q without %v, and nothing from %v; %d taken, refused %.3v", name, kind, m.Table, m.Missing(), m.Unread(), len(taken), refused)
			}
			return taken
		}
		var facts, want []accesslog.Fact
		for _, k := range read("facts.csv", reading.MixedTable) {
			facts = append(facts, door.Fact(&k))
		}
		for _, f := range world.Facts {
			known := world.FactOf(secret, f)
			known.From, known.To = second(known.From), second(known.To)
			want = append(want, known)
		}
		if !slices.Equal(facts, want) {
			t.Errorf("%s: %d facts, want %d, which differ", kind, len(facts), len(want))
		}
		links := accesslog.Links{Users: map[accesslog.Key]accesslog.Link{}, Patients: map[accesslog.Key]accesslog.Link{}}
		staff := 0
		for _, k := range read("users.csv", reading.StaffTable) {
			key, link := door.Link(&k)
			links.Users[key] = link
			if f := door.Fact(&k); f.Kind == accesslog.Staff && f.User == key && slices.Contains(want, f) {
				staff++
			}
		}
		for _, k := range read("patients.csv", reading.ClientsTable) {
			key, link := door.Link(&k)
			links.Patients[key] = link
			if f := door.Fact(&k); f != (accesslog.Fact{}) {
				t.Errorf("%s: of a client there is a fact %+v", kind, f)
			}
		}
		if diff := cmp.Diff(world.Links(secret), links); diff != "" {
			t.Errorf("%s: links of the world (-), of its lists (+):\n%.2000s", kind, diff)
		}
		if staff != len(world.Users) {
			t.Errorf("%s: %d of %d are in their team", kind, staff, len(world.Users))
		}
	}
}

// second is a moment as lists have it: in UTC, without parts of a second.
func second(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}
