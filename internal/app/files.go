package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

// bucketOf opens the bucket for files of evidence; nil for none.
func bucketOf(c config.Config) (*blob.Bucket, error) {
	if c.Bucket == "" {
		return nil, nil
	}
	return blob.OpenBucket(blob.BucketPlace{Address: c.Bucket, Region: c.BucketRegion, Key: c.BucketKey, Style: c.BucketStyle})
}

// tryFiles refuses a bucket in which evidence may not lie. One that does not answer
// is no reason not to start: everything else works without it, and it is tried
// again before a file is put there.
func (a *App) tryFiles(ctx context.Context) error {
	err := a.files.Check(ctx)
	if err == nil || errors.Is(err, blob.ErrUnfit) || ctx.Err() != nil {
		return err
	}
	a.log.ErrorContext(ctx, "the bucket with the files of evidence does not answer; until it does, no file can be added or opened", slog.Any("err", err))
	return nil
}

// tend takes along the files that older versions left in plain, and those that lie
// in the folder while there is a bucket; what it cannot do now, the next start does.
func (a *App) tend(ctx context.Context) {
	for work, do := range map[string]func(context.Context) (int, error){
		"encrypt what an older version left": a.files.Encrypt,
		"move to the bucket":                 a.files.Move,
		"clear abandoned uploads":            func(ctx context.Context) (int, error) { return 0, a.files.Sweep(ctx, a.Now()) },
	} {
		n, err := do(ctx)
		if n > 0 {
			a.log.InfoContext(ctx, "files of evidence were tended", slog.String("work", work), slog.Int("files", n))
		}
		if err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "tending files of evidence failed", slog.String("work", work), slog.Any("err", err))
		}
	}
}

// tryEach opens every file of evidence and of log review of an organisation, and hands to
// tell what it is and what came of it. It ends with the first error that tell returns. Of
// an erased piece the bytes are gone.
func (a *App) tryEach(ctx context.Context, id org.ID, tell func(what string, err error) error) error {
	items, err := a.Evidence.Store.All(ctx, id, evidence.MaxItems)
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.File.Sum.IsZero() || !it.ErasedAt.IsZero() {
			continue
		}
		if err := tell("evidence "+string(it.ID), a.tryFile(ctx, id, it.File.Sum)); err != nil {
			return err
		}
	}
	return a.tryLogs(ctx, id, tell)
}

// tryFile opens a file, which reads all of it.
func (a *App) tryFile(ctx context.Context, id org.ID, sum blob.Sum) error {
	r, err := a.files.Open(ctx, string(id), sum)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

// reached are the files as the rooms know them: when they cannot be reached, people
// get a refusal, and the operator the reason.
type reached struct {
	files *blob.Store
	log   *slog.Logger
}

var errNotReached = &fault.Fault{
	Kind: fault.Overload, Code: "evidence.away",
	Says: i18n.T("De opslag van bestanden is nu niet bereikbaar.", "The store of files cannot be reached now."),
	Hint: i18n.T("Probeer het later opnieuw. Er is niets opgeslagen. Al het andere werkt gewoon.", "Try again later. Nothing was stored. Everything else works."),
}

// Put implements [evidence.Files].
func (f reached) Put(ctx context.Context, org string, r io.Reader, limit int64) (blob.Sum, int64, error) {
	sum, n, err := f.files.Put(ctx, org, r, limit)
	return sum, n, f.explain(ctx, err)
}

// Open implements [evidence.Files].
func (f reached) Open(ctx context.Context, org string, sum blob.Sum) (io.ReadCloser, error) {
	r, err := f.files.Open(ctx, org, sum)
	return r, f.explain(ctx, err)
}

// Remove implements [evidence.Files].
func (f reached) Remove(ctx context.Context, org string, sum blob.Sum) error {
	return f.explain(ctx, f.files.Remove(ctx, org, sum))
}

func (f reached) explain(ctx context.Context, err error) error {
	if !errors.Is(err, blob.ErrAway) && !errors.Is(err, blob.ErrUnfit) {
		return err
	}
	f.log.ErrorContext(ctx, "files of evidence are out of reach", slog.Any("err", err))
	return fmt.Errorf("%w: %w", errNotReached, err)
}
