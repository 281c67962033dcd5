package programme

import (
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Stage is how a round stands on a day, or what it did for one requirement.
type Stage string

// The stages. The last three are of a requirement in a round that is done.
const (
	Ahead     Stage = "ahead"     // its month has not passed
	Late      Stage = "late"      // it has, and nothing is reported
	Busy      Stage = "busy"      // work has begun
	Done      Stage = "done"      // reported
	Gone      Stage = "gone"      // dropped
	Practised Stage = "practised" // looked at in practice
	OnPaper   Stage = "paper"     // of operation, documents alone were read
	Skipped   Stage = "skipped"   // not looked at, though it was in scope
)

// Name returns the stage as lists show it.
func (s Stage) Name() i18n.Text {
	switch s {
	case Ahead:
		return i18n.T("Gepland", "Planned")
	case Late:
		return i18n.T("Te laat", "Late")
	case Busy:
		return i18n.T("Bezig", "At work")
	case Done:
		return i18n.T("Klaar", "Done")
	case Gone:
		return i18n.T("Vervallen", "Dropped")
	case Practised:
		return i18n.T("In de praktijk bekeken", "Looked at in practice")
	case OnPaper:
		return i18n.T("Op papier bekeken", "Looked at on paper")
	case Skipped:
		return i18n.T("Niet bekeken", "Not looked at")
	}
	return i18n.Same(string(s))
}

// A Look is what a round that is done saw of one requirement.
type Look struct {
	Requirement string    `json:"requirement"`
	On          time.Time `json:"on"`       // the day
	Practice    bool      `json:"practice"` // the verdict on operation rests on more than a document
}

// An Outside is an independent assessment, as far as the programme knows it.
type Outside struct {
	ID       audit.ID
	Firm     string
	Status   audit.Status
	Reported time.Time // of the newest signed report; zero while there is none
	Looks    []Look

	// Of the newest signed report.
	Signer   string
	SHA256   string // of its document, in hex
	Findings int
	OnPaper  bool     // mainly on documents
	Unstated []string // names of its team without a statement of independence
}

// A State is a round with how it stands on a day.
type State struct {
	Round
	Scope   []string
	Stage   Stage
	DoneAt  time.Time // Done: when it was reported
	Looks   []Look    // Done: what it saw
	Outside Outside   // External: the assessment; zero while none was agreed, or while it is not known
}

// stand says how a round stands.
func stand(cat *framework.Catalogue, r Round, externals []Outside, today time.Time) State {
	s := State{Round: r, Scope: r.Scope(cat), Stage: Ahead}
	for _, o := range externals {
		if r.Engagement != "" && o.ID == r.Engagement {
			s.Outside = o
		}
	}
	switch {
	case r.Status == Dropped:
		s.Stage = Gone
	case r.Report != nil:
		s.Stage, s.DoneAt, s.Looks = Done, r.Report.At, r.Report.Looks
	case !s.Outside.Reported.IsZero():
		s.Stage, s.DoneAt, s.Looks = Done, s.Outside.Reported, s.Outside.Looks
	case !today.Before(r.Month.AddDate(0, 1, 0)):
		s.Stage = Late
	case r.Status == AtWork || s.Outside.Status == audit.AtWork:
		s.Stage = Busy
	}
	return s
}

// saw says what the round did for a requirement in its scope.
func (s State) saw(requirement string) (Stage, time.Time) {
	if s.Stage != Done {
		return s.Stage, time.Time{}
	}
	for _, l := range s.Looks {
		if l.Requirement == requirement && l.Practice {
			return Practised, l.On
		}
		if l.Requirement == requirement {
			return OnPaper, l.On
		}
	}
	return Skipped, time.Time{}
}

// A Cell is one round in the row of a requirement.
type Cell struct {
	Tier  Tier
	Round RoundID
	Month time.Time
	Stage Stage
	On    time.Time // Practised and OnPaper: the day
}

// covers reports whether the requirement can be said to be looked at, now or later.
func (c Cell) covers() bool { return c.Stage != Gone && c.Stage != Skipped }

// A Row is one requirement against the rounds.
type Row struct {
	Requirement *framework.Requirement
	Out         bool   // does not apply: then nobody has to look
	Cells       []Cell // in the order of the rounds, without dropped ones
}

// On returns the cells of a tier.
func (r Row) On(t Tier) (all []Cell) {
	for _, c := range r.Cells {
		if c.Tier == t {
			all = append(all, c)
		}
	}
	return all
}

// Best is the furthest stage that covers the requirement; "" for none.
func (r Row) Best() (best Stage) {
	rank := map[Stage]int{Late: 1, Ahead: 2, Busy: 3, OnPaper: 4, Practised: 5}
	for _, c := range r.Cells {
		if rank[c.Stage] > rank[best] {
			best = c.Stage
		}
	}
	return best
}

// Coverage is every requirement against the rounds of a programme.
type Coverage struct {
	Rows      []Row                    // in the norm's order
	Applies   int                      // how many apply
	Uncovered []*framework.Requirement // apply, and are in no round
	SelfOnly  []*framework.Requirement // are in self-audits alone: nobody independent looks (9.2.2)
	Practised int                      // were looked at in practice
	OnPaper   int                      // and on paper only
	Late      []State                  // rounds
}

// Cover holds every requirement against the rounds.
func Cover(cat *framework.Catalogue, states []State, out map[string]bool) (c Coverage) {
	for _, s := range states {
		if s.Stage == Late {
			c.Late = append(c.Late, s)
		}
	}
	cells := map[string][]Cell{}
	for _, s := range states {
		if s.Stage == Gone {
			continue
		}
		for _, id := range s.Scope {
			stage, on := s.saw(id)
			cells[id] = append(cells[id], Cell{Tier: s.Tier, Round: s.ID, Month: s.Month, Stage: stage, On: on})
		}
	}
	for _, req := range cat.Requirements {
		row := Row{Requirement: req, Out: out[req.ID], Cells: cells[req.ID]}
		c.Rows = append(c.Rows, row)
		if !row.Out {
			c.count(row)
		}
	}
	return c
}

func (c *Coverage) count(row Row) {
	c.Applies++
	covered, independent := false, false
	for _, cell := range row.Cells {
		covered = covered || cell.covers()
		independent = independent || cell.covers() && cell.Tier != Self
	}
	switch {
	case !covered:
		c.Uncovered = append(c.Uncovered, row.Requirement)
	case !independent:
		c.SelfOnly = append(c.SelfOnly, row.Requirement)
	}
	switch row.Best() {
	case Practised:
		c.Practised++
	case OnPaper:
		c.OnPaper++
	case Ahead, Late, Busy, Done, Gone, Skipped:
	}
}

// outOf lists what does not apply to the organisation.
func outOf(p *assessment.Picture) map[string]bool {
	out := map[string]bool{}
	for id, s := range p.States {
		out[id] = s == assessment.Excluded
	}
	return out
}
