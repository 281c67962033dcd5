package home

import (
	"cmp"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/programme"
)

// maxTodos is how many things one can be asked to do now.
const maxTodos = 5

// todos picks what to do now. An exercise that runs does not wait. A board member decides; who may not answer sees
// what is late; everybody else first what makes everything else possible, then
// what is late, then what is doubtful, then the next open requirement.
func (p overviewPage) todos(noProfile, small bool) []todo {
	all := append(p.practising(), p.decisions()...)
	if !p.MayAnswer {
		all = append(all, p.lateActions()...)
		all = append(all, p.lessons()...)
		all = append(all, p.audits()...)
		return all[:min(len(all), maxTodos)]
	}
	if noProfile {
		all = append(all, todo{
			Icon: "building-2", Title: p.T("Beschrijf uw organisatie", "Describe your organisation"), Path: "/profiel", Minutes: 10,
			Why: p.T("Daarna weten wij welke wetten en maatregelen voor u gelden.", "Then we know which laws and measures apply to you."),
		})
	}
	if small && len(p.Pic.Said.Scan) < 11 {
		all = append(all, todo{
			Icon: "zap", Title: p.T("Doe de quickscan", "Do the quick scan"), Path: "/quickscan", Minutes: 40,
			Why: p.Lang.Tf("Elf vragen in gewone taal. U beantwoordde er %d; u kunt stoppen en later verdergaan.", "Eleven questions in plain words. You answered %d; you may stop and go on later.", len(p.Pic.Said.Scan)),
		})
	}
	all = append(all, p.lateActions()...)
	all = append(all, p.lessons()...)
	all = append(all, p.audits()...)
	all = append(all, p.expired()...)
	if n := p.Pic.Doubted(); n > 0 {
		all = append(all, todo{
			Icon: "triangle-alert", Title: p.T("Kijk na wat niet kan kloppen", "Check what looks wrong"), Path: "/nakijken", Minutes: 5, Each: n > 1,
			Why: p.Lang.Plural(n, "Bij %s antwoord klopt iets niet of is het verouderd.", "Bij %s antwoorden klopt iets niet of zijn ze verouderd.", "%s answer looks wrong or is out of date.", "%s answers look wrong or are out of date."),
		})
	}
	if next := p.nextOpen(); next != nil {
		all = append(all, todo{
			Icon: "list-checks", Title: p.Lang.Tf("Vul %s in: %s", "Answer %s: %s", next.Number, next.Title.In(p.Lang)), Path: "/maatregelen/" + next.Slug(), Minutes: 10,
			Why: p.T("Deze maatregel staat nog open en doet ertoe voor uw cliënten.", "This measure is still open and matters to your clients."),
		})
	}
	return all[:min(len(all), maxTodos)]
}

// practising are the exercises that run, with the reader's part in them.
func (p overviewPage) practising() (all []todo) {
	for _, g := range p.Going {
		why := p.T("U leidt. De klok loopt, en mensen wachten op u.", "You lead. The clock runs, and people wait for you.")
		switch {
		case !g.Role.IsZero():
			why = p.T("U speelt: ", "You play: ") + g.Role.In(p.Lang) + p.T(". De klok loopt. Uw berichten staan hier.", ". The clock runs. Your messages are here.")
		case g.Observes:
			why = p.T("U neemt waar. De klok loopt. Uw formulieren staan hier.", "You observe. The clock runs. Your forms are here.")
		}
		all = append(all, todo{Icon: "bell", Title: p.T("OEFENING bezig: ", "EXERCISE going on: ") + g.Title.In(p.Lang), Why: why, Path: "/oefeningen/" + string(g.ID), Soon: true})
	}
	return all
}

// decisions are what waits for the reader as a member of the board.
func (p overviewPage) decisions() []todo {
	if !p.MaySign {
		return nil
	}
	var all []todo
	for _, d := range p.Waiting.Asked {
		all = append(all, todo{
			Icon: "landmark", Title: p.T("Besluit: ", "Decide: ") + d.Title, Why: d.What, Path: "/bestuur#" + string(d.ID), Due: d.By,
			Late: d.IsLate(p.Plan.Today), Soon: !d.IsLate(p.Plan.Today), Minutes: 5,
		})
	}
	return append(all, p.asMember()...)
}

