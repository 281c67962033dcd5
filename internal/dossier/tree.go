package dossier

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// leaves are the leaf hashes of a whole tree, in order.
type leaves []tlog.Hash

// leafOf is [tlog.RecordHash], without memory of its own for each.
func leafOf(record []byte) tlog.Hash {
	var small [512]byte
	return sha256.Sum256(append(append(small[:0], 0), record...))
}

// roots are the roots (RFC 6962, 2.1) of the trees of the first so many leaves, for
// each of sizes, in one pass. A size that the tree does not have is left out. Two complete halves
// of the same size are joined as soon as both are there, as when adding one to a
// binary number.
func (l leaves) roots(sizes ...int64) map[int64]tlog.Hash {
	slices.Sort(sizes)
	roots := map[int64]tlog.Hash{}
	var halves []tlog.Hash // of complete trees, the largest first
	for i, h := range l {
		for n := i; n&1 == 1; n >>= 1 {
			h = tlog.NodeHash(halves[len(halves)-1], h)
			halves = halves[:len(halves)-1]
		}
		halves = append(halves, h)
		if _, wanted := slices.BinarySearch(sizes, int64(i)+1); wanted {
			roots[int64(i)+1] = joined(halves)
		}
	}
	return roots
}

// joined is the root over complete trees, the largest first.
func joined(halves []tlog.Hash) tlog.Hash {
	root := halves[len(halves)-1]
	for i := len(halves) - 2; i >= 0; i-- {
		root = tlog.NodeHash(halves[i], root)
	}
	return root
}

// nodes are all stored hashes of a tree, from which proofs are made.
func (l leaves) nodes() (tlog.HashReaderFunc, error) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			if idx >= int64(len(stored)) {
				return nil, fmt.Errorf("hash %d is missing", idx)
			}
			hashes[i] = stored[idx]
		}
		return hashes, nil
	})
	for i, h := range l {
		more, err := tlog.StoredHashesForRecordHash(int64(i), h, read)
		if err != nil {
			return nil, err
		}
		stored = append(stored, more...)
	}
	return read, nil
}

const proofFormat = "c2sp.org/tlog-proof@v1"

// proofText writes an inclusion proof.
func proofText(seq int64, path tlog.RecordProof, checkpoint string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nindex %d\n", proofFormat, seq)
	for _, h := range path {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	return []byte(b.String() + "\n" + checkpoint)
}

// readProof reads what proofText wrote.
func readProof(text string) (seq int64, path tlog.RecordProof, checkpoint string, err error) {
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 2 || lines[0] != proofFormat {
		return 0, nil, "", fmt.Errorf("is no inclusion proof")
	}
	index, ok := strings.CutPrefix(lines[1], "index ")
	if seq, err = strconv.ParseInt(index, 10, 64); err != nil || !ok {
		return 0, nil, "", fmt.Errorf("%q names no entry", lines[1])
	}
	for _, line := range lines[2:] {
		b, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(b) != tlog.HashSize {
			return 0, nil, "", fmt.Errorf("%q is no hash", line)
		}
		path = append(path, tlog.Hash(b))
	}
	return seq, path, checkpoint, nil
}
