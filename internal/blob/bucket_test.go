package blob_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/blob/blobtest"
)

// TestAnErasedFileLeavesTheBucketWithEveryVersion stores a file three times, and
// leaves an upload of it that was cut off.
func TestAnErasedFileLeavesTheBucketWithEveryVersion(t *testing.T) {
	for name, keep := range map[string]bool{"with versions": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			l := inBucket(t)
			if keep {
				l.bucket.Keep()
			}
			s := l.open(t)
			sum, other := put(t, s, "beleid"), put(t, s, "blijft")
			for range 2 {
				put(t, s, "beleid")
			}
			if got := len(l.bucket.Names()); keep && got < 4 || !keep && got != 2 {
				t.Fatalf("the bucket holds %d versions before anything is erased", got)
			}
			core := minio.Core{Client: l.bucket.Owner}
			half := slices.Compact(slices.Sorted(slices.Values(l.bucket.Names())))
			for _, name := range half {
				if _, err := core.NewMultipartUpload(t.Context(), l.bucket.Name, name, minio.PutObjectOptions{}); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // the second time it is gone already
				if err := s.Remove(t.Context(), "org_a", sum); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := read(t, s, "org_a", sum); !errors.Is(err, blob.ErrMissing) {
				t.Errorf("Open of the erased file = %v, want ErrMissing", err)
			}
			if got, err := read(t, s, "org_a", other); err != nil || got != "blijft" {
				t.Errorf("the other file = %q, %v", got, err)
			}
			if got := l.bucket.Names(); len(got) != 1 {
				t.Errorf("the bucket still holds %q, want the other file alone", got)
			}
			if got := append(walk(t, l.bucket.Versions), walk(t, l.dir)...); len(got) > 0 {
				t.Errorf("on disk there is still %q", got)
			}
			if got := l.bucket.Uploads(); len(got) != 1 {
				t.Errorf("of uploads that were cut off %q are left, want the other file's", got)
			}
		})
	}
}

func TestABucketThatIsNotFitIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*testing.T, *blobtest.Bucket)
		says  string
	}{
		"anybody reads":  {func(_ *testing.T, b *blobtest.Bucket) { b.Allow(`"s3:GetObject"`) }, "anybody can read it"},
		"anybody lists":  {func(_ *testing.T, b *blobtest.Bucket) { b.Allow(`"s3:ListBucket"`) }, "anybody can list"},
		"anybody writes": {func(_ *testing.T, b *blobtest.Bucket) { b.Allow(`"s3:PutObject"`) }, "anybody can write"},
		"no such bucket": {func(_ *testing.T, b *blobtest.Bucket) {
			b.Address = strings.Replace(b.Address, b.Name, "bestaat-niet", 1)
		}, "does not take a file"},
		"another access key": {func(t *testing.T, b *blobtest.Bucket) {
			b.Key = filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(b.Key, []byte("vreemde\nsleutel\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "access key"},
		"files are locked": {func(t *testing.T, b *blobtest.Bucket) {
			mode, days, unit := minio.Compliance, uint(1), minio.Days
			b.Address = strings.Replace(b.Address, b.Name, b.Name+"-vast", 1)
			b.Name += "-vast"
			err := errors.Join(b.Owner.MakeBucket(t.Context(), b.Name, minio.MakeBucketOptions{ObjectLocking: true}), b.Owner.SetObjectLockConfig(t.Context(), b.Name, &mode, &days, &unit))
			if err != nil {
				t.Fatal(err)
			}
		}, "nothing may lock files"},
	} {
		t.Run(name, func(t *testing.T) {
			l := inBucket(t)
			tt.spoil(t, l.bucket)
			s := l.open(t)
			if err := s.Check(t.Context()); !errors.Is(err, blob.ErrUnfit) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Check = %v, want ErrUnfit and that %s", err, tt.says)
			}
			_, _, err := s.Put(t.Context(), "org_a", strings.NewReader("beleid"), 10)
			if err == nil {
				t.Error("Put took a file")
			}
			if got := slices.DeleteFunc(l.bucket.Names(), func(n string) bool { return strings.Contains(n, "/trial-") }); len(got) > 0 {
				t.Errorf("the bucket holds %q", got)
			}
			if got := walk(t, l.dir); len(got) > 0 {
				t.Errorf("the folder holds %q", got)
			}
		})
	}
}

func TestAFitBucketIsLeftAsItWas(t *testing.T) {
	for name, keep := range map[string]bool{"with versions": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			l := inBucket(t)
			if keep {
				l.bucket.Keep()
			}
			if err := l.open(t).Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := l.bucket.Names(); len(got) > 0 {
				t.Errorf("the trial left %q", got)
			}
		})
	}
	if err := inFolder(t).open(t).Check(t.Context()); err != nil {
		t.Errorf("Check without a bucket = %v", err)
	}
}

