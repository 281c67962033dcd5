package indicator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A bundled is what we read of an object of STIX; fields that a type does not have
// stay empty.
type bundled struct {
	Type        string            `json:"type"`
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	CreatedBy   string            `json:"created_by_ref"`
	Pattern     string            `json:"pattern"`
	PatternType string            `json:"pattern_type"`
	Revoked     bool              `json:"revoked"`
	Value       string            `json:"value"`
	Hashes      map[string]string `json:"hashes"`
	Confidence  int               `json:"confidence"`
	Markings    []string          `json:"object_marking_refs"`
	Labels      []string          `json:"labels"`
	Content     string            `json:"content"`
	SightingOf  string            `json:"sighting_of_ref"`
	ValidFrom   json.RawMessage   `json:"valid_from"` // see validFrom
	FirstSeen   time.Time         `json:"first_seen"`
	LastSeen    time.Time         `json:"last_seen"`
	Definition  struct {
		TLP string `json:"tlp"`
	} `json:"definition"`
	Extensions map[string]struct {
		TLP string `json:"tlp_2_0"`
	} `json:"extensions"`
}

// older are the markings of TLP 1 in STIX.
var older = map[string]TLP{
	"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Clear,
	"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Green,
	"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Amber,
	"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Red,
}

// A bundleReader gathers what objects say, which may stand in any order.
type bundleReader struct {
	Reading
	from    []teller // of Found
	names   map[string]string
	marks   map[string]TLP
	seen    map[string][2]time.Time // first and last, by what was seen
	objects int
}

// A teller is what is kept of an object with traces until all others were read.
type teller struct {
	id, createdBy string
	markings      []string
	says          Indicator // of each of its traces, but for what they are
	end           int       // in Found, behind its last trace
}

// readSTIX reads a bundle object by object: never more than one of them is held.
func readSTIX(ctx context.Context, from io.Reader) (Reading, error) {
	b := bundleReader{names: map[string]string{}, marks: map[string]TLP{}, seen: map[string][2]time.Time{}}
	for t, id := range markings {
		b.marks[id] = t
	}
	for id, t := range older {
		b.marks[id] = t
	}
	dec := json.NewDecoder(from)
	if _, err := dec.Token(); err != nil { // the brace
		return Reading{}, err
	}
	bundle := false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return Reading{}, err
		}
		if key != "objects" {
			var rest json.RawMessage
			if err := dec.Decode(&rest); err != nil {
				return Reading{}, err
			}
			bundle = bundle || key == "type" && string(rest) == `"bundle"`
			continue
		}
		if err := b.list(ctx, dec); err != nil {
			return Reading{}, err
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace: a file that was cut off has none
		return Reading{}, err
	}
	if _, err := dec.Token(); !bundle || !errors.Is(err, io.EOF) {
		return Reading{}, errors.New("no bundle, or something behind it")
	}
	return b.Reading, b.finish(ctx)
}

// list reads the objects.
func (b *bundleReader) list(ctx context.Context, dec *json.Decoder) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return fmt.Errorf("objects is no list: %w", err)
	}
	for dec.More() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if b.objects++; b.objects > maxObjects || len(b.Found) > maxObjects {
			return &fault.Fault{
				Kind: fault.TooLarge, Code: "indicator.too-many",
				Says: i18n.Tf("In dit bestand staan meer dan %d onderdelen.", "This file holds more than %d objects.", maxObjects),
				Hint: i18n.T("Vraag de afzender om alleen de sporen van deze aanval. Er is niets opgeslagen.", "Ask the sender for the traces of this attack only. Nothing was stored."),
			}
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		b.object(raw)
	}
	_, err := dec.Token()
	return err
}

// finish fills in what other objects say of each trace.
func (b *bundleReader) finish(ctx context.Context) error {
	n := 0
	for _, t := range b.from {
		if err := ctx.Err(); err != nil {
			return err
		}
		i := t.says
		i.TLP = b.marking(t.markings)
		if i.Source == "" {
			i.Source = cut(b.names[t.createdBy], MaxSource)
		}
		i.First, i.Last = b.seen[t.id][0], b.seen[t.id][1]
		if i.Last.Before(i.First) {
			i.Last = i.First
		}
		for ; n < t.end; n++ {
			i.Kind, i.Value = b.Found[n].Kind, b.Found[n].Value
			b.Found[n] = i
		}
	}
	return nil
}

// marking is the narrowest of some markings. One that is not known is taken for the
// narrowest there is: who was trusted with it must not pass it on by our mistake.
func (b *bundleReader) marking(ids []string) (narrowest TLP) {
	for _, id := range ids {
		t, ok := b.marks[id]
		if !ok {
			t = Red
			b.skip(id, i18n.T("deze afspraak over delen kennen wij niet; het spoor kreeg TLP:RED", "we do not know this rule on sharing; the trace got TLP:RED"))
		}
		if narrower(t, narrowest) {
			narrowest = t
		}
	}
	return narrowest
}
