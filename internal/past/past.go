// Package past tells how an organisation stood at an earlier moment. It reads
// that from the journal and from nothing else: there is no second history that
// could disagree.
//
// # Words
//
// A [State] is everything that the rooms knew after the first so many entries of
// the journal. Each room says itself what its entries mean, in its function
// Recall; this package puts them together, and offers the state through the very
// interfaces through which the rooms read their databases: see [Stores]. So the
// services and pages of today show an earlier day, and need not know it.
//
// # What stays today's
//
// Whatever has its SHA-256 in the journal is fetched by it: files of evidence, and
// the documents that the board and assessors signed. Catalogue, laws and texts are those of the
// program that runs: the journal has the organisation's own words, not ours.
//
// # What is not known
//
// The journal no longer tells what was erased. It never had people's e-mail
// addresses. What is not known is left out, never guessed, and State.Unknown names
// it.
package past

import (
	"slices"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/review"
)

// A State is an organisation after the first Size entries of its journal. It is
// shared between requests: nobody changes it.
type State struct {
	Size       int64
	Org        org.Organisation
	Assessment assessment.Recalled
	Evidence   []evidence.Item          // in the order in which they were added
	Linked     map[string][]evidence.ID // by requirement: what was ever linked to it
	Actions    []plan.Action            // in the order in which they were made
	Board      board.Held               // approvals without Text and Note
	People     identity.Recalled
	Made       []journal.Entry // of dossiers, oldest first
	Certified  []certification.Certificate
	Received   []received.Received                // dossiers of others, in the order in which they were kept
	Incidents  []incident.File                    // newest first
	Texts      map[incident.ID][]incident.Edition // that go out about them, in the order in which they were saved
	Traces     map[incident.ID][]indicator.Indicator
	Roster     incident.Roster    // whom they call
	Assessed   []audit.File       // independent assessments, newest first; see [audit.Recall] for their reports
	Reviews    []review.Review    // newest first
	Audits     programme.Recalled // internal audit programmes
	Continuity continuity.Held    // care without ICT
	Training   people.Held        // who is to learn what, and who did
	Exercises  []exercise.File    // newest first
	Logs       rounds.Held        // log review

	Unknown []ref.Ref // of which the content was erased, or was never written down
}

// Recall returns the state of id after entries, which are those of its journal
// from the start, oldest first.
func Recall(id org.ID, entries []journal.Entry) (*State, error) {
	s := &State{}
	return s, s.recall(id, entries, s.duty, s.assessment, s.evidence, s.plan, s.people, s.board, s.dossiers, s.certified, s.assessments, s.incidents, s.reviews, s.programmes, s.received, s.continuity, s.exercises, s.training, s.logs)
}

// recall lets rooms say what entries mean.
func (s *State) recall(id org.ID, entries []journal.Entry, rooms ...func(org.ID, []journal.Entry) error) error {
	s.Size = int64(len(entries))
	for _, room := range rooms {
		if err := room(id, entries); err != nil {
			return err
		}
	}
	slices.SortFunc(s.Unknown, ref.Ref.Compare)
	s.Unknown = slices.Compact(s.Unknown)
	return nil
}

func (s *State) lost(objects []ref.Ref) { s.Unknown = append(s.Unknown, objects...) }

func (s *State) duty(id org.ID, entries []journal.Entry) error {
	o, unknown, err := duty.Recall(id, entries)
	s.Org = o
	s.lost(unknown)
	return err
}

func (s *State) assessment(_ org.ID, entries []journal.Entry) (err error) {
	s.Assessment, err = assessment.Recall(entries)
	s.Assessment.Said.Size = s.Size
	s.lost(s.Assessment.Unknown)
	return err
}

func (s *State) evidence(_ org.ID, entries []journal.Entry) error {
	items, unknown, err := evidence.Recall(entries)
	if err != nil {
		return err
	}
	s.Evidence = items
	s.lost(unknown)
	s.Linked, err = evidence.EverLinked(entries)
	return err
}

func (s *State) plan(_ org.ID, entries []journal.Entry) error {
	actions, unknown, err := plan.Recall(entries)
	s.Actions = actions
	s.lost(unknown)
	return err
}

func (s *State) people(id org.ID, entries []journal.Entry) (err error) {
	s.People, err = identity.Recall(id, entries)
	for i := range s.People.Members {
		s.People.Members[i].OrgName = s.Org.Name
	}
	s.lost(s.People.Unknown)
	return err
}

// board comes after people: older entries of approvals do not tell the role of
// who signed, and those about people do.
func (s *State) board(_ org.ID, entries []journal.Entry) error {
	held, unknown, err := board.Recall(entries)
	for i, a := range held.Approvals {
		if a.Role == "" {
			held.Approvals[i].Role = s.People.RoleAt(a.By, a.Size-1)
		}
	}
	s.Board = held
	s.lost(unknown)
	return err
}
