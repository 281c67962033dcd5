package anchor

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"
)

// An Authority is a time-stamping authority.
type Authority struct {
	Address string
	Client  *http.Client

	// Roots are the certificates that are trusted; nil trusts whatever
	// certificate comes with the token, and then its name is what people judge by.
	Roots *x509.CertPool
}

var _ Target = (*Authority)(nil)

// NewAuthority makes a target of an address.
func NewAuthority(address string, roots *x509.CertPool) (*Authority, error) {
	if _, err := checkAddress(address); err != nil {
		return nil, fmt.Errorf("time stamps: %w", err)
	}
	return &Authority{Address: address, Client: NewClient(), Roots: roots}, nil
}

// ReadRoots reads certificates from a PEM file; "" has none.
func ReadRoots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("roots of time stamps: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("roots of time stamps: %s holds no certificate", path)
	}
	return pool, nil
}

// Kind implements [Target].
func (*Authority) Kind() Kind { return TimeStamp }

// Name implements [Target].
func (a *Authority) Name() string {
	u, err := checkAddress(a.Address)
	if err != nil {
		return a.Address
	}
	return u.Host + strings.TrimSuffix(u.Path, "/")
}

// Rest implements [Target]: one time stamp a day for each journal.
func (*Authority) Rest() time.Duration { return 24 * time.Hour }

// Anchor implements [Target]: it sends the SHA-256 of the signed checkpoint.
func (a *Authority) Anchor(ctx context.Context, s Statement) (Anchor, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return Anchor{}, err
	}
	query, err := timestamp.CreateRequest(strings.NewReader(s.Note), &timestamp.RequestOptions{Hash: crypto.SHA256, Certificates: true, Nonce: nonce})
	if err != nil {
		return Anchor{}, fmt.Errorf("write query: %w", err)
	}
	got, err := post(ctx, a.Client, a.Address, "application/timestamp-query", query)
	if err != nil {
		return Anchor{}, err
	}
	if got.status != http.StatusOK {
		return Anchor{}, fmt.Errorf("%s answers with status %d", a.Name(), got.status)
	}
	token, err := timestamp.ParseResponse(got.body)
	if err != nil {
		return Anchor{}, fmt.Errorf("answer of %s: %w", a.Name(), err)
	}
	if token.Nonce == nil || token.Nonce.Cmp(nonce) != 0 {
		return Anchor{}, fmt.Errorf("%s answers another question", a.Name())
	}
	stamp, err := ReadStamp(token.RawToken, s.Note, a.Roots)
	if err != nil {
		return Anchor{}, fmt.Errorf("time stamp of %s: %w", a.Name(), err)
	}
	return Anchor{Kind: TimeStamp, Who: a.Name(), Size: s.Size, Proof: token.RawToken, At: stamp.At}, nil
}

// A Stamp is what a token says.
type Stamp struct {
	At      time.Time
	By      string // name on the certificate of who signed
	Trusted bool   // that certificate is under one of the roots that were given
}

// ReadStamp verifies a token for a signed note, without a network: that it is
// over this very note, and signed by the one certificate in it, which is for time
// stamps and was valid then. With roots it must be under one of them.
func ReadStamp(token []byte, signed string, roots *x509.CertPool) (Stamp, error) {
	t, err := timestamp.Parse(token) // verifies the signature, when there is a certificate
	if err != nil {
		return Stamp{}, err
	}
	sum := sha256.Sum256([]byte(signed))
	if t.HashAlgorithm != crypto.SHA256 || !bytes.Equal(t.HashedMessage, sum[:]) {
		return Stamp{}, errors.New("it is over something else")
	}
	p7, err := pkcs7.Parse(token)
	if err != nil {
		return Stamp{}, err
	}
	signer := p7.GetOnlySigner()
	if signer == nil {
		return Stamp{}, errors.New("it has no certificate of its one signer")
	}
	check := x509.VerifyOptions{Roots: roots, Intermediates: x509.NewCertPool(), CurrentTime: t.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}}
	for _, c := range t.Certificates {
		check.Intermediates.AddCert(c)
	}
	if roots == nil {
		check.Roots = x509.NewCertPool()
		check.Roots.AddCert(signer)
	}
	if _, err := signer.Verify(check); err != nil {
		return Stamp{}, err
	}
	return Stamp{At: t.Time.UTC(), By: cmp.Or(signer.Subject.CommonName, signer.Subject.String()), Trusted: roots != nil}, nil
}
