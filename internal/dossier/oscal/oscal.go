// Package oscal writes what an organisation says and can show as OSCAL, NIST's
// format for programs that read catalogues, plans and assessments, in version
// 1.2.2 and as JSON.
//
// # Words
//
// A [State] is an organisation at one moment of its journal. It becomes up to
// four documents. The catalog says what NEN 7510 asks, in our own words; the
// profile selects from it what this organisation answers for; the system
// security plan says of each how things stand, with the evidence; the plan of
// action and milestones holds the improvement actions. A prop is a name and a
// value; those that OSCAL does not know are in the namespace [Namespace].
//
// # What is decided here
//
// Which field of OSCAL says what of ours, and no more: docs/reference/oscal.md
// lists it. Everything is pure: the same state gives the same bytes, and no UUID
// or date comes from chance or a clock.
package oscal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// Version is the version of OSCAL in which documents are written.
const Version = "1.2.2"

// Namespace is that of the props and parts which OSCAL does not know.
const Namespace = "urn:aantoonbaar:oscal:1"

// The names of the documents. They point at each other by these names, so they
// MUST lie in one folder.
const (
	CatalogName = "catalog.json"
	ProfileName = "profile.json"
	SSPName     = "ssp.json"
	POAMName    = "poam.json"
)

// A State is an organisation at one moment of its journal. The order of its lists
// and maps makes no difference.
type State struct {
	Catalogue    *framework.Catalogue
	Organisation org.Organisation
	Answers      map[string]assessment.Answer // by requirement; one that is not in it is not answered
	Evidence     []evidence.Item              // withdrawn pieces too
	Actions      []plan.Action

	// Names are of those who own an answer or an action. Who is not in it is
	// written as a party without a name.
	Names map[identity.PersonID]string

	// EvidenceAt is the folder of the files of evidence as seen from the
	// documents, with a slash at its end: "../evidence/". Each file lies there
	// under the hex of its SHA-256. "" when nobody gets the files: evidence is then
	// named by its SHA-256 alone.
	EvidenceAt string

	Moment Moment
	Lang   i18n.Lang
}

// A Moment says of when a State is, and in which journal that can be checked.
type Moment struct {
	At     time.Time      // of the last entry; becomes last-modified of every document
	On     time.Time      // the day on which what counts is reckoned; zero for that of At
	Zone   *time.Location // of the installation, in which days begin and end; nil is UTC
	Size   int64          // of the journal; becomes the version of every document
	Root   string         // of its tree, in base64; "" when no checkpoint was signed
	Origin string         // first line of the checkpoint; "" when no checkpoint was signed
}

// A Document is one file.
type Document struct {
	Name string
	JSON []byte // indented, with a line feed at its end
}

// Documents writes the state. The plan of action is left out when there are no
// actions: OSCAL has no word for an empty one.
//
// An answer, a piece of evidence or an action about a requirement that the
// catalogue does not have is an error: leaving it out would tell half.
func Documents(s State) ([]Document, error) {
	b, err := newBook(s)
	if err != nil {
		return nil, err
	}
	roots := []struct {
		name string
		root any
	}{
		{CatalogName, catalogRoot{b.catalog()}},
		{ProfileName, profileRoot{b.profile()}},
		{SSPName, sspRoot{b.ssp()}},
	}
	if len(b.actions) > 0 {
		roots = append(roots, struct {
			name string
			root any
		}{POAMName, poamRoot{b.poam()}})
	}
	documents := make([]Document, len(roots))
	for i, r := range roots {
		text, err := spell(r.root)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", r.name, err)
		}
		documents[i] = Document{r.name, text}
	}
	return documents, nil
}

// spell writes a document as people can read it: < and & stay as they are.
func spell(root any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return b.Bytes(), err
}

// today is the day of the state.
func (m Moment) today() time.Time {
	if !m.On.IsZero() {
		return m.On
	}
	return legaltime.DayOf(m.At, m.zone())
}

func (m Moment) zone() *time.Location {
	if m.Zone == nil {
		return time.UTC
	}
	return m.Zone
}

// endOf is the last second of a day, in the zone of the installation: what is due
// on a day is in time until then.
func (m Moment) endOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, m.zone()).Add(-time.Second)
}