// asMember is what a member of the board does by the law: approve, and be trained.
func (p overviewPage) asMember() (all []todo) {
	for _, sub := range p.Waiting.Unsigned {
		if sub == board.Plan && len(p.Plan.Actions) == 0 || sub == board.Measures && p.Empty {
			continue // there is nothing to sign yet
		}
		all = append(all, todo{
			Icon: "signature", Title: p.T("Lees en onderteken: ", "Read and sign: ") + sub.Name().In(p.Lang), Path: "/bestuur/ondertekenen/" + sub.Slug(), Minutes: 15,
			Why: p.T("U heeft dit het laatste jaar niet goedgekeurd", "You did not approve this in the last year") + cited(p.Waiting.Exempt) + ".",
		})
	}
	if m := p.Waiting.Learner; m != nil {
		late := m.Due.Before(p.Plan.Today)
		why := p.T("Een bestuurder heeft een certificaat van scholing nodig dat geldt (Cbw art. 24).", "A board member needs a certificate of training that is valid (Cbw art. 24).")
		switch m.State(p.Plan.Today) {
		case board.Valid:
			why = p.T("Uw scholing behandelde nog niet alle vier onderwerpen (Cbw art. 24).", "Your training did not treat all four topics yet (Cbw art. 24).")
		case board.Expiring:
			why = p.T("Uw certificaat loopt binnenkort af.", "Your certificate ends soon.")
		case board.Expired:
			why = p.T("Uw certificaat geldt niet meer.", "Your certificate is no longer valid.")
		}
		all = append(all, todo{Icon: "badge-check", Title: p.T("Uw scholing als bestuurder", "Your training as a board member"), Why: why, Path: "/bestuur/scholing", Due: m.Due, Late: late})
	}
	return all
}

// cited is the article of the Cbw behind a sentence, where that act applies.
func cited(exempt bool) string {
	if exempt {
		return ""
	}
	return " (Cbw art. 24)"
}

// lateActions are the actions of the plan that are late or due within a week.
func (p overviewPage) lateActions() []todo {
	var all []todo
	today := p.Plan.Today
	for _, a := range p.Plan.Actions {
		if !a.IsOpen() || a.Due.IsZero() || a.Due.After(today.AddDate(0, 0, 7)) || len(all) == 2 {
			continue
		}
		why := p.T("Deze actie moet deze week klaar zijn.", "This action must be done this week.")
		if a.IsLate(today) {
			why = p.Lang.Plural(a.DaysLate(today), "De afgesproken dag is %s dag voorbij.", "De afgesproken dag is %s dagen voorbij.", "The agreed day passed %s day ago.", "The agreed day passed %s days ago.")
		}
		all = append(all, todo{Icon: "target", Title: a.Title, Why: why, Path: "/verbeterplan/" + a.ID, Due: a.Due, Late: a.IsLate(today), Soon: !a.IsLate(today)})
	}
	return all
}

// audits are a self-audit that waits for the reader, and a round that is late.
func (p overviewPage) audits() []todo {
	var all []todo
	for _, own := range p.Audits.Own[:min(len(p.Audits.Own), 1)] {
		late := own.Stage == programme.Late
		all = append(all, todo{
			Icon: "clipboard-check", Title: p.T("Doe uw zelfaudit: ", "Do your self-audit: ") + own.About(p.Cat).In(p.Lang), Path: "/auditrondes/" + string(own.ID),
			Why: p.Lang.Plural(len(own.Left), "%s eis die van u is, heeft nog geen oordeel op alle drie de niveaus.", "%s eisen die van u zijn, hebben nog geen oordeel op alle drie de niveaus.",
				"%s requirement that is yours has no verdict on all three levels yet.", "%s requirements that are yours have no verdict on all three levels yet."),
			Due: own.Month.AddDate(0, 1, -1), Late: late, Soon: !late, Minutes: 10, Each: len(own.Left) > 1,
		})
	}
	if n := len(p.Audits.Late); n > 0 {
		x := p.Audits.Late[0]
		all = append(all, todo{
			Icon: "clipboard-check", Title: p.T("Auditronde te laat: ", "Audit round late: ") + x.About(p.Cat).In(p.Lang), Path: "/auditrondes/" + string(x.ID), Due: x.Month.AddDate(0, 1, -1), Late: true,
			Why: p.Lang.Plural(n, "De maand van %s ronde is voorbij, en er is geen verslag.", "De maand van %s rondes is voorbij, en er is geen verslag.", "The month of %s round has passed, and there is no report.", "The month of %s rounds has passed, and there is no report."),
		})
	}
	return all
}

