package dossier

import (
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/journal"
)

// A Log is the journal in a dossier that holds as a whole: every record of it, so
// that whoever has another checkpoint of the same journal can compare.
type Log struct {
	Checkpoint journal.Checkpoint // over all of them
	Keys       []string           // verifier keys that count for it; one key leads to the others through the journal

	tree leaves
}

// Origin is the journal's name: the installation and the organisation in it.
func (l *Log) Origin() string { return originOf(l.Checkpoint.Note) }

// Roots returns the root over the first so many records, for each of sizes that the
// journal reaches.
func (l *Log) Roots(sizes ...int64) map[int64]tlog.Hash { return l.tree.roots(slices.Clone(sizes)...) }

// log is the journal of the dossier, when the file as a whole holds under the keys
// that were given.
func (v *verifier) log() *Log {
	point, ok := v.seen[CheckpointName]
	if !ok || len(v.report.Problems) > 0 || len(v.report.Strangers) > 0 {
		return nil
	}
	return &Log{Checkpoint: point, Keys: slices.Clone(v.ring.public), tree: v.tree}
}

func originOf(signed string) string {
	origin, _, _ := strings.Cut(signed, "\n")
	return origin
}

// OriginOf returns the name of the journal that a dossier says it tells of,
// without checking anything but that it can be a name. It fails for a file that is
// no dossier.
func OriginOf(r io.ReaderAt, size int64) (string, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return "", err
	}
	if _, err := a.read(ManifestName, 64<<20); err != nil {
		return "", err
	}
	signed, err := a.read(CheckpointName, 1<<20)
	if err != nil {
		return "", err
	}
	origin := originOf(string(signed))
	if !anchor.IsName(origin) {
		return "", errors.New("the journal in it has no name that can be one")
	}
	return origin, nil
}
