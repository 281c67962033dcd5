package assessment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// A Recalled is what an organisation had said at some moment, as its journal
// tells it.
type Recalled struct {
	Said      Said // Size is left to who knows it
	Questions []Question

	// Unknown names the requirements of which the journal no longer tells what was
	// said: the content was erased, or was never written down. What is unknown is
	// left out rather than guessed.
	Unknown []ref.Ref
}

// Recall brings answers, quick scan and questions to how they stood after the
// given entries, which are those of a journal from its start, oldest first;
// entries about anything else are passed over.
func Recall(entries []journal.Entry) (Recalled, error) {
	r := recall{answers: map[string]journal.Entry{}, scan: map[string]ScanAnswer{}, questions: map[string]*Question{}}
	for _, e := range entries {
		if err := r.take(e); err != nil {
			return Recalled{}, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	return r.done()
}

// A recall is a journal half-way. Of each requirement it holds the last entry
// alone: that one has the whole answer.
type recall struct {
	answers   map[string]journal.Entry
	scan      map[string]ScanAnswer
	questions map[string]*Question
	order     []string // of questions, as they were asked
	unknown   []ref.Ref
}

func (r *recall) take(e journal.Entry) error {
	switch {
	case strings.HasPrefix(e.Action, "answer."):
		r.answers[e.Object.ID] = e
	case e.Action == "scan.answer":
		return r.scanned(e)
	case e.Action == "question.ask", e.Action == "question.reply", e.Action == "question.close":
		return r.asked(e)
	}
	return nil
}

// scanned takes one answer of the quick scan. It has no version of its own in the
// journal: each entry is one more.
func (r *recall) scanned(e journal.Entry) error {
	a := ScanAnswer{Element: e.Object.ID, Version: r.scan[e.Object.ID].Version + 1, ChangedAt: e.At, ChangedBy: e.ActorName, ChangedByID: identity.PersonID(e.ActorID)}
	if e.Data != nil {
		var said struct{ After Reply }
		if err := json.Unmarshal(e.Data, &said); err != nil {
			return err
		}
		a.Value = said.After
	}
	r.scan[e.Object.ID] = a
	return nil
}

// A Told is what the journal says of a question to a colleague. Entries that are
// older than the pages of an earlier day have no Note and no Said: nil is not
// known, which is not the same as nothing said.
type Told struct {
	Question  string  `json:"question"`
	Name      string  `json:"name"`
	Note      *string `json:"note,omitempty"`
	Design    Reply   `json:"design,omitempty"`
	Existence Reply   `json:"existence,omitempty"`
	Operation Reply   `json:"operation,omitempty"`
	Said      *string `json:"said,omitempty"`
}

func (r *recall) asked(e journal.Entry) error {
	if e.Data == nil { // it no longer says which question
		r.unknown = append(r.unknown, e.Object)
		return nil
	}
	var told Told
	if err := json.Unmarshal(e.Data, &told); err != nil {
		return err
	}
	if e.Action == "question.ask" {
		r.order = append(r.order, told.Question)
		r.questions[told.Question] = &Question{
			ID: told.Question, Requirement: e.Object.ID, Name: told.Name, Note: r.text(told.Note, e.Object), AskedBy: e.ActorName, AskedAt: e.At,
		}
		return nil
	}
	q := r.questions[told.Question]
	switch {
	case q == nil: // its first entry was erased
	case e.Action == "question.reply":
		q.Design, q.Existence, q.Operation, q.Said, q.AnsweredAt = told.Design, told.Existence, told.Operation, r.text(told.Said, e.Object), e.At
	default:
		q.ClosedAt = e.At
	}
	return nil
}

// text returns what was said, if the entry tells it.
func (r *recall) text(said *string, about ref.Ref) string {
	if said == nil {
		r.unknown = append(r.unknown, about)
		return ""
	}
	return *said
}

func (r *recall) done() (Recalled, error) {
	out := Recalled{Said: Said{Answers: map[string]Answer{}, Scan: r.scan}, Unknown: r.unknown}
	for requirement, e := range r.answers {
		if e.Data == nil {
			out.Unknown = append(out.Unknown, e.Object)
			continue
		}
		var last struct{ After Answer }
		if err := json.Unmarshal(e.Data, &last); err != nil {
			return Recalled{}, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		out.Said.Answers[requirement] = last.After
	}
	for element, a := range r.scan {
		if a.Value == "" {
			out.Unknown = append(out.Unknown, ref.Ref{Kind: "scan", ID: element})
			delete(r.scan, element)
		}
	}
	for _, id := range r.order {
		out.Questions = append(out.Questions, *r.questions[id])
	}
	slices.SortFunc(out.Unknown, ref.Ref.Compare)
	out.Unknown = slices.Compact(out.Unknown)
	return out, nil
}

// Waiting returns the questions about a requirement that were not put aside,
// newest first.
func (r Recalled) Waiting(requirement string) []Question {
	var waiting []Question
	for _, q := range r.Questions {
		if q.Requirement == requirement && q.ClosedAt.IsZero() {
			waiting = append(waiting, q)
		}
	}
	slices.SortStableFunc(waiting, func(a, b Question) int {
		if c := b.AskedAt.Compare(a.AskedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return waiting[:min(len(waiting), maxQuestions)]
}

// maxQuestions is how many questions about one requirement a page shows.
const maxQuestions = 50
