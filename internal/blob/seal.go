package blob

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
)

// A sealed file is a header (magic and 32 random bytes, the salt) and chunks, each
// encrypted with AES-256-GCM under a key of this file alone: HKDF-SHA256 of the
// organisation's key, the salt and the organisation's name. The nonce is the
// number of the chunk, and whether it is the last (the STREAM construction), so
// that no chunk can be left out, moved, added or cut off. With the last chunk goes
// the SHA-256 of all the plain bytes: a file under the name of another does not
// open.
const (
	magic    = "AANTBEW1"
	saltSize = 32
	chunk    = 64 << 10 // plain bytes of every chunk but the last
	overhead = 16       // of GCM
)

// An orgKey encrypts the files of one organisation. One without a secret reads
// the plain files of older versions.
type orgKey struct {
	org    string
	secret []byte // 32 bytes; nil for none
}

// derive returns 32 bytes for one purpose.
func (k orgKey) derive(salt []byte, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, k.secret, salt, "aantoonbaar/evidence/"+purpose+"/1\x00"+k.org, sha256.Size)
}

// place is where the file with the given content lies. The two digits keep a
// folder's list short. Without the key nobody can say which content has which name.
func (k orgKey) place(sum Sum) string {
	if k.secret == nil {
		name := sum.String()
		return path.Join(k.org, name[:2], name)
	}
	key, _ := k.derive(nil, "name") // fails for lengths that HKDF cannot give, and 32 is none
	mac := hmac.New(sha256.New, key)
	mac.Write(sum[:])
	name := hex.EncodeToString(mac.Sum(nil))
	return path.Join(k.org, "sealed", name[:2], name)
}

// cipher makes the cipher of one file.
func (k orgKey) cipher(salt []byte) (cipher.AEAD, error) {
	key, err := k.derive(salt, "file")
	if err != nil {
		return nil, err
	}
	return gcm(key)
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// nonce is that of chunk n. No two chunks under one key have the same.
func nonce(n uint64, last bool) []byte {
	b := make([]byte, 12)
	binary.BigEndian.PutUint64(b[3:], n)
	if last {
		b[11] = 1
	}
	return b
}

// seal writes the header of a new file and returns what encrypts its bytes.
func (k orgKey) seal(w io.Writer) (*sealer, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	c, err := k.cipher(salt)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(append([]byte(magic), salt...)); err != nil {
		return nil, fmt.Errorf("write header: %w", err)
	}
	return &sealer{w: w, cipher: c, buf: make([]byte, 0, chunk+overhead)}, nil
}

// A sealer encrypts what is written to it. Without end, the file is not whole.
type sealer struct {
	w      io.Writer
	cipher cipher.AEAD
	n      uint64 // chunks written
	buf    []byte // plain bytes of the chunk that is not full, or not known not to be the last
}

// Write implements [io.Writer].
func (s *sealer) Write(p []byte) (int, error) {
	total := len(p)
	for len(p) > 0 {
		if len(s.buf) == chunk {
			if err := s.flush(false, nil); err != nil {
				return 0, err
			}
		}
		n := min(chunk-len(s.buf), len(p))
		s.buf, p = append(s.buf, p[:n]...), p[n:]
	}
	return total, nil
}

// end writes the last chunk, and binds the file to its content's sum.
func (s *sealer) end(sum Sum) error { return s.flush(true, sum[:]) }

func (s *sealer) flush(last bool, bound []byte) error {
	_, err := s.w.Write(s.cipher.Seal(s.buf[:0], nonce(s.n, last), s.buf, bound))
	s.n, s.buf = s.n+1, s.buf[:0]
	return err
}

// content reads the plain bytes of f from the start. ErrDamaged where a chunk is
// not the one that was written there; what came before it is right.
func (k orgKey) content(f *os.File, sum Sum) (io.Reader, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewind file: %w", err)
	}
	if k.secret == nil {
		return f, nil
	}
	head := make([]byte, len(magic)+saltSize)
	if _, err := io.ReadFull(f, head); err != nil && !isEnd(err) {
		return nil, fmt.Errorf("read header: %w", err)
	}
	if string(head[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, sum)
	}
	c, err := k.cipher(head[len(magic):])
	if err != nil {
		return nil, err
	}
	return &opener{r: f, cipher: c, sum: sum, in: make([]byte, chunk+overhead+1), out: make([]byte, 0, chunk)}, nil
}

// An opener decrypts, chunk by chunk.
type opener struct {
	r      io.Reader
	cipher cipher.AEAD
	sum    Sum
	n      uint64 // chunks read
	in     []byte // a sealed chunk and one byte of the next, which tells that there is one
	have   int    // how many of in are there already: that one byte
	out    []byte
	rest   []byte // of out, still to be given
	done   bool
}

// Read implements [io.Reader].
func (o *opener) Read(p []byte) (int, error) {
	for len(o.rest) == 0 {
		if o.done {
			return 0, io.EOF
		}
		if err := o.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, o.rest)
	o.rest = o.rest[n:]
	return n, nil
}

func (o *opener) next() error {
	n, err := io.ReadFull(o.r, o.in[o.have:])
	if err != nil && !isEnd(err) {
		return err
	}
	sealed, bound, last := o.in[:chunk+overhead], []byte(nil), err != nil
	if last {
		sealed, bound = o.in[:o.have+n], o.sum[:]
	}
	o.rest, err = o.cipher.Open(o.out, nonce(o.n, last), sealed, bound)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrDamaged, o.sum)
	}
	o.in[0], o.have = o.in[chunk+overhead], 1
	o.n, o.done = o.n+1, last
	return nil
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
