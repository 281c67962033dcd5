package received

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// A shown is a journal as a dossier shows it, with its roots at every size that
// was asked for.
type shown struct {
	Received
	Roots   map[int64]string // base64; has every size at which something was seen before, as far as the journal reaches
	Strange bool             // it does not stand under the keys that it was checked against
}

// root returns the root over the first size entries.
func (s shown) root(size int64) (h tlog.Hash, ok bool) {
	text, ok := s.Roots[size]
	if !ok {
		return h, false
	}
	h, err := tlog.ParseHash(text)
	return h, err == nil
}

// compare says how a journal relates to the earlier dossiers of the same origin.
// Nothing is taken on trust: the dossier held every record, so that the root over
// the first so many of them either is the one that was received, or is not.
//
// What somebody vouched for counts before what nobody did: a stranger's file under
// this name must not make the real one look false. It fails with ErrMeanwhile for
// an earlier dossier at a size that nobody asked for.
func compare(s shown, earlier []Received) (r Relation, beside ID, err error) {
	if s.Note == "" {
		return Uncompared, "", nil
	}
	if s.Strange {
		return OtherKey, "", nil
	}
	earlier = counting(s, earlier)
	r = First
	var last Received // the largest that this one continues
	for _, e := range earlier {
		switch {
		case !sharesKey(s.Keys, e.Keys):
			return OtherKey, e.ID, nil
		case e.Relation.forked(): // whichever past this one has, there are two
			r, beside = e.Relation, e.ID
			continue
		case e.Size > s.Size:
			if !r.forked() {
				r, beside = Smaller, e.ID
			}
			continue
		}
		root, ok := s.root(e.Size)
		if !ok {
			return r, "", ErrMeanwhile
		}
		if rootText(root) != e.Root {
			r, beside = Forked, e.ID
			continue
		}
		if (r == First || r == Same || r == Grown) && e.Size >= last.Size {
			r, beside, last = Grown, e.ID, e
			if e.Size == s.Size {
				r = Same
			}
		}
	}
	return r, beside, nil
}

// counting are the earlier dossiers that count beside this one.
func counting(s shown, earlier []Received) []Received {
	earlier = slices.DeleteFunc(slices.Clone(earlier), func(e Received) bool { return e.Note == "" || e.Relation == OtherKey && !sharesKey(s.Keys, e.Keys) })
	if !s.Vouched {
		return earlier
	}
	return slices.DeleteFunc(earlier, func(e Received) bool { return !e.Vouched && !sharesKey(s.Keys, e.Keys) })
}

func sharesKey(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}
