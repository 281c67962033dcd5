package identity

import (
	"crypto/ed25519"
	"slices"
	"testing"
)

// TestASealedKeyOpensForItsPassphraseOnly and only as the key of its person.
func TestASealedKeyOpensForItsPassphraseOnly(t *testing.T) {
	h := NewHasher(1, 64, 2)
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	box, err := h.seal(t.Context(), "per_1", private, "vier groene eenden")
	if err != nil {
		t.Fatal(err)
	}
	good := SigningKey{Person: "per_1", Public: public, Sealed: box}
	for _, tt := range []struct {
		name       string
		k          SigningKey
		passphrase string
		want       bool
	}{
		{"good", good, "vier groene eenden", true},
		{"another passphrase", good, "vier groene eende", false},
		{"no passphrase", good, "", false},
		{"another person", SigningKey{Person: "per_2", Public: public, Sealed: box}, "vier groene eenden", false},
		{"another public key", SigningKey{Person: "per_1", Public: other, Sealed: box}, "vier groene eenden", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok, err := h.open(t.Context(), tt.k, tt.passphrase)
			if err != nil || ok != tt.want || ok && !got.Equal(private) {
				t.Errorf("open = %t, %v, want %t", ok, err, tt.want)
			}
		})
	}
	for _, damaged := range [][]byte{nil, []byte("{}"), []byte(`{"format":"aantoonbaar/signing-key/1"}`), box[:len(box)-1]} {
		if _, ok, err := h.open(t.Context(), SigningKey{Person: "per_1", Public: public, Sealed: damaged}, "x"); ok || err == nil {
			t.Errorf("%q opens: %t, %v", damaged, ok, err)
		}
	}
	again, err := h.seal(t.Context(), "per_1", private, "vier groene eenden")
	if err != nil || slices.Equal(again, box) {
		t.Errorf("sealed twice alike (%v)", err)
	}
}
