package accesslogweb

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// pictureTitle is what the picture of a case shows, as a finding.
func (p casePage) pictureTitle() string {
	days := map[int32]bool{}
	for _, l := range p.C.Looks {
		days[l.Day] = true
	}
	return p.Lang.Plural(len(days), "Bekeken op %s dag", "Bekeken op %s dagen", "Looked at on %s day", "Looked at on %s days")
}

// points are written with one digit behind the comma.
func (p casePage) points(x float64) string {
	return p.Lang.Tf("%s punten", "%s points", p.Lang.Decimal(math.Round(10*x)/10))
}

// hours are the looks as a picture of days, in the order of time.
func (p casePage) hours() (rows []chart.TimelineRow) {
	for _, l := range p.ordered() {
		row := chart.TimelineRow{Name: p.Lang.ShortDay(p.Local(l.First)), Planned: -1, Came: p.clock(l.First), Then: -1, Late: true}
		if then := p.clock(l.Last); then-row.Came > .25 {
			row.Then = then
		}
		rows = append(rows, row)
	}
	return rows
}

func (p casePage) pictureRows() (rows [][]string) {
	for _, l := range p.ordered() {
		rows = append(rows, []string{p.Lang.ShortDay(p.Local(l.First)), p.Lang.Clock(p.Local(l.First)), p.Lang.Clock(p.Local(l.Last)), strconv.Itoa(l.Events)})
	}
	return rows
}

func (p casePage) ordered() []rounds.Look {
	looks := slices.Clone(p.C.Looks)
	slices.SortFunc(looks, func(a, b rounds.Look) int { return a.First.Compare(b.First) })
	return looks
}

// beside says what the same person did on those days besides: what explains the others.
func (p casePage) beside() string {
	if p.C.User == "" {
		return ""
	}
	type kind struct {
		id string
		n  int
	}
	var kinds []kind
	total := 0
	for id, n := range p.C.Beside.Explained {
		kinds = append(kinds, kind{id, n})
		total += n
	}
	if total == 0 {
		return p.T("Op deze dagen is van deze medewerker geen enkele inzage verklaard.", "On these days no access of this employee is explained.")
	}
	slices.SortFunc(kinds, func(a, b kind) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.id, b.id)) })
	words := make([]string, 0, len(kinds))
	for _, k := range kinds {
		words = append(words, strings.ToLower(p.names[k.id].Title.In(p.Lang))+" ("+p.Lang.Num(k.n)+")")
	}
	return p.Lang.Tf("Op deze dagen opende deze medewerker nog %s dossiers die wel verklaard zijn: %s.", "On these days this employee opened %s more records that are explained: %s.", p.Lang.Num(total), p.Lang.And(words))
}

// lines are what happened in a case, the newest first.
func (p casePage) lines() (lines []web.Line) {
	for _, j := range p.C.Judged {
		l := web.Line{Text: j.Verdict.Name().In(p.Lang), Who: j.By, At: j.At, Kind: "main"}
		if j.Reason != "" {
			l.More = []string{j.Reason}
		}
		lines = append(lines, l)
	}
	for _, s := range p.C.Shown {
		lines = append(lines, web.Line{Text: p.T("Bekeek wie het zijn", "Saw who they are"), Who: s.By, At: s.At})
	}
	if q := p.C.Question; q != nil && !q.Answered.IsZero() {
		lines = append(lines, web.Line{Text: p.T("Gaf antwoord", "Answered"), Who: q.To, At: q.Answered})
	}
	slices.SortStableFunc(lines, func(a, b web.Line) int { return b.At.Compare(a.At) })
	return lines
}

func (p casePage) lastVerdict() rounds.Verdict {
	if n := len(p.C.Judged); n > 0 {
		return p.C.Judged[n-1].Verdict
	}
	return ""
}

func (p casePage) judgeLabel() string {
	if p.C.State(p.S.Now) == rounds.ToSecond {
		return p.T("Wat vindt u, als tweede lezer?", "What do you find, as the second reader?")
	}
	return p.T("Was er een reden?", "Was there a reason?")
}

func (p casePage) verdictOptions() (options []web.Option) {
	for _, v := range rounds.Verdicts {
		options = append(options, web.Option{Value: string(v), Label: v.Name().In(p.Lang), Chosen: p.F.Verdict == v})
	}
	return options
}

// question is the one to begin with: without who the client is.
func (p casePage) question() string {
	if p.F.Question != "" {
		return p.F.Question
	}
	l := p.C.Looks[0]
	return p.Lang.Tf("Op %s is met uw account een dossier geopend. Wij vinden geen afspraak, dienst of team dat daarbij past. Wat was de reden?", "On %s a record was opened with your account. We find no appointment, shift or team that fits. What was the reason?", p.moment(l.First))
}

// An explainedBy is how often something explains access.
type explainedBy struct {
	name, class string
	times       int
}

// most are the explanations of a round, the most frequent first, and what nothing
// explains last.
func (p roundPage) most() (all []explainedBy) {
	for id, n := range p.R.Found.Explained {
		all = append(all, explainedBy{p.names[id].Title.In(p.Lang), "c-ja", n})
	}
	slices.SortFunc(all, func(a, b explainedBy) int { return cmp.Or(cmp.Compare(b.times, a.times), cmp.Compare(a.name, b.name)) })
	return append(all, explainedBy{p.T("Niet verklaard", "Not explained"), "c-nee", p.R.Found.Rest})
}
