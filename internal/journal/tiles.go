package journal

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/sqldb"
)

// tileHeight is that of C2SP tlog-tiles: a tile has up to 256 hashes.
const tileHeight = 8

// Tile returns what lies under "tile/" at path in the tree of org's first size
// entries, as C2SP tlog-tiles spells it: "0/x001/067" or "1/000.p/12" for hashes,
// "entries/000.p/5" for records, each after its length in two bytes. A record is
// what the leaf hashes: it holds who (as an ID), what, when and a commitment, and
// neither names nor what was said. It reports false for a path that is none, and
// for what size does not reach.
func Tile(ctx context.Context, tx *sqldb.Tx, org, path string, size int64) ([]byte, bool, error) {
	t, ok := parseTile(path)
	if !ok || t.N<<tileHeight+int64(t.W) > size>>(tileHeight*max(t.L, 0)) {
		return nil, false, nil
	}
	if t.L < 0 {
		text, err := bundle(ctx, tx, org, t.N<<tileHeight, t.W)
		return text, err == nil, err
	}
	text, err := tlog.ReadTileData(t, &hashes{ctx: ctx, tx: tx, org: org})
	return text, err == nil, err
}

// parseTile reads a path; C2SP leaves the height out, and has another word for records.
func parseTile(path string) (tlog.Tile, bool) {
	if rest, ok := strings.CutPrefix(path, "entries/"); ok {
		path = "data/" + rest
	} else if strings.HasPrefix(path, "data/") {
		return tlog.Tile{}, false
	}
	t, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, path))
	return t, err == nil && t.N <= math.MaxInt64>>(tileHeight+1) && t.L <= 62/tileHeight
}

// bundle writes n records from seq on, each after its length.
func bundle(ctx context.Context, tx *sqldb.Tx, org string, seq int64, n int) (text []byte, err error) {
	entries, err := Range(ctx, tx, org, seq, seq+int64(n), n)
	if err != nil {
		return nil, err
	}
	if len(entries) != n {
		return nil, fmt.Errorf("of %d entries from %d there are %d", n, seq, len(entries))
	}
	for _, e := range entries {
		rec, err := e.Record(org)
		if err != nil {
			return nil, err
		}
		if len(rec) > math.MaxUint16 {
			return nil, fmt.Errorf("the record of entry %d has %d bytes", e.Seq, len(rec))
		}
		text = append(binary.BigEndian.AppendUint16(text, uint16(len(rec))), rec...)
	}
	return text, nil
}
