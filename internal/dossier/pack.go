package dossier

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
)

// A File is one file of a dossier.
type File struct {
	Name string
	Open func(context.Context) (io.ReadCloser, error)
}

// Text is a file with the given content.
func Text(name string, content []byte) File {
	return File{name, func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// A Book is what ClaimsName holds.
type Book struct {
	Format       string `json:"format"`
	Org          string `json:"org"`
	Organisation string `json:"organisation"` // its name at this size
	Size         int64  `json:"size"`
	At           string `json:"at"`           // of the last entry, by the server's clock
	On           string `json:"on,omitempty"` // the day on which what counts was reckoned; "" in older dossiers, and then that of At
	Claims       Claims `json:"claims"`
}

// text is the book as its file holds it.
func (b Book) text() ([]byte, error) {
	text, err := json.MarshalIndent(b, "", " ")
	return append(text, '\n'), err
}

// ReckonedOn is the day on which it is reckoned what counts, as far as that ends by
// itself: evidence that has expired by then shows nothing. Zone is that in which days
// are counted.
func (b Book) ReckonedOn(zone *time.Location) time.Time {
	if day, err := legaltime.Read(b.On); err == nil && !day.IsZero() {
		return day
	}
	at, err := time.Parse(journal.StampLayout, b.At)
	if err != nil {
		return time.Time{}
	}
	return legaltime.DayOf(at, zone)
}

// BookOf works out what the first size entries claim.
func BookOf(org string, entries []journal.Entry) (Book, error) {
	b := Book{Format: Format, Org: org, Size: int64(len(entries))}
	if len(entries) == 0 {
		return b, fmt.Errorf("the journal of %s is empty", org)
	}
	b.At = journal.Stamp(entries[len(entries)-1].At)
	var err error
	b.Claims, err = Draw(entries)
	for _, c := range b.Claims {
		if c.Says.Profile != nil {
			b.Organisation = c.Says.Profile.Name
		}
	}
	return b, err
}

// Pack writes a dossier: what the source holds, and the files beside it (papers
// for people, evidence). Sign signs the manifest's text as a signed note. The
// same input gives the same bytes.
func Pack(ctx context.Context, w io.Writer, src Source, book Book, beside []File, sign func(text string) ([]byte, error)) error {
	own, err := src.files(book)
	if err != nil {
		return err
	}
	z := &packer{zip: zip.NewWriter(w), manifest: Manifest{Org: src.Org, Size: src.Checkpoint.Size, Root: src.Checkpoint.Root, Public: src.Public}}
	for _, f := range append(own, beside...) {
		if err := z.add(ctx, f); err != nil {
			return fmt.Errorf("pack %s: %w", f.Name, err)
		}
	}
	signed, err := sign(z.manifest.text())
	if err != nil {
		return fmt.Errorf("sign the manifest: %w", err)
	}
	if err := z.add(ctx, Text(ManifestName, signed)); err != nil {
		return fmt.Errorf("pack the manifest: %w", err)
	}
	return z.zip.Close()
}

// A packer writes files and notes their sums.
type packer struct {
	zip      *zip.Writer
	manifest Manifest
}

// epoch is the date of every file: the first that a zip can hold.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// add stores a file without compression: other versions of a compressor make
// other bytes of the same content.
func (z *packer) add(ctx context.Context, f File) (err error) {
	r, err := f.Open(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store, Modified: epoch})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), r); err != nil {
		return err
	}
	z.manifest.Files = append(z.manifest.Files, Sum{f.Name, hex.EncodeToString(sum.Sum(nil))})
	return nil
}

// files are those that the source makes: what the journal holds, and the claims.
func (src Source) files(book Book) ([]File, error) {
	var records, opened, earlier bytes.Buffer
	for _, e := range src.Entries {
		rec, err := e.Record(src.Org)
		if err != nil {
			return nil, fmt.Errorf("record of entry %d: %w", e.Seq, err)
		}
		records.Write(append(rec, '\n'))
		if opens(e.Action) && e.Data != nil {
			if err := writeOpening(&opened, e); err != nil {
				return nil, err
			}
		}
	}
	for i, c := range src.Earlier {
		if i > 0 {
			earlier.WriteByte('\n')
		}
		earlier.WriteString(c.Note)
	}
	claims, err := book.text()
	if err != nil {
		return nil, fmt.Errorf("write claims: %w", err)
	}
	files := []File{
		Text(ClaimsName, claims), Text(RecordsName, records.Bytes()), Text(OpenedName, opened.Bytes()),
		Text(CheckpointName, []byte(src.Checkpoint.Note)), Text(CheckpointsName, earlier.Bytes()),
	}
	proofs, err := src.proofs(book)
	return append(append(files, proofs...), src.anchored()...), err
}

// proofs makes the inclusion proof of the last entry of each claim, in the
// format of c2sp.org/tlog-proof.
func (src Source) proofs(book Book) ([]File, error) {
	var tree leaves
	for _, e := range src.Entries {
		tree = append(tree, tlog.Hash(e.Leaf))
	}
	nodes, err := tree.nodes()
	if err != nil {
		return nil, err
	}
	var files []File
	for _, c := range book.Claims {
		last := c.Entries[len(c.Entries)-1]
		path, err := tlog.ProveRecord(src.Checkpoint.Size, last, nodes)
		if err != nil {
			return nil, fmt.Errorf("prove entry %d: %w", last, err)
		}
		files = append(files, Text(proofPath(last), proofText(last, path, src.Checkpoint.Note)))
	}
	return files, nil
}
