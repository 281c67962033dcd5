package programme

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recalled is everything of one organisation, as a journal tells it.
type Recalled struct {
	Held
	Work map[RoundID]Work // in any order
}

// Recall returns the programmes and rounds as they stood after the given entries,
// which are those of a journal from its start, oldest first; entries about anything
// else are passed over. Unknown names records of which the content was erased.
func Recall(entries []journal.Entry) (all Recalled, unknown []ref.Ref, err error) {
	newest := map[ref.Ref]journal.Entry{}
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "programme.") || strings.HasPrefix(e.Action, "round.") {
			newest[e.Object] = e
		}
	}
	all.Work = map[RoundID]Work{}
	for object, e := range newest {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		if err := all.recall(e); err != nil {
			return all, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	slices.SortFunc(all.Programmes, func(a, b Programme) int { return cmp.Compare(b.Number, a.Number) })
	Order(all.Rounds)
	slices.SortFunc(unknown, ref.Ref.Compare)
	return all, unknown, nil
}

func (h *Recalled) recall(e journal.Entry) error {
	switch e.Action {
	case "programme.begin", "programme.change":
		return add(&h.Programmes, e)
	case "round.judge":
		return recallWork(h.Work, e, func(j Judgement, w *Work) RoundID {
			w.Judgements = append(w.Judgements, j)
			return j.Round
		})
	case "round.find":
		return recallWork(h.Work, e, func(f Finding, w *Work) RoundID {
			w.Findings = append(w.Findings, f)
			return f.Round
		})
	}
	return add(&h.Rounds, e)
}

func add[T any](all *[]T, e journal.Entry) error {
	var x T
	err := json.Unmarshal(e.Data, &x)
	*all = append(*all, x)
	return err
}

// recallWork adds one record to the work of its round.
func recallWork[T any](all map[RoundID]Work, e journal.Entry, into func(T, *Work) RoundID) error {
	var x T
	if err := json.Unmarshal(e.Data, &x); err != nil {
		return err
	}
	round := into(x, &Work{})
	w := all[round]
	into(x, &w)
	all[round] = w
	return nil
}
