package soafile

import (
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// combine makes one proposal per requirement out of the rows.
func (r *Reading) combine(cat *framework.Catalogue) {
	rows := map[string][]*RowReading{}
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Skipped.IsZero() || row.silent {
			for _, id := range row.Requirements {
				rows[id] = append(rows[id], row)
			}
		}
	}
	for _, q := range cat.Requirements {
		of := rows[q.ID]
		if slices.ContainsFunc(of, func(row *RowReading) bool { return !row.silent }) {
			r.Proposals = append(r.Proposals, propose(q, of))
		}
	}
}

// propose joins the rows on one requirement: several numbers of 2017 that became
// one are joined to the lowest answer; the same number twice is not.
func propose(q *framework.Requirement, rows []*RowReading) Proposal {
	p := Proposal{Requirement: q.ID}
	groups := gather(rows)
	// A silent row counts beside others of its group, never alone.
	groups = slices.DeleteFunc(groups, func(g []*RowReading) bool {
		return !slices.ContainsFunc(g, func(row *RowReading) bool { return !row.silent })
	})
	for i, g := range groups {
		joined := g[0]
		if len(g) > 1 {
			joined = join(g)
			p.Notes = append(p.Notes, joined.Notes...)
		}
		if i == 0 {
			p.Answer, p.Owner = joined.Answer, joined.Owner
		} else {
			p.supplement(joined, groups[0][0])
		}
		for _, row := range g {
			p.From = append(p.From, Source{row.Sheet, row.Row})
		}
	}
	p.Answer.Requirement, p.Answer.Origin = q.ID, assessment.Imported
	p.fit()
	return p
}

// gather puts rows of one sheet under different numbers together: they are parts
// of one thing. The second row under a number begins the second group, and so on;
// a file may hold the same number thousands of times.
func gather(rows []*RowReading) [][]*RowReading {
	type number struct{ sheet, name string }
	var groups [][]*RowReading
	seen, ofSheet := map[number]int{}, map[string][]int{} // how often; which groups, in order
	for _, row := range rows {
		n := number{row.Sheet, row.name()}
		nth := seen[n]
		seen[n]++
		if nth == len(ofSheet[row.Sheet]) {
			ofSheet[row.Sheet] = append(ofSheet[row.Sheet], len(groups))
			groups = append(groups, nil)
		}
		i := ofSheet[row.Sheet][nth]
		groups[i] = append(groups[i], row)
	}
	return groups
}

// name is the number as the row was read, to tell the same number twice from
// two numbers that became one.
func (r *RowReading) name() string {
	if r.old != "" {
		return r.old
	}
	if c, ok := parseNumber(r.Number); ok && len(c.digits) == 3 {
		return c.key()
	}
	if c, ok := parseNumber(r.Number); ok && c.sub {
		return r.Number
	}
	return strings.Join(r.Requirements, " ")
}

// label is how a joined text names the row: "A.9.2.3 (2017)".
func (r *RowReading) label() string {
	if r.old != "" {
		return r.old + " (2017)"
	}
	return r.name()
}

// join takes the lowest answer of several rows. A row that says nothing keeps a
// yes of the others from being more than partly; one that does not apply does not count.
func join(group []*RowReading) *RowReading {
	out := &RowReading{Answer: group[0].Answer, Owner: group[0].Owner}
	var applying []*RowReading
	var numbers, reasons, texts, owners []string
	for _, row := range group {
		numbers = append(numbers, row.label())
		if row.Answer.Applies != assessment.NotApplicable {
			applying = append(applying, row)
		}
		reasons = labelled(reasons, row, row.Answer.Reason)
		texts = labelled(texts, row, row.Answer.Explanation)
		if row.Owner != "" && !slices.Contains(owners, row.Owner) {
			owners = append(owners, row.Owner)
		}
	}
	out.Answer.Applies = joinApplies(group, len(applying))
	out.Answer.Reason, out.Answer.Explanation, out.Owner = strings.Join(reasons, "\n"), strings.Join(texts, "\n"), strings.Join(owners, ", ")
	out.joinReplies(applying)
	for _, row := range group {
		if d := row.Answer.ReviewOn; !d.IsZero() && (out.Answer.ReviewOn.IsZero() || d.Before(out.Answer.ReviewOn)) {
			out.Answer.ReviewOn = d
		}
	}
	out.note(i18n.T("Samengevoegd uit "+i18n.NL.And(numbers)+". Het laagste antwoord telt.", "Joined from "+i18n.EN.And(numbers)+". The lowest answer counts."))
	return out
}

