package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// What a bucket may take: some time for anything at all, and as long as the bytes
// need on a slow line.
const (
	basePatience = 30 * time.Second
	slowLine     = 256 << 10 // bytes per second
)

// A patience ends the work on a bucket that takes longer than it may.
type patience struct {
	base  time.Duration
	timer *time.Timer
	end   context.CancelCauseFunc
}

var errSlow = errors.New("it took too long")

// patient returns a context that ends when size bytes should have been through.
func (b *Bucket) patient(ctx context.Context, size int64) (context.Context, patience) {
	ctx, end := context.WithCancelCause(ctx)
	p := patience{b.patience, time.AfterFunc(b.patience, func() { end(errSlow) }), end}
	p.more(size)
	return ctx, p
}

// more begins anew, for size bytes.
func (p patience) more(size int64) {
	p.timer.Reset(p.base + time.Duration(size/slowLine)*time.Second)
}

func (p patience) stop() { p.timer.Stop(); p.end(nil) }

// failed says what a bucket did not do: a file that is not there is
// fs.ErrNotExist, and everything else as away says.
func (b *Bucket) failed(ctx context.Context, doing string, err error) error {
	if isAbsent(err) {
		return fmt.Errorf("%s: %w", doing, fs.ErrNotExist)
	}
	return b.away(ctx, doing, err)
}

// away is ErrAway with what the bucket did not do, or the caller's own error when
// the caller left.
func (b *Bucket) away(ctx context.Context, doing string, err error) error {
	cause := context.Cause(ctx)
	if cause != nil && !errors.Is(cause, errSlow) {
		return fmt.Errorf("%s: %w", doing, cause)
	}
	if cause != nil {
		err = cause
	}
	return fmt.Errorf("%w: %s: %s: %w", ErrAway, b, doing, err)
}

// isAbsent reports whether a server says that there is no such file.
func isAbsent(err error) bool {
	r, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && (r.Code == minio.NoSuchKey || r.Code == minio.NoSuchVersion || r.Code == minio.NoSuchUpload)
}

// isUnknown reports whether a server says that it does not know how to do this.
func isUnknown(err error) bool {
	r, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && (r.StatusCode == http.StatusNotImplemented || r.StatusCode == http.StatusMethodNotAllowed || r.Code == "NotImplemented")
}

// isRefusal reports whether a server understood and said no, or sent us elsewhere.
func isRefusal(err error) bool {
	r, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && r.StatusCode >= 300 && r.StatusCode < 500 && r.StatusCode != http.StatusRequestTimeout && r.StatusCode != http.StatusTooManyRequests
}
