// Package workfile is the file in which an assessor takes an assessment along to
// work on it without a network, and the one in which the results come back.
//
// # Words
//
// A [Cargo] is everything that the pages of the assessment show: the engagement
// with its sample, verdicts and findings, and the beginning of the organisation's
// journal up to the situation that is assessed. From that the program replays the
// organisation as it stood: there is no second copy of answers that could differ
// from what was signed. Entries about what an assessor does not read are in it
// closed, see [Closes]: they keep their place in the tree, and tell nothing.
//
// # The format
//
// Both files are encrypted with age (age-encryption.org/v1) under a passphrase
// that is kept nowhere; age -d opens them. The work file is a tar, whose parts have
// a fixed order; the results are JSON. Nothing in them is compressed, so a file
// turns into no more than it is. See docs/reference/work-file.md.
package workfile

import (
	"encoding/json"
	"strings"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// Format names the spelling of a work file. Another spelling has another name.
const Format = "aantoonbaar/work-file/1"

// A Manifest says what a work file is of, and for whom.
type Manifest struct {
	Format       string             `json:"format"`
	Org          org.ID             `json:"org"`
	Organisation string             `json:"organisation"` // its name
	Zone         string             `json:"zone"`         // in which days are counted
	Taking       audit.Taking       `json:"taking"`
	Person       Person             `json:"person"`
	Admission    identity.Admission `json:"admission"`
}

// A Person is the assessor who takes the work along.
type Person struct {
	ID   identity.PersonID `json:"id"`
	Name string            `json:"name"`
	Lang i18n.Lang         `json:"lang"`
}

// A Work is the engagement as it was taken along.
type Work struct {
	ID        audit.ID         `json:"id"`
	Status    audit.Status     `json:"status"`
	Version   int64            `json:"version"`
	CreatedAt time.Time        `json:"created_at"`
	Agreed    audit.Engagement `json:"agreed"` // but for the fields above
	Verdicts  []audit.Verdict  `json:"verdicts"`
	Findings  []audit.Finding  `json:"findings"`
}

// WorkOf is the work on a file.
func WorkOf(f audit.File) Work {
	e := f.Engagement
	w := Work{e.ID, e.Status, e.Version, e.CreatedAt, e, f.Verdicts, f.Findings}
	w.Agreed.ID, w.Agreed.Status, w.Agreed.Version, w.Agreed.CreatedAt, w.Agreed.Work = "", "", 0, time.Time{}, 0
	return w
}

// File is the file that WorkOf was made of, without its reports.
func (w Work) File() audit.File {
	e := w.Agreed
	e.ID, e.Status, e.Version, e.CreatedAt = w.ID, w.Status, w.Version, w.CreatedAt
	return audit.File{Engagement: e, Verdicts: w.Verdicts, Findings: w.Findings}
}

// A Point is a signed checkpoint of the journal.
type Point struct {
	Size int64     `json:"size"`
	Note string    `json:"note"`
	At   time.Time `json:"at"`
}

// A Cargo is what a work file holds, but for the files of evidence.
type Cargo struct {
	Manifest  Manifest
	Work      Work
	Entries   []journal.Entry // the first Taking.Size ones of the journal
	Points    []Point         // over these
	Approvals json.RawMessage // what the board had signed by then, as the room of the board has it
}

// Closes reports whether an entry of the journal with this action, or an object of
// this kind, is taken along closed: incidents, the roster of who is called for them,
// dossiers, and what others gave are not for assessors, and of assessments there is the own one, which is in [Work].
func Closes(action string) bool {
	room, _, _ := strings.Cut(action, ".")
	return room == "incident" || room == "roster" || room == "dossier" || room == "received" || room == "audit"
}

// Closed is the entry as it is taken along.
func Closed(e journal.Entry) journal.Entry {
	if Closes(e.Action) {
		e.ActorName, e.Data, e.Salt = "", nil, nil
	}
	return e
}
