package assessmentweb

import (
	"net/http"
	"slices"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// A check is one standing check with the requirements that it stopped at.
type check struct {
	Kind    assessment.DoubtKind
	Doubted []doubted
}

// A doubted requirement has the levels of which a check speaks; none when it
// speaks of the answer as a whole.
type doubted struct {
	Requirement *framework.Requirement
	Levels      []framework.Level
}

// checks groups doubts by kind, the most serious first; each requirement stands
// once in a group.
func checks(doubts []assessment.Doubt) []check {
	var all []check
	for _, d := range doubts { // in order of kind, then of the norm
		if len(all) == 0 || all[len(all)-1].Kind != d.Kind {
			all = append(all, check{Kind: d.Kind})
		}
		c := &all[len(all)-1]
		if n := len(c.Doubted); n == 0 || c.Doubted[n-1].Requirement != d.Requirement {
			c.Doubted = append(c.Doubted, doubted{Requirement: d.Requirement})
		}
		if d.Level != "" {
			last := &c.Doubted[len(c.Doubted)-1]
			last.Levels = append(last.Levels, d.Level)
		}
	}
	return all
}

// levels names the levels: "Opzet en Werking".
func (d doubted) levels(l i18n.Lang) string {
	var names []string
	for _, level := range d.Levels {
		names = append(names, level.Name().In(l))
	}
	return l.And(names)
}

// requirementsIn counts the requirements that any check stopped at.
func requirementsIn(all []check) int {
	var seen []*framework.Requirement
	for _, c := range all {
		for _, d := range c.Doubted {
			if !slices.Contains(seen, d.Requirement) {
				seen = append(seen, d.Requirement)
			}
		}
	}
	return len(seen)
}

// doubts serves GET /o/{org}/nakijken: what in the answers cannot be right, or
// no longer is.
func (h *Handler) doubts(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, doubtsPage(p, checks(p.pic.Doubts)))
}
