package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/config"
)

type backUp struct {
	Folder string `arg:"" placeholder:"FOLDER" help:"Where to, e.g. /var/backups/aantoonbaar/2026-11-03. It must not be there yet."`
	Keys   bool   `help:"Copy the key of the evidence and the signing keys too. Who has such a backup can read every file and sign in your name; without them it is not complete, so keep them in a place of their own."`
}

// Run makes a backup and reads all of it again. A folder under the name that was
// asked for is whole: until then it has another one.
func (b *backUp) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	from, err := installed(*c)
	if err != nil {
		return err
	}
	if err := needFiles(from.database, from.evidenceKey, from.signingKey); err != nil {
		return err
	}
	folder := filepath.Clean(b.Folder)
	if err := needNothing(folder); err != nil {
		return err
	}
	part := folder + ".unfinished"
	v, err := from.saveWhole(ctx, part, b.Keys)
	if err == nil {
		err = writeSums(ctx, part)
	}
	if err == nil {
		err = settle(part, folder)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("no backup was made: %w", err), os.RemoveAll(part))
	}
	fmt.Fprintf(t.out, "Backup in %s, read again: the database is whole, %d journals with %d entries hold, %d files of evidence open.\n", folder, v.Journals, v.Entries, v.Files)
	if !b.Keys {
		fmt.Fprintf(t.out, "The keys are not in it: keep %s and %s* in a place of their own, or it cannot be put back.\n", from.evidenceKey, from.signingKey)
	}
	return nil
}

// attempts is how often a backup begins anew when a piece of evidence came and was
// erased again while it ran: then its row is in the copy, and its file is not.
const attempts = 5

// saveWhole saves an installation in the folder part, and reads it again.
func (i installation) saveWhole(ctx context.Context, part string, keys bool) (v verdict, err error) {
	for range attempts {
		if err := os.RemoveAll(part); err != nil { // of a backup that was cut off
			return v, fmt.Errorf("clear what was left: %w", err)
		}
		if err := os.MkdirAll(part, 0o700); err != nil {
			return v, fmt.Errorf("make folder: %w", err)
		}
		if err = i.save(ctx, saved(part), keys); err == nil {
			v, err = saved(part).verify(ctx, i, time.Now()) //nolint:forbidigo // here time enters the program
		}
		if !errors.Is(err, blob.ErrMissing) {
			return v, err
		}
	}
	return v, err
}

type restore struct {
	Folder string `arg:"" placeholder:"FOLDER" help:"A backup that aantoonbaar backup made."`
}

// Run puts a backup where the configuration says, where nothing may be yet, and
// reads all of it again.
func (r *restore) Run(ctx context.Context, c *config.Config, t *terminal) error {
	to, err := installed(*c)
	if err != nil {
		return err
	}
	if err := needNothing(to.database, to.database+"-wal", to.evidence); err != nil {
		return err
	}
	if err := compareSums(ctx, r.Folder); err != nil {
		return fmt.Errorf("nothing was put back: %w", err)
	}
	from := saved(r.Folder)
	if _, err := os.Stat(from.evidenceKey); err == nil {
		if err := from.saveKeys(to); err != nil {
			return err
		}
	}
	if err := needFiles(to.evidenceKey, to.signingKey); err != nil {
		return fmt.Errorf("the keys are not in this backup; put them in place first, nothing else was put back: %w", err)
	}
	err = errors.Join(copyFolder(ctx, from.evidence, to.evidence), copyFolder(ctx, from.signed, to.signed), copyFile(from.database, to.database),
		syncFolders(to.evidence), syncFolders(to.signed), syncFolder(c.Data), syncFolder(filepath.Dir(to.database)))
	if err != nil {
		return fmt.Errorf("the backup was put back in part; remove %s and %s, and try again: %w", to.database, to.evidence, err)
	}
	checked := to
	checked.signed = from.signed                  // a newer memory is what the start of the server compares with
	v, err := checked.verify(ctx, to, time.Now()) //nolint:forbidigo // here time enters the program
	if err != nil {
		return fmt.Errorf("the backup was put back and does not hold; do not start with it, remove %s and %s: %w", to.database, to.evidence, err)
	}
	fmt.Fprintf(t.out, "Put back from %s and read again: the database is whole, %d journals with %d entries hold, %d files of evidence open.\nWhen this machine remembers newer signatures, the server says so and signs nothing until you accept it: aantoonbaar log check\n", r.Folder, v.Journals, v.Entries, v.Files)
	if to.bucket != nil {
		fmt.Fprintf(t.out, "The files of evidence lie in the data folder; the server moves them to %s when it starts. What is there of later than the backup stays there, and belongs to no piece any more.\n", to.bucket)
	}
	return nil
}

// needFiles refuses when a file is not there: opening it would make a new one.
func needFiles(paths ...string) error {
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return fmt.Errorf("%s is needed: %w", p, err)
		}
	}
	return nil
}

// needNothing refuses when something is there that would be written over.
func needNothing(paths ...string) error {
	for _, p := range paths {
		if _, err := os.Lstat(p); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already, and nothing is written over it; move it away or choose another place. Nothing was written", p)
		}
	}
	return nil
}
