package indicator

import (
	"crypto/sha1" //nolint:gosec // RFC 9562 makes names of version 5 with it; nothing rests on its strength
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/workbook"
)

// namespace is ours: names that we make of things are the same each time.
var namespace = [16]byte{0x5e, 0x1b, 0x7a, 0x90, 0x3c, 0x44, 0x4d, 0x1e, 0x9a, 0x62, 0x0f, 0xd1, 0x8b, 0x27, 0xc3, 0x58}

// nameOf is the name of version 5 (RFC 9562) of a thing.
func nameOf(kind string, parts ...string) string {
	h := sha1.New() //nolint:gosec // see the import
	h.Write(namespace[:])
	h.Write([]byte(kind + "\n" + strings.Join(parts, "\n")))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	x := hex.EncodeToString(u)
	return kind + "--" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

const (
	tlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d" // TLP 2.0 for STIX (OASIS)
	stampForm    = "2006-01-02T15:04:05.000Z"
)

// markings are the marking definitions of TLP 2.0, as OASIS named them.
var markings = map[TLP]string{
	Clear:  "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
	Green:  "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
	Amber:  "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
	Strict: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
	Red:    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}

// A stixObject is what we write of an object of STIX 2.1. Fields that a type does not
// have stay empty.
type stixObject struct {
	Type           string         `json:"type"`
	SpecVersion    string         `json:"spec_version"`
	ID             string         `json:"id"`
	Created        string         `json:"created"`
	Modified       string         `json:"modified,omitempty"`
	CreatedBy      string         `json:"created_by_ref,omitempty"`
	Name           string         `json:"name,omitempty"`
	IdentityClass  string         `json:"identity_class,omitempty"`
	Description    string         `json:"description,omitempty"`
	IndicatorTypes []string       `json:"indicator_types,omitempty"`
	Pattern        string         `json:"pattern,omitempty"`
	PatternType    string         `json:"pattern_type,omitempty"`
	ValidFrom      string         `json:"valid_from,omitempty"`
	Content        string         `json:"content,omitempty"`
	Objects        []string       `json:"object_refs,omitempty"`
	SightingOf     string         `json:"sighting_of_ref,omitempty"`
	FirstSeen      string         `json:"first_seen,omitempty"`
	LastSeen       string         `json:"last_seen,omitempty"`
	Confidence     int            `json:"confidence,omitempty"`
	Labels         []string       `json:"labels,omitempty"`
	Markings       []string       `json:"object_marking_refs,omitempty"`
	Extensions     map[string]any `json:"extensions,omitempty"`
}

// otherLabel marks the note in which a trace travels that no pattern can tell.
const otherLabel = "indicator-other"

// WriteSTIX writes traces of an incident as a bundle of STIX 2.1: who made it, the
// markings, an indicator each, and a sighting where it is known when it was seen. The
// same traces give the same bundle to the letter. about names the incident among all
// of the organisation.
func WriteSTIX(w io.Writer, org, about string, all []Indicator) error {
	maker := stixObject{Type: "identity", SpecVersion: "2.1", ID: nameOf("identity", org), Name: org, IdentityClass: "organization"}
	objects, used, oldest := []stixObject{}, map[TLP]bool{}, time.Time{}
	for _, i := range all {
		if oldest.IsZero() || i.Added.Before(oldest) {
			oldest = i.Added
		}
		used[i.TLP] = true
		objects = append(objects, i.stix(maker.ID, about)...)
	}
	maker.Created, maker.Modified = stamp(oldest), stamp(oldest)
	head := []stixObject{maker}
	for _, t := range TLPs {
		if used[t] {
			head = append(head, t.stix())
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Type    string       `json:"type"`
		ID      string       `json:"id"`
		Objects []stixObject `json:"objects"`
	}{"bundle", nameOf("bundle", org, about), append(head, objects...)})
}

func (t TLP) stix() stixObject {
	return stixObject{
		Type: "marking-definition", SpecVersion: "2.1", ID: markings[t], Created: "2022-10-01T00:00:00.000Z", Name: t.Label(),
		Extensions: map[string]any{tlpExtension: map[string]string{"extension_type": "property-extension", "tlp_2_0": string(t)}},
	}
}

func stamp(t time.Time) string { return t.UTC().Format(stampForm) }

func (i Indicator) modified() time.Time {
	if i.Changed.IsZero() {
		return i.Added
	}
	return i.Changed
}

// Version tells one state of a stored trace from every other: a form sends it along.
func (i Indicator) Version() int64 { return i.modified().UnixMicro() }

// stix is the trace as an indicator, and a sighting of it; or as a note.
func (i Indicator) stix(maker, about string) []stixObject {
	o := stixObject{SpecVersion: "2.1", Created: stamp(i.Added), Modified: stamp(i.modified()), CreatedBy: maker, Confidence: i.Confidence}
	if i.TLP != "" {
		o.Markings = []string{markings[i.TLP]}
	}
	says := i.Note
	if i.Source != "" {
		says = strings.TrimPrefix(says+"\nBron: "+i.Source, "\n")
	}
	if i.Kind == Other {
		o.Type, o.ID, o.Content, o.Objects, o.Labels = "note", nameOf("note", maker, about, i.Value), strings.TrimSuffix(i.Value+"\n"+says, "\n"), []string{maker}, []string{otherLabel}
		return []stixObject{o}
	}
	o.Type, o.ID, o.Name, o.Description = "indicator", nameOf("indicator", maker, about, string(i.Kind), i.Value), i.Defang(), says
	o.Pattern, o.PatternType, o.ValidFrom, o.IndicatorTypes = i.Pattern(), "stix", stamp(i.validFrom()), []string{"malicious-activity"}
	if i.First.IsZero() && i.Last.IsZero() {
		return []stixObject{o}
	}
	seen := stixObject{Type: "sighting", SpecVersion: "2.1", ID: nameOf("sighting", o.ID), Created: o.Created, Modified: o.Modified, CreatedBy: maker, SightingOf: o.ID, Markings: o.Markings}
	if !i.First.IsZero() {
		seen.FirstSeen = stamp(i.First)
	}
	if !i.Last.IsZero() {
		seen.LastSeen = stamp(i.Last)
	}
	return []stixObject{o, seen}
}

// validFrom is from when on the trace tells of the attack: as its maker said, or else
// since it was seen, or else since it is here. STIX asks for one.
func (i Indicator) validFrom() time.Time {
	switch {
	case !i.Valid.IsZero():
		return i.Valid
	case !i.First.IsZero():
		return i.First
	}
	return i.Added
}

// columns are those of the list, in their order.
var columns = []string{"type", "value", "first_seen", "last_seen", "source", "confidence", "tlp", "note", "valid_from"}

// WriteCSV writes traces as a list for a spreadsheet or another program. What a
// spreadsheet would calculate gets an apostrophe before it.
func WriteCSV(w io.Writer, all []Indicator) error {
	out := csv.NewWriter(w)
	rows := [][]string{columns}
	for _, i := range all {
		confidence := ""
		if i.Confidence > 0 {
			confidence = strconv.Itoa(i.Confidence)
		}
		rows = append(rows, []string{string(i.Kind), i.Value, typed(i.First), typed(i.Last), i.Source, confidence, i.TLP.Label(), i.Note, typed(i.Valid)})
	}
	for _, row := range rows {
		for n := range row {
			row[n] = workbook.Escape(row[n])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func typed(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
