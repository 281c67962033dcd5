package anchor

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// algCosign is the byte that stands before an Ed25519 key that makes
// cosignature/v1 (c2sp.org/tlog-cosignature).
const algCosign = 4

// A cosigner makes cosignatures with the key of a witness.
type cosigner struct {
	name string
	key  ed25519.PrivateKey
	now  func() time.Time
}

var _ note.Signer = (*cosigner)(nil)

// Name implements [note.Signer].
func (c *cosigner) Name() string { return c.name }

// KeyHash implements [note.Signer].
func (c *cosigner) KeyHash() uint32 { return c.verifier().hash }

// Sign implements [note.Signer].
func (c *cosigner) Sign(msg []byte) ([]byte, error) {
	at := uint64(c.now().Unix())
	return append(binary.BigEndian.AppendUint64(nil, at), ed25519.Sign(c.key, cosigned(at, msg))...), nil
}

func (c *cosigner) verifier() *Verifier {
	public, _ := c.key.Public().(ed25519.PublicKey) // it is one
	return newVerifier(c.name, public)
}

// cosigned is what a cosignature signs: a checkpoint under a line with the time.
func cosigned(at uint64, msg []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatUint(at, 10)+"\n"), msg...)
}

// A Verifier verifies the cosignatures of one witness.
type Verifier struct {
	name string
	key  ed25519.PublicKey
	hash uint32
}

var _ note.Verifier = (*Verifier)(nil)

func newVerifier(name string, key ed25519.PublicKey) *Verifier {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write(append([]byte{algCosign}, key...))
	return &Verifier{name, key, binary.BigEndian.Uint32(h.Sum(nil))}
}

// MaxName is the longest name of a journal or a witness, in bytes.
const MaxName = 200

// IsName reports whether text can be the name of a journal or a witness: one short
// word of what can be seen. Names come from outside, and are kept and shown.
func IsName(text string) bool {
	return text != "" && len(text) <= MaxName && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) })
}

var errNoWitnessKey = errors.New("this is no key of a witness; it looks like name+1a2b3c4d+B…")

// ReadVerifier reads a witness's verifier key: "name+hash+key".
func ReadVerifier(text string) (*Verifier, error) {
	name, rest, _ := strings.Cut(text, "+")
	hash, key64, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(key64)
	if err != nil || !IsName(name) || len(key) != 1+ed25519.PublicKeySize || key[0] != algCosign {
		return nil, errNoWitnessKey
	}
	v := newVerifier(name, key[1:])
	if fmt.Sprintf("%08x", v.hash) != hash {
		return nil, errNoWitnessKey
	}
	return v, nil
}

// String is the key as [ReadVerifier] reads it.
func (v *Verifier) String() string {
	return fmt.Sprintf("%s+%08x+%s", v.name, v.hash, base64.StdEncoding.EncodeToString(append([]byte{algCosign}, v.key...)))
}

// Name implements [note.Verifier].
func (v *Verifier) Name() string { return v.name }

// KeyHash implements [note.Verifier].
func (v *Verifier) KeyHash() uint32 { return v.hash }

// Verify implements [note.Verifier].
func (v *Verifier) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	return ed25519.Verify(v.key, cosigned(binary.BigEndian.Uint64(sig), msg), sig[8:])
}

// Open verifies that a note bears the witness's cosignature, and returns its text
// and the moment that the witness states.
func (v *Verifier) Open(signed []byte) (text string, at time.Time, err error) {
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return "", at, err
	}
	sig, err := base64.StdEncoding.DecodeString(n.Sigs[0].Base64)
	if err != nil {
		return "", at, err
	}
	return n.Text, time.Unix(int64(binary.BigEndian.Uint64(sig[4:])), 0).UTC(), nil
}
