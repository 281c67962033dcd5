package identityweb_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// A device makes passkeys as a phone does: one key, and a count of its uses.
type device struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte // the person, as the site named it
	uses   uint32

	origin string // where the browser thinks that it is
	flags  byte   // 1 present, 4 verified by finger, face or PIN
}

func newDevice(t *testing.T) *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &device{t: t, key: key, id: make([]byte, 16), origin: origin, flags: 1 | 4}
	_, _ = rand.Read(d.id) // never fails
	return d
}

var b64 = base64.RawURLEncoding

// asked is the part of the site's question that a device looks at.
type asked struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
		UserVerification string `json:"userVerification"`
	} `json:"publicKey"`
}

func (d *device) clientData(kind, challenge string) []byte {
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// authData is what the device says of itself: for which site, how, how often.
func (d *device) authData(flags byte) []byte {
	d.uses++
	site := sha256.Sum256([]byte("localhost"))
	return binary.BigEndian.AppendUint32(append(site[:], flags), d.uses)
}

// create answers a question for a new passkey (WebAuthn 7.1, without attestation).
func (d *device) create(question string) string {
	q := d.read(question)
	handle, err := b64.DecodeString(q.PublicKey.User.ID)
	if err != nil || len(handle) == 0 {
		d.t.Fatalf("the question names no person: %s", question)
	}
	d.handle = handle
	data := d.authData(d.flags | 0x40) // with a key in it
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(append(data, d.id...), d.coseKey()...)
	// {"fmt": "none", "attStmt": {}, "authData": data} in CBOR.
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"), byte(len(data)>>8), byte(len(data)))
	return d.answer(map[string]string{
		"clientDataJSON":    b64.EncodeToString(d.clientData("webauthn.create", q.PublicKey.Challenge)),
		"attestationObject": b64.EncodeToString(append(object, data...)),
	})
}

// coseKey is the public key: {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR.
func (d *device) coseKey() []byte {
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		d.t.Fatal(err)
	}
	key := append([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33]...)
	return append(append(key, 0x22, 0x58, 32), point[33:]...)
}

// get answers a question to sign in (WebAuthn 7.2).
func (d *device) get(question string) string {
	q := d.read(question)
	if q.PublicKey.UserVerification != "required" {
		d.t.Errorf("the site does not insist on a finger, a face or a PIN: %s", question)
	}
	client, data := d.clientData("webauthn.get", q.PublicKey.Challenge), d.authData(d.flags)
	clientSum := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, data...), clientSum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]string{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(d.handle),
	})
}

func (d *device) read(question string) (q asked) {
	if err := json.Unmarshal([]byte(question), &q); err != nil {
		d.t.Fatalf("question is no JSON: %v", err)
	}
	return q
}

