package workfile

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"aantoonbaar/internal/journal"
)

// The parts of a work file, in their order. Files of evidence follow, each under
// its SHA-256.
const (
	manifestPart = "manifest.json"
	workPart     = "work.json"
	pointsPart   = "checkpoints.json"
	papersPart   = "approvals.json"
	journalPart  = "journal.jsonl"
	evidencePart = "evidence/"
)

// A Piece is a file of evidence.
type Piece struct {
	SHA256 string // in hex
	Size   int64
	Open   func() (io.ReadCloser, error)
}

// Write writes a work file, encrypted under a passphrase. Files of evidence stream
// through. After an error what was written does not open as whole.
func Write(w io.Writer, passphrase string, c Cargo, pieces []Piece) error {
	sealed, err := seal(w, passphrase)
	if err != nil {
		return err
	}
	t := tar.NewWriter(sealed)
	for _, part := range []struct {
		name string
		of   any
	}{{manifestPart, c.Manifest}, {workPart, c.Work}, {pointsPart, c.Points}, {papersPart, c.Approvals}} {
		text, err := json.Marshal(part.of)
		if err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
		if err := add(t, part.name, int64(len(text)), bytes.NewReader(text)); err != nil {
			return err
		}
	}
	lines, err := linesOf(c.Entries)
	if err != nil {
		return err
	}
	if err := add(t, journalPart, int64(len(lines)), bytes.NewReader(lines)); err != nil {
		return err
	}
	for _, p := range pieces {
		if err := addPiece(t, p); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return fmt.Errorf("end of work file: %w", err)
	}
	return sealed.Close()
}

func add(t *tar.Writer, name string, size int64, r io.Reader) error {
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600}); err != nil {
		return fmt.Errorf("begin %s: %w", name, err)
	}
	if _, err := io.Copy(t, r); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func addPiece(t *tar.Writer, p Piece) (err error) {
	r, err := p.Open()
	if err != nil {
		return fmt.Errorf("open evidence %s: %w", p.SHA256, err)
	}
	defer r.Close()
	return add(t, evidencePart+p.SHA256, p.Size, r)
}

// linesOf writes entries, a JSON object a line. What was said is in base64: it is
// hashed byte for byte.
func linesOf(entries []journal.Entry) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, e := range entries {
		if err := enc.Encode(lineOf(e)); err != nil {
			return nil, fmt.Errorf("write entry %d: %w", e.Seq, err)
		}
	}
	return b.Bytes(), nil
}

// A line is an entry of the journal in a work file.
type line struct {
	Seq    int64  `json:"seq"`
	At     string `json:"at"`
	Actor  string `json:"actor"`
	Name   string `json:"name,omitempty"`
	Action string `json:"action"`
	Object string `json:"object"`
	Data   []byte `json:"data,omitempty"`
	Salt   []byte `json:"salt,omitempty"`
	Commit []byte `json:"commit"`
}

func lineOf(e journal.Entry) line {
	return line{e.Seq, journal.Stamp(e.At), e.ActorID, e.ActorName, e.Action, e.Object.String(), e.Data, e.Salt, e.Commit}
}
