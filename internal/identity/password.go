package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// The length of a password, in characters. A few words in a row are easier to
// remember and harder to guess than one odd word.
const (
	MinPassword = 15
	MaxPassword = 200
)

// checkPassword complains about a password that is too easy to guess for somebody
// who knows p and the names of p's organisations, or that cannot be typed again.
func checkPassword(c *fault.Checker, name, password string, p Person, orgs []string) {
	if !utf8.ValidString(password) || strings.ContainsFunc(password, cannotBeTyped) {
		c.Need(false, name, i18n.T(
			"Hier staat een onzichtbaar teken in, zoals een tab of een regeleinde. Dat kunt u bij het inloggen misschien niet nog eens typen. Typ het zelf, zonder te plakken.",
			"This holds a character that cannot be seen, such as a tab or a line break. You may not be able to type it again to sign in. Type it yourself, without pasting."))
		return
	}
	n := utf8.RuneCountInString(password)
	c.Need(n >= MinPassword, name, i18n.Tf(
		"Gebruik minstens %d tekens. Een zin van een paar woorden is goed.",
		"Use at least %d characters. A sentence of a few words is fine.", MinPassword))
	c.Need(n <= MaxPassword, name, i18n.Tf("Gebruik hoogstens %d tekens.", "Use at most %d characters.", MaxPassword))
	if n < MinPassword || n > MaxPassword {
		return
	}
	if differentLetters(strings.ToLower(password)) < 6 {
		c.Need(false, name, i18n.T(
			"Dit zijn steeds dezelfde tekens. Gebruik minstens zes verschillende.",
			"These are the same characters again and again. Use at least six different ones."))
		return
	}
	checkGuess(c, name, password, p, orgs)
}

func cannotBeTyped(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError
}

func differentLetters(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// A Hasher turns passwords into argon2id hashes, a few at a time: each takes
// some twenty megabytes, and a crowd at the door must not empty the machine.
type Hasher struct {
	passes, kib uint32
	slots       chan struct{}
	waiting     atomic.Int32
	dummy       string
}

// maxWaiting is how many may wait for a slot before the next one is sent away.
const maxWaiting = 40

// NewHasher returns a hasher that makes passes over kib KiB of memory, and
// atOnce hashes at the same time. OWASP's minimum is 2 passes over 19,456 KiB.
func NewHasher(passes, kib uint32, atOnce int) *Hasher {
	h := &Hasher{passes: passes, kib: kib, slots: make(chan struct{}, max(atOnce, 1))}
	h.dummy = h.encode(make([]byte, 16), make([]byte, 32))
	return h
}

// Hash returns what to store of password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	return h.encode(salt, argon2.IDKey([]byte(password), salt, h.passes, h.kib, 1, 32)), nil
}

// Matches reports whether password is the one of which stored is the hash. A
// stored hash of "" matches nothing and takes as long as any other, so that the
// time of an answer does not tell who has an account.
func (h *Hasher) Matches(ctx context.Context, stored, password string) (bool, error) {
	known := stored != ""
	if !known {
		stored = h.dummy
	}
	passes, kib, salt, want, err := decodeHash(stored)
	if err != nil {
		return false, err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	got := argon2.IDKey([]byte(password), salt, passes, kib, 1, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// enter waits for a slot. Refusals: Overload when too many wait already.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > maxWaiting {
		return nil, &fault.Fault{
			Kind: fault.Overload, Code: "identity.crowd",
			Says: i18n.T("Er loggen nu heel veel mensen tegelijk in.", "Very many people are signing in at this moment."),
			Hint: i18n.T("Wacht een minuut en probeer het opnieuw. Er is niets gewijzigd.", "Wait a minute and try again. Nothing was changed."),
		}
	}
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// encode writes the hash in the form that argon2's own tools use.
func (h *Hasher) encode(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.kib, h.passes, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

func decodeHash(s string) (passes, kib uint32, salt, sum []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return 0, 0, nil, nil, fmt.Errorf("stored password is not argon2id of version %d", argon2.Version)
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &kib, &passes); err != nil {
		return 0, 0, nil, nil, fmt.Errorf("read cost of stored password: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return 0, 0, nil, nil, fmt.Errorf("read salt of stored password: %w", err)
	}
	if sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(sum) == 0 || passes == 0 {
		return 0, 0, nil, nil, fmt.Errorf("stored password is damaged: %w", err)
	}
	return passes, kib, salt, sum, nil
}
