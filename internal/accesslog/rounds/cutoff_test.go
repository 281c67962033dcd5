package rounds_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var errCut = errors.New("cut off")

// A cutter lets the first so many calls through, over all files and the store, and then
// no more.
type cutter struct{ left int }

func (c *cutter) cut() error {
	if c.left--; c.left < 0 {
		return errCut
	}
	return nil
}

type cutFiles struct {
	*blob.Store
	*cutter
}

func (f cutFiles) Put(ctx context.Context, org string, r io.Reader, limit int64) (blob.Sum, int64, error) {
	if err := f.cut(); err != nil {
		return blob.Sum{}, 0, err
	}
	return f.Store.Put(ctx, org, r, limit)
}

func (f cutFiles) Open(ctx context.Context, org string, sum blob.Sum) (io.ReadCloser, error) {
	if err := f.cut(); err != nil {
		return nil, err
	}
	return f.Store.Open(ctx, org, sum)
}

func (f cutFiles) Remove(ctx context.Context, org string, sum blob.Sum) error {
	if err := f.cut(); err != nil {
		return err
	}
	return f.Store.Remove(ctx, org, sum)
}

type cutStore struct {
	rounds.Store
	*cutter
}

func (s cutStore) Save(ctx context.Context, id org.ID, all ...rounds.Entered) error {
	if err := s.cut(); err != nil {
		return err
	}
	return s.Store.Save(ctx, id, all...)
}

// TestWhatIsCutOffAtAnyStepLosesAndDoublesNothing lets the n-th step of reading a log and
// working out its round fail, for every n, and goes on.
func TestWhatIsCutOffAtAnyStepLosesAndDoublesNothing(t *testing.T) {
	const n = 500
	for step := 0; ; step++ {
		db := sqldbtest.SQLite(t)
		sqldbtest.Organisations(t, db, "org_a")
		l := open(t, db, t.TempDir())
		c := &cutter{left: step}
		logs, apart, store := l.Logs, l.Apart, l.Store
		l.settled("org_a", rounds.LogTable, lines(n)+"geen datum;m1;Noord;c1;Bekeken\n")
		l.Logs, l.Apart, l.Store = cutFiles{logs.(*blob.Store), c}, cutFiles{apart.(*blob.Store), c}, cutStore{store, c}
		err := l.Work(t.Context(), "org_a")
		if err != nil && !errors.Is(err, errCut) {
			t.Fatalf("step %d: %v", step, err)
		}
		l.Logs, l.Apart, l.Store = logs, apart, store
		l.works("org_a")
		h := l.held("org_a")
		if len(h.Loads) != 1 || h.Loads[0].Stage != rounds.Kept || h.Loads[0].Read.Lines != n || h.Loads[0].Read.Refused != 1 {
			t.Fatalf("cut off at step %d, there is %+v", step, h.Loads)
		}
		if raw, err := blob.ParseSum(h.Loads[0].SHA256); err != nil || !errors.Is(only(l.Logs.Open(t.Context(), "org_a", raw)), blob.ErrMissing) {
			t.Fatalf("cut off at step %d, what came in is still there", step)
		}
		if r := l.round("org_a"); r.Found.Events != n || r.Found.Twice != 0 {
			t.Fatalf("cut off at step %d, a round found %+v", step, r.Found)
		}
		if err == nil {
			if step < 6 {
				t.Errorf("only %d steps were cut off", step)
			}
			return
		}
	}
}

// TestKilledWithoutWarning reads a log in a process of its own that is killed again and
// again at a moment that nobody chose.
func TestKilledWithoutWarning(t *testing.T) {
	if folder := os.Getenv("ACCESSLOG_KILLED_IN"); folder != "" {
		l := open(t, opened(t, folder), folder)
		l.works("org_a")
		return
	}
	const n = 100_000
	folder := t.TempDir()
	db := opened(t, folder)
	if err := db.Migrate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	sqldbtest.Organisations(t, db, "org_a")
	l := open(t, db, folder)
	l.settled("org_a", rounds.LogTable, lines(n))
	killed := 0
	for i := range 40 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestKilledWithoutWarning$")
		child.Env = append(os.Environ(), "ACCESSLOG_KILLED_IN="+folder)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5+rand.IntN(10*(i+1))) * time.Millisecond) // the first before anything can be done, the last mostly after
		_ = child.Process.Kill()
		if child.Wait() == nil {
			break // it was done before
		}
		killed++
	}
	l.works("org_a")
	h := l.held("org_a")
	if len(h.Loads) != 1 || h.Loads[0].Stage != rounds.Kept || h.Loads[0].Read.Lines != n {
		t.Fatalf("killed %d times, there is %+v", killed, h.Loads)
	}
	if r := l.round("org_a"); r.Found.Events != n || r.Found.Twice != 0 {
		t.Errorf("killed %d times, a round found %+v", killed, r.Found)
	}
	if killed == 0 {
		t.Error("nothing was killed")
	}
	t.Logf("killed %d times", killed)
}

func opened(t *testing.T, folder string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.OpenSQLite(t.Context(), filepath.Join(folder, "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func only[V any](_ V, err error) error { return err }
