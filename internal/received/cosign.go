package received

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/anchor"
)

// cosign decides on the receipt, and makes it. Seen is what this installation saw
// of the journal before; next is to be stored in its place, when there is a receipt.
// Another past than was seen is a fork, whoever received it and with or without a
// key: two signatures of one sender are proof by themselves.
func (s *Service) cosign(x *shown, seen anchor.Seen) (next anchor.Seen, err error) {
	x.Receipt = ""
	if x.Withheld = s.withheld(*x); x.Withheld == NotWhole {
		return next, nil
	}
	keys, err := verifiers(x.Keys)
	if err != nil {
		return next, err
	}
	if x.Relation != Forked && seen.Otherwise(keys, x.root) {
		x.Relation, x.Beside, x.Withheld = SeenForked, "", SeenOtherwise
	}
	if x.Withheld != Given {
		return next, nil
	}
	r, next, err := s.Witness.Receive(x.Note, keys, seen, x.root)
	switch {
	case errors.Is(err, anchor.ErrOtherKey):
		x.Withheld = SeenOtherKey
	case errors.Is(err, anchor.ErrOlder):
		x.Withheld = SeenMore
	case errors.Is(err, anchor.ErrMyName):
		x.Withheld = InMyName
	case err != nil:
		return next, fmt.Errorf("cosign: %w", err)
	default:
		x.Receipt = r.String()
		return next, nil
	}
	return anchor.Seen{}, nil
}

// withheld is why there can be no receipt, as far as that does not depend on what
// others on this installation saw.
func (s *Service) withheld(x shown) Withheld {
	own := strings.HasPrefix(x.Origin, s.Signer.Origin+"/")
	switch {
	case x.Note == "":
		return NotWhole
	case own:
		return FromHere
	case x.Loud() || x.Relation == Smaller:
		return NotContinuing
	case !x.Vouched:
		return NotVouched
	}
	return Given
}

// verifiers reads verifier keys.
func verifiers(keys []string) (all []note.Verifier, err error) {
	for _, k := range keys {
		v, err := note.NewVerifier(k)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", k, err)
		}
		all = append(all, v)
	}
	return all, nil
}
