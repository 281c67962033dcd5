package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// Torture kills the program without warning while people store evidence, again
// and again until so many writes were acknowledged. After each kill every
// journal must hold, and everything that was acknowledged must be there: the
// piece, its entry, and every byte of its file.
//
// A kill leaves the kernel's memory of the disk alone. That what was synced
// survives a power cut is for testers of another kind.
func (b *Bench) Torture(ctx context.Context, writes int) (err error) {
	if b.folder, err = os.MkdirTemp("", "aantoonbaar-torture-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	b.report.At = time.Now().UTC()
	p, err := b.prepare(ctx, place{name: "SQLite", database: filepath.Join(b.folder, "torture.db")}, 8)
	if err != nil {
		return err
	}
	t := &torture{Bench: b, place: p, acked: map[string]string{}}
	kills := 0
	for ; len(t.acked) < writes; kills++ {
		if err := t.round(ctx, kills); err != nil {
			return fmt.Errorf("after %d writes and %d kills: %w", len(t.acked), kills, err)
		}
	}
	b.printf("%d writes acknowledged, %d kills: none lost, every journal holds\n", len(t.acked), kills)
	return nil
}

// A torture is what was acknowledged so far.
type torture struct {
	*Bench
	place
	callers []caller

	mu    sync.Mutex
	sent  int
	acked map[string]string // title of each piece, and the organisation
}

// round starts the program, lets people write, kills it at a moment of chance, and
// looks at what is left.
func (t *torture) round(ctx context.Context, kills int) error {
	child, err := t.serve(ctx, t.place)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if t.callers == nil { // links work once, sessions outlive the program
		if t.callers, err = signIn(ctx, child.url, t.visitors); err != nil {
			child.kill()
			return err
		}
	}
	chance := rand.New(rand.NewPCG(7510, uint64(kills)))
	before := len(t.acked)
	over, stop := context.WithCancel(ctx)
	var writers sync.WaitGroup
	errs := make([]error, len(t.callers))
	for i, c := range t.callers {
		writers.Go(func() { errs[i] = t.write(over, child.url, c) })
	}
	time.Sleep(time.Duration(10+chance.IntN(150)) * time.Millisecond)
	child.kill()
	stop()
	writers.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	t.printf("kill %d: %d writes acknowledged\n", kills+1, len(t.acked)-before)
	return t.look(ctx)
}

// write stores pieces until the program is gone. An answer that never came
// acknowledges nothing; one that refuses is a fault.
func (t *torture) write(ctx context.Context, at string, c caller) error {
	client := newClient()
	defer client.CloseIdleConnections()
	for ctx.Err() == nil {
		t.mu.Lock()
		t.sent++
		title := fmt.Sprintf("Stuk %d", t.sent)
		t.mu.Unlock()
		r, err := c.upload(ctx, at, title)
		if err != nil {
			return err
		}
		res, err := client.Do(r)
		if err != nil {
			return nil // the program was killed: that is the point
		}
		_ = res.Body.Close() // its status says all
		if res.StatusCode != http.StatusSeeOther {
			return fmt.Errorf("storing %q was answered %s", title, res.Status)
		}
		t.mu.Lock()
		t.acked[title] = c.org
		t.mu.Unlock()
	}
	return nil
}

// upload is the form for a new file of evidence.
func (c caller) upload(ctx context.Context, at, title string) (*http.Request, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"form": "file", "title": title, "kind": "design", "vouched_by": "Teamleider", "speaks_from": "2026-03-01"} {
		if err := form.WriteField(name, value); err != nil {
			return nil, err
		}
	}
	file, err := form.CreateFormFile("file", "stuk.txt")
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(file, content(title)); err != nil {
		return nil, err
	}
	if err := form.Close(); err != nil {
		return nil, err
	}
	r := c.get(ctx, at, "/bewijs")
	r.Method, r.Body = http.MethodPost, io.NopCloser(&body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r, nil
}

// content is what stands in the file of a piece: some pages of text of its own.
func content(title string) string {
	return string(bytes.Repeat([]byte(title+": uitdraai van de controle.\n"), 300))
}

// look opens the database as it was left.
func (t *torture) look(ctx context.Context) (err error) {
	rooms, err := t.Open(ctx, t.database, t.data)
	if err != nil {
		return fmt.Errorf("open after a kill: %w", err)
	}
	defer func() { err = errors.Join(err, rooms.Close()) }()
	there := map[string]string{}
	for _, c := range t.callers {
		by := identity.Actor{Person: c.person.ID, Org: org.ID(c.org), Role: identity.Administrator, Credential: identity.Session}
		if err := t.audit(ctx, rooms, c.org); err != nil {
			return err
		}
		items, err := rooms.Generator.Evidence.List(ctx, by, evidence.Filter{})
		if err != nil {
			return err
		}
		for _, it := range items {
			if _, ours := t.acked[it.Title]; !ours {
				continue
			}
			if err := t.read(ctx, rooms, by, it); err != nil {
				return fmt.Errorf("%s: %w", it.Title, err)
			}
			there[it.Title] = c.org
		}
	}
	for title, id := range t.acked {
		if there[title] != id {
			return fmt.Errorf("%q of %s was acknowledged, and is lost", title, id)
		}
	}
	return nil
}

// audit reads one journal.
func (t *torture) audit(ctx context.Context, rooms *Rooms, id string) error {
	return rooms.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		found, err := rooms.Signer.Check(ctx, tx, id)
		if err == nil && len(found.Problems) > 0 {
			err = fmt.Errorf("journal of %s: %v", id, found.Says(i18n.EN))
		}
		if err != nil {
			return err
		}
		entries, err := journal.Of(ctx, tx, id, 0, evidence.ActAdd)
		if err == nil && len(entries) == 0 {
			err = fmt.Errorf("journal of %s knows of no evidence", id)
		}
		return err
	})
}

// read compares a file with what was sent.
func (t *torture) read(ctx context.Context, rooms *Rooms, by identity.Actor, it evidence.Item) error {
	_, r, err := rooms.Generator.Evidence.Open(ctx, by, it.ID)
	if err != nil {
		return err
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err == nil && string(got) != content(it.Title) {
		err = errors.New("the file holds something else")
	}
	return err
}
