package app

import (
	"context"
	"log/slog"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
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
		if err := a.sealAll(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "signing checkpoints failed", slog.Any("err", err))
		}
	}
}

// sealAll signs for each organisation in a transaction of its own. Most have not
// grown within the hour, and then nobody waits for a turn to write.
func (a *App) sealAll(ctx context.Context) error {
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		grown := false
		err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
			grown, err = journal.Grown(ctx, tx, id)
			return err
		})
		if err != nil {
			return err
		}
		if !grown {
			continue
		}
		err = a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
			_, err := a.Signer.Sign(ctx, tx, string(id), a.Now())
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// organisations lists every organisation there is.
func (a *App) organisations(ctx context.Context) (ids []org.ID, err error) {
	err = a.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		ids, err = sqldb.All(ctx, tx, sqldb.Scalar[org.ID], `SELECT tenant_id FROM tenants ORDER BY tenant_id`)
		return err
	})
	return ids, err
}
