package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// A BucketPlace says where a bucket is, and how to get in. The zero one says that
// there is none.
type BucketPlace struct {
	Address string // https://HOST/BUCKET or https://HOST/BUCKET/PREFIX; http on this machine alone
	Region  string // as the provider calls it
	Key     string // path of a file with the access key on its first line, and its secret on the second
	Style   string // "path": https://HOST/BUCKET/…; "host": https://BUCKET.HOST/…; "auto": host at Amazon and Google, path elsewhere
}

// styles are the ways to name a bucket in an address.
var styles = map[string]minio.BucketLookupType{"": minio.BucketLookupAuto, "auto": minio.BucketLookupAuto, "path": minio.BucketLookupPath, "host": minio.BucketLookupDNS}

// A Bucket is one that speaks S3, or a part of it: all that begins with a prefix.
// It holds sealed files and never a key.
type Bucket struct {
	place    BucketPlace
	name     string
	prefix   string // before every name; ends in a slash unless empty
	owner    *minio.Client
	stranger *minio.Client // with no access key, to see what everybody may do
	patience time.Duration // what anything may take, without the bytes

	mu      sync.Mutex
	tried   bool     // it did once all that it has to: see Check
	attempt *attempt // to find out; nil when nobody does
}

// partSize is how much of a large file goes in one request, and is held in memory.
const partSize = 16 << 20

// OpenBucket reads the access key and makes ready; it asks nothing of the bucket.
func OpenBucket(p BucketPlace) (*Bucket, error) {
	u, err := url.Parse(p.Address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the address of the bucket: write it as https://HOST/BUCKET or https://HOST/BUCKET/PREFIX, and nothing else in it")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && !ip.IsLoopback() {
		return nil, fmt.Errorf("bucket %q: beyond this machine it must be https", p.Address)
	}
	b := &Bucket{place: p, patience: basePatience}
	b.name, b.prefix, _ = strings.Cut(strings.Trim(u.Path, "/"), "/")
	if b.prefix != "" {
		b.prefix += "/"
	}
	if err := s3utils.CheckValidBucketNameStrict(b.name); err != nil || path.Join("/", u.Path) != strings.TrimSuffix(u.Path, "/") {
		return nil, fmt.Errorf("bucket %q: %q is no name of a bucket, or %q no prefix", p.Address, b.name, b.prefix)
	}
	style, ok := styles[p.Style]
	if !ok {
		return nil, fmt.Errorf("bucket style %q: choose auto, path or host", p.Style)
	}
	key, secret, err := readAccessKey(p.Key)
	if err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(u.Scheme == "https")
	if err != nil {
		return nil, fmt.Errorf("bucket: %w", err)
	}
	transport.DialContext = (&net.Dialer{Timeout: 5 * time.Second}).DialContext
	transport.TLSHandshakeTimeout, transport.ResponseHeaderTimeout = 5*time.Second, basePatience
	client := func(c *credentials.Credentials) (*minio.Client, error) {
		return minio.New(u.Host, &minio.Options{Creds: c, Secure: u.Scheme == "https", Transport: http.RoundTripper(transport), Region: p.Region, BucketLookup: style, MaxRetries: 3})
	}
	if b.owner, err = client(credentials.NewStaticV4(key, secret, "")); err != nil {
		return nil, fmt.Errorf("bucket %q: %w", p.Address, err)
	}
	if b.stranger, err = client(credentials.NewStatic("", "", "", credentials.SignatureAnonymous)); err != nil {
		return nil, fmt.Errorf("bucket %q: %w", p.Address, err)
	}
	return b, nil
}

func readAccessKey(file string) (key, secret string, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", "", fmt.Errorf("access key of the bucket: %w", err)
	}
	f := strings.Fields(string(text))
	if len(f) != 2 {
		return "", "", fmt.Errorf("%s: write the access key of the bucket on the first line and its secret on the second, and nothing else", file)
	}
	return f[0], f[1], nil
}

// String says where the bucket is.
func (b *Bucket) String() string { return b.place.Address }

// An inBucket is the shelf in a bucket. Files pass through the folder of the keys,
// sealed as they are: one that comes in gets its name when all of it has been seen,
// and one that goes out is looked at as a whole before its first byte is given.
type inBucket struct {
	*Bucket
	root *os.Root
}

func (b *inBucket) lay(ctx context.Context, temp, name string) (err error) {
	f, err := b.root.Open(temp)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := b.ready(ctx); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("size of file: %w", err)
	}
	return b.send(ctx, f, info.Size(), name)
}

