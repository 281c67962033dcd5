package audit

import (
	"context"
	"maps"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Taking is an engagement that an assessor took along in a file, to work on it
// without a network. It says what came back of it, too.
type Taking struct {
	ID     string            `json:"id"` // e.g. "tak_01k3q8…"
	Person identity.PersonID `json:"person"`
	Name   string            `json:"name"`
	At     time.Time         `json:"at"`
	Size   int64             `json:"size"`  // entries of the journal in the file
	Files  bool              `json:"files"` // with the files of evidence, or with their hashes only

	Brought []Brought         `json:"brought,omitempty"` // oldest first
	Stored  map[string]string `json:"stored,omitempty"`  // by Key: the mark of what was stored here last
	Numbers map[int]int       `json:"numbers,omitempty"` // of findings: there, and here
}

// A Brought is work of a taking that was brought back.
type Brought struct {
	SHA256     string    `json:"sha256"` // of the results
	At         time.Time `json:"at"`
	Verdicts   int       `json:"verdicts"` // stored
	Findings   int       `json:"findings"` // stored
	Conclusion bool      `json:"conclusion,omitempty"`
	Left       int       `json:"left"` // differed from what stood here, and what stood here was kept
}

// An Away is what stands where an engagement was taken along to: it can be judged
// there, and nothing else.
type Away struct {
	Taking Taking
	Then   File // as it was taken along
}

// maxTakings is how often one engagement can be taken along.
const maxTakings = 100

// TakenAlong is what the journal says of a taking.
type TakenAlong struct {
	Taking string `json:"taking"`
	Size   int64  `json:"size"`
	Files  bool   `json:"files"`
}

// TakeAlong records that an assessor takes the engagement along, and returns what
// the file is to hold of it. Everything that is done here afterwards is compared
// with it when the work comes back. Size is that of the situation that the file holds.
//
// Refusals: Denied; NotFound; Conflict when there is no work, without a statement
// that leaves one free, when another situation was fixed meanwhile, or when somebody
// else was first.
func (s *Service) TakeAlong(ctx context.Context, by identity.Actor, id ID, size int64, files bool) (Taking, File, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Taking{}, File{}, err
	}
	if err := s.here(); err != nil {
		return Taking{}, File{}, err
	}
	f, err := s.free(ctx, by, id, AtWork)
	if err != nil {
		return Taking{}, File{}, err
	}
	e := f.Engagement
	if e.Seen().Size != size {
		return Taking{}, File{}, ErrStale
	}
	if len(e.Taken) >= maxTakings {
		return Taking{}, File{}, &fault.Fault{
			Kind: fault.Conflict, Code: "audit.taken-often",
			Says: i18n.Tf("Deze beoordeling is al %d keer meegenomen.", "This assessment was taken along %d times already.", len(e.Taken)),
			Hint: i18n.T("Werk verder met een bestand dat er al is, of hier op de site. Er is niets opgeslagen.", "Go on with a file that is there already, or here on the site. Nothing was stored."),
		}
	}
	t := Taking{ID: s.NewID("tak"), Person: by.Person, Name: by.Name, At: s.now(), Size: e.Seen().Size, Files: files}
	e.Taken = append(slices.Clone(e.Taken), t)
	f.Engagement, err = s.save(ctx, by, e, by.Draft(t.At, "audit.take-along", e.ID.Ref(), TakenAlong{t.ID, t.Size, t.Files}))
	return t, f, err
}

// Results returns what was done to the engagement since it was taken along.
//
// Refusals: Denied; NotFound; Conflict at the organisation's site, and while
// nothing was done.
func (s *Service) Results(ctx context.Context, by identity.Actor, id ID) (Results, error) {
	if err := by.Need(identity.Assess); err != nil {
		return Results{}, err
	}
	f, err := s.own(ctx, by, id, AtWork)
	if err != nil {
		return Results{}, err
	}
	nothing := &fault.Fault{
		Kind: fault.Conflict, Code: "audit.nothing-done",
		Says: i18n.T("U hebt nog niets gedaan dat terug kan.", "You have not done anything yet that can be brought back."),
		Hint: i18n.T("Geef eerst een oordeel, of noteer een bevinding. Er is niets gemaakt.", "First give a verdict, or note a finding. Nothing was made."),
	}
	if s.Away == nil {
		nothing.Says = i18n.T("Deze beoordeling is niet meegenomen: zij staat hier al.", "This assessment was not taken along: it is here already.")
		nothing.Hint = i18n.T("U hoeft niets te doen. Er is niets gemaakt.", "You need not do anything. Nothing was made.")
		return Results{}, nothing
	}
	r := ResultsOf(s.Catalogue, s.Away.Taking, by.Org, s.Away.Then, f)
	if r.IsEmpty() {
		return Results{}, nothing
	}
	return r, nil
}

// taking finds a taking.
func (e Engagement) taking(id string) (i int, ok bool) {
	i = slices.IndexFunc(e.Taken, func(t Taking) bool { return t.ID == id })
	return i, i >= 0
}

// clone is t with maps of its own.
func (t Taking) clone() Taking {
	t.Brought, t.Stored, t.Numbers = slices.Clone(t.Brought), maps.Clone(t.Stored), maps.Clone(t.Numbers)
	if t.Stored == nil {
		t.Stored = map[string]string{}
	}
	if t.Numbers == nil {
		t.Numbers = map[int]int{}
	}
	return t
}

// here refuses what can be done at the organisation's site only, where the
// assessment was taken along.
func (s *Service) here() error {
	if s.Away == nil {
		return nil
	}
	return &fault.Fault{
		Kind: fault.Conflict, Code: "audit.away",
		Says: i18n.T("Dit kan niet in een beoordeling die u hebt meegenomen.", "This cannot be done in an assessment that you took along."),
		Hint: i18n.T("Doe het op de site van de organisatie, als u daar weer bij kunt. Er is niets opgeslagen.", "Do it at the organisation's site, when you can reach it again. Nothing was stored."),
	}
}
