package assessment

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
)

// A World is what this room must know of the rooms beside it.
type World interface {
	// Size returns the size of the organisation's journal: the version of
	// everything that the other methods return.
	Size(ctx context.Context, id org.ID) (int64, error)

	// Facts returns the organisation's profile as facts for conditions.
	Facts(ctx context.Context, id org.ID) (rule.Facts, error)

	// Evidence returns what lies behind each answer on a day, by requirement.
	Evidence(ctx context.Context, id org.ID, today time.Time) (map[string]Evidence, error)

	// Members returns the names of those who belong to the organisation now.
	Members(ctx context.Context, id org.ID) (identity.Roll, error)
}

// A Picture is an organisation's whole self-assessment at one moment, with all
// that follows from it. It is shared between requests: nobody changes it.
type Picture struct {
	Said     Said
	Today    time.Time
	Evidence map[string]Evidence
	Members  identity.Roll
	States   map[string]State // by requirement
	Themes   map[framework.Theme]Counts
	Counts   Counts             // of every requirement
	Proposed map[string]bool    // requirements that the profile proposes to leave out
	Doubts   []Doubt            // the most serious first
	ByReq    map[string][]Doubt // the same, by requirement
	Uses     map[string]int     // in how many topics of other frameworks a requirement counts
}

// Doubted counts the requirements of which something is doubtful.
func (p *Picture) Doubted() int {
	n := 0
	for _, doubts := range p.ByReq {
		if len(doubts) > 0 {
			n++
		}
	}
	return n
}

// Start says where an answer comes from that nobody confirmed: from the profile,
// the quick scan or a list. Own for what people said themselves, and for nothing.
func (p *Picture) Start(r *framework.Requirement) Origin {
	if p.Proposed[r.ID] {
		return Profile
	}
	if a := p.Said.Answers[r.ID]; !a.IsBlank() {
		return a.Origin
	}
	return Own
}

// Unconfirmed counts the answers in the starting points of one kind.
func (p *Picture) Unconfirmed(c *framework.Catalogue, of Origin) (n int) {
	for _, r := range c.Requirements {
		if p.Start(r) == of {
			n++
		}
	}
	return n
}

// Answer returns the answer to a requirement as it stands: what was said, or
// what the profile proposes.
func (p *Picture) Answer(r *framework.Requirement) Answer {
	a, ok := p.Said.Answers[r.ID]
	if !ok {
		a.Requirement = r.ID
	}
	if p.Proposed[r.ID] {
		a.Applies = NotApplicable
		a.Reason = r.ExcludedBecause.NL
	}
	return a
}

// Picture returns the organisation's self-assessment as it stands.
func (s *Service) Picture(ctx context.Context, by identity.Actor) (*Picture, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	return s.picture(ctx, by.Org)
}

// picture returns the picture of id, drawn anew only when its journal has grown
// or a new day has begun.
func (s *Service) picture(ctx context.Context, id org.ID) (*Picture, error) {
	size, err := s.World.Size(ctx, id)
	if err != nil {
		return nil, err
	}
	today := s.today()
	if p := s.pictures.Find(string(id)); p != nil && p.Said.Size == size && p.Today.Equal(today) {
		return p, nil
	}
	p, err := s.draw(ctx, id, today)
	if err != nil {
		return nil, err
	}
	s.pictures.Keep(string(id), p)
	return p, nil
}

func (s *Service) draw(ctx context.Context, id org.ID, today time.Time) (*Picture, error) {
	said, err := s.Store.Load(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load answers: %w", err)
	}
	facts, err := s.World.Facts(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load profile: %w", err)
	}
	evidence, err := s.World.Evidence(ctx, id, today)
	if err != nil {
		return nil, fmt.Errorf("load evidence: %w", err)
	}
	members, err := s.World.Members(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load members: %w", err)
	}
	return Draw(s.Catalogue, said, facts, evidence, members, today), nil
}

// Draw calculates a picture.
func Draw(c *framework.Catalogue, said Said, facts rule.Facts, evidence map[string]Evidence, members identity.Roll, today time.Time) *Picture {
	p := &Picture{
		Said: said, Today: today, Evidence: evidence, Members: members,
		States: map[string]State{}, Themes: map[framework.Theme]Counts{}, Proposed: map[string]bool{}, ByReq: map[string][]Doubt{}, Uses: map[string]int{},
	}
	here := map[identity.PersonID]bool{}
	for id := range members.Here {
		here[id] = true
	}
	for _, r := range c.Requirements {
		if said.Answers[r.ID].Applies == Undecided && r.AppliesWhen.Eval(facts).Truth == rule.No {
			p.Proposed[r.ID] = true
		}
		a := p.Answer(r)
		state := a.State(evidence[r.ID].Support)
		p.States[r.ID] = state
		counts := p.Themes[r.Theme]
		counts.Add(state)
		p.Themes[r.Theme] = counts
		p.Counts.Add(state)
		doubts := XRay(r, a, evidence[r.ID], here, today)
		p.ByReq[r.ID] = doubts
		p.Doubts = append(p.Doubts, doubts...)
		p.Uses[r.ID] = topics(c.Uses(r.ID))
	}
	Worst(p.Doubts)
	return p
}

// topics counts the different topics in which a requirement is used.
func topics(uses []framework.Use) int {
	seen := map[string]bool{}
	for _, u := range uses {
		seen[u.Crosswalk.ID+"/"+u.Topic.ID] = true
	}
	return len(seen)
}

func readSaved(e journal.Entry) (Saved, error) {
	var s Saved
	if err := json.Unmarshal(e.Data, &s); err != nil {
		return s, fmt.Errorf("read entry %d: %w", e.Seq, err)
	}
	if s.After.Requirement == "" {
		return s, &fault.Fault{
			Kind: fault.Conflict, Code: "assessment.cannot-undo",
			Says: i18n.T("De laatste wijziging kan niet ongedaan worden gemaakt.", "The last change cannot be taken back."),
			Hint: i18n.T("Pas het antwoord zelf aan. Er is niets gewijzigd.", "Change the answer yourself. Nothing was changed."),
		}
	}
	return s, nil
}
