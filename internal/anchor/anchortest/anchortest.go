// Package anchortest is a time-stamping authority for tests: a real one, with a
// key of its own and a certificate under a root, that answers over HTTP.
package anchortest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
)

// An Authority is one that runs until the test ends.
type Authority struct {
	URL   string
	Roots string // path of a PEM file

	// Bend changes what is answered; nil answers well.
	Bend func(*timestamp.Timestamp)

	t     testing.TB
	cert  *x509.Certificate
	key   *rsa.PrivateKey
	mu    sync.Mutex
	asked int
	down  bool
}

// New starts an authority whose certificate is called name.
func New(t testing.TB, name string) *Authority {
	t.Helper()
	a := &Authority{t: t, Roots: filepath.Join(t.TempDir(), "roots.pem")}
	rootKey, root := certify(t, &x509.Certificate{Subject: pkix.Name{CommonName: name + " root"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil, nil)
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	must(t, err)
	a.key, a.cert = certify(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}, // for time stamps and nothing else
	}, root, rootKey)
	must(t, os.WriteFile(a.Roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}), 0o600))
	server := httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(server.Close)
	a.URL = server.URL + "/tsa"
	return a
}

// Asked is how often it was asked.
func (a *Authority) Asked() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked
}

// Down makes it answer with a failure, until it is called with false.
func (a *Authority) Down(down bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.down = down
}

func (a *Authority) serve(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.asked++
	down := a.down
	a.mu.Unlock()
	query, err := io.ReadAll(r.Body)
	if err != nil || down || r.Header.Get("Content-Type") != "application/timestamp-query" {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	q, err := timestamp.ParseRequest(query)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	stamp := &timestamp.Timestamp{
		HashAlgorithm: q.HashAlgorithm, HashedMessage: q.HashedMessage, Nonce: q.Nonce, Time: clock().Truncate(time.Second), Accuracy: time.Second,
		Policy: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 99999, 1}, AddTSACertificate: q.Certificates,
	}
	if a.Bend != nil {
		a.Bend(stamp)
	}
	answer, err := stamp.CreateResponseWithOpts(a.cert, a.key, crypto.SHA256)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(answer)
}

// clock is what time it is: an authority has a clock of its own.
func clock() time.Time { return time.Now().UTC() } //nolint:forbidigo // and so has this one

// certify makes a key with a certificate for two days; without a parent it signs itself.
func certify(t testing.TB, c, parent *x509.Certificate, by *rsa.PrivateKey) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	if parent == nil {
		parent, by = c, key
	}
	c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(clock().UnixNano()), clock().Add(-24*time.Hour), clock().Add(24*time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, by)
	must(t, err)
	made, err := x509.ParseCertificate(der)
	must(t, err)
	return key, made
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