// TestManyWaitForOneTrial: while the bucket is silent, people do not queue up behind
// each other's trials.
func TestManyWaitForOneTrial(t *testing.T) {
	l := inBucket(t)
	put(t, l.open(t), "de sleutel van org_a is er al")
	line := over(t, l.bucket)
	line.is(silent)
	shelf := l.bucket.Open()
	shelf.Hurry(2 * time.Second)
	s, err := blob.New(l.dir, l.key, shelf, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, _, err := s.Put(t.Context(), "org_a", strings.NewReader("beleid"), 10); !errors.Is(err, blob.ErrAway) {
				t.Errorf("Put = %v, want ErrAway", err)
			}
		})
	}
	all.Wait()
	if n := line.count(); n >= 8 {
		t.Errorf("%d connections were made, want those of one trial", n)
	}
}

// TestTheBucketGoesAway and comes back: nothing is said to be stored that is not,
// nothing to be erased that is there, and nothing to be missing that may be there.
func TestTheBucketGoesAway(t *testing.T) {
	for name, away := range map[string]state{"refuses": cut, "is silent": silent} {
		t.Run(name, func(t *testing.T) {
			l := inBucket(t)
			line := over(t, l.bucket)
			line.is(away)
			shelf := l.bucket.Open()
			shelf.Hurry(300 * time.Millisecond)
			s, err := blob.New(l.dir, l.key, shelf, time.Now())
			if err != nil {
				t.Fatalf("the store does not open without its bucket: %v", err)
			}
			t.Cleanup(func() { _ = s.Close() })
			if err := s.Check(t.Context()); !errors.Is(err, blob.ErrAway) {
				t.Errorf("Check = %v, want ErrAway", err)
			}
			line.is(whole)
			shelf.Hurry(time.Minute)
			sum := put(t, s, "beleid")
			line.is(away)
			shelf.Hurry(300 * time.Millisecond)
			_, _, stores := s.Put(t.Context(), "org_a", strings.NewReader("nieuw"), 10)
			_, _, storesFirst := s.Put(t.Context(), "org_new", strings.NewReader("nieuw"), 10)
			_, opens := s.Open(t.Context(), "org_a", sum)
			for what, err := range map[string]error{"Put": stores, "Put of the first file": storesFirst, "Open": opens, "Remove": s.Remove(t.Context(), "org_a", sum)} {
				if !errors.Is(err, blob.ErrAway) {
					t.Errorf("%s = %v, want ErrAway", what, err)
				}
			}
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := s.Open(gone, "org_a", sum); !errors.Is(err, context.Canceled) || errors.Is(err, blob.ErrAway) {
				t.Errorf("Open for somebody who left = %v, want context.Canceled and no word of the bucket", err)
			}
			line.is(whole)
			shelf.Hurry(time.Minute)
			if got, err := read(t, s, "org_a", sum); err != nil || got != "beleid" {
				t.Errorf("back again, the file = %q, %v", got, err)
			}
			if got := l.files(t); len(got) != 1 {
				t.Errorf("there is %q, want the first file alone", got)
			}
			if err := s.Remove(t.Context(), "org_a", sum); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAnUploadIsCutOff at several points: the file is not there, in no part, and
// what was there before is as it was.
func TestAnUploadIsCutOff(t *testing.T) {
	l := inBucket(t)
	line := over(t, l.bucket)
	s := l.open(t)
	before := put(t, s, "beleid")
	large := bytes.Repeat([]byte("x"), 20*megabyte)
	for _, sent := range []int64{100, megabyte, 17 * megabyte} { // of two parts
		line.after(sent)
		if _, _, err := s.Put(t.Context(), "org_a", bytes.NewReader(large), 50*megabyte); !errors.Is(err, blob.ErrAway) {
			t.Errorf("cut off after %d bytes, Put = %v, want ErrAway", sent, err)
		}
		line.after(0)
		if got := l.bucket.Names(); len(got) != 1 {
			t.Errorf("cut off after %d bytes, the bucket holds %q, want the file of before alone", sent, got)
		}
	}
	if got, err := read(t, s, "org_a", before); err != nil || got != "beleid" {
		t.Errorf("the file of before = %q, %v", got, err)
	}
	prefix, _, _ := strings.Cut(l.bucket.Names()[0], "org_a")
	trial := prefix + "trial-x"
	if _, err := l.bucket.Owner.PutObject(t.Context(), l.bucket.Name, trial, strings.NewReader("x"), 1, minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		age  time.Duration
		want bool // that parts are left
	}{{23 * time.Hour, true}, {25 * time.Hour, false}} {
		if err := s.Sweep(t.Context(), time.Now().Add(tt.age)); err != nil {
			t.Fatal(err)
		}
		if got := len(l.bucket.Uploads()); got > 0 != tt.want {
			t.Errorf("%s later the parts of %d uploads are left", tt.age, got)
		}
		if got := slices.Contains(l.bucket.Names(), trial); got != tt.want {
			t.Errorf("%s later the file of a trial is left: %t", tt.age, got)
		}
	}
	sum, _, err := s.Put(t.Context(), "org_a", bytes.NewReader(large), 50*megabyte)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(t, s, "org_a", sum); err != nil || got != string(large) {
		t.Errorf("sent again, it gives %d bytes, %v", len(got), err)
	}
}

// TestFilesMoveFromTheFolderToTheBucket and can be read, and erased, meanwhile.
func TestFilesMoveFromTheFolderToTheBucket(t *testing.T) {
	l := inFolder(t)
	s := l.open(t)
	contents := []string{"een", "twee", "drie", "vier"}
	var sums []blob.Sum
	for _, c := range contents {
		sums = append(sums, put(t, s, c))
	}
	l.into(blobtest.New(t))
	s = l.open(t)
	all := func() {
		t.Helper()
		for i, sum := range sums {
			if got, err := read(t, s, "org_a", sum); err != nil || got != contents[i] {
				t.Errorf("file %d = %q, %v", i, got, err)
			}
		}
	}
	all()
	put(t, s, contents[0]) // again: then it lies in the bucket alone
	if n, err := s.InFolder(); err != nil || n != 3 {
		t.Errorf("%d files are in the folder, %v, want 3", n, err)
	}
	if err := s.Remove(t.Context(), "org_a", sums[3]); err != nil {
		t.Fatal(err)
	}
	sums = sums[:3]
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := s.Move(gone); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("Move for nobody = %d, %v", n, err)
	}
	all()
	if n, err := s.Move(t.Context()); n != 2 || err != nil {
		t.Errorf("Move = %d, %v, want 2", n, err)
	}
	all()
	if got := walk(t, l.dir); len(got) > 0 {
		t.Errorf("the folder still holds %q", got)
	}
	if n, err := s.Rotate(t.Context()); err != nil || n != 1 {
		t.Errorf("Rotate = %d, %v", n, err)
	}
	all()
	// Back: what lies in the bucket has the names that it has in a folder.
	if err := l.bucket.Open().CopyTo(t.Context(), l.dir); err != nil {
		t.Fatal(err)
	}
	l.bucket = nil
	s = l.open(t)
	all()
}

// TestALostFolderGetsNoOtherKey: the bucket remembers that there were files.
func TestALostFolderGetsNoOtherKey(t *testing.T) {
	l := inBucket(t)
	sum := put(t, l.open(t), "beleid")
	l.dir, l.key = filepath.Join(t.TempDir(), "leeg"), filepath.Join(t.TempDir(), "evidence-key")
	s := l.open(t)
	if _, _, err := s.Put(t.Context(), "org_a", strings.NewReader("nieuw"), 10); !errors.Is(err, blob.ErrNoKey) {
		t.Errorf("Put = %v, want ErrNoKey and no other key", err)
	}
	if _, err := s.Open(t.Context(), "org_a", sum); !errors.Is(err, blob.ErrNoKey) {
		t.Errorf("Open = %v, want ErrNoKey", err)
	}
	if _, _, err := s.Put(t.Context(), "org_b", strings.NewReader("nieuw"), 10); err != nil {
		t.Errorf("an organisation without files gets no key: %v", err)
	}
}

// TestWhatElseIsInTheBucketIsNotTouched, not even what looks like a file of ours
// under another prefix.
func TestWhatElseIsInTheBucketIsNotTouched(t *testing.T) {
	l := inBucket(t)
	s := l.open(t)
	sum := put(t, s, "beleid")
	ours := l.bucket.Names()[0]
	_, name, _ := strings.Cut(ours, "onze/bestanden/")
	foreign := []string{"elders/" + name, ours + "0", "onze/bestanden/los", "onze/bestanden/x/sealed/../../../ab"}
	for _, f := range foreign[:3] {
		if _, err := l.bucket.Owner.PutObject(t.Context(), l.bucket.Name, f, strings.NewReader("van een ander"), 13, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	copies := t.TempDir()
	if err := l.bucket.Open().CopyTo(t.Context(), copies); err != nil {
		t.Fatal(err)
	}
	if got := walk(t, copies); !slices.Contains(got, filepath.Join(copies, name)) || slices.Contains(got, filepath.Join(copies, "los")) {
		t.Errorf("CopyTo copied %q, want what has a name of ours", got)
	}
	if err := s.Remove(t.Context(), "org_a", sum); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(slices.Values(l.bucket.Names())); !slices.Equal(got, slices.Sorted(slices.Values(foreign[:3]))) {
		t.Errorf("after Remove there is %q, want all that is not ours", got)
	}
}

func TestAPlaceThatCannotBeABucketIsRefused(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("toegang\ngeheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	short := filepath.Join(t.TempDir(), "short")
	if err := os.WriteFile(short, []byte("toegang\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := blob.BucketPlace{Address: "https://s3.example.nl/bewijs/acht", Key: key}
	for name, change := range map[string]func(*blob.BucketPlace){
		"as it should be":      func(*blob.BucketPlace) {},
		"http on this machine": func(p *blob.BucketPlace) { p.Address = "http://127.0.0.1:9000/bewijs" },
		"http on this one too": func(p *blob.BucketPlace) { p.Address = "http://[::1]:9000/bewijs" },
		"http beyond it":       func(p *blob.BucketPlace) { p.Address = "http://s3.example.nl/bewijs" },
		"no bucket":            func(p *blob.BucketPlace) { p.Address = "https://s3.example.nl/" },
		"a name, no address":   func(p *blob.BucketPlace) { p.Address = "bewijs" },
		"a secret in it":       func(p *blob.BucketPlace) { p.Address = "https://ik:geheim@s3.example.nl/bewijs" },
		"an impossible name":   func(p *blob.BucketPlace) { p.Address = "https://s3.example.nl/Be_wijs" },
		"a style of nobody":    func(p *blob.BucketPlace) { p.Style = "mooi" },
		"no file with the key": func(p *blob.BucketPlace) { p.Key = key + ".weg" },
		"half a key":           func(p *blob.BucketPlace) { p.Key = short },
		"another scheme":       func(p *blob.BucketPlace) { p.Address = "s3://bewijs" },
		"a prefix that climbs": func(p *blob.BucketPlace) { p.Address = "https://s3.example.nl/bewijs/../ander" },
		"something behind it":  func(p *blob.BucketPlace) { p.Address = "https://s3.example.nl/bewijs?x=1" },
		"the bucket before it": func(p *blob.BucketPlace) { p.Address, p.Style = "https://s3.example.nl/bewijs", "host" },
	} {
		p := good
		change(&p)
		_, err := blob.OpenBucket(p)
		want := name == "as it should be" || strings.HasPrefix(name, "http on this") || name == "the bucket before it"
		if want != (err == nil) {
			t.Errorf("%s: OpenBucket(%+v) = %v", name, p, err)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: the message gives the secret away: %v", name, err)
		}
	}
}
