package dossier

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// maxText is the longest file of a dossier that is read into memory, in bytes;
// evidence never is.
const maxText = 1 << 30

// maxFiles is how many files a dossier can hold.
const maxFiles = 200_000

// An archive is the zip of a dossier. Nothing in it is trusted: its files are
// asked for by name and read up to a limit.
type archive struct {
	r     io.ReaderAt
	size  int64
	files []*zip.File
	by    map[string]*zip.File

	longest uint64 // list that is read into memory, in bytes

	buf [1 << 16]byte // through which copy goes
}

func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are compared and never followed
		return nil, fmt.Errorf("this is no dossier: %w", err)
	}
	if len(z.File) > maxFiles {
		return nil, fmt.Errorf("this is no dossier: it holds %d files", len(z.File))
	}
	a := &archive{r: r, size: size, files: z.File, by: map[string]*zip.File{}, longest: maxText}
	total := uint64(0)
	for _, f := range z.File {
		if a.by[f.Name] != nil {
			return nil, fmt.Errorf("this is no dossier: %q is in it twice", f.Name)
		}
		if f.Method != zip.Store || f.UncompressedSize64 != f.CompressedSize64 || f.UncompressedSize64 > uint64(size) {
			return nil, fmt.Errorf("this is no dossier: %q is compressed", f.Name)
		}
		a.by[f.Name] = f
		// Names that share their bytes would be hashed once for each.
		if total += f.UncompressedSize64; total > uint64(size) {
			return nil, errors.New("this is no dossier: its files are together larger than it is")
		}
	}
	return a, nil
}

func (a *archive) names() (names []string) {
	for _, f := range a.files {
		names = append(names, f.Name)
	}
	return names
}

// read returns a file of at most limit bytes.
func (a *archive) read(name string, limit uint64) ([]byte, error) {
	f := a.by[name]
	if f == nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	if f.UncompressedSize64 > limit {
		return nil, fmt.Errorf("%s is longer than %d bytes", name, limit)
	}
	// Stored files lie in the zip as they are; their sum is compared elsewhere.
	at, err := f.DataOffset()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	text := make([]byte, f.UncompressedSize64)
	if n, err := a.r.ReadAt(text, at); n < len(text) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

// copy writes a file to w. One goroutine at a time may copy.
func (a *archive) copy(ctx context.Context, w io.Writer, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r, err := a.by[name].OpenRaw()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := io.CopyBuffer(w, r, a.buf[:]); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// A repacker packs the files of an archive again as [Pack] does, compares every
// byte with what is there, and hashes each file on the way: one pass does both.
type repacker struct {
	archive *archive
	same    *comparer
	zip     *zip.Writer
	differs error // the first difference; hashing goes on after it
}

func (a *archive) repacker() *repacker {
	same := &comparer{r: a.r}
	return &repacker{archive: a, same: same, zip: zip.NewWriter(same)}
}

// add takes the next file, and returns the SHA-256 of what is in it.
func (p *repacker) add(ctx context.Context, f *zip.File) (sum string, err error) {
	hash := sha256.New()
	if p.differs == nil {
		if p.differs = p.pack(ctx, f, hash); p.differs != nil {
			hash.Reset() // it stopped at the difference
		}
	}
	if p.differs != nil {
		err = p.archive.copy(ctx, hash, f.Name)
	}
	return hex.EncodeToString(hash.Sum(nil)), err
}

func (p *repacker) pack(ctx context.Context, f *zip.File, hash io.Writer) error {
	out, err := p.zip.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store, Modified: epoch})
	if err == nil {
		err = p.zip.Flush() // the header stands before what is in the file
	}
	if err != nil {
		return err
	}
	if p.same.from, err = f.DataOffset(); err != nil {
		return err
	}
	p.same.read = p.archive.buf[:]
	return p.archive.copy(ctx, io.MultiWriter(hash, out), f.Name)
}

// end returns the first difference, and how many bytes there are after the end.
func (p *repacker) end() (after int64, differs error) {
	if p.differs == nil {
		p.differs = p.zip.Close()
	}
	return p.archive.size - p.same.at, p.differs
}

// A comparer is a writer that compares what it gets with what is in r.
type comparer struct {
	r   io.ReaderAt
	at  int64
	buf []byte

	read []byte // what comes in this very piece of memory was read from r, at the place from
	from int64
}

// Write implements [io.Writer]. It fails at the first difference.
func (c *comparer) Write(p []byte) (int, error) {
	if len(p) > 0 && len(c.read) > 0 && &p[0] == &c.read[0] && c.at == c.from { // nothing to compare it with but itself
		c.at += int64(len(p))
		c.from = c.at
		return len(p), nil
	}
	if cap(c.buf) < len(p) {
		c.buf = make([]byte, len(p))
	}
	there := c.buf[:len(p)]
	if n, err := c.r.ReadAt(there, c.at); n < len(p) {
		return 0, fmt.Errorf("it ends at byte %d: %w", c.at+int64(n), err)
	}
	if !bytes.Equal(there, p) {
		return 0, fmt.Errorf("it differs after byte %d", c.at)
	}
	c.at += int64(len(p))
	return len(p), nil
}
