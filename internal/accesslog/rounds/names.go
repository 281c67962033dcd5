package rounds

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/org"
)

// A Name is who a key is: the number by which a source knows them, and the name where a
// list told it.
type Name struct{ Number, Name string }

// String is the name with the number.
func (n Name) String() string {
	if n.Name == "" || n.Name == n.Number {
		return n.Number
	}
	return n.Name + " (" + n.Number + ")"
}

// names are those that a file told, by key.
type names map[accesslog.Key]Name

// know notes who a key is. A name is not forgotten for a number.
func (n names) know(key accesslog.Key, number, name string) {
	if key.Zero() || n[key].Name != "" && name == "" {
		return
	}
	n[key] = Name{number, name}
}

// write writes them as a list: key, number, name. The same names are always the same
// file: one that was written and not noted is found again.
func (n names) write(w io.Writer) error {
	out := csv.NewWriter(w)
	for _, key := range slices.SortedFunc(maps.Keys(n), func(a, b accesslog.Key) int { return bytes.Compare(a[:], b[:]) }) {
		who := n[key]
		if err := out.Write([]string{key.String(), who.Number, who.Name}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Find looks for the names of keys in the files that told them, the newest first.
func (s *Service) find(ctx context.Context, id org.ID, h Held, keys map[string]Name) error {
	for _, l := range h.Loads {
		if l.Stage != Kept || l.Names == "" || known(keys) {
			continue
		}
		if err := s.findIn(ctx, id, l.Names, keys); err != nil {
			return fmt.Errorf("names of %s: %w", l.ID, err)
		}
	}
	return nil
}

// known reports whether there is a name to every key.
func known(keys map[string]Name) bool {
	for _, n := range keys {
		if n.Name == "" {
			return false
		}
	}
	return true
}

func (s *Service) findIn(ctx context.Context, id org.ID, sum string, keys map[string]Name) (err error) {
	r, err := s.open(ctx, s.Apart, id, sum)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.ReuseRecord = 3, true
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if was, asked := keys[row[0]]; asked && (was.Number == "" || was.Name == "" && row[2] != "") {
			keys[row[0]] = Name{row[1], row[2]}
		}
	}
}
