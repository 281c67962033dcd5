package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Issuer is the name that people see in their app for codes, and at a passkey.
const Issuer = "Aantoonbaar"

// codePeriod is how long one code of the app lasts, in seconds (RFC 6238).
const codePeriod = 30

// newTOTP makes the secret that an app for codes and we share.
func newTOTP() []byte {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails
	return b
}

// TOTPText writes the secret as people type it into an app: groups of four.
func TOTPText(secret []byte) string {
	s := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), " ")
}

// TOTPAddress is what the square code (QR) for an app holds.
func TOTPAddress(secret []byte, email string) string {
	q := url.Values{"secret": {strings.ReplaceAll(TOTPText(secret), " ", "")}, "issuer": {Issuer}}
	return "otpauth://totp/" + Issuer + ":" + url.PathEscape(email) + "?" + q.Encode()
}

// matchTOTP returns the step of time whose code is code: the present one or the
// one before or after, for clocks that differ a little. A step at or before
// used does not count again.
func matchTOTP(secret []byte, code string, used int64, now time.Time) (step int64, ok bool, err error) {
	key := base32.StdEncoding.EncodeToString(secret)
	at := now.Unix() / codePeriod
	for _, s := range []int64{at - 1, at, at + 1} {
		want, err := hotp.GenerateCodeCustom(key, uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, fmt.Errorf("make code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > used {
			step, ok = s, true
		}
	}
	return step, ok, nil
}

// isAppCode reports whether code looks like one of an app and not like a recovery code.
func isAppCode(code string) bool {
	if len(code) != 6 {
		return false
	}
	return strings.Trim(code, "0123456789") == ""
}

// bareCode is the code without the spaces that people and apps put in it.
func bareCode(code string) string {
	return strings.ToLower(strings.Join(strings.Fields(code), ""))
}
