package identity

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
)

// A SigningKey is a person's own Ed25519 key, for documents that stand apart from
// this installation. The private half lies encrypted under a passphrase that only
// the person knows: without it nobody signs, the operator neither.
type SigningKey struct {
	Person PersonID
	Public ed25519.PublicKey
	Sealed []byte // the private half; see seal
	Made   time.Time
}

// Fingerprint names a public key: its SHA-256 in hexadecimal.
func Fingerprint(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:])
}

// SigningKeyStore keeps keys: the newest of each person. A signature is kept with
// the public key that it was made with.
type SigningKeyStore interface {
	// SetSigningKey stores a key in the place of an earlier one, and entry in the
	// journal of every organisation to which the person belongs, in one transaction.
	SetSigningKey(ctx context.Context, k SigningKey, entry journal.Draft) error
	SigningKeyOf(ctx context.Context, p PersonID) (SigningKey, bool, error)
}

// A sealed key is an Ed25519 seed under XChaCha20-Poly1305, with a key that
// argon2id made of the passphrase. Person and public key are bound to it.
type sealed struct {
	Format string `json:"format"` // sealedFormat
	Passes uint32 `json:"passes"`
	KiB    uint32 `json:"kib"`
	Salt   []byte `json:"salt"`
	Nonce  []byte `json:"nonce"`
	Box    []byte `json:"box"`
}

const sealedFormat = "aantoonbaar/signing-key/1"

func bound(p PersonID, public ed25519.PublicKey) []byte {
	return slices.Concat([]byte(sealedFormat+"\x00"+string(p)+"\x00"), public)
}

// seal encrypts private under passphrase.
func (h *Hasher) seal(ctx context.Context, p PersonID, private ed25519.PrivateKey, passphrase string) ([]byte, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	s := sealed{Format: sealedFormat, Passes: h.passes, KiB: h.kib, Salt: make([]byte, 16), Nonce: make([]byte, chacha20poly1305.NonceSizeX)}
	_, _ = rand.Read(s.Salt) // never fails
	_, _ = rand.Read(s.Nonce)
	box, err := chacha20poly1305.NewX(argon2.IDKey([]byte(passphrase), s.Salt, s.Passes, s.KiB, 1, chacha20poly1305.KeySize))
	if err != nil {
		return nil, fmt.Errorf("seal signing key: %w", err)
	}
	public, _ := private.Public().(ed25519.PublicKey)
	s.Box = box.Seal(nil, s.Nonce, private.Seed(), bound(p, public))
	return json.Marshal(s)
}

// open decrypts what seal made; ok is false for another passphrase.
func (h *Hasher) open(ctx context.Context, k SigningKey, passphrase string) (private ed25519.PrivateKey, ok bool, err error) {
	var s sealed
	if err := json.Unmarshal(k.Sealed, &s); err != nil || s.Format != sealedFormat || s.Passes == 0 || len(s.Nonce) != chacha20poly1305.NonceSizeX {
		return nil, false, fmt.Errorf("signing key of %s is damaged: %w", k.Person, err)
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return nil, false, err
	}
	defer leave()
	box, err := chacha20poly1305.NewX(argon2.IDKey([]byte(passphrase), s.Salt, s.Passes, s.KiB, 1, chacha20poly1305.KeySize))
	if err != nil {
		return nil, false, fmt.Errorf("open signing key: %w", err)
	}
	seed, err := box.Open(nil, s.Nonce, s.Box, bound(k.Person, k.Public))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, false, nil
	}
	return ed25519.NewKeyFromSeed(seed), true, nil
}

