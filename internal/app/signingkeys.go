package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/config"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

type rotateSigning struct{}

// Run rotates the key, or finishes a rotation that was broken off.
func (*rotateSigning) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	rotated, journals, err := a.RotateSigning(ctx)
	if err != nil {
		return fmt.Errorf("%w\nUntil this command has finished both keys sign. Run it again when the cause is gone", err)
	}
	fmt.Fprintf(t.out, "%d journals tell of the new key. Give it to those who check:\n%s\nCheckpoints of before are verified with the old one:\n%s\n", journals, rotated.New, rotated.Old)
	return nil
}

type listSigning struct{}

// Run lists the keys, the newest first.
func (*listSigning) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	keys, err := a.Signer.Keys()
	for _, k := range keys {
		from, until := "the beginning", "now"
		if !k.From.IsZero() {
			from = k.From.In(a.Zone).Format(time.RFC3339)
		}
		if !k.Until.IsZero() {
			until = k.Until.In(a.Zone).Format(time.RFC3339)
		}
		fmt.Fprintf(t.out, "%s\n  from %s until %s\n", k.Public, from, until)
	}
	if public := a.Witness.Public(); public != "" {
		fmt.Fprintf(t.out, "As a witness of other installations:\n%s\n", public)
	}
	return err
}

// RotateSigning lets a new key take over, and returns how many journals tell of
// it. It can be broken off and done again at any moment. A journal that is not
// what was signed before stops it: see [App.Accept].
func (a *App) RotateSigning(ctx context.Context) (journal.Rotated, int, error) {
	rotated, err := a.Signer.BeginRotation()
	if err != nil {
		return rotated, 0, err
	}
	ids, err := a.organisations(ctx)
	if err != nil {
		return rotated, 0, err
	}
	for i, id := range ids {
		if err := a.tellRotated(ctx, id, rotated); err != nil {
			return rotated, i, err
		}
	}
	return rotated, len(ids), a.Signer.FinishRotation(a.Now())
}

func (a *App) tellRotated(ctx context.Context, id org.ID, rotated journal.Rotated) error {
	entry := identity.OperatorActor(id).Draft(a.Now(), journal.ActKeyRotated, ref.Ref{Kind: "journal", ID: string(id)}, rotated)
	var c journal.Checkpoint
	err := a.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		c, err = a.Signer.Tell(ctx, tx, string(id), rotated, entry)
		return err
	})
	if err != nil {
		return err
	}
	return a.Signer.Keep(string(id), c)
}
