package soafile

import (
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// answer reads what a row says into its answer.
func (u *understanding) answer(row workbook.Row, r *RowReading) {
	r.Answer.Origin = assessment.Imported
	u.noteFormulas(row, r)
	u.applies(row, r)
	u.reason(row, r)
	u.replies(row, r)
	u.texts(row, r)
	u.days(row, r)
	r.Owner = u.text(row, OwnerColumn, 120)
	r.settle()
}

// settle makes the answer hold together: what does not apply has no replies, and
// needs a reason; what is done applies.
func (r *RowReading) settle() {
	a := &r.Answer
	answered := a.Design.Reply != "" || a.Existence.Reply != "" || a.Operation.Reply != ""
	switch a.Applies {
	case assessment.NotApplicable:
		if answered {
			r.note(i18n.T("Er staat ‘niet van toepassing’ en ook een stand van zaken. Wij nemen ‘niet van toepassing’.", "This says ‘not applicable’ and also how things stand. We take ‘not applicable’."))
		}
		a.Design, a.Existence, a.Operation = assessment.Statement{}, assessment.Statement{}, assessment.Statement{}
		if a.Reason == "" && a.Explanation != "" { // many lists have one column for both
			a.Reason, a.Explanation = a.Explanation, ""
			r.note(i18n.T("De toelichting nemen wij als reden waarom dit niet geldt.", "We take the explanation as the reason why this does not apply."))
		}
		if a.Reason == "" {
			a.Applies = assessment.Undecided
			r.note(i18n.T("Er staat ‘niet van toepassing’, maar geen reden. Zonder reden nemen wij dat niet over.", "This says ‘not applicable’, but gives no reason. Without a reason we do not take that."))
		}
	case assessment.Undecided:
		if answered {
			a.Applies = assessment.Applies
		}
	}
	if a.IsBlank() && a.Reason == "" && a.ReviewOn.IsZero() && r.Owner == "" {
		r.silent = true
		r.skip(i18n.T("Achter dit nummer staat niets dat wij begrijpen.", "There is nothing behind this number that we understand."))
	}
}

// noteFormulas says which values were not taken because they are calculated.
func (u *understanding) noteFormulas(row workbook.Row, r *RowReading) {
	var letters []string
	for _, c := range u.layout.columns {
		if c.Kind != "" && c.Kind != TitleColumn && row.At(c.index).Formula {
			letters = append(letters, c.Letter)
		}
	}
	if len(letters) > 0 {
		r.note(i18n.T("Kolom "+i18n.NL.And(letters)+" bevat een formule. De uitkomst nemen wij niet over: plak de waarde.", "Column "+i18n.EN.And(letters)+" holds a formula. We do not take the result: paste the value."))
	}
}

func (u *understanding) applies(row workbook.Row, r *RowReading) {
	for _, c := range u.layout.of(AppliesColumn) {
		u.appliesCell(row.At(c.index).Text, c, false, r)
	}
	for _, c := range u.layout.of(ExcludedColumn) {
		u.appliesCell(row.At(c.index).Text, c, true, r)
	}
	for kind, value := range map[Kind]string{AppliesYesColumn: assessment.Applies, AppliesNoColumn: assessment.NotApplicable} {
		if u.marked(row, kind) {
			r.apply(value)
		}
	}
}

// apply takes a value, and leaves the question open when a row says both.
func (r *RowReading) apply(value string) {
	if a := &r.Answer; a.Applies == "" || a.Applies == value {
		a.Applies = value
		return
	}
	r.Answer.Applies = assessment.Undecided
	r.note(i18n.T("Er staat zowel ‘van toepassing’ als ‘niet van toepassing’. Kies zelf.", "This says both ‘applicable’ and ‘not applicable’. Choose yourself."))
}

func (u *understanding) appliesCell(text string, c Column, inverse bool, r *RowReading) {
	if text == "" || text == "-" {
		return
	}
	o, ok := parseOverall(text, u.scales[c.index])
	if !ok || o.plain == assessment.Unknown {
		u.notUnderstood(text, c, r)
		return
	}
	out := o.na || o.plain == assessment.No
	if inverse { // "excluded: no" says that it applies
		out = o.na || o.plain != assessment.No
	}
	if out {
		r.apply(assessment.NotApplicable)
	} else {
		r.apply(assessment.Applies)
	}
}

func (u *understanding) notUnderstood(text string, c Column, r *RowReading) {
	text = workbook.Clip(strings.ReplaceAll(text, "\n", " "), 40)
	r.note(i18n.T("‘"+text+"’ in kolom "+c.Letter+" begrepen wij niet.", "We did not understand ‘"+text+"’ in column "+c.Letter+"."))
}

// marked reports whether a column that is marked with a cross has one here.
func (u *understanding) marked(row workbook.Row, kind Kind) bool {
	for _, c := range u.layout.of(kind) {
		text := row.At(c.index).Text
		if text == "" {
			continue
		}
		if reply, ok := parseReply(text); ok && reply == assessment.Yes || text == "1" || text == "•" || text == "*" {
			return true
		}
	}
	return false
}

// reason joins the columns of reasons, and the headings of those that are marked.
func (u *understanding) reason(row workbook.Row, r *RowReading) {
	reasons := u.joined(row, ReasonColumn)
	for _, c := range u.layout.of(BecauseColumn) {
		text := row.At(c.index).Text
		reply, ok := parseReply(text)
		switch {
		case text == "" || text == "-" || ok && reply != assessment.Yes:
		case ok || text == "1":
			reasons = append(reasons, because(c.Heading).In(u.lang))
		default:
			reasons = append(reasons, because(c.Heading).In(u.lang)+": "+text)
		}
	}
	r.Answer.Reason = u.fit(strings.Join(reasons, "\n"), r)
}

// because writes the abbreviations out that statements use for reasons.
func because(heading string) i18n.Text {
	switch workbook.PlainWords(heading) {
	case "lr", "la", "legal requirements", "legal requirement", "legal", "wet", "wetgeving":
		return i18n.T("Eis uit de wet", "Legal requirement")
	case "co", "contract", "contractual obligations", "contractual obligation":
		return i18n.T("Afspraak in een contract", "Contractual obligation")
	case "br", "bp", "br bp", "business requirements", "best practices", "best practice":
		return i18n.T("Eis van de organisatie zelf", "Requirement of the organisation itself")
	case "rra", "rr", "ra", "risk assessment", "results of risk assessment", "result of risk assessment", "risicoanalyse", "risicobeoordeling":
		return i18n.T("Uitkomst van de risicobeoordeling", "Result of the risk assessment")
	}
	return i18n.Same(workbook.Clip(heading, 60))
}

// replies reads the answers per level where the file has them, else the one
// answer for all three.
func (u *understanding) replies(row workbook.Row, r *RowReading) {
	levels := map[framework.Level]Kind{framework.Design: DesignColumn, framework.Existence: ExistenceColumn, framework.Operation: OperationColumn}
	found := false
	for _, l := range framework.Levels {
		for _, c := range u.layout.of(levels[l]) {
			text := row.At(c.index).Text
			if text == "" || text == "-" || workbook.PlainWords(text) == "niet ingevuld" || workbook.PlainWords(text) == "not answered" {
				continue
			}
			o, ok := parseOverall(text, u.scales[c.index])
			if !ok {
				u.notUnderstood(text, c, r)
				continue
			}
			if o.na {
				r.note(i18n.T("‘N.v.t.’ bij "+l.Name().NL+" nemen wij niet over.", "We do not take ‘n/a’ for "+l.Name().EN+"."))
				continue
			}
			r.Answer = r.Answer.With(l, assessment.Statement{Reply: o.plain})
			found = true
		}
	}
	if !found {
		u.status(row, r)
	}
}

// status reads one answer for all levels: a column with words, one with marks, or
// a level of maturity. The lowest counts when they differ.
func (u *understanding) status(row workbook.Row, r *RowReading) {
	var said []overall
	for _, kind := range []Kind{StatusColumn, MaturityColumn} {
		for _, c := range u.layout.of(kind) {
			text := row.At(c.index).Text
			if text == "" || text == "-" {
				continue
			}
			if o, ok := parseOverall(text, u.scales[c.index]); ok {
				said = append(said, o)
			} else {
				u.notUnderstood(text, c, r)
			}
		}
	}
	for _, m := range []struct {
		kind  Kind
		reply assessment.Reply
	}{{YesColumn, assessment.Yes}, {PartlyColumn, assessment.Partly}, {NoColumn, assessment.No}, {NotApplicableMark, notApplicable}} {
		if u.marked(row, m.kind) {
			said = append(said, overallOf(m.reply))
		}
	}
	for i, o := range said {
		if o.na {
			if r.Answer.Applies == "" {
				r.Answer.Applies = assessment.NotApplicable
			}
			continue
		}
		if i > 0 && o != said[0] {
			r.note(i18n.T("Er staan meer antwoorden in deze rij. Wij nemen het laagste.", "This row holds more than one answer. We take the lowest."))
		}
		r.Answer.Design.Reply = lowest(r.Answer.Design.Reply, o.design, i == 0)
		r.Answer.Existence.Reply = lowest(r.Answer.Existence.Reply, o.existence, i == 0)
		r.Answer.Operation.Reply = lowest(r.Answer.Operation.Reply, o.operation, i == 0)
	}
	if r.Answer.Design.Reply == assessment.Yes && r.Answer.Operation.Reply == assessment.Partly {
		r.note(i18n.T("Eén antwoord voor alles. Of het blijft werken, zetten wij op ‘deels’.", "One answer for everything. Whether it keeps working we set to ‘partly’."))
	}
}

// texts joins what people wrote: how they do it, where the evidence lies, and by
// when the rest will be done.
func (u *understanding) texts(row workbook.Row, r *RowReading) {
	parts := u.joined(row, ExplanationColumn)
	labelled := func(kind Kind, nl, en string) {
		for _, text := range u.joined(row, kind) {
			parts = append(parts, u.lang.T(nl, en)+": "+text)
		}
	}
	labelled(EvidenceColumn, "Bewijs", "Evidence")
	labelled(TargetColumn, "Streefdatum", "Target date")
	r.Answer.Explanation = u.fit(strings.Join(parts, "\n"), r)
}

// fit cuts a text to what an answer holds, and says so.
func (u *understanding) fit(text string, r *RowReading) string {
	short := workbook.Clip(text, assessment.MaxText)
	if short != text {
		r.note(i18n.Tf("De tekst is langer dan %d tekens. Wij nemen het begin.", "The text is longer than %d characters. We take the beginning.", assessment.MaxText))
	}
	return strings.TrimSpace(short)
}

func (u *understanding) joined(row workbook.Row, kind Kind) []string {
	var texts []string
	for _, c := range u.layout.of(kind) {
		cell := row.At(c.index)
		text := cell.Text
		if d, ok := believable(cell.Day); ok {
			text = u.lang.Day(d)
		}
		if text != "" && text != "-" {
			texts = append(texts, text)
		}
	}
	return texts
}

func (u *understanding) text(row workbook.Row, kind Kind, limit int) string {
	return workbook.Clip(strings.ReplaceAll(strings.Join(u.joined(row, kind), ", "), "\n", ", "), limit)
}

// days reads the days of which the answers speak, and on which to look again.
func (u *understanding) days(row workbook.Row, r *RowReading) {
	for l, kind := range map[framework.Level]Kind{framework.Design: DesignOnColumn, framework.Existence: ExistenceOnColumn, framework.Operation: OperationOnColumn} {
		if on := u.past(row, kind, r); !on.IsZero() && r.Answer.On(l).Reply != "" {
			r.Answer = r.Answer.With(l, assessment.Statement{Reply: r.Answer.On(l).Reply, On: on})
		}
	}
	if on := u.past(row, OnColumn, r); !on.IsZero() {
		for _, l := range framework.Levels {
			if s := r.Answer.On(l); s.Reply != "" && s.On.IsZero() {
				r.Answer = r.Answer.With(l, assessment.Statement{Reply: s.Reply, On: on})
			}
		}
	}
	r.Answer.ReviewOn = u.day(row, ReviewColumn, r)
}

// past reads a day up to today: an answer speaks of what is.
func (u *understanding) past(row workbook.Row, kind Kind, r *RowReading) time.Time {
	on := u.day(row, kind, r)
	if on.After(u.today) {
		r.note(i18n.T(i18n.NL.Day(on)+" moet nog komen. Een antwoord gaat over nu: wij nemen die dag niet over.", i18n.EN.Day(on)+" is still to come. An answer is about now: we do not take that day."))
		return time.Time{}
	}
	return on
}

func (u *understanding) day(row workbook.Row, kind Kind, r *RowReading) time.Time {
	for _, c := range u.layout.of(kind) {
		cell := row.At(c.index)
		if cell.Text == "" || cell.Text == "-" {
			continue
		}
		if d, ok := parseDay(cell); ok {
			return d
		}
		u.notUnderstood(cell.Text, c, r)
	}
	return time.Time{}
}
