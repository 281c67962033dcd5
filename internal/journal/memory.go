package journal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/sqldb"
)

// A Memory keeps the last checkpoint that was signed of every journal, in a
// folder outside the database. With it an installation notices itself what
// otherwise only an outsider with a checkpoint would: that the database was
// rewritten, or that an older one was put back. It then signs nothing more.
//
// It helps as far as the folder is out of reach of whoever changes the database.
// A nil Memory remembers nothing.
type Memory struct{ dir string }

// NewMemory opens the folder, or makes it.
func NewMemory(dir string) (*Memory, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("memory of signatures: %w", err)
	}
	return &Memory{dir}, nil
}

// A Fork is the fault that a journal does not begin with the entries that were
// signed: entries were changed or removed, or an older database was put back. Or it
// does, and the signature itself is gone from the database.
type Fork struct {
	Org  string
	Kept Checkpoint // what was signed
	Size int64      // how many entries there are now
	Gone bool       // the entries are those that were signed, and the checkpoint over them is not there
}

// Says tells a person what is wrong.
func (f *Fork) Says() i18n.Text {
	if f.Gone {
		return i18n.Tf("de handtekening over %d regels staat niet meer in de database, en daarbuiten is zij onthouden: er zijn handtekeningen weggehaald",
			"the checkpoint over %d entries is no longer in the database, and outside it is remembered: checkpoints were removed", f.Kept.Size)
	}
	if f.Size < f.Kept.Size {
		return i18n.Tf("het logboek heeft %d regels, en er zijn er %d ondertekend: er is een oudere database teruggezet, of er zijn regels weggehaald",
			"the journal has %d entries, and %d were signed: an older database was put back, or entries were removed", f.Size, f.Kept.Size)
	}
	return i18n.Tf("het logboek begint niet met de %d regels die zijn ondertekend: er zijn regels veranderd",
		"the journal does not begin with the %d entries that were signed: entries were changed", f.Kept.Size)
}

// Error implements [error], in English.
func (f *Fork) Error() string { return f.Org + ": " + f.Says().EN }

// Last returns the checkpoint that is remembered of org, if there is one.
func (m *Memory) Last(org string) (Checkpoint, bool, error) {
	if m == nil {
		return Checkpoint{}, false, nil
	}
	text, err := os.ReadFile(m.path(org))
	if errors.Is(err, fs.ErrNotExist) {
		return Checkpoint{}, false, nil
	}
	if err != nil {
		return Checkpoint{}, false, fmt.Errorf("read what was signed: %w", err)
	}
	c, err := parse(string(text))
	return c, err == nil, err
}

// Wrong reports whether err tells that a journal does not hold, rather than that it
// could not be read.
func Wrong(err error) bool {
	return errors.As(err, new(*Fork)) || errors.As(err, new(*Lacking))
}

// Compare returns a *Fork when org's journal does not begin with what is remembered.
func (m *Memory) Compare(ctx context.Context, tx *sqldb.Tx, org string) error {
	kept, ok, err := m.Last(org)
	if err != nil || !ok {
		return err
	}
	size, err := Size(ctx, tx, org)
	if err != nil {
		return err
	}
	if size < kept.Size {
		return &Fork{Org: org, Kept: kept, Size: size}
	}
	root, err := tlog.TreeHash(kept.Size, &hashes{ctx: ctx, tx: tx, org: org})
	if errors.As(err, new(*Lacking)) || err == nil && root != kept.Root {
		return &Fork{Org: org, Kept: kept, Size: size}
	}
	if err != nil {
		return fmt.Errorf("compute root of %d entries: %w", kept.Size, err)
	}
	if _, there, err := Point(ctx, tx, org, kept.Size); err != nil || !there {
		return cmp.Or[error](err, &Fork{Org: org, Kept: kept, Size: size, Gone: true})
	}
	return nil
}

// keep remembers a checkpoint. One that is smaller than what is remembered changes
// nothing, and where nothing is remembered a memory is begun only when begin says so.
func (m *Memory) keep(org string, c Checkpoint, begin bool) error {
	last, ok, err := m.Last(org)
	if err != nil || ok && last.Size >= c.Size || !ok && !begin {
		return err
	}
	if err := writeWhole(m.path(org), c.Note, false); err != nil {
		return fmt.Errorf("remember what was signed: %w", err)
	}
	return nil
}

// Accept lets a fork stand: what was remembered is put aside under a name with
// its size, and what is signed next is remembered anew.
func (m *Memory) Accept(f *Fork) error {
	from := m.path(f.Org)
	if err := os.Rename(from, fmt.Sprintf("%s.%d", from, f.Kept.Size)); err != nil {
		return fmt.Errorf("put aside what was signed: %w", err)
	}
	return syncFolder(m.dir)
}

func (m *Memory) path(org string) string { return filepath.Join(m.dir, org) }

// parse reads what a checkpoint states, without looking at its signature.
func parse(signed string) (c Checkpoint, err error) {
	c.Note = signed
	if c.Root, err = rootOf(signed); err != nil {
		return c, err
	}
	size := strings.SplitN(signed, "\n", 3)[1]
	if _, err := fmt.Sscan(size, &c.Size); err != nil {
		return c, fmt.Errorf("checkpoint size %q: %w", size, err)
	}
	return c, nil
}
