package incident

import (
	"context"
	"slices"
	"strings"

	"aantoonbaar/internal/identity"
)

// A Query is what somebody looks for in the list.
type Query struct {
	Words string // each must be in its number, title, description, systems, lead or kind
	From  int    // of those that are closed: how many to pass over
}

// PerPage is how many incidents a page of the list shows, of those open and of those
// closed.
const PerPage = 50

// A List is one page of what was found.
type List struct {
	Open   []Standing // the first moment first, at most PerPage
	Opened int        // how many are open of all that was found
	Closed []*Brief   // newest first, at most PerPage from Query.From on
	Ended  int        // how many are closed of all that was found
	All    int        // how many there are, found or not
}

// List looks for incidents.
//
// Refusals: Denied.
func (s *Service) List(ctx context.Context, by identity.Actor, q Query) (l List, err error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return l, err
	}
	x, err := s.indexed(ctx, by)
	if err != nil {
		return l, err
	}
	words := strings.Fields(strings.ToLower(q.Words))
	closed, open := x.closed, x.standing(s.Now())
	if len(words) > 0 {
		found := map[ID]bool{}
		closed = nil
		for _, b := range x.briefs {
			switch {
			case !b.has(words):
			case b.Closed.IsZero():
				found[b.ID] = true
			default:
				closed = append(closed, b)
			}
		}
		open = slices.DeleteFunc(open, func(o Standing) bool { return !found[o.ID] })
	}
	from := max(0, min(q.From, len(closed)))
	return List{
		Open: open[:min(len(open), PerPage)], Opened: len(open),
		Closed: closed[from:min(len(closed), from+PerPage)], Ended: len(closed), All: len(x.briefs),
	}, nil
}

func (b *Brief) has(words []string) bool {
	for _, w := range words {
		if !strings.Contains(b.words, w) {
			return false
		}
	}
	return true
}
