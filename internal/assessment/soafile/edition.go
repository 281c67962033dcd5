package soafile

import (
	"slices"
	"strings"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A resolver finds the requirements behind the numbers of one sheet. A number
// alone does not say which: 5.1 is a clause of part 1 and a measure of part 2,
// A.9.2.3 is a number of 2017, and 9.2 is a heading there. The rows together do.
type resolver struct {
	cat     *framework.Catalogue
	entries []*entry
	about   string // the sheet's name and the lines above its headings, lower case

	edition  Edition
	prefixed bool // the measures carry "A.", so a bare number is a clause
	only1    int  // rows whose number exists in part 1 alone
	only2    int  // and in part 2 alone
}

func (r *resolver) resolve() {
	r.weigh()
	for _, run := range r.runs() {
		part, sure := r.partOf(run)
		for _, e := range run {
			r.find(e, part, sure)
		}
	}
}

// weigh decides which edition the sheet speaks, from numbers that only one of
// them can have.
func (r *resolver) weigh() {
	old, now, prefixed := 0, 0, 0
	for _, e := range r.entries {
		k := e.cited.key()
		switch {
		case e.cited.year == 2017 || e.cited.year == 2013:
			old++
		case len(e.cited.digits) == 3 && r.onlyOld(e.cited):
			old++
		case len(e.cited.digits) == 2 && r.cat.BySlug(k) != nil && !r.oldHeading(k):
			now++
		}
		if e.cited.annex {
			prefixed++
		}
		if in1, in2 := r.bare(e.cited); in1 && !in2 {
			r.only1++
		} else if in2 && !in1 {
			r.only2++
		}
	}
	r.edition, r.prefixed = Now, prefixed > 0
	if old > now {
		r.edition = Edition2017
	}
}

// onlyOld reports whether a number of three parts can be nothing but one of 2017.
func (r *resolver) onlyOld(c cited) bool {
	return r.cat.Old.Map["A."+c.key()] != nil && !c.clause && (c.annex || !subClause(c.key()))
}

// subClause reports whether a clause of part 1 has this number of three parts;
// they are also numbers of 2017.
func subClause(key string) bool {
	return slices.Contains([]string{"6.1.1", "6.1.2", "6.1.3", "7.5.1", "7.5.2", "7.5.3", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3"}, key)
}

// bare tells in which parts a two-part number exists that says nothing more.
func (r *resolver) bare(c cited) (in1, in2 bool) {
	if len(c.digits) != 2 || c.annex || c.clause {
		return false, false
	}
	return r.cat.BySlug("1-"+c.key()) != nil, r.cat.BySlug(c.key()) != nil
}

// oldHeading reports whether the number is a group of measures in 2017: "9.2".
func (r *resolver) oldHeading(key string) bool { return r.cat.Old.Map["A."+key+".1"] != nil }

// runs cuts the rows where their numbers start again: a list of clauses followed
// by a list of measures is two runs.
func (r *resolver) runs() [][]*entry {
	var runs [][]*entry
	var last string
	for i, e := range r.entries {
		k := e.cited.key()
		if i == 0 || framework.CompareNumbers(k, last) < 0 {
			runs = append(runs, nil)
		}
		if k != "" {
			last = k
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], e)
	}
	return runs
}

// partOf decides to which part the bare numbers of a run belong, and whether
// that is more than a guess.
func (r *resolver) partOf(run []*entry) (part int, sure bool) {
	only1, only2, annexes, olds := 0, 0, 0, 0
	for _, e := range run {
		in1, in2 := r.bare(e.cited)
		switch {
		case e.cited.annex:
			annexes++
		case len(e.cited.digits) == 3 && r.onlyOld(e.cited):
			olds++
		case in1 && !in2:
			only1++
		case in2 && !in1:
			only2++
		}
	}
	switch {
	case olds > 0, only2 > 0 && only1 == 0, annexes > 0 && only1 == 0:
		return 2, true
	case only1 > 0 && only2 == 0:
		return 1, true
	case only1 == 0 && (r.prefixed || r.only1 > 0 && r.only2 == 0):
		return 1, true
	case only1 == 0 && r.only2 > 0 && r.only1 == 0:
		return 2, true
	}
	return r.partByName()
}

// partByName looks at what the sheet calls itself.
func (r *resolver) partByName() (part int, sure bool) {
	for _, word := range []string{"annex a", "bijlage a", "7510-2", "27002", "toepasselijkheid", "applicability", "soa", "vvt", "beheersmaatregel", "control"} {
		if strings.Contains(r.about, word) {
			return 2, true
		}
	}
	for _, word := range []string{"7510-1", "clause", "managementsysteem", "management system", "isms", "hoofdstuk", "harmonized", "hls"} {
		if strings.Contains(r.about, word) {
			return 1, true
		}
	}
	return 2, false
}

// find puts the requirements of one row in its reading, or says why there are none.
func (r *resolver) find(e *entry, part int, sure bool) {
	c, row := e.cited, e.row
	switch {
	case !row.Skipped.IsZero() || len(c.digits) == 0:
		return
	case c.many:
		row.skip(i18n.T("Er staan meer nummers in één vak. Zet elk nummer op een eigen rij.", "There are several numbers in one place. Put each number on a row of its own."))
		return
	}
	if c.sub {
		row.note(i18n.T("Dit is een onderdeel van "+c.key()+". Het telt daarbij mee.", "This is a part of "+c.key()+". It counts there."))
	}
	if len(c.digits) == 3 {
		r.findThree(e, part)
	} else {
		r.findTwo(e, part, sure)
	}
	if len(row.Requirements) == 0 {
		row.skip(i18n.T("Nummer "+c.key()+" kennen wij niet.", "We do not know number "+c.key()+"."))
	}
}

// findThree reads a number of three parts: of 2017, or a clause of part 1.
func (r *resolver) findThree(e *entry, part int) {
	c, row := e.cited, e.row
	old := r.cat.Old.Map["A."+c.key()]
	exact, clause, measure := r.cat.BySlug("1-"+c.key()), r.cat.BySlug("1-"+c.parent()), r.cat.BySlug(c.parent())
	asClause := c.clause || !c.annex && subClause(c.key()) && (r.edition == Now || r.prefixed)
	switch {
	case old != nil && !asClause:
		r.takeOld(row, "A."+c.key(), old)
	case exact != nil && !c.annex:
		row.Requirements = []string{exact.ID}
	case clause != nil && !c.annex && (part == 1 || c.clause || measure == nil || asClause):
		row.Requirements = []string{clause.ID}
		row.note(i18n.T("Dit is een onderdeel van paragraaf "+c.parent()+". Het telt daarbij mee.", "This is a part of clause "+c.parent()+". It counts there."))
	case measure != nil && r.edition == Now:
		row.Requirements = []string{measure.ID}
		row.note(i18n.T("Dit is een onderdeel van maatregel "+c.parent()+". Het telt daarbij mee.", "This is a part of measure "+c.parent()+". It counts there."))
	}
}

func (r *resolver) takeOld(row *RowReading, number string, now []string) {
	row.old = number
	for _, slug := range now {
		if q := r.cat.BySlug(slug); q != nil {
			row.Requirements = append(row.Requirements, q.ID)
		}
	}
	list := strings.Join(now, ", ")
	row.note(i18n.T(number+" van 2017 is nu "+list+".", number+" of 2017 is now "+list+"."))
}

// findTwo reads a number of two parts.
func (r *resolver) findTwo(e *entry, part int, sure bool) {
	c, row, k := e.cited, e.row, e.cited.key()
	clause, measure := r.cat.BySlug("1-"+k), r.cat.BySlug(k)
	if r.edition == Edition2017 && !r.isOldClause(c, part) {
		row.Heading = true
		row.skip(i18n.T("In een lijst van 2017 is "+k+" een kopje boven maatregelen.", "In a list of 2017, "+k+" is a heading above measures."))
		return
	}
	switch {
	case c.clause && clause != nil, clause != nil && measure == nil && !c.annex:
		r.takeClause(row, k, clause)
	case c.annex && measure != nil, measure != nil && clause == nil:
		row.Requirements = []string{measure.ID}
	case clause != nil && measure != nil:
		r.takeEither(e, part, sure)
	}
}

// isOldClause reports whether a two-part number in a sheet of 2017 is a clause
// of part 1, which kept its numbers.
func (r *resolver) isOldClause(c cited, part int) bool {
	if c.annex || c.digits[0] > 10 {
		return false
	}
	return c.clause || r.prefixed && r.cat.BySlug("1-"+c.key()) != nil || part == 1
}

// takeClause takes a clause of part 1. Between 2017 and 2024 the two clauses of
// chapter 10 changed places.
func (r *resolver) takeClause(row *RowReading, key string, clause *framework.Requirement) {
	if swapped := map[string]string{"10.1": "1-10.2", "10.2": "1-10.1"}[key]; swapped != "" && r.edition == Edition2017 {
		clause = r.cat.BySlug(swapped)
		row.note(i18n.T(key+" van 2017 is nu "+clause.Number+".", key+" of 2017 is now "+clause.Number+"."))
	}
	row.Requirements = []string{clause.ID}
}

// takeEither decides on a number that both parts have: by the row's own title,
// else by the rows around it.
func (r *resolver) takeEither(e *entry, part int, sure bool) {
	row, k := e.row, e.cited.key()
	byTitle := !sure && titleOfClause(k, row.Title)
	if byTitle || part == 1 {
		row.Requirements = []string{r.cat.BySlug("1-" + k).ID}
	} else {
		row.Requirements = []string{r.cat.BySlug(k).ID}
	}
	if !sure && !byTitle {
		row.note(i18n.T("Nummer "+k+" staat in deel 1 en in deel 2 van de norm. Wij nemen deel 2. Klopt dat?", "Number "+k+" is in part 1 and in part 2 of the standard. We take part 2. Is that right?"))
	}
}

// titleOfClause reports whether the title speaks of the clause of part 1 with
// this number rather than of the measure, by one telling word.
func titleOfClause(key, title string) bool {
	words := map[string][]string{
		"5.1": {"leiderschap", "leadership"}, "5.2": {"beleid", "policy"}, "5.3": {"organizational roles", "organisational roles", "rollen"},
		"6.2": {"doelstelling", "objective"}, "6.3": {"wijziging", "planning of change"},
		"7.1": {"middelen", "resources"}, "7.2": {"competen"}, "7.3": {"bewust", "awareness"}, "7.4": {"communicat"}, "7.5": {"gedocumenteerd", "documented"},
		"8.1": {"operationele planning", "operational planning"}, "8.2": {"risicobeoordeling", "risk assessment"}, "8.3": {"risicobehandeling", "risk treatment"},
	}[key]
	title = strings.ToLower(title)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(title, w) })
}