func joinApplies(group []*RowReading, applying int) string {
	if applying == 0 {
		return assessment.NotApplicable
	}
	for _, row := range group {
		if row.Answer.Applies == assessment.Applies {
			return assessment.Applies
		}
	}
	return assessment.Undecided
}

func (r *RowReading) joinReplies(rows []*RowReading) {
	for _, l := range framework.Levels {
		var s assessment.Statement
		for i, row := range rows {
			one := row.Answer.On(l)
			s.Reply = lowest(s.Reply, one.Reply, i == 0)
			if i == 0 || one.On.Before(s.On) { // the oldest day; none when one row has none
				s.On = one.On
			}
		}
		if s.Reply == "" {
			s = assessment.Statement{}
		}
		r.Answer = r.Answer.With(l, s)
	}
}

func labelled(texts []string, row *RowReading, text string) []string {
	if text == "" {
		return texts
	}
	return append(texts, row.label()+": "+text)
}

// lowest returns the lower of two replies. Nothing said beside a yes is partly:
// part of it is answered. First takes the second reply as it is.
func lowest(a, b assessment.Reply, first bool) assessment.Reply {
	order := []assessment.Reply{assessment.No, assessment.Unknown, assessment.Partly, assessment.Yes}
	switch {
	case first || a == b:
		return b
	case a == assessment.Unanswered:
		return lowest(b, a, false)
	case b == assessment.Unanswered && a == assessment.Yes:
		return assessment.Partly
	case b == assessment.Unanswered:
		return a
	}
	return order[min(slices.Index(order, a), slices.Index(order, b))]
}

// supplement fills from a later row what the earlier ones left open, and says
// where the two differ: the later word is not taken silently.
func (p *Proposal) supplement(later, first *RowReading) {
	differs, filled := false, false
	for _, part := range assessment.Parts {
		mine, other := part.Of(p.Answer), part.Of(later.Answer)
		switch {
		case other == "" || other == mine || part.Name == "owner":
		case mine == "":
			part.Take(&p.Answer, later.Answer)
			filled = true
		default:
			differs = true
		}
	}
	if p.Owner == "" {
		p.Owner = later.Owner
	}
	at, other := where(first.Sheet, first.Row), where(later.Sheet, later.Row)
	if later.Row == 0 { // joined from several
		other = i18n.T("andere rijen", "other rows")
	}
	switch {
	case differs:
		t := i18n.T("Dit nummer staat ook in "+other.NL+", met een ander antwoord. Wij nemen "+at.NL+".", "This number also stands in "+other.EN+", with another answer. We take "+at.EN+".")
		p.Notes = append(p.Notes, t)
		later.note(i18n.T("Dit nummer staat ook in "+at.NL+", met een ander antwoord. Wij nemen dat.", "This number also stands in "+at.EN+", with another answer. We take that one."))
	case filled:
		p.Notes = append(p.Notes, i18n.T("Aangevuld uit "+other.NL+".", "Supplemented from "+other.EN+"."))
	default:
		later.note(i18n.T("Dit nummer staat ook in "+at.NL+", met hetzelfde antwoord.", "This number also stands in "+at.EN+", with the same answer."))
	}
}

// fit makes the joined answer hold together and within bounds.
func (p *Proposal) fit() {
	a := &p.Answer
	if a.Applies == assessment.NotApplicable {
		a.Design, a.Existence, a.Operation = assessment.Statement{}, assessment.Statement{}, assessment.Statement{}
	}
	for _, text := range []*string{&a.Reason, &a.Explanation} {
		if short := workbook.Clip(*text, assessment.MaxText); short != *text {
			*text = strings.TrimSpace(short)
			p.Notes = append(p.Notes, i18n.T("De samengevoegde tekst is langer dan "+strconv.Itoa(assessment.MaxText)+" tekens. Wij nemen het begin.", "The joined text is longer than "+strconv.Itoa(assessment.MaxText)+" characters. We take the beginning."))
		}
	}
}
