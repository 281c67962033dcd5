package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// sealEvery is how long a change can stand before a signed checkpoint covers
// it; the first round waits until the program has answered those who waited for
// its start.
const (
	sealEvery = time.Hour
	sealFirst = 3 * time.Second
)

// seal signs a checkpoint of every journal that has grown, every hour, until ctx ends.
func (a *App) seal(ctx context.Context) {
	next := time.NewTimer(sealFirst)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
			next.Reset(sealEvery)
		}
		if err := a.SealAll(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "signing checkpoints failed", slog.Any("err", err))
		}
	}
}

// SealAll signs for each organisation in a transaction of its own. One journal
// that is not what was signed, or that cannot be read, does not keep the others from being signed.
func (a *App) SealAll(ctx context.Context) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids {
		if err := a.sealOne(ctx, id); err != nil {
			if journal.Wrong(err) {
				a.watch.note(id, true, false, false)
			}
			failed = append(failed, fmt.Errorf("%s: %w", id, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(failed...)
}

// sealOne signs and remembers. Most journals have not grown within the hour, and
// then nobody waits for a turn to write.
func (a *App) sealOne(ctx context.Context, id org.ID) error {
	var last journal.Checkpoint
	var grown, forgot bool
	err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		if err := a.Signer.Memory.Compare(ctx, tx, string(id)); err != nil {
			return err
		}
		if forgot, err = a.Signer.Forgot(ctx, tx, string(id)); err != nil {
			return err
		}
		if last, _, err = journal.Last(ctx, tx, string(id)); err != nil {
			return err
		}
		grown, err = journal.Grown(ctx, tx, id)
		return err
	})
	switch {
	case err != nil:
		return err
	case forgot:
		err = a.tellForgotten(ctx, id, last)
	case grown:
		err = a.sign(ctx, id, a.Signer.Keep)
	default:
		err = a.Signer.Keep(string(id), last)
	}
	if err == nil && a.watch.isWrong(id) { // somebody may have accepted it in another process
		_, err = a.audit(ctx, id)
	}
	return err
}

// sign signs a journal and lets keep remember it.
func (a *App) sign(ctx context.Context, id org.ID, keep func(string, journal.Checkpoint) error) (err error) {
	var last journal.Checkpoint
	err = a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		last, err = a.Signer.Sign(ctx, tx, string(id), a.Now())
		return err
	})
	if err != nil {
		return err
	}
	return keep(string(id), last)
}

// ActForgotten tells that the memory of signatures was gone, with the newest checkpoint
// of the database, which nothing outside it vouched for then.
const ActForgotten = "journal.forgotten"

// tellForgotten says in the journal and in the log that the memory of signatures is
// gone, and begins it anew: between this moment and the last one that somebody else can
// vouch for, the installation itself cannot tell that nothing was put back.
func (a *App) tellForgotten(ctx context.Context, id org.ID, last journal.Checkpoint) error {
	a.log.ErrorContext(ctx, "nothing is remembered of what was signed", slog.String("org", string(id)), slog.String("problem", journal.Forgotten.EN))
	told := map[string]any{"signed": last.Note, "size": last.Size}
	entry := identity.SystemActor(id).Draft(a.Now(), ActForgotten, ref.Ref{Kind: "journal", ID: string(id)}, told)
	err := a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return journal.Append(ctx, tx, id, entry) })
	if err != nil {
		return err
	}
	return a.sign(ctx, id, a.Signer.KeepAnew)
}

// organisations lists every organisation there is.
func (a *App) organisations(ctx context.Context) (ids []org.ID, err error) {
	err = a.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		ids, err = sqldb.All(ctx, tx, sqldb.Scalar[org.ID], `SELECT tenant_id FROM tenants ORDER BY tenant_id`)
		return err
	})
	return ids, err
}
