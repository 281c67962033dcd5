package anchor

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Witness sees the checkpoints of other installations and cosigns those that
// continue what it saw before (c2sp.org/tlog-witness). It keeps one size and one
// root of each journal and learns nothing of what stands in it.
type Witness struct {
	Logs  []note.Verifier // keys of the installations for which it sees
	Store WitnessStore

	key *cosigner
}

// Seen is the last that a witness saw of a journal.
type Seen struct {
	Size int64 // 0 for nothing
	Root tlog.Hash
	Note string // the checkpoint that says so, signed by the journal
}

// WitnessStore keeps what was seen.
type WitnessStore interface {
	// Seen returns the last that was seen of a journal by its origin; the zero Seen for nothing.
	Seen(ctx context.Context, origin string) (Seen, error)

	// Advance stores next in the place of last, for good before it returns. It
	// reports false, and stores nothing, when something else was seen meanwhile.
	Advance(ctx context.Context, origin string, last, next Seen, at time.Time) (bool, error)
}

// LoadWitness reads the witness's key from path, or makes one called name. Logs
// are verifier keys; without any, it sees only what is brought to it: see
// [Witness.Receive].
func LoadWitness(path, name string, logs []string, store WitnessStore, now func() time.Time) (*Witness, error) {
	w := &Witness{Store: store}
	for _, text := range logs {
		v, err := note.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("witness for %q: %w", text, err)
		}
		w.Logs = append(w.Logs, v)
	}
	seed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		seed, err = newSeed(path)
	}
	if err != nil {
		return nil, fmt.Errorf("witness key: %w", err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(seed)))
	if err != nil || len(raw) != ed25519.SeedSize {
		return nil, fmt.Errorf("witness key %s is not 32 bytes in base64", path)
	}
	w.key = &cosigner{name, ed25519.NewKeyFromSeed(raw), now}
	return w, nil
}

// newSeed makes a key, unless another process made one meanwhile, and returns the
// one that is there. Until it is on the disk nobody has been given anything that was
// signed with it.
func newSeed(path string) ([]byte, error) {
	raw := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(raw)                                 // never fails: crypto/rand ends the program instead
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // readable by its owner only
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(raw) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Link(f.Name(), path) // as a whole, or not at all
	}
	if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err := errors.Join(err, os.Remove(f.Name())); err != nil {
		return nil, err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// Public is the verifier key of the witness.
func (w *Witness) Public() string { return w.key.verifier().String() }

// A denial is an answer that is no cosignature.
type denial struct {
	status int
	says   string
	media  string // "" for plain text
}

// Error implements [error].
func (d *denial) Error() string { return d.says }

// MaxRequest is the longest request that a witness reads, in bytes.
const MaxRequest = 16 << 10

// Add sees a checkpoint. The request is as tlog-witness spells it: the old size, the proof,
// and the checkpoint.
func (w *Witness) Add(ctx context.Context, request string) (cosignature string, err error) {
	old, proof, signed, ok := parseRequest(request)
	if !ok {
		return "", &denial{status: http.StatusBadRequest, says: "this is no add-checkpoint request"}
	}
	origin, next, err := w.open(signed)
	if err != nil {
		return "", err
	}
	if old > next.Size || old == 0 && len(proof) > 0 {
		return "", &denial{status: http.StatusBadRequest, says: "the old size does not fit"}
	}
	last, err := w.Store.Seen(ctx, origin)
	if err != nil {
		return "", err
	}
	if err := continues(last, next, old, proof); err != nil {
		return "", err
	}
	first, err := w.Store.Advance(ctx, origin, last, next, w.key.now())
	if err != nil {
		return "", err
	}
	if !first {
		return "", w.overtaken(ctx, origin)
	}
	return w.cosign(signed)
}

// known are the keys of the journals seen for, under which origin can be.
func (w *Witness) known(origin string) (keys []note.Verifier) {
	for _, v := range w.Logs {
		if origin == v.Name() || strings.HasPrefix(origin, v.Name()+"/") {
			keys = append(keys, v)
		}
	}
	return keys
}

// open verifies a checkpoint under the keys of the journals that are seen for.
func (w *Witness) open(signed string) (origin string, next Seen, err error) {
	origin, _, _ = strings.Cut(signed, "\n")
	known := w.known(origin)
	if len(known) == 0 {
		return "", next, &denial{status: http.StatusNotFound, says: "this journal is not known here"}
	}
	if _, err := note.Open([]byte(signed), note.VerifierList(known...)); err != nil {
		return "", next, &denial{status: http.StatusForbidden, says: "no signature by a key that is known here"}
	}
	if origin, next, err = readPoint(signed); err != nil {
		return "", next, &denial{status: http.StatusBadRequest, says: err.Error()}
	}
	return origin, next, nil
}

var errNoCheckpoint = errors.New("this is no checkpoint")

// readPoint reads what a signed checkpoint states, without looking at who signed it.
func readPoint(signed string) (origin string, stated Seen, err error) {
	lines := strings.Split(signed, "\n")
	if len(lines) < 4 {
		return "", stated, errNoCheckpoint
	}
	size, ok := parseSize(lines[1])
	root, err := tlog.ParseHash(lines[2])
	if !ok || err != nil || size == 0 && root != tlog.Hash(sha256.Sum256(nil)) {
		return "", stated, errNoCheckpoint
	}
	return lines[0], Seen{size, root, signed}, nil
}

// continues refuses what does not go on from the last that was seen.
func continues(last, next Seen, old int64, proof tlog.TreeProof) error {
	switch {
	case old != last.Size:
		return conflict(last.Size)
	case old == 0:
		return nil
	case old == next.Size && next.Root != last.Root:
		return &denial{status: http.StatusConflict, says: "another root was seen at this size"}
	case old == next.Size && len(proof) > 0:
		return &denial{status: http.StatusUnprocessableEntity, says: "the proof does not hold"}
	case old < next.Size && tlog.CheckTree(proof, next.Size, next.Root, last.Size, last.Root) != nil:
		return &denial{status: http.StatusUnprocessableEntity, says: "the proof does not hold"}
	}
	return nil
}

// overtaken says which size is to be continued, when another request was first.
func (w *Witness) overtaken(ctx context.Context, origin string) error {
	last, err := w.Store.Seen(ctx, origin)
	if err != nil {
		return err
	}
	return conflict(last.Size)
}

func conflict(size int64) error {
	return &denial{status: http.StatusConflict, says: strconv.FormatInt(size, 10), media: sizeType}
}

// cosign returns the line of the witness's own signature.
func (w *Witness) cosign(signed string) (string, error) {
	at := strings.Index(signed, "\n\n") + 1 // open found it
	all, err := note.Sign(&note.Note{Text: signed[:at]}, w.key)
	if err != nil {
		return "", fmt.Errorf("cosign: %w", err)
	}
	return string(all[at+1:]), nil
}

// parseRequest takes a request apart.
func parseRequest(request string) (old int64, proof tlog.TreeProof, signed string, ok bool) {
	head, signed, ok := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	size, isOld := strings.CutPrefix(lines[0], "old ")
	old, isSize := parseSize(size)
	if !ok || !isOld || !isSize || len(lines) > 64 {
		return 0, nil, "", false
	}
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil || h.String() != line {
			return 0, nil, "", false
		}
		proof = append(proof, h)
	}
	return old, proof, signed, true
}

// parseSize reads a number of entries, which has one spelling only.
func parseSize(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && strconv.FormatInt(n, 10) == s
}
