package rounds

import (
	"time"

	"aantoonbaar/internal/accesslog"
)

// A Count is how the cases of a round stand.
type Count struct {
	All, Closed, Waiting, Second                int // Waiting for an answer, Second for a second reader
	Lawful, Unlawful, Unknown                   int // of those that are closed
	DrawnClosed, DrawnUnlawful, ExplainedClosed int // of those that chance chose
	ExplainedUnlawful                           int
}

// CountOf counts cases at a moment.
func CountOf(cases []Case, now time.Time) (n Count) {
	n.All = len(cases)
	for _, c := range cases {
		switch c.State(now) {
		case Asked:
			n.Waiting++
		case ToSecond:
			n.Second++
		case Closed:
			n.closed(c)
		case ToJudge, Answered:
		}
	}
	return n
}

func (n *Count) closed(c Case) {
	n.Closed++
	last, _ := c.last()
	switch last.Verdict {
	case Lawful:
		n.Lawful++
	case Unlawful:
		n.Unlawful++
	case Unknown:
		n.Unknown++
	case Ask:
	}
	wrong := 0
	if last.Verdict == Unlawful {
		wrong = 1
	}
	switch c.How {
	case ByChance:
		n.DrawnClosed, n.DrawnUnlawful = n.DrawnClosed+1, n.DrawnUnlawful+wrong
	case Explained:
		n.ExplainedClosed, n.ExplainedUnlawful = n.ExplainedClosed+1, n.ExplainedUnlawful+wrong
	case ByGlass, ByScore:
	}
}

// Estimate says which share of all looks of the round was without a reason, from the
// cases that are closed. What was looked at because it stands out is known, and stands
// for itself alone; what chance drew stands for the whole of its stratum. Of what nobody
// could tell nothing is known: it may be the one or the other.
func (r Round) Estimate(cases []Case) accesslog.Estimate {
	strata := map[string]*accesslog.Checked{}
	for _, s := range r.Strata {
		strata[s.Name] = &accesslog.Checked{Of: s.Of}
	}
	var known, open accesslog.Checked // of the cases that were not drawn
	for _, c := range cases {
		v, _ := c.last()
		told := v.Verdict == Lawful || v.Verdict == Unlawful && c.seconded()
		units, wrong := c.Times(), 0
		if v.Verdict == Unlawful {
			wrong = units
		}
		switch s := strata[c.Stratum]; {
		case s == nil && !told:
			open.Of += units
		case s == nil:
			known.Of, known.Seen, known.Unlawful = known.Of+units, known.Seen+units, known.Unlawful+wrong
		case told:
			s.Seen, s.Unlawful = s.Seen+units, s.Unlawful+wrong
		}
	}
	all := []accesslog.Checked{known, open}
	for _, s := range r.Strata {
		all = append(all, *strata[s.Name])
	}
	return accesslog.EstimateOf(all)
}
