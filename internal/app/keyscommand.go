package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/config"
)

type keyCommands struct {
	List   listKeys   `cmd:"" help:"Say which keys there are, and what still needs an old one."`
	Rotate rotateKeys `cmd:"" help:"Replace the root key of the evidence: the keys of all organisations are wrapped with a new one, and the old one opens nothing any more. May be done while the server runs; run it again if it was cut off."`
	Check  checkFiles `cmd:"" help:"Open every file of evidence and say which is missing, damaged or without its key."`

	RotateSigning rotateSigning `cmd:"" help:"Let a new key sign the journals. Every journal tells of it, under a signature by both keys; checkpoints of before stay valid."`
	ListSigning   listSigning   `cmd:"" help:"List the public keys under which journals are and were signed."`
}

type listKeys struct{}

// Run lists the keys, and never a secret.
func (*listKeys) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	keys, err := a.files.Keys()
	if err != nil {
		return err
	}
	plain, err := a.files.Plain()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Root key of the evidence: %s, in %s\n", keys.Root, keys.File)
	for _, k := range keys.Organisations {
		fmt.Fprintf(t.out, "%s: wrapped with %s since %s\n", k.Org, k.Root, k.Since.UTC().Format(time.DateTime))
	}
	fmt.Fprintf(t.out, "%d organisations have a key; %d files are not encrypted yet.\n", len(keys.Organisations), plain)
	if c.Bucket != "" {
		left, err := a.files.InFolder()
		if err != nil {
			return err
		}
		fmt.Fprintf(t.out, "Files lie in %s; %d still in the data folder, which the server moves when it starts. The keys stay in the data folder.\n", c.Bucket, left)
	}
	for _, old := range keys.Old {
		fmt.Fprintf(t.out, "A rotation was cut off: %s is still in use. Run: aantoonbaar keys rotate\n", old)
	}
	return nil
}

type rotateKeys struct{}

// Run replaces the root key.
func (*rotateKeys) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	n, err := a.files.Rotate(ctx)
	if err != nil {
		return fmt.Errorf("everything can still be read, with the old key and the new one; run it again to finish: %w", err)
	}
	keys, err := a.files.Keys()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The keys of %d organisations are wrapped with root key %s, in %s.\nMake a backup of it now, beside the old one: a copy of the files from before today needs the old key.\n", n, keys.Root, keys.File)
	return nil
}

type checkFiles struct{}

var errFiles = errors.New("not every file of evidence can be opened")

// Run opens every file of every organisation.
func (*checkFiles) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	ids, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	whole, wrong := 0, 0
	for _, id := range ids {
		err := a.tryEach(ctx, id, func(what string, err error) error {
			switch {
			case errors.Is(err, blob.ErrAway):
				return fmt.Errorf("stopped after %d whole files, which says nothing of the others: %w", whole, err)
			case err != nil:
				fmt.Fprintf(t.out, "%s %s: %v\n", id, what, err)
				wrong++
			default:
				whole++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(t.out, "%d files are whole.\n", whole)
	if wrong > 0 {
		return fmt.Errorf("%w: %d of %d", errFiles, wrong, wrong+whole)
	}
	return nil
}
