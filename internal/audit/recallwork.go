package audit

import (
	"fmt"
	"slices"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// readWork takes in a verdict, a finding, or what came of one; back tells whether it
// was brought back.
func (l *life) readWork(e journal.Entry, back bool) error {
	switch e.Action {
	case "audit.verdict":
		return l.judged(e, back)
	case "audit.find":
		return told(e, func(e journal.Entry, f Found) { l.found(e, f, back) })
	case "audit.respond":
		return told(e, func(e journal.Entry, r Responded) {
			l.of(r.Number, func(x *Finding) { x.Response = Response{Text: r.Response, By: e.ActorName, At: e.At} })
		})
	}
	return told(e, func(e journal.Entry, s Settled) {
		l.of(s.Number, func(x *Finding) {
			x.Closing = Closing{How: s.How, Because: s.Because, Evidence: s.Evidence, By: e.ActorName, At: e.At}
		})
	})
}

// of changes a finding that was made before.
func (l *life) of(number int, change func(*Finding)) {
	i := slices.IndexFunc(l.Findings, func(x Finding) bool { return x.Number == number })
	if i < 0 {
		l.lost = true
		return
	}
	change(&l.Findings[i])
	l.Findings[i].Version++
}

// judged puts a verdict in the place of the one before it.
func (l *life) judged(e journal.Entry, back bool) (err error) {
	var v Verdict
	if err := told(e, func(_ journal.Entry, line VerdictLine) { v, err = line.verdict() }); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	v.By, v.ByName, v.At, v.Version = identity.PersonID(e.ActorID), e.ActorName, e.At, l.Verdict(v.Requirement, v.Level).Version+1
	l.Verdicts = append(slices.DeleteFunc(l.Verdicts, func(x Verdict) bool { return x.Requirement == v.Requirement && x.Level == v.Level }), v)
	if back {
		l.Engagement.Taken[l.took].Stored[verdictKey(v)] = markOf(v)
	}
	return nil
}

// found takes in what an assessor says in a finding, a new one or one of before.
func (l *life) found(e journal.Entry, f Found, back bool) {
	if !slices.ContainsFunc(l.Findings, func(x Finding) bool { return x.Number == f.Number }) {
		x := Finding{Number: f.Number, By: identity.PersonID(e.ActorID), ByName: e.ActorName, MadeAt: f.MadeAt}
		if x.MadeAt.IsZero() {
			x.MadeAt, l.vague = e.At, l.vague || back // it may have been made before it was brought back
		}
		l.Findings = append(l.Findings, x)
	}
	l.of(f.Number, func(x *Finding) {
		x.Severity, x.Requirement, x.Title, x.What, x.Evidence, x.ChangedAt = f.Severity, f.Requirement, f.Title, f.What, f.Evidence, e.At
		if back {
			l.stored(*x)
		}
	})
}

// stored remembers what was stored of a finding under the number that it had there.
func (l *life) stored(x Finding) {
	t := l.Engagement.Taken[l.took]
	for there, here := range t.Numbers {
		if here == x.Number {
			t.Stored[findingKey(there)] = markOfFinding(x)
		}
	}
}

// pick puts a requirement into the sample, or in the place of itself.
func (e *Engagement) pick(p Pick) {
	i := slices.IndexFunc(e.Sample, func(x Pick) bool { return x.Requirement == p.Requirement })
	if i < 0 {
		e.Sample = append(e.Sample, p)
		return
	}
	e.Sample[i] = p
}

// verdictKey and findingKey are the keys of a [Pair].
func verdictKey(v Verdict) string { return "verdict/" + v.Requirement + "/" + string(v.Level) }

func findingKey(number int) string { return fmt.Sprintf("finding/%d", number) }
