package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
)

// command runs the program beside the server, with its own folders unless another
// data folder is given.
func (s *site) command(data string, args ...string) (int, string) {
	database := s.Config.Database
	if data == "" {
		data = s.Config.Data
	} else {
		database = filepath.Join(data, "a.db")
	}
	var out, complaints strings.Builder
	code := app.Main(s.ctx(), append(args, "--database", database, "--data", data), &out, &complaints)
	return code, out.String() + complaints.String()
}

// TestABackupWhileTheServerWrites is put back in an empty place, and is whole.
func TestABackupWhileTheServerWrites(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	s.must(s.SealAll(s.ctx()))
	stop, wrote := make(chan struct{}), 0
	var busy sync.WaitGroup
	busy.Go(func() {
		for ; ; wrote++ {
			select {
			case <-stop:
				return
			default:
			}
			it := p.piece(fmt.Sprintf("tijdens de backup %d", wrote), evidence.FileForm)
			if wrote%3 == 0 {
				s.must(p.Evidence.Erase(s.ctx(), p.by(identity.Administrator), it.ID, evidence.Erasure{Ground: evidence.Unlawful, Because: "Gegevens van een cliënt"}))
			}
			if wrote%10 == 0 {
				s.must(s.SealAll(s.ctx()))
			}
		}
	})
	backups := t.TempDir()
	for i := range 4 {
		if code, said := s.command("", "backup", filepath.Join(backups, fmt.Sprint(i))); code != 0 {
			t.Errorf("backup %d = %d: %s", i, code, said)
		}
		time.Sleep(time.Millisecond) // lets the writer go on between
	}
	close(stop)
	busy.Wait()
	if wrote == 0 {
		t.Error("nothing was written meanwhile: the test shows nothing")
	}
	for i := range 4 {
		to := t.TempDir()
		from := filepath.Join(backups, fmt.Sprint(i))
		if code, said := s.command(to, "restore", from); code == 0 || !strings.Contains(said, "keys") {
			t.Errorf("restore without keys = %d: %s", code, said)
		}
		keys, err := filepath.Glob(filepath.Join(s.Config.Data, "*-key*"))
		s.must(err)
		for _, key := range keys {
			text, err := os.ReadFile(key)
			s.must(err)
			s.must(os.WriteFile(filepath.Join(to, filepath.Base(key)), text, 0o600))
		}
		if code, said := s.command(to, "restore", from); code != 0 || !strings.Contains(said, "journals") {
			t.Errorf("restore %d = %d: %s", i, code, said)
		}
		for _, check := range []string{"log", "keys"} {
			if code, said := s.command(to, check, "check"); code != 0 {
				t.Errorf("%s check of what was put back = %d: %s", check, code, said)
			}
		}
		if code, said := s.command(to, "restore", from); code == 0 || !strings.Contains(said, "there already") {
			t.Errorf("restore over what is there = %d: %s", code, said)
		}
	}
}

// TestABackupThatChangedIsNotPutBack, whichever of its files it is.
func TestABackupThatChangedIsNotPutBack(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	p.piece("een bestand", evidence.FileForm)
	s.must(s.SealAll(s.ctx()))
	whole := filepath.Join(t.TempDir(), "whole")
	if code, said := s.command("", "backup", "--keys", whole); code != 0 {
		t.Fatalf("backup = %d: %s", code, said)
	}
	if code, said := s.command("", "backup", whole); code == 0 || !strings.Contains(said, "there already") {
		t.Errorf("a second backup in the same folder = %d: %s", code, said)
	}
	if code, said := s.command(t.TempDir(), "restore", whole); code != 0 {
		t.Errorf("restore of a backup with its keys = %d: %s", code, said)
	}
	files, err := filepath.Glob(whole + "/*")
	s.must(err)
	deep, err := filepath.Glob(whole + "/evidence/*/sealed/*/*")
	s.must(err)
	for _, file := range append(files, deep...) {
		info, err := os.Stat(file)
		s.must(err)
		if info.IsDir() {
			continue
		}
		text, err := os.ReadFile(file)
		s.must(err)
		other := append([]byte{}, text...)
		other[len(other)/2] ^= 1
		s.must(os.WriteFile(file, other, 0o600))
		to := t.TempDir()
		if code, said := s.command(to, "restore", whole); code == 0 {
			t.Errorf("restore of a backup of which %s changed = 0: %s", file, said)
		}
		if left, err := os.ReadDir(to); err != nil || len(left) > 0 {
			t.Errorf("after the refusal there is %v, %v", left, err)
		}
		s.must(os.WriteFile(file, text, 0o600))
	}
}

// TestABackupIsRefusedWhereItCannotBeWhole: for PostgreSQL, and without a key.
func TestABackupIsRefusedWhereItCannotBeWhole(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	to := filepath.Join(t.TempDir(), "to")
	var out, complaints strings.Builder
	if code := app.Main(s.ctx(), []string{"backup", to, "--database", "postgres://localhost/x", "--data", s.Config.Data}, &out, &complaints); code == 0 || !strings.Contains(complaints.String(), "pg_dump") {
		t.Errorf("backup of PostgreSQL = %d: %s", code, complaints.String())
	}
	s.must(os.Remove(filepath.Join(s.Config.Data, "evidence-key")))
	if code, said := s.command("", "backup", to); code == 0 || !strings.Contains(said, "evidence-key is needed") {
		t.Errorf("backup without the key = %d: %s", code, said)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a refused backup left a folder")
	}
}
