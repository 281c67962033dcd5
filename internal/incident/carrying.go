package incident

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"aantoonbaar/internal/incident/indicator"
)

// A carriedHead stands before the traces that a form carries.
type carriedHead struct {
	From  string `json:"from"`
	Count int    `json:"count"`
}

// Carry writes traces so that a form can bring them back after a preview: a head, and
// a value of JSON for each.
func (t Traces) Carry() (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	if err := enc.Encode(carriedHead{t.From, len(t.All)}); err != nil {
		return "", fmt.Errorf("carry traces: %w", err)
	}
	for _, i := range t.All {
		if err := enc.Encode(i); err != nil {
			return "", fmt.Errorf("carry %s: %w", i.Key(), err)
		}
	}
	return b.String(), nil
}

// Carried reads what [Traces.Carry] wrote. Anything may have come back, so it reads one
// by one, and no further than one trace more than an incident can have. An error means
// that it did not come back whole; it is never one of ours.
func Carried(from io.Reader) (t Traces, err error) {
	dec := json.NewDecoder(from)
	var head carriedHead
	if err := dec.Decode(&head); err != nil {
		return Traces{}, err
	}
	t.From = head.From
	for range min(head.Count, indicator.MaxEach+1) {
		var i indicator.Indicator
		if err := dec.Decode(&i); err != nil {
			return Traces{}, err
		}
		t.All = append(t.All, i)
	}
	return t, nil
}
