package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidencedb"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
)

// What a backup holds: names in its folder.
const (
	savedDatabase = "aantoonbaar.db"
	savedSums     = "SHA256SUMS" // of every other file, as sha256sum writes it
)

var errOwnTools = errors.New("the database is PostgreSQL's: back it up and put it back with pg_dump and pg_restore, and copy the data folder after it (see docs/howto/postgresql.md). Nothing was written")

// An installation is where its parts lie.
type installation struct {
	database, evidence, signed, evidenceKey, signingKey string

	bucket *blob.Bucket // that has the files which are not in evidence; nil for none
}

func installed(c config.Config) (installation, error) {
	if sqldb.IsPostgres(c.Database) {
		return installation{}, errOwnTools
	}
	bucket, err := bucketOf(c)
	if err != nil {
		return installation{}, err
	}
	return installation{
		database: c.Database, evidence: filepath.Join(c.Data, "evidence"), signed: filepath.Join(c.Data, "signed"),
		evidenceKey: c.KeyFile(), signingKey: filepath.Join(c.Data, "signing-key"), bucket: bucket,
	}, nil
}

func saved(folder string) installation {
	return installation{
		database: filepath.Join(folder, savedDatabase), evidence: filepath.Join(folder, "evidence"), signed: filepath.Join(folder, "signed"),
		evidenceKey: filepath.Join(folder, "evidence-key"), signingKey: filepath.Join(folder, "signing-key"),
	}
}

// save copies an installation, which may be at work, to the folder of to.
//
// The order is what makes the parts fit. The memory of signatures comes first: what
// was signed is in every later database. Files come before the database and again
// after it: one that is erased between is in the first copy, one that is added
// between is in the second.
func (i installation) save(ctx context.Context, to installation, keys bool) (err error) {
	db, err := sqldb.OpenSQLite(ctx, i.database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Check(ctx); err != nil {
		return err
	}
	if err := copyFolder(ctx, i.signed, to.signed); err != nil {
		return err
	}
	if err := i.saveFiles(ctx, to.evidence); err != nil {
		return err
	}
	if err := db.CopyTo(ctx, to.database); err != nil {
		return err
	}
	if err := i.saveFiles(ctx, to.evidence); err != nil {
		return err
	}
	if keys {
		return i.saveKeys(to)
	}
	return nil
}

// saveFiles copies the evidence and its wrapped keys; what lies in a bucket comes
// after the folder, from which it may have moved meanwhile.
func (i installation) saveFiles(ctx context.Context, to string) error {
	if err := copyFolder(ctx, i.evidence, to); err != nil || i.bucket == nil {
		return err
	}
	return i.bucket.CopyTo(ctx, to)
}

// saveKeys copies the key of the evidence those that sign, old
// ones too, and that of the witness. What
// is there already stays.
func (i installation) saveKeys(to installation) error {
	signing, err := filepath.Glob(i.signingKey + "*")
	if err != nil {
		return fmt.Errorf("look for signing keys: %w", err)
	}
	if len(signing) == 0 {
		return fmt.Errorf("look for %s: %w", i.signingKey, fs.ErrNotExist)
	}
	witness, err := filepath.Glob(filepath.Join(filepath.Dir(i.signingKey), witnessKey))
	if err != nil {
		return fmt.Errorf("look for the witness key: %w", err)
	}
	for _, key := range append(signing, witness...) {
		if err := copyFile(key, filepath.Join(filepath.Dir(to.signingKey), filepath.Base(key))); err != nil {
			return err
		}
	}
	return copyFile(i.evidenceKey, to.evidenceKey)
}

// A verdict is what a check of a copy counted.
type verdict struct {
	Journals, Files int
	Entries         int64
}

// verify reads all of a copy: every page of the database, every entry of every
// journal, with the signatures and what is remembered of them, and every file of
// evidence and of log review. Keys names where the keys lie.
func (i installation) verify(ctx context.Context, keys installation, now time.Time) (v verdict, err error) {
	db, err := sqldb.OpenSQLite(ctx, i.database)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := errors.Join(db.Whole(ctx), db.Check(ctx)); err != nil {
		return v, err
	}
	signer, err := journal.LoadSigner(keys.signingKey)
	if err != nil {
		return v, err
	}
	if signer.Memory, err = journal.NewMemory(i.signed); err != nil {
		return v, err
	}
	files, err := blob.New(i.evidence, keys.evidenceKey, nil, now)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, files.Close()) }()
	a := &App{DB: db, Signer: signer, files: files, Evidence: &evidence.Service{Store: &evidencedb.Store{DB: db}}}
	return v, a.verify(ctx, &v)
}

// verify reads the journals and the files of every organisation.
func (a *App) verify(ctx context.Context, v *verdict) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
			found, err := a.Signer.Check(ctx, tx, string(id))
			if err == nil && len(found.Problems) > 0 {
				err = fmt.Errorf("%w: %s: %s", errDoesNotHold, id, strings.Join(found.Says(i18n.EN), "; "))
			}
			v.Entries += found.Entries
			return err
		})
		if err != nil {
			return err
		}
		v.Journals++
		err = a.tryEach(ctx, id, func(what string, err error) error {
			if err != nil {
				return fmt.Errorf("%s of %s: %w", what, id, err)
			}
			v.Files++
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