func (d *device) answer(response map[string]string) string {
	id := b64.EncodeToString(d.id)
	text, err := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// TestAPasskeySignsIn on its own, once per question.
func TestAPasskeySignsIn(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	b, phone := s.browser().signIn(a), newDevice(t)
	b.get("/inloggen", http.StatusOK).has(t, "Log in met een toegangssleutel")
	b.post("/mijn/sleutels", http.StatusSeeOther, "credential", phone.create(b.post("/mijn/sleutels/begin", http.StatusOK).Body), "key-name", "mijn telefoon")
	b.get("/mijn", http.StatusOK).has(t, "Toegangssleutel: mijn telefoon")

	fresh := s.browser()
	answer := phone.get(fresh.post("/inloggen/sleutel/begin", http.StatusOK).Body)
	if p := fresh.post("/inloggen/sleutel", http.StatusSeeOther, "credential", answer, "naar", "/o/org_a/mensen"); p.To != "/o/org_a/mensen" {
		t.Errorf("after a passkey one goes to %s", p.To)
	}
	fresh.get("/o/org_a/doe/manage-people", http.StatusOK)
	fresh.get("/mijn", http.StatusOK).has(t, "laatst gebruikt vandaag")

	replay := s.browser()
	replay.post("/inloggen/sleutel", http.StatusConflict, "credential", answer)
	replay.post("/inloggen/sleutel/begin", http.StatusOK)
	replay.post("/inloggen/sleutel", http.StatusUnprocessableEntity, "credential", answer).has(t, "Deze toegangssleutel werkt hier niet")
}

func TestAPasskeyIsRefused(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	sam := s.person("Sam", readerOfA)
	b, phone := s.browser().signIn(a), newDevice(t)
	b.post("/mijn/sleutels", http.StatusSeeOther, "credential", phone.create(b.post("/mijn/sleutels/begin", http.StatusOK).Body))
	for _, tt := range []struct {
		name  string
		wrong func(*device)
	}{
		{"that was lured to another site", func(d *device) { d.origin = "https://aantoonbaar.evil.example" }},
		{"that nobody unlocked", func(d *device) { d.flags = 1 }},
		{"with another key", func(d *device) { d.key = newDevice(t).key }},
		{"that we do not know", func(d *device) { d.id = []byte("another passkey!") }},
		{"in somebody else's name", func(d *device) { d.handle = []byte(sam.ID) }},
		{"in nobody's name", func(d *device) { d.handle = []byte("per_nobody") }},
		{"that was copied: its count went back", func(d *device) { d.uses = 0 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if phone.uses < 5 {
				phone.uses = 5
				in := s.browser()
				in.post("/inloggen/sleutel", http.StatusSeeOther, "credential", phone.get(in.post("/inloggen/sleutel/begin", http.StatusOK).Body))
			}
			wrong, visitor := *phone, s.browser()
			tt.wrong(&wrong)
			question := visitor.post("/inloggen/sleutel/begin", http.StatusOK).Body
			visitor.post("/inloggen/sleutel", http.StatusUnprocessableEntity, "credential", wrong.get(question)).has(t, "Deze toegangssleutel werkt hier niet")
			visitor.get("/mijn", http.StatusSeeOther)
		})
	}
	visitor := s.browser()
	for _, answer := range []string{"", "{}", "nonsense", strings.Repeat("[", 1000)} {
		visitor.post("/inloggen/sleutel/begin", http.StatusOK)
		visitor.post("/inloggen/sleutel", http.StatusUnprocessableEntity, "credential", answer)
	}
}

// TestAPasskeyOfSomebodyElseCannotBeTaken: neither the key nor the ceremony.
func TestAPasskeyOfSomebodyElseCannotBeTaken(t *testing.T) {
	s := newSite(t)
	marieke, sam := s.browser().signIn(s.enrol(s.person("Marieke", adminOfA))), s.browser().signIn(s.enrol(s.person("Sam", readerOfA)))
	phone := newDevice(t)
	question := marieke.post("/mijn/sleutels/begin", http.StatusOK).Body
	answer := phone.create(question)
	half := marieke.cookie("stap")
	sam.plant("stap", half)
	sam.post("/mijn/sleutels", http.StatusConflict, "credential", answer)

	marieke.post("/mijn/sleutels", http.StatusConflict, "credential", answer) // that question is used up
	marieke.post("/mijn/sleutels", http.StatusSeeOther, "credential", phone.create(marieke.post("/mijn/sleutels/begin", http.StatusOK).Body))
	sam.post("/mijn/sleutels", http.StatusUnprocessableEntity, "credential", phone.create(sam.post("/mijn/sleutels/begin", http.StatusOK).Body))
	path := "/mijn/sleutels/" + b64.EncodeToString(phone.id) + "/weg"
	sam.post(path, http.StatusNotFound)
	marieke.post(path, http.StatusSeeOther)
	marieke.post(path, http.StatusNotFound)
}

// TestANewcomerMayChooseAPasskey and then has no password; the last way in stays.
func TestANewcomerMayChooseAPasskey(t *testing.T) {
	s := newSite(t)
	admin := s.actor(s.person("Marieke", adminOfA), "org_a")
	secret, err := s.service.Invite(t.Context(), admin, "Sam", "sam@zorg.example", identity.BoardMember)
	s.must(err)
	link, b, phone := "/uitnodiging/"+secret, s.browser(), newDevice(t)
	b.post(link+"/sleutel/begin", http.StatusUnprocessableEntity, "name", "")
	answer := phone.create(b.post(link+"/sleutel/begin", http.StatusOK, "name", "Sam de Wit").Body)
	b.post(link+"/sleutel", http.StatusSeeOther, "credential", answer)
	b.get("/o/org_a/doe/sign", http.StatusOK).has(t, "done by Sam de Wit")
	b.post(link+"/sleutel", http.StatusNotFound, "credential", answer)
	b.post("/mijn/sleutels/"+b64.EncodeToString(phone.id)+"/weg", http.StatusUnprocessableEntity).has(t, "de enige manier waarop u kunt inloggen")

	in := s.browser()
	in.post("/inloggen/sleutel", http.StatusSeeOther, "credential", phone.get(in.post("/inloggen/sleutel/begin", http.StatusOK).Body))
	in.post("/inloggen", http.StatusUnprocessableEntity, "email", "sam@zorg.example", "password", "")
	if n := len(s.actions(org.ID("org_a"))); n != 3 {
		t.Errorf("%d journal entries, want 3: Marieke joined, Sam was invited, Sam joined", n)
	}
}
