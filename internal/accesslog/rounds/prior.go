package rounds

import (
	"maps"

	"aantoonbaar/internal/accesslog"
)

// priorWeight is how many confirmed cases the shares in content count for: as many of an
// organisation's own weigh the same. A judgement of ours.
const priorWeight = 20

// Confirmed are the cases that two people found to be without a reason, and how many of
// them have each sign.
func (h Held) Confirmed() (n int, with map[accesslog.Sign]int) {
	with = map[accesslog.Sign]int{}
	for _, c := range h.Cases {
		last, _ := c.last()
		if last.Verdict != Unlawful || !c.seconded() {
			continue
		}
		n++
		has := map[accesslog.Sign]bool{}
		for _, l := range c.Looks {
			for _, p := range l.Parts {
				has[p.Sign] = true
			}
		}
		for sign := range has {
			with[sign]++
		}
	}
	return n, with
}

// signalsOf are the signals with what an organisation's own confirmed cases say of how
// frequent each is: the share of content is where it begins.
func signalsOf(signals map[accesslog.Sign]accesslog.Signal, h Held) map[accesslog.Sign]accesslog.Signal {
	n, with := h.Confirmed()
	own := maps.Clone(signals)
	for sign, s := range own {
		s.Share = (priorWeight*s.Share + float64(with[sign])) / float64(priorWeight+n)
		own[sign] = s
	}
	return own
}