// MakeSigningKey makes the actor a key, in the place of an earlier one. What was
// signed with that one stays signed.
//
// Refusals: Denied when the sign-in is too long ago; Invalid for a passphrase that
// is easy to guess.
func (s *Service) MakeSigningKey(ctx context.Context, by Actor, passphrase string) (SigningKey, error) {
	if err := s.mayChangeMeans(by); err != nil {
		return SigningKey{}, err
	}
	means, _, err := s.Store.MeansOf(ctx, by.Person)
	if err != nil {
		return SigningKey{}, fmt.Errorf("find means of %s: %w", by.Person, err)
	}
	orgs, err := s.orgNames(ctx, by.Person)
	if err != nil {
		return SigningKey{}, err
	}
	var c fault.Checker
	checkPassword(&c, "passphrase", passphrase, means.Person, orgs)
	if err := c.Fault("identity.passphrase-refused"); err != nil {
		return SigningKey{}, err
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return SigningKey{}, fmt.Errorf("make signing key: %w", err)
	}
	k := SigningKey{Person: by.Person, Public: public, Made: s.Now().UTC().Truncate(time.Microsecond)}
	if k.Sealed, err = s.Hasher.seal(ctx, by.Person, private, passphrase); err != nil {
		return SigningKey{}, err
	}
	entry := by.Draft(k.Made, "identity.signing-key-made", personRef(by.Person), map[string]string{"fingerprint": Fingerprint(public)})
	if err := s.Store.SetSigningKey(ctx, k, entry); err != nil {
		return SigningKey{}, fmt.Errorf("store signing key of %s: %w", by.Person, err)
	}
	return k, nil
}

// SigningKey returns the actor's own key; ok is false while there is none.
func (s *Service) SigningKey(ctx context.Context, by Actor) (k SigningKey, ok bool, err error) {
	if err := by.Need(SelfOnly); err != nil {
		return SigningKey{}, false, err
	}
	if k, ok, err = s.Store.SigningKeyOf(ctx, by.Person); err != nil {
		return SigningKey{}, false, fmt.Errorf("find signing key of %s: %w", by.Person, err)
	}
	return k, ok, nil
}

// SignText signs text with the actor's own key, opened with the passphrase for
// this once. Attempts are counted as those at a second step are.
//
// Refusals: Conflict without a key; Invalid for a wrong passphrase, and after too
// many attempts.
func (s *Service) SignText(ctx context.Context, by Actor, passphrase string, text []byte) (k SigningKey, signature []byte, err error) {
	k, ok, err := s.SigningKey(ctx, by)
	if err != nil {
		return SigningKey{}, nil, err
	}
	if !ok {
		return SigningKey{}, nil, noSigningKey()
	}
	attempts := hashSecret("signing|" + string(by.Person))
	if err := s.attempt(ctx, attempts, longestCode); err != nil {
		return SigningKey{}, nil, err
	}
	private, ok, err := s.Hasher.open(ctx, k, passphrase)
	if err != nil {
		return SigningKey{}, nil, err
	}
	if !ok {
		return SigningKey{}, nil, wrongPassphrase()
	}
	if err := s.Store.ForgetAttempts(ctx, attempts); err != nil {
		return SigningKey{}, nil, fmt.Errorf("forget attempts: %w", err)
	}
	return k, ed25519.Sign(private, text), nil
}

func noSigningKey() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "identity.no-signing-key",
		Says: i18n.T("U hebt nog geen sleutel om mee te ondertekenen.", "You have no key to sign with yet."),
		Hint: i18n.T("Maak eerst een sleutel bij uw gegevens. Er is niets ondertekend.", "First make a key with your details. Nothing was signed."),
	}
}

func wrongPassphrase() error {
	says := i18n.T("Deze wachtzin past niet bij uw sleutel.", "This passphrase does not fit your key.")
	return &fault.Fault{
		Kind: fault.Invalid, Code: "identity.wrong-passphrase", Says: says,
		Hint:   i18n.T("Kijk of u geen tikfout maakte en probeer het opnieuw. Er is niets ondertekend.", "Look for a typing error and try again. Nothing was signed."),
		Fields: []fault.Field{{Name: "passphrase", Says: says}},
	}
}
