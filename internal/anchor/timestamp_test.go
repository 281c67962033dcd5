package anchor_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchortest"
)

const checkpoint = "aantoonbaar-1a2b3c4d/org_a\n3\nkT5AgOf0Q0kfhBqnKIpg9l4ssXJWT4OXrStXXpM4KPg=\n\n— aantoonbaar-1a2b3c4d abcd\n"

// authority makes the target for a test authority.
func authority(t *testing.T, a *anchortest.Authority) *anchor.Authority {
	t.Helper()
	target, err := anchor.NewAuthority(a.URL, roots(t, a))
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func roots(t *testing.T, a *anchortest.Authority) *x509.CertPool {
	t.Helper()
	pool, err := anchor.ReadRoots(a.Roots)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// TestATimeStampIsVerifiedByOpenSSLToo: with nothing but the token, the note and
// the root.
func TestATimeStampIsVerifiedByOpenSSLToo(t *testing.T) {
	tsa := anchortest.New(t, "Tijdstempels BV")
	got, err := authority(t, tsa).Anchor(t.Context(), anchor.Statement{Size: 3, Note: checkpoint})
	if err != nil {
		t.Fatal(err)
	}
	stamp, err := anchor.ReadStamp(got.Proof, checkpoint, roots(t, tsa))
	if err != nil || stamp.By != "Tijdstempels BV" || !stamp.Trusted || time.Since(stamp.At).Abs() > time.Minute || !stamp.At.Equal(got.At) {
		t.Errorf("ReadStamp = %+v, %v", stamp, err)
	}
	dir := t.TempDir()
	write := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	token, note, other := write("token.der", got.Proof), write("note.txt", []byte(checkpoint)), write("other.txt", []byte(checkpoint+" "))
	for data, want := range map[string]bool{note: true, other: false} {
		said, err := exec.CommandContext(t.Context(), "openssl", "ts", "-verify", "-token_in", "-in", token, "-data", data, "-CAfile", tsa.Roots).CombinedOutput()
		if (err == nil) != want || strings.Contains(string(said), "Verification: OK") != want {
			t.Errorf("openssl ts -verify of %s: %v: %s", filepath.Base(data), err, said)
		}
	}
}

// TestAStampThatDoesNotHoldIsRefused, whatever is wrong with it.
func TestAStampThatDoesNotHoldIsRefused(t *testing.T) {
	tsa, stranger := anchortest.New(t, "Tijdstempels BV"), anchortest.New(t, "Een ander")
	got, err := authority(t, tsa).Anchor(t.Context(), anchor.Statement{Size: 3, Note: checkpoint})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := anchor.ReadStamp(got.Proof, checkpoint+"x", roots(t, tsa)); err == nil {
		t.Error("a stamp over another note was taken")
	}
	if _, err := anchor.ReadStamp(got.Proof, checkpoint, roots(t, stranger)); err == nil {
		t.Error("a stamp under a root that is not trusted was taken")
	}
	if stamp, err := anchor.ReadStamp(got.Proof, checkpoint, nil); err != nil || stamp.Trusted {
		t.Errorf("without roots = %+v, %v; want it taken and not called trusted", stamp, err)
	}
	flipped := 0
	for i := range got.Proof {
		bad := append([]byte{}, got.Proof...)
		bad[i] ^= 1
		if _, err := anchor.ReadStamp(bad, checkpoint, roots(t, tsa)); err != nil {
			flipped++
		}
	}
	// Some bits of the wrapping are signed by nobody and say nothing.
	if flipped < len(got.Proof)*9/10 {
		t.Errorf("of %d flipped bits %d were found", len(got.Proof), flipped)
	}
}

// TestAnAuthorityThatAnswersSomethingElseIsNotBelieved.
func TestAnAuthorityThatAnswersSomethingElseIsNotBelieved(t *testing.T) {
	for name, bend := range map[string]func(*timestamp.Timestamp){
		"another question":      func(s *timestamp.Timestamp) { s.Nonce = big.NewInt(7) },
		"no nonce":              func(s *timestamp.Timestamp) { s.Nonce = nil },
		"another hash":          func(s *timestamp.Timestamp) { s.HashedMessage = make([]byte, 32) },
		"no certificate":        func(s *timestamp.Timestamp) { s.AddTSACertificate = false },
		"after its certificate": func(s *timestamp.Timestamp) { s.Time = time.Now().AddDate(1, 0, 0) },
	} {
		tsa := anchortest.New(t, "Tijdstempels BV")
		tsa.Bend = bend
		if _, err := authority(t, tsa).Anchor(t.Context(), anchor.Statement{Size: 3, Note: checkpoint}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestNobodyIsFollowedOrWaitedForTooLong.
func TestNobodyIsFollowedOrWaitedForTooLong(t *testing.T) {
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	serve := http.NewServeMux()
	serve.Handle("/moved", http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	serve.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	serve.HandleFunc("/silent", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is it noticed that who asked is gone
		<-r.Context().Done()
	})
	server := httptest.NewServer(serve)
	defer server.Close()
	for _, path := range []string{"/moved", "/endless", "/silent"} {
		target, err := anchor.NewAuthority(server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		if _, err := target.Anchor(ctx, anchor.Statement{Size: 3, Note: checkpoint}); err == nil || path == "/endless" && errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", path, err)
		}
		cancel()
	}
	if elsewhere > 0 {
		t.Error("the redirect was followed")
	}
	if c := anchor.NewClient(); c.Timeout <= 0 || c.Timeout > time.Minute {
		t.Errorf("a target is waited for %s", c.Timeout)
	}
}

func TestPausesGrow(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for failures, want := range map[int]time.Duration{0: 0, 1: time.Hour, 2: 2 * time.Hour, 5: 16 * time.Hour, 6: 24 * time.Hour, 1000: 24 * time.Hour} {
		if got := (anchor.Try{At: at, Failures: failures}).Next().Sub(at); got != want {
			t.Errorf("after %d failures: %s, want %s", failures, got, want)
		}
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	for _, address := range []string{"", "tsa.example", "ftp://tsa.example", "https://"} {
		if _, err := anchor.NewAuthority(address, nil); err == nil {
			t.Errorf("NewAuthority took %q", address)
		}
	}
	for _, text := range []string{"", "name+1+x@https://w.example", "https://w.example", "w+2b3c4d5e+BAAA@https://w.example"} {
		if _, err := anchor.NewRemote(text); err == nil {
			t.Errorf("NewRemote took %q", text)
		}
	}
	if _, err := anchor.ReadRoots(filepath.Join(t.TempDir(), "none.pem")); err == nil {
		t.Error("ReadRoots took a file that is not there")
	}
}
