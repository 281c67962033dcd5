package rounds_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/accesslogdb"
	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// A lab is the room on a real database and real files.
type lab struct {
	testing.TB
	*rounds.Service

	now time.Time
}

// world is what these tests need of other rooms: nothing of it is looked at here.
type world struct{}

func (world) Items(context.Context, identity.Actor) ([]evidence.Item, error)       { return nil, nil }
func (world) AddOnce(context.Context, identity.Actor, evidence.Item, string) error { return nil }

// open opens the room on a database, with files in a folder.
func open(t testing.TB, db *sqldb.DB, folder string) *lab {
	t.Helper()
	l := &lab{TB: t, now: noon}
	files := func(name string) *blob.Store {
		s, err := blob.New(filepath.Join(folder, name), filepath.Join(folder, "key"), nil, noon)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	templates, err := accesslog.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	signals, err := accesslog.LoadSignals(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	l.Service = &rounds.Service{
		Store: &accesslogdb.Store{DB: db}, Logs: files("logs"), Apart: files("apart"), World: world{}, Templates: templates, Signals: signals,
		Now: func() time.Time { return l.now }, Zone: zone, NewID: func(prefix string) string { return ref.NewID(prefix, noon) }, Log: slog.New(slog.DiscardHandler),
	}
	return l
}

// by is somebody who reviews.
func by(id org.ID) identity.Actor {
	return identity.Actor{Person: "per_1", Name: "Bram Smit", Org: id, Role: identity.PrivacyOfficer, Credential: identity.Session, Strong: noon}
}

// lines is a log of n lines in October: one each minute, by one of ten users with one of
// fifty patients.
func lines(n int) string {
	var b strings.Builder
	b.WriteString("Datum en tijd;Medewerker;Team;Cliëntnummer;Actie\n")
	at := time.Date(2026, 10, 1, 6, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "%s;m%d;Noord;c%d;Bekeken\n", at.Format("02-01-2006 15:04:05"), i%10, i*7%50)
		at = at.Add(2 * time.Second)
	}
	return b.String()
}

// settled brings a file, and has it read as is guessed.
func (l *lab) settled(id org.ID, table reading.Table, content string) rounds.Load {
	l.Helper()
	return l.settledFrom(id, table, strings.NewReader(content))
}

func (l *lab) settledFrom(id org.ID, table reading.Table, from io.Reader) rounds.Load {
	l.Helper()
	x, err := l.Arrive(l.Context(), by(id), table, "ECD", string(table)+".csv", from)
	if err != nil {
		l.Fatal(err)
	}
	set := rounds.Setting{}
	if x.Mapping != nil {
		set.Columns = x.Mapping.Columns
	} else {
		set.Columns = x.Facts.Columns
	}
	if err := l.Settle(l.Context(), by(id), x.ID, x.Version, set); err != nil {
		l.Fatal(err)
	}
	return x
}

func (l *lab) works(id org.ID) {
	l.Helper()
	if err := l.Work(l.Context(), id); err != nil {
		l.Fatal(err)
	}
}

func (l *lab) held(id org.ID) rounds.Held {
	l.Helper()
	h, err := l.Look(l.Context(), by(id))
	if err != nil {
		l.Fatal(err)
	}
	return h.Held
}

// round opens the round of October, and works it out.
func (l *lab) round(id org.ID) rounds.Round {
	l.Helper()
	r, err := l.Open(l.Context(), by(id), day(1), day(31))
	if err != nil {
		l.Fatal(err)
	}
	l.works(id)
	r, _ = l.held(id).Round(r.ID)
	return r
}

func day(n int) time.Time { return time.Date(2026, 10, n, 0, 0, 0, 0, time.UTC) }

// sumOf reads and hashes a file.
func sumOf(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return [sha256.Size]byte(h.Sum(nil)), errors.Join(err, f.Close())
}

// all is everything in a file.
func all(t *testing.T, r io.ReadCloser, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return string(text)
}
