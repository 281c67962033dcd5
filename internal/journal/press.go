package journal

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/once"
	"aantoonbaar/internal/sqldb"
)

// take writes down that the form with which a change came was stored, in the
// transaction of the change itself. A form that was stored by another arrival is
// [once.ErrAgain]; the same arrival may write as often as it needs to. Whoever sends
// it twice in one moment waits at the journal's head for the first.
func take(ctx context.Context, tx *sqldb.Tx, org string, at time.Time) error {
	p := once.Of(ctx)
	key := p.Key()
	if key == nil {
		return nil
	}
	n, err := tx.Changed(ctx, `
		INSERT INTO presses AS p (org_id, press, request, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (org_id, press) DO UPDATE SET request = excluded.request WHERE p.request = excluded.request`,
		org, key, p.Request, sqldb.At(at))
	if err != nil {
		return fmt.Errorf("write press: %w", err)
	}
	if n == 0 {
		return once.ErrAgain
	}
	p.Taken = true
	return nil
}

// Pressed returns whether a form was stored, and where that led; "" where that is not
// known yet, or never will be because the program stopped in between.
func Pressed(ctx context.Context, tx *sqldb.Tx, org string, key []byte) (place string, found bool, err error) {
	place, found, err = sqldb.One(ctx, tx, sqldb.Scalar[string], `SELECT COALESCE(place, '') FROM presses WHERE org_id = $1 AND press = $2`, org, key)
	if err != nil {
		return "", false, fmt.Errorf("read press: %w", err)
	}
	return place, found, nil
}

// Lead notes where the form of a press led.
func Lead(ctx context.Context, tx *sqldb.Tx, org string, key []byte, place string) error {
	return tx.Exec(ctx, `UPDATE presses SET place = $3 WHERE org_id = $1 AND press = $2`, org, key, place)
}

// Release lets the form be stored again: its answer was no place but something to
// read or keep, such as a link that is shown once or a file, and whoever asks again
// wants that.
func Release(ctx context.Context, tx *sqldb.Tx, org string, key []byte) error {
	return tx.Exec(ctx, `DELETE FROM presses WHERE org_id = $1 AND press = $2`, org, key)
}

// ForgetPresses forgets the forms that org stored before a moment.
func ForgetPresses[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, before time.Time) error {
	return tx.Exec(ctx, `DELETE FROM presses WHERE org_id = $1 AND at < $2`, org, sqldb.At(before))
}
