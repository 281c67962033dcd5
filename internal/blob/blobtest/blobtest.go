// Package blobtest gives tests a bucket on a real server that speaks S3, which it
// starts itself: versitygw, whose files can be seen on the disk of this machine.
package blobtest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"aantoonbaar/internal/blob"
)

// The access key of the server's owner.
const (
	access = "aantoonbaar-test"
	secret = "geheim-voor-tests"
)

// A Bucket is one of a test alone.
type Bucket struct {
	blob.BucketPlace
	Name     string
	Dir      string // on disk: what lies in the bucket, below its prefix
	Versions string // on disk: earlier versions, of every name
	Owner    *minio.Client
	tb       testing.TB
}

// New makes a bucket that keeps no versions. There is no skipping: a machine
// without the server fails the test (make tools installs it).
func New(tb testing.TB) *Bucket {
	tb.Helper()
	s := start(tb)
	b := &Bucket{Name: fmt.Sprintf("proef-%d", s.n.Add(1)), tb: tb, Owner: s.owner}
	if err := s.owner.MakeBucket(tb.Context(), b.Name, minio.MakeBucketOptions{}); err != nil {
		tb.Fatal(err)
	}
	const prefix = "onze/bestanden"
	b.Dir, b.Versions = filepath.Join(s.dir, "buckets", b.Name, prefix), filepath.Join(s.dir, "versions", b.Name)
	b.BucketPlace = blob.BucketPlace{Address: "https://" + s.address + "/" + b.Name + "/" + prefix, Region: "us-east-1", Key: s.key}
	return b
}

// Open opens the bucket as the program does.
func (b *Bucket) Open() *blob.Bucket {
	b.tb.Helper()
	opened, err := blob.OpenBucket(b.BucketPlace)
	if err != nil {
		b.tb.Fatal(err)
	}
	return opened
}

// Keep makes the bucket keep a version of all that is replaced or removed.
func (b *Bucket) Keep() {
	b.tb.Helper()
	if err := b.Owner.EnableVersioning(b.tb.Context(), b.Name); err != nil {
		b.tb.Fatal(err)
	}
}

// Allow lets anybody do what the actions say with the bucket and all in it.
func (b *Bucket) Allow(actions string) {
	b.tb.Helper()
	policy := fmt.Sprintf(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": [%s], "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]}]}`, actions, b.Name, b.Name)
	if err := b.Owner.SetBucketPolicy(b.tb.Context(), b.Name, policy); err != nil {
		b.tb.Fatal(err)
	}
}

// Names lists every version of all that is in the bucket.
func (b *Bucket) Names() (all []string) {
	b.tb.Helper()
	for o := range b.Owner.ListObjectsIter(b.tb.Context(), b.Name, minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
		if o.Err != nil {
			b.tb.Fatal(o.Err)
		}
		all = append(all, o.Key)
	}
	return all
}

// Uploads lists the uploads that were cut off, and of which parts are left.
func (b *Bucket) Uploads() (all []string) {
	b.tb.Helper()
	for u := range b.Owner.ListIncompleteUploads(b.tb.Context(), b.Name, "", true) {
		if u.Err != nil {
			b.tb.Fatal(u.Err)
		}
		all = append(all, u.Key)
	}
	return all
}

type server struct {
	address, dir, key string
	owner             *minio.Client
	n                 atomic.Int64
}

// one server serves all tests of this process.
var one struct {
	sync.Once
	*server
	err error
}

func start(tb testing.TB) *server {
	tb.Helper()
	one.Do(func() { one.server, one.err = launch(context.WithoutCancel(tb.Context())) })
	if one.err != nil {
		tb.Fatalf("start an S3 server: %v (make tools installs it)", one.err)
	}
	return one.server
}

// launch starts a server that is gone when this process is, however that ends.
func launch(ctx context.Context) (*server, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	s := &server{}
	if s.dir, err = os.MkdirTemp("", "aantoonbaar-s3-"); err != nil {
		return nil, err
	}
	for _, name := range []string{"buckets", "versions", "about"} {
		err = errors.Join(err, os.Mkdir(filepath.Join(s.dir, name), 0o700))
	}
	s.key = filepath.Join(s.dir, "access-key")
	err = errors.Join(err, os.WriteFile(s.key, []byte(access+"\n"+secret+"\n"), 0o600), certify(s.dir))
	if err != nil {
		return nil, err
	}
	if s.address, err = free(ctx); err != nil {
		return nil, err
	}
	line := fmt.Sprintf(`%[1]s --port %[2]s --access %[3]s --secret %[4]s --cert %[5]s/cert.pem --key %[5]s/key.pem --quiet posix --sidecar %[5]s/about --versioning-dir %[5]s/versions %[5]s/buckets >%[5]s/log 2>&1 & server=$!
while kill -0 %[6]d 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 1; done; kill $server 2>/dev/null; rm -rf %[5]s`, program, s.address, access, secret, s.dir, os.Getpid())
	if err := exec.CommandContext(ctx, "setsid", "sh", "-c", line).Start(); err != nil { //nolint:gosec // every part of it is ours
		return nil, err
	}
	if err := os.Setenv("SSL_CERT_FILE", filepath.Join(s.dir, "cert.pem")); err != nil { // as an operator does with a certificate of their own
		return nil, err
	}
	if s.owner, err = minio.New(s.address, &minio.Options{Creds: credentials.NewStaticV4(access, secret, ""), Secure: true}); err != nil {
		return nil, err
	}
	return s, s.wait(ctx)
}

// certify writes a certificate for this machine, and its key.
func certify(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true, BasicConstraintsValid: true}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600),
		os.WriteFile(filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600),
	)
}

// wait returns when the server takes connections.
func (s *server) wait(ctx context.Context) error {
	var err error
	for range 100 {
		var c net.Conn
		if c, err = (&net.Dialer{}).DialContext(ctx, "tcp", s.address); err == nil {
			return c.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	said, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return fmt.Errorf("%w: %s", err, bytes.TrimSpace(said))
}

func free(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// find looks for the server among the tools of the project, from here upwards.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		program := filepath.Join(dir, ".local", "tools", "versitygw")
		if _, err := os.Stat(program); err == nil {
			return program, nil
		}
		if up := filepath.Dir(dir); up != dir {
			dir = up
			continue
		}
		return "", errors.New("there is no .local/tools/versitygw")
	}
}