// send stores size bytes under a name. What the bucket says it took is looked at
// once more: it must be there, and as long.
func (b *Bucket) send(ctx context.Context, r io.Reader, size int64, name string) error {
	ctx, wait := b.patient(ctx, size)
	defer wait.stop()
	_, err := b.owner.PutObject(ctx, b.name, b.prefix+name, r, size, minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true, PartSize: partSize})
	if err != nil {
		return b.away(ctx, "store "+name, err)
	}
	there, err := b.owner.StatObject(ctx, b.name, b.prefix+name, minio.StatObjectOptions{})
	if err != nil {
		return b.away(ctx, "look for what was stored as "+name, err)
	}
	if there.Size != size {
		return fmt.Errorf("%w: %s has %d bytes of %s, and %d were sent", ErrAway, b, there.Size, name, size)
	}
	return nil
}

func (b *inBucket) open(ctx context.Context, name string) (f *os.File, err error) {
	dir, _, _ := strings.Cut(name, "/")
	temp := path.Join(dir, "incoming", rand.Text())
	w, err := create(b.root, temp)
	if err != nil {
		return nil, err
	}
	f, err = b.root.Open(temp)
	err = errors.Join(err, b.root.Remove(temp)) // who has it open reads it; nobody else ever
	if err == nil {
		err = b.receive(ctx, name, w)
	}
	if err = errors.Join(err, w.Close()); err != nil && f != nil {
		_ = f.Close()
	}
	return f, err
}

// receive writes the bytes of a file to w.
func (b *Bucket) receive(ctx context.Context, name string, w io.Writer) error {
	ctx, wait := b.patient(ctx, 0)
	defer wait.stop()
	body, info, _, err := (&minio.Core{Client: b.owner}).GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return b.failed(ctx, "read "+name, err)
	}
	defer body.Close()
	wait.more(info.Size)
	n, err := io.Copy(w, body)
	if disk, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("keep %s on the way: %w", name, disk)
	}
	if err == nil && n != info.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return b.failed(ctx, "read "+name, err)
	}
	return nil
}

// errKept is what a bucket did that says it removed a file.
var errKept = errors.New("is still there after every version of it was removed")

func (b *Bucket) remove(ctx context.Context, name string) error {
	ctx, wait := b.patient(ctx, 0)
	defer wait.stop()
	left, err := b.versions(ctx, name)
	if err != nil {
		return err
	}
	for _, v := range left {
		if err := b.owner.RemoveObject(ctx, b.name, v.Key, minio.RemoveObjectOptions{VersionID: v.VersionID}); err != nil {
			return b.failed(ctx, "remove "+name, err)
		}
	}
	if err := b.owner.RemoveIncompleteUpload(ctx, b.name, b.prefix+name); err != nil && !isAbsent(err) && !isUnknown(err) {
		return b.failed(ctx, "remove parts of "+name, err)
	}
	if left, err = b.versions(ctx, name); err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("%w: %s: %s %w", ErrAway, b, name, errKept)
	}
	return nil
}

// versions lists a file with every version of it and every mark that it was
// removed. A server that knows no versions has one at most.
func (b *Bucket) versions(ctx context.Context, name string) (all []minio.ObjectInfo, err error) {
	for _, withVersions := range []bool{true, false} {
		all, err = nil, nil
		for v := range b.owner.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix + name, Recursive: true, WithVersions: withVersions}) {
			if v.Err != nil {
				err = v.Err
				break
			}
			if v.Key == b.prefix+name {
				all = append(all, v)
			}
		}
		if err == nil {
			return all, nil
		}
		if !isUnknown(err) {
			break
		}
	}
	return nil, b.failed(ctx, "look for versions of "+name, err)
}

// sweep removes the parts of uploads, and the files of trials, that were cut off
// long before now.
func (b *Bucket) sweep(ctx context.Context, now time.Time) error {
	ctx, wait := b.patient(ctx, 0)
	defer wait.stop()
	var old []string
	for u := range b.owner.ListIncompleteUploads(ctx, b.name, "", true) { // of the whole bucket: MinIO takes a prefix for a whole name
		if u.Err != nil {
			return b.failed(ctx, "look for abandoned uploads", u.Err)
		}
		if strings.HasPrefix(u.Key, b.prefix) && now.Sub(u.Initiated) > abandoned {
			old = append(old, u.Key)
		}
	}
	for _, key := range old {
		if err := b.owner.RemoveIncompleteUpload(ctx, b.name, key); err != nil && !isAbsent(err) {
			return b.failed(ctx, "remove an abandoned upload", err)
		}
	}
	for o := range b.owner.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix + trialName, Recursive: true}) {
		if o.Err != nil {
			return b.failed(ctx, "look for abandoned trials", o.Err)
		}
		if now.Sub(o.LastModified) > abandoned {
			if err := b.remove(ctx, strings.TrimPrefix(o.Key, b.prefix)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Bucket) any(ctx context.Context, folder string) (bool, error) {
	ctx, wait := b.patient(ctx, 0)
	defer wait.stop()
	for o := range b.owner.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix + folder + "/", Recursive: true, MaxKeys: 1}) {
		if o.Err != nil {
			return false, b.failed(ctx, "look for files of "+folder, o.Err)
		}
		return true, nil
	}
	return false, nil
}
