package dossier

import (
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/journal"
)

// A statement is a checkpoint as it stands in a file.
type statement struct{ file, note string }

// checkpoints checks every checkpoint against the tree over the records, and works
// out on the way which keys count.
func (v *verifier) checkpoints() {
	v.gather()
	v.roots, v.bySize = map[int64]tlog.Hash{}, map[int64]string{}
	sizes := []int64{int64(len(v.tree))}
	for _, s := range v.notes {
		if size, ok := sizeOf(s.note); ok {
			sizes = append(sizes, size)
			if _, there := v.bySize[size]; !there {
				v.bySize[size] = s.note
			}
		}
	}
	v.roots = v.tree.roots(sizes...)
	if n := int64(len(v.tree)); n == v.manifest.Size && v.roots[n] != v.manifest.Root {
		v.problem("de regels van het logboek zijn niet de regels die zijn ondertekend", "the records are not the ones that were signed")
	}
	v.rotations()
	v.seen = map[string]journal.Checkpoint{}
	for _, s := range v.notes {
		c, err := v.checkpoint(s)
		root, there := v.roots[c.Size]
		switch {
		case err != nil:
			v.problem("%s: %v", "%s: %v", s.file, err)
		case !there || root != c.Root:
			v.problem("%s: de controlestand over %d regels is van een ander logboek", "%s: the checkpoint over %d entries is of another journal", s.file, c.Size)
		case s.file == CheckpointName && c.Size != v.manifest.Size:
			v.problem("de controlestand is van een ander logboek dan de inhoudslijst (MANIFEST.txt)", "the checkpoint is of another journal than the manifest")
		default:
			v.seen[s.file] = c
		}
	}
}

// checkpoint verifies a checkpoint under the keys that count. One under a key that
// nobody gave is read all the same: it must fit, and proves nothing.
func (v *verifier) checkpoint(s statement) (journal.Checkpoint, error) {
	if !v.ring.isStrange(s.note) {
		return v.ring.verify(s.note, v.manifest.Org)
	}
	c, err := journal.Stated(s.note, v.manifest.Org)
	if err == nil {
		v.stranger(s.file)
	}
	return c, err
}

// gather reads the checkpoint of the whole, the earlier ones, and those that
// others saw.
func (v *verifier) gather() {
	signed, err := v.archive.read(CheckpointName, 1<<20)
	if err != nil {
		v.problem("%v", "%v", err)
	}
	v.notes = append(v.notes, statement{CheckpointName, string(signed)})
	text, err := v.archive.read(CheckpointsName, v.archive.longest)
	if err != nil {
		v.problem("%v", "%v", err)
	}
	for signed := range eachNote(string(text)) {
		if len(signed) < shortestNote {
			v.problem("in %s staat iets wat geen controlestand is", "%s holds what is no checkpoint", CheckpointsName)
			break
		}
		v.notes = append(v.notes, statement{CheckpointsName, signed})
	}
	for _, name := range v.archive.names() {
		if !strings.HasPrefix(name, anchorFolder) || !strings.HasSuffix(name, "/"+anchorCheckpoint) {
			continue
		}
		signed, err := v.archive.read(name, 1<<20)
		if err != nil {
			v.problem("%v", "%v", err)
		}
		v.notes = append(v.notes, statement{name, string(signed)})
	}
}

// shortestNote is fewer bytes than any checkpoint has: its root and a signature
// alone take more.
const shortestNote = 100

// point verifies a checkpoint under the keys that count.
func (v *verifier) point(signed string) (journal.Checkpoint, error) {
	if c := v.seen[CheckpointName]; c.Note == signed && signed != "" {
		return c, nil // as under every proof
	}
	return v.ring.verify(signed, v.manifest.Org)
}

// sizeOf reads the size that a checkpoint states.
func sizeOf(signed string) (int64, bool) {
	lines := strings.SplitN(signed, "\n", 3)
	if len(lines) < 3 {
		return 0, false
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	return size, err == nil && size > 0
}

// eachNote gives the signed notes that stand after each other with an empty line
// between them.
func eachNote(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			// A note is its text, an empty line, and lines that begin with a dash.
			body, rest, _ := strings.Cut(text, "\n\n")
			signatures, after, _ := strings.Cut(rest, "\n\n")
			if after != "" {
				signatures += "\n"
			}
			if !yield(body + "\n\n" + signatures) {
				return
			}
			text = after
		}
	}
}
