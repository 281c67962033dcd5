package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// newSecret makes 256 bits of chance for a cookie or a link. Only its hash is kept.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashSecret is what is stored of a secret. One round is enough: nobody guesses 256 bits.
func hashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// RecoveryCodes is how many codes a person gets at a time.
const RecoveryCodes = 10

// codeLetters are digits and letters that nobody mistakes for each other.
const codeLetters = "0123456789abcdefghjkmnpqrstvwxyz"

// newRecoveryCodes makes codes such as "k3q8-2m9p-x7vt-4hz1", of 80 bits each.
func newRecoveryCodes() []string {
	codes := make([]string, RecoveryCodes)
	for i := range codes {
		var b [16]byte
		_, _ = rand.Read(b[:]) // never fails
		var code strings.Builder
		for j, x := range b {
			if j > 0 && j%4 == 0 {
				code.WriteByte('-')
			}
			code.WriteByte(codeLetters[x&31])
		}
		codes[i] = code.String()
	}
	return codes
}

// hashRecoveryCode is what is stored of a code: as typed, without dashes and
// spaces, together with whose it is.
func hashRecoveryCode(p PersonID, code string) []byte {
	bare := strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(code))
	return hashSecret("recovery|" + string(p) + "|" + bare)
}

func hashRecoveryCodes(p PersonID, codes []string) [][]byte {
	hashes := make([][]byte, len(codes))
	for i, c := range codes {
		hashes[i] = hashRecoveryCode(p, c)
	}
	return hashes
}

// deadLink is the answer for a link that never was, was used, was withdrawn or
// is past its day: the four must look the same.
func deadLink() error {
	return &fault.Fault{
		Kind: fault.NotFound, Code: "identity.dead-link",
		Says: i18n.T("Deze link werkt niet of niet meer.", "This link does not work, or no longer."),
		Hint: i18n.T("Een link werkt een beperkte tijd en vaak maar één keer. Vraag een nieuwe aan wie hem stuurde.", "A link works for a limited time and often only once. Ask whoever sent it for a new one."),
	}
}
