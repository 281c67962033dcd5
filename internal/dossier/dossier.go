// Package dossier makes one file of what an organisation says and can show, in
// which an outsider checks every claim without trusting us; and it checks such
// a file, with nothing but the file and a public key.
//
// # Words
//
// A dossier is a zip of a journal at one size. It holds the record of every
// entry, so that nobody can leave one out; what the entries say that carry a
// claim, which is what was opened; the signed checkpoint over all of them; the
// evidence; and a manifest with the SHA-256 of every file, signed too. A [Claim]
// is what the opened entries say of one record: an answer, a piece of evidence,
// an approval, an action, a signed assessment, the profile. See docs/reference/dossier.md.
//
// # What is decided here
//
// [Draw] works the claims out of the entries, [Pack] writes the file and
// [Verify] takes it apart. All three are pure: the same entries give the same
// claims, the same state gives the same bytes, and the same file gives the same
// verdicts on any machine.
package dossier

import (
	"strings"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/journal"
)

// The names of the files in a dossier. Reports and other papers for people have
// names of their own and lie beside these.
const (
	ManifestName    = "MANIFEST.txt"            // SHA-256 of every other file, signed
	ClaimsName      = "claims.json"             // a Book
	RecordsName     = "journal/records.jsonl"   // the record of every entry, a line each
	OpenedName      = "journal/opened.tsv"      // what entries say, with what opens their commitment
	CheckpointName  = "journal/checkpoint.txt"  // the signed checkpoint of the whole
	CheckpointsName = "journal/checkpoints.txt" // earlier ones, oldest first, an empty line between them
	proofFolder     = "proofs/"                 // inclusion proofs, one for each claim's last entry
	evidenceFolder  = "evidence/"               // files by their SHA-256
)

// opens reports whether a dossier shows what an entry with this action says.
// Who belongs to the organisation, and what a colleague was asked, stay closed:
// of those the record is there, without names or content.
func opens(action string) bool {
	kind, _, _ := strings.Cut(action, ".")
	switch kind {
	case "answer", "evidence", "plan", "profile", "organisation":
		return true
	}
	return action == "board.approve" || action == audit.ActSign || action == journal.ActKeyRotated
}

// A Source is everything of which a dossier is made.
type Source struct {
	Org        string
	Entries    []journal.Entry      // every one of the first Checkpoint.Size, in order
	Checkpoint journal.Checkpoint   // over exactly those
	Earlier    []journal.Checkpoint // those under which the board or an assessor signed, or a key was replaced, by size
	Anchored   []Anchored           // those that others saw, by size
	Public     string               // the key that verifies Checkpoint
	AskedAt    time.Time            // when somebody asked for this dossier; zero when nobody did at this size
}

// EvidencePath is where a file of evidence lies in a dossier, by the hex of its
// SHA-256.
func EvidencePath(sum string) string { return evidenceFolder + sum }

// proofPath is where the inclusion proof of an entry lies.
func proofPath(seq int64) string { return proofFolder + number(seq) + ".tlog-proof" }
