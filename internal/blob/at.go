package blob

import (
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// remembered is how many chunks an opened file keeps decrypted, a megabyte in all: who
// reads a file of columns goes through several places of it at once, in small pieces.
const remembered = 16

// An Opened file gives its plain bytes from any place. Many may read from it at once,
// one after the other.
type Opened struct {
	f      *os.File
	sum    Sum
	size   int64       // of the plain bytes
	cipher cipher.AEAD // nil for a plain file of an older version
	chunks int64

	mu     sync.Mutex
	known  [remembered]known
	turn   int64
	sealed []byte // room for a chunk as it lies there
}

// A known chunk was decrypted before.
type known struct {
	n     int64 // its number, from 1; 0 for none
	used  int64 // turn in which it was read last
	plain []byte
}

// At opens the file with the given content to read from any place in it. Each chunk is
// authenticated when it is read, with its number; the last one, to which the sum of the
// whole is bound, before At returns. So nothing is given that was not put there, and
// ErrDamaged comes where damage is met, which may be after other bytes were given. That
// the bytes have this very SHA-256 only the key vouches for: see [Store.Open] for who
// wants to see it. A plain file of an older version is read whole first. The caller
// closes it.
func (s *Store) At(ctx context.Context, org string, sum Sum) (*Opened, error) {
	if err := checkOrg(org); err != nil {
		return nil, err
	}
	f, key, err := s.find(ctx, org, sum)
	if err != nil {
		return nil, err
	}
	o := &Opened{f: f, sum: sum}
	if err := o.begin(ctx, key); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return o, nil
}

// begin finds out how long the file is, and whether its end is the one that was written.
func (o *Opened) begin(ctx context.Context, key orgKey) error {
	about, err := o.f.Stat()
	if err != nil {
		return fmt.Errorf("size of file: %w", err)
	}
	if key.secret == nil {
		o.size = about.Size()
		return o.whole(ctx)
	}
	head := make([]byte, len(magic)+saltSize)
	if _, err := o.f.ReadAt(head, 0); err != nil && !isEnd(err) {
		return fmt.Errorf("read header: %w", err)
	}
	rest := about.Size() - int64(len(head))
	if string(head[:len(magic)]) != magic || rest < overhead {
		return o.damaged()
	}
	if o.cipher, err = key.cipher(head[len(magic):]); err != nil {
		return err
	}
	o.chunks = (rest + chunk + overhead - 1) / (chunk + overhead)
	o.size = rest - o.chunks*overhead
	if o.size < (o.chunks-1)*chunk {
		return o.damaged() // cut off within what authenticates the last chunk
	}
	_, err = o.chunk(o.chunks - 1)
	return err
}

// whole sees that a plain file is the one that was put there.
func (o *Opened) whole(ctx context.Context) error {
	hash := sha256.New()
	if _, err := io.Copy(hash, untilDone{ctx, io.NewSectionReader(o.f, 0, o.size)}); err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	if Sum(hash.Sum(nil)) != o.sum {
		return o.damaged()
	}
	return nil
}

func (o *Opened) damaged() error { return fmt.Errorf("%w: %s", ErrDamaged, o.sum) }

// Size is how many plain bytes there are.
func (o *Opened) Size() int64 { return o.size }

// Close releases the file, and forgets what was decrypted.
func (o *Opened) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.known {
		clear(o.known[i].plain)
		o.known[i].n = 0
	}
	return o.f.Close()
}

// ReadAt implements [io.ReaderAt]. ErrDamaged where a chunk is not the one that was
// written there.
func (o *Opened) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("read before the beginning of a file")
	}
	if o.cipher == nil {
		return o.f.ReadAt(p, off)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for n < len(p) && off < o.size {
		plain, err := o.chunk(off / chunk)
		if err != nil {
			return n, err
		}
		c := copy(p[n:], plain[off%chunk:])
		n, off = n+c, off+int64(c)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// chunk gives the plain bytes of a chunk, counted from 0, and keeps them in the place of
// what was not read for the longest time.
func (o *Opened) chunk(n int64) ([]byte, error) {
	o.turn++
	at := &o.known[0]
	for i := range o.known {
		k := &o.known[i]
		if k.n == n+1 {
			k.used = o.turn
			return k.plain, nil
		}
		if k.used < at.used {
			at = k
		}
	}
	at.n = 0 // until it is right
	last, bound := n == o.chunks-1, []byte(nil)
	if last {
		bound = o.sum[:]
	}
	length := min(chunk, o.size-n*chunk) + overhead
	if o.sealed == nil {
		o.sealed = make([]byte, chunk+overhead)
	}
	sealed := o.sealed[:length]
	if _, err := o.f.ReadAt(sealed, int64(len(magic)+saltSize)+n*(chunk+overhead)); err != nil && !isEnd(err) {
		return nil, fmt.Errorf("read file: %w", err)
	} else if err != nil {
		return nil, o.damaged() // it was cut off since it was opened
	}
	if at.plain == nil {
		at.plain = make([]byte, 0, chunk)
	}
	plain, err := o.cipher.Open(at.plain[:0], nonce(uint64(n), last), sealed, bound)
	if err != nil {
		return nil, o.damaged()
	}
	at.n, at.used, at.plain = n+1, o.turn, plain
	return plain, nil
}
