package rounds

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// secret returns the secret of an organisation's keys, and makes it the first time.
func (s *Service) secret(ctx context.Context, id org.ID) (accesslog.Secret, error) {
	for range 3 {
		h, err := s.held(ctx, id)
		if err != nil {
			return nil, err
		}
		if len(h.Secret) > 0 {
			return s.whole(ctx, s.Apart, id, h.Secret[0].Sum)
		}
		fresh := make([]byte, 32)
		_, _ = rand.Read(fresh) // never fails: crypto/rand ends the program instead
		sum, _, err := s.Apart.Put(ctx, string(id), bytes.NewReader(fresh), int64(len(fresh)))
		if err != nil {
			return nil, fmt.Errorf("keep the secret of keys: %w", err)
		}
		by := identity.SystemActor(id)
		x := Secret{Sum: sum.String(), Change: Change{Version: 1, At: s.now(), By: by.Name}}
		if err = s.save(ctx, by, "accesslog.secret", x, x.Change); err == nil {
			return fresh, nil
		}
		err = errors.Join(err, s.Apart.Remove(ctx, string(id), sum))
		if !errors.Is(err, ErrStale) {
			return nil, err
		}
	}
	return nil, ErrStale
}

// whole reads a small file.
func (s *Service) whole(ctx context.Context, from Files, id org.ID, sum string) (content []byte, err error) {
	r, err := s.open(ctx, from, id, sum)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(r)
}

func (s *Service) open(ctx context.Context, from Files, id org.ID, sum string) (io.ReadCloser, error) {
	name, err := blob.ParseSum(sum)
	if err != nil {
		return nil, err
	}
	r, err := from.Open(ctx, string(id), name)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", sum, err)
	}
	return r, nil
}

// remove takes a file away for good; "" is none.
func (s *Service) remove(ctx context.Context, from Files, id org.ID, sum string) error {
	if sum == "" {
		return nil
	}
	name, err := blob.ParseSum(sum)
	if err != nil {
		return err
	}
	return from.Remove(ctx, string(id), name)
}

// An output is a file that is being written.
type output struct {
	*io.PipeWriter

	done chan struct{}
	sum  blob.Sum
	err  error
}

// output begins a file. Whoever writes to it must end it, once.
func (s *Service) output(ctx context.Context, to Files, id org.ID) *output {
	r, w := io.Pipe()
	o := &output{PipeWriter: w, done: make(chan struct{})}
	go func() {
		defer close(o.done)
		o.sum, _, o.err = to.Put(ctx, string(id), r, math.MaxInt64-1)
		_ = r.CloseWithError(o.err) // whoever still writes is told
	}()
	return o
}

// end ends the file: with err nothing of it stays.
func (o *output) end(err error) (sum string, _ error) {
	_ = o.CloseWithError(err)
	<-o.done
	if err = errors.Join(err, o.err); err != nil {
		return "", err
	}
	return hex.EncodeToString(o.sum[:]), nil
}
