package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/minio/minio-go/v7"
)

// ErrUnfit is a bucket in which evidence may not lie.
var ErrUnfit = errors.New("the bucket is not fit for evidence")

// Check tries on a small file of no meaning all that the bucket will have to do:
// keep it, give it back, keep it from strangers, and remove it for good with every
// version. Settings are not read, as no two servers have the same: what counts is
// what the bucket does. ErrUnfit says what must change there, ErrAway that it could
// not be seen. Until one Check went well, no file is put into the bucket. Without a
// bucket there is nothing to check.
func (s *Store) Check(ctx context.Context) error {
	if s.bucket == nil {
		return nil
	}
	return s.bucket.ready(ctx)
}

// An attempt is one trial, which all wait for who need its outcome.
type attempt struct {
	done chan struct{} // closed when err is there
	err  error
}

// ready runs the trial unless it went well before. Who comes while somebody else
// runs it waits for that one; it goes on when its owner leaves.
func (b *Bucket) ready(ctx context.Context) error {
	b.mu.Lock()
	if b.tried {
		b.mu.Unlock()
		return nil
	}
	if a := b.attempt; a != nil {
		b.mu.Unlock()
		select {
		case <-a.done:
			return a.err
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	a := &attempt{done: make(chan struct{})}
	b.attempt = a
	b.mu.Unlock()

	if err := b.trial(context.WithoutCancel(ctx)); err != nil {
		a.err = fmt.Errorf("try the bucket: %w", err)
	}
	b.mu.Lock()
	b.tried, b.attempt = a.err == nil, nil
	b.mu.Unlock()
	close(a.done)
	return a.err
}

// trialName begins the name of every file of a trial.
const trialName = "trial-"

func (b *Bucket) trial(ctx context.Context) error {
	name, want := trialName+rand.Text(), []byte(rand.Text())
	for range 2 { // the second one makes a version of the first, where there are versions
		if err := b.send(ctx, bytes.NewReader(want), int64(len(want)), name); err != nil {
			return unfit(err, "it does not take a file. Look at the address, the region and the access key, which must be allowed to read, write, list and delete")
		}
	}
	err := errors.Join(b.givesBack(ctx, name, want), b.keepsOut(ctx, name))
	return errors.Join(err, b.forgets(ctx, name))
}

// unfit makes ErrUnfit of what a server refused.
func unfit(err error, because string) error {
	if isRefusal(err) {
		return fmt.Errorf("%w: %s: %w", ErrUnfit, because, err)
	}
	return err
}

func (b *Bucket) givesBack(ctx context.Context, name string, want []byte) error {
	var got bytes.Buffer
	if err := b.receive(ctx, name, &got); err != nil {
		return unfit(err, "it takes a file and does not give it back")
	}
	if !bytes.Equal(got.Bytes(), want) {
		return fmt.Errorf("%w: %s gives other bytes back than were stored", ErrUnfit, b)
	}
	return nil
}

// keepsOut asks as somebody without an access key.
func (b *Bucket) keepsOut(ctx context.Context, name string) error {
	ctx, wait := b.patient(ctx, 0)
	defer wait.stop()
	for may, try := range map[string]func() error{
		"read it": func() error {
			_, err := b.stranger.StatObject(ctx, b.name, b.prefix+name, minio.StatObjectOptions{})
			return err
		},
		"list what is in it": func() error {
			for o := range b.stranger.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, MaxKeys: 1}) {
				return o.Err
			}
			return nil
		},
		"write to it": func() error {
			_, err := b.stranger.PutObject(ctx, b.name, b.prefix+name, bytes.NewReader(nil), 0, minio.PutObjectOptions{})
			return err
		},
	} {
		err := try()
		if err == nil {
			return fmt.Errorf("%w: %s is public: anybody can %s without an access key. Close it to the public", ErrUnfit, b, may)
		}
		if !isRefusal(err) {
			return b.failed(ctx, "ask it as a stranger", err)
		}
	}
	return nil
}

// forgets removes the file of the trial, which has two versions where there are
// versions.
func (b *Bucket) forgets(ctx context.Context, name string) error {
	err := b.remove(ctx, name)
	if errors.Is(err, errKept) {
		return fmt.Errorf("%w: %w", ErrUnfit, err)
	}
	return unfit(err, "what is erased must be gone with every version of it, and it does not do that. The access key must be allowed to list and delete versions (s3:ListBucketVersions, s3:DeleteObjectVersion), and nothing may lock files (object lock, retention)")
}