// lessons is the training that the reader has to follow first, when that is soon.
func (p overviewPage) lessons() []todo {
	if len(p.Learn) == 0 || p.Learn[0].Mark.Standing == people.Good {
		return nil
	}
	d := p.Learn[0]
	late := d.Mark.Standing == people.Late
	if !late && d.Mark.Due.After(p.Plan.Today.AddDate(0, 0, soonDays)) {
		return nil
	}
	why := p.T("U bent aan de beurt. Vraag wie scholing bijhoudt wanneer het kan.", "It is your turn. Ask who keeps the trainings when it can be.")
	if late {
		why = p.T("U had dit al gevolgd moeten hebben. Vraag wie scholing bijhoudt wanneer het kan.", "You should have followed this by now. Ask who keeps the trainings when it can be.")
	}
	return []todo{{Icon: "users", Title: p.T("Volg: ", "Follow: ") + d.Title, Why: why, Path: people.Page + "/trainingen/" + string(d.ID), Due: d.Mark.Due, Late: late, Soon: !late}}
}

// soonDays is how many days before its end a training is a thing to do now.
const soonDays = 21

// expired is the piece of evidence that ends first.
func (p overviewPage) expired() []todo {
	if len(p.Evidence) == 0 {
		return nil
	}
	it := p.Evidence[0]
	late := it.ValidUntil.Before(p.Plan.Today)
	why := p.T("Het bewijs verloopt binnenkort en telt daarna niet meer mee voor werking.", "The evidence expires soon and then no longer counts for operation.")
	if late {
		why = p.T("Het bewijs is verlopen en telt niet meer mee voor werking.", "The evidence has expired and no longer counts for operation.")
	}
	return []todo{{Icon: "file-check", Title: p.T("Vernieuw: ", "Renew: ") + it.Title, Why: why, Path: "/bewijs/" + string(it.ID), Due: it.ValidUntil, Late: late, Soon: !late, Minutes: 10}}
}

// nextOpen is the open requirement that matters most to clients.
func (p overviewPage) nextOpen() *framework.Requirement {
	var open []*framework.Requirement
	for _, r := range p.Cat.Requirements {
		if p.Pic.States[r.ID] == assessment.Open {
			open = append(open, r)
		}
	}
	slices.SortStableFunc(open, func(a, b *framework.Requirement) int {
		return cmp.Or(b.PatientEffect.Rank()-a.PatientEffect.Rank(), p.Pic.Uses[b.ID]-p.Pic.Uses[a.ID])
	})
	if len(open) == 0 {
		return nil
	}
	return open[0]
}

// since names the month in which a trend of so many points begins.
func (p overviewPage) since(points int) string {
	today := p.Plan.Today
	return p.Lang.Month(time.Date(today.Year(), today.Month()-time.Month(points-1), 1, 0, 0, 0, 0, time.UTC))
}

// trend returns the counts in place at the end of each of the last months, the
// last of them today, with the names of the months.
func (p overviewPage) trend(months int) (values []float64, names []string, total float64) {
	total = float64(p.Pic.Counts.Applicable())
	for _, pt := range board.Months(p.Trend, p.Plan.Today, months-1) {
		values = append(values, float64(pt.InPlace))
		names = append(names, p.Lang.ShortMonth(pt.On))
		total = max(total, float64(pt.Applicable))
	}
	if n := len(values); n > 0 {
		values[n-1] = float64(p.Pic.Counts.InPlace)
	}
	return values, names, total
}
