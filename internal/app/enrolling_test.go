package app_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"

	"github.com/pquerna/otp/totp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// password is one that nobody is refused.
const password = "drie blauwe fietsen in de regen"

// email is an address that nobody has yet.
func (p *provider) email() string { return ref.NewID("nieuw", p.clock()) + "@zorg.example" }

// demoLink returns the secret of a fresh one.
func (p *provider) demoLink() string {
	p.Helper()
	secret, err := identity.Console{Service: p.Identity}.DemoLink(p.ctx(), p.people[identity.Reader])
	p.must(err)
	return secret
}

// invitation returns the secret of a fresh one.
func (p *provider) invitation(email string) string {
	p.Helper()
	secret, err := p.Identity.Invite(p.ctx(), p.by(identity.Administrator), "Nieuw", email, identity.Reader)
	p.must(err)
	return secret
}

// guest makes a person who belongs nowhere.
func (p *provider) guest() identity.Person {
	p.Helper()
	who, err := identity.Console{Service: p.Identity}.CreatePerson(p.ctx(), "Gast", p.email(), i18n.NL)
	p.must(err)
	return who
}

// holder is a colleague with a fresh link for a question.
func (p *provider) holder() identity.Actor {
	p.Helper()
	by, err := p.Identity.OpenLink(p.ctx(), p.link(p.questions[1]))
	p.must(err)
	return by
}

// enrolment is an invitation of which the first step is done.
func (p *provider) enrolment() (secret, half string) {
	p.Helper()
	secret = p.invitation(p.email())
	half, err := p.Identity.BeginEnrol(p.ctx(), secret, "Nieuw", i18n.NL, password)
	p.must(err)
	return secret, half
}

// newcomer enrols somebody with a password and an app for codes.
func (p *provider) newcomer() identity.Person {
	p.Helper()
	secret, half := p.enrolment()
	totp, _, err := p.Identity.ShowEnrol(p.ctx(), secret, half)
	p.must(err)
	session, _, err := p.Identity.Enrol(p.ctx(), secret, half, p.code(totp), identity.Browser{})
	p.must(err)
	in, _, err := p.Identity.SessionOf(p.ctx(), session)
	p.must(err)
	return in.Person
}

// halfIn is a sign-in of which the password was right.
func (p *provider) halfIn(who identity.Person) string {
	p.Helper()
	half, err := p.Identity.CheckPassword(p.ctx(), who.Email, password)
	p.must(err)
	return half
}

// halfTOTP is the reader's change of app for codes, half-way.
func (p *provider) halfTOTP() string {
	p.Helper()
	half, err := p.Identity.BeginTOTP(p.ctx(), p.by(identity.Reader))
	p.must(err)
	return half
}

// code is what an app for codes shows now.
func (p *provider) code(secret []byte) string {
	p.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(identity.TOTPText(secret), " ", ""), p.clock())
	p.must(err)
	return code
}

// newPasskey answers a question for a new passkey as a phone does (WebAuthn 7.1,
// without attestation).
func (p *provider) newPasskey(question []byte) []byte {
	p.Helper()
	var asked struct {
		PublicKey struct {
			Challenge string `json:"challenge"`
		} `json:"publicKey"`
	}
	p.must(json.Unmarshal(question, &asked))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.must(err)
	point, err := key.PublicKey.Bytes() // 4, x, y
	p.must(err)
	id := []byte(rand.Text()[:16])
	site := sha256.Sum256([]byte("localhost"))
	data := append(site[:], 1|4|0x40)                           // present, unlocked, with a key in it
	data = append(data, make([]byte, 4+16)...)                  // not used yet; of no known make
	data = binary.BigEndian.AppendUint16(data, 16)              // length of the name
	data = append(data, id...)                                  // the name
	data = append(data, 0xa5, 1, 2, 3, 0x26, 0x20, 1)           // COSE: {1: 2, 3: -7, -1: 1,
	data = append(append(data, 0x21, 0x58, 32), point[1:33]...) // -2: x,
	data = append(append(data, 0x22, 0x58, 32), point[33:]...)  // -3: y}
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"), byte(len(data)>>8), byte(len(data)))
	client, err := json.Marshal(map[string]any{"type": "webauthn.create", "challenge": asked.PublicKey.Challenge, "origin": origin, "crossOrigin": false})
	p.must(err)
	b64 := base64.RawURLEncoding.EncodeToString
	answer, err := json.Marshal(map[string]any{
		"id": b64(id), "rawId": b64(id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]string{"clientDataJSON": b64(client), "attestationObject": b64(append(object, data...))},
	})
	p.must(err)
	return answer
}
