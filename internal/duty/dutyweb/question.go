package dutyweb

import (
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
)

// A question is one field of the profile's form. At most one of Fact, Count and
// Euro is set and says where its answer is kept; the name, the sectors and the
// fte are each of a kind of their own.
type question struct {
	Name  string    // of the field
	Short i18n.Text // in lists: "Medewerkers"
	Ask   i18n.Text // on the form
	Hint  i18n.Text

	Fact  func(*org.Profile) *org.Fact
	Count func(*org.Profile) **int
	Euro  func(*org.Profile) **int64
}

// questions is the whole form, in its order.
var questions = []question{
	{
		Name: "name", Short: i18n.T("Naam", "Name"),
		Ask: i18n.T("Hoe heet uw organisatie?", "What is your organisation called?"),
	},
	{
		Name: "sectors", Short: i18n.T("Soort zorg", "Kind of care"),
		Ask:  i18n.T("Wat voor zorg geeft u?", "What kind of care do you give?"),
		Hint: i18n.T("Kies alles wat past.", "Choose all that fit."),
	},
	{
		Name: "fte", Short: i18n.Same("Fte"),
		Ask:  i18n.T("Hoeveel fte heeft u?", "How many fte do you have?"),
		Hint: i18n.T("Volledige banen in loondienst. Laat leeg als u het niet weet.", "Full-time jobs on your payroll. Leave empty if you do not know."),
	},
	{
		Name: "staff", Short: i18n.T("Medewerkers", "Staff"),
		Ask:   i18n.T("Hoeveel mensen werken er?", "How many people work there?"),
		Hint:  i18n.T("Tel hier mensen; fte vult u hierboven in. Wij rekenen met beide. Laat leeg als u het niet weet.", "Count people here; fte goes above. We reckon with both. Leave empty if you do not know."),
		Count: func(p *org.Profile) **int { return &p.Staff },
	},
	{
		Name: "turnover", Short: i18n.T("Omzet per jaar", "Turnover a year"),
		Ask:  i18n.T("Wat is uw omzet per jaar?", "What is your turnover a year?"),
		Hint: i18n.T("In hele euro's, van het laatste afgesloten jaar. Laat leeg als u het niet weet.", "In whole euros, of the last closed year. Leave empty if you do not know."),
		Euro: func(p *org.Profile) **int64 { return &p.Turnover },
	},
	{
		Name: "balance", Short: i18n.T("Balanstotaal", "Balance total"),
		Ask:  i18n.T("Wat is uw balanstotaal?", "What is your balance total?"),
		Hint: i18n.T("In hele euro's; het staat onderaan de balans. Laat leeg als u het niet weet.", "In whole euros; it is at the foot of the balance sheet. Leave empty if you do not know."),
		Euro: func(p *org.Profile) **int64 { return &p.Balance },
	},
	{
		Name: "clients", Short: i18n.T("Cliënten per jaar", "Clients a year"),
		Ask:   i18n.T("Hoeveel cliënten heeft u in een jaar?", "How many clients do you have in a year?"),
		Hint:  i18n.T("Ongeveer is genoeg. Laat leeg als u het niet weet.", "A rough number will do. Leave empty if you do not know."),
		Count: func(p *org.Profile) **int { return &p.Clients },
	},
	{
		Name: "in_group", Short: i18n.T("Hoort bij een groep", "Belongs to a group"),
		Ask:  i18n.T("Hoort uw organisatie bij een groep?", "Does your organisation belong to a group?"),
		Hint: i18n.T("Bijvoorbeeld een moederbedrijf, of een organisatie die voor een kwart of meer van u is, of u van haar.", "For instance a parent company, or an organisation of which you own a quarter or more, or that owns as much of you."),
		Fact: func(p *org.Profile) *org.Fact { return &p.InGroup },
	},
	{
		Name: "group_staff", Short: i18n.T("Medewerkers van de hele groep", "Staff of the whole group"),
		Ask:   i18n.T("Hoeveel mensen werken er in de hele groep?", "How many people work in the whole group?"),
		Hint:  i18n.T("Alleen als u ja koos. Tel uw eigen organisatie mee. Laat leeg als u het niet weet.", "Only if you chose yes. Your own organisation included. Leave empty if you do not know."),
		Count: func(p *org.Profile) **int { return &p.GroupStaff },
	},
	{
		Name: "group_turnover", Short: i18n.T("Omzet van de hele groep", "Turnover of the whole group"),
		Ask:  i18n.T("Wat is de omzet van de hele groep per jaar?", "What is the turnover of the whole group a year?"),
		Hint: i18n.T("Alleen als u ja koos. In hele euro's. Laat leeg als u het niet weet.", "Only if you chose yes. In whole euros. Leave empty if you do not know."),
		Euro: func(p *org.Profile) **int64 { return &p.GroupTurnover },
	},
	{
		Name: "group_balance", Short: i18n.T("Balanstotaal van de hele groep", "Balance total of the whole group"),
		Ask:  i18n.T("Wat is het balanstotaal van de hele groep?", "What is the balance total of the whole group?"),
		Hint: i18n.T("Alleen als u ja koos. In hele euro's. Laat leeg als u het niet weet.", "Only if you chose yes. In whole euros. Leave empty if you do not know."),
		Euro: func(p *org.Profile) **int64 { return &p.GroupBalance },
	},
	{
		Name: "develops_software", Short: i18n.T("Maakt software of laat die maken", "Makes software or has it made"),
		Ask:  i18n.T("Maakt u zelf software, of laat u software maken?", "Do you make software, or have it made?"),
		Hint: i18n.T("Ook een app of koppeling die een leverancier alleen voor u bouwt.", "Also an app or link that a supplier builds for you alone."),
		Fact: func(p *org.Profile) *org.Fact { return &p.DevelopsSoftware },
	},
	{
		Name: "uses_ai", Short: i18n.T("Gebruikt AI", "Uses AI"),
		Ask:  i18n.T("Gebruikt u AI?", "Do you use AI?"),
		Hint: i18n.T("Bijvoorbeeld een programma dat meeschrijft bij een gesprek, of dat roosters voorstelt.", "For instance a program that takes notes of a conversation, or that proposes rosters."),
		Fact: func(p *org.Profile) *org.Fact { return &p.UsesAI },
	},
	{
		Name: "medical_devices", Short: i18n.T("Gebruikt medische hulpmiddelen", "Uses medical devices"),
		Ask:  i18n.T("Gebruikt u medische hulpmiddelen?", "Do you use medical devices?"),
		Hint: i18n.T("Bijvoorbeeld een bloeddrukmeter, een infuuspomp of een app die bij een behandeling hoort.", "For instance a blood-pressure monitor, an infusion pump or an app that is part of a treatment."),
		Fact: func(p *org.Profile) *org.Fact { return &p.MedicalDevices },
	},
	{
		Name: "exchanges", Short: i18n.T("Wisselt elektronisch cliëntgegevens uit", "Exchanges client data electronically"),
		Ask:  i18n.T("Wisselt u elektronisch cliëntgegevens uit met anderen?", "Do you exchange client data with others electronically?"),
		Hint: i18n.T("Bijvoorbeeld een overdracht naar het ziekenhuis of de huisarts.", "For instance a transfer to the hospital or the GP."),
		Fact: func(p *org.Profile) *org.Fact { return &p.Exchanges },
	},
	{
		Name: "self_hosted", Short: i18n.T("Heeft eigen servers", "Runs servers of its own"),
		Ask:  i18n.T("Heeft u eigen servers?", "Do you run servers of your own?"),
		Hint: i18n.T("Computers in uw gebouw of in een gehuurde ruimte, waarop programma's voor iedereen draaien.", "Computers in your building or in a rented room, on which programs run for everybody."),
		Fact: func(p *org.Profile) *org.Fact { return &p.SelfHosted },
	},
	{
		Name: "cloud", Short: i18n.T("Cliëntgegevens staan bij een leverancier", "Client data are kept by a supplier"),
		Ask:  i18n.T("Staan er cliëntgegevens bij een leverancier?", "Are client data kept by a supplier?"),
		Hint: i18n.T("Bijvoorbeeld een dossier (ECD) dat u via internet gebruikt.", "For instance a client record that you use over the internet."),
		Fact: func(p *org.Profile) *org.Fact { return &p.Cloud },
	},
	{
		Name: "designated", Short: i18n.T("Aangewezen door de minister", "Designated by the minister"),
		Ask:  i18n.T("Heeft de minister u aangewezen onder de Cyberbeveiligingswet?", "Has the minister designated you under the Cybersecurity Act (Cbw)?"),
		Hint: i18n.T("Dan heeft u daarover een besluit gekregen (artikel 9).", "You would have received a decision about it (article 9)."),
		Fact: func(p *org.Profile) *org.Fact { return &p.Designated },
	},
	{
		Name: "critical", Short: i18n.T("Kritieke entiteit", "Critical entity"),
		Ask:  i18n.T("Bent u aangewezen als kritieke entiteit?", "Have you been designated as a critical entity?"),
		Hint: i18n.T("Dat staat in een besluit op grond van de Wet weerbaarheid kritieke entiteiten (Wwke).", "By a decision under the act on the resilience of critical entities (Wwke)."),
		Fact: func(p *org.Profile) *org.Fact { return &p.Critical },
	},
}

// place returns where the field stands on the form; last for one that is not there.
func place(field string) int {
	if i := slices.IndexFunc(questions, func(q question) bool { return q.Name == field }); i >= 0 {
		return i
	}
	return len(questions)
}

// shortName returns what lists call the field.
func shortName(field string) i18n.Text {
	if i := place(field); i < len(questions) {
		return questions[i].Short
	}
	return i18n.Same(field)
}

// typed returns the stored answer as a person would type it.
func (q question) typed(o org.Organisation, l i18n.Lang) []string {
	p := o.Profile
	switch {
	case q.Fact != nil:
		return []string{string(*q.Fact(&p))}
	case q.Count != nil && *q.Count(&p) != nil:
		return []string{whole(int64(**q.Count(&p)), l)}
	case q.Euro != nil && *q.Euro(&p) != nil:
		return []string{whole(**q.Euro(&p), l)}
	case q.Name == "name":
		return []string{o.Name}
	case q.Name == "fte" && p.FTE != nil:
		return []string{strings.Replace(strconv.FormatFloat(*p.FTE, 'f', -1, 64), ".", l.T(",", "."), 1)}
	case q.Name == "sectors":
		var all []string
		for _, s := range p.Sectors {
			all = append(all, string(s))
		}
		return all
	}
	return nil
}

// whole writes a number so that [web.ParseInt] reads it back: with points
// between the thousands in Dutch; a comma would not be understood.
func whole(n int64, l i18n.Lang) string {
	if l == i18n.EN {
		return strconv.FormatInt(n, 10)
	}
	return l.Num64(n)
}

// shown returns the stored answer as people read it.
func (q question) shown(o org.Organisation) i18n.Text {
	p := o.Profile
	facts := p.Facts()
	switch {
	case q.Fact != nil:
		truth := map[org.Fact]rule.Truth{org.Yes: rule.Yes, org.No: rule.No}[*q.Fact(&p)]
		return rule.Fact{Kind: rule.Claim, Truth: truth}.Own()
	case q.Count != nil:
		return amount(rule.Number, *q.Count(&p))
	case q.Euro != nil:
		return amount(rule.Euro, *q.Euro(&p))
	case q.Name == "fte":
		return facts["org.fte"].Own()
	case q.Name == "sectors":
		return facts["sector"].Own()
	}
	return i18n.Same(o.Name)
}

func amount[N int | int64](kind rule.Kind, n *N) i18n.Text {
	f := rule.Fact{Kind: kind}
	if n != nil {
		f.Known, f.Number = true, float64(*n)
	}
	return f.Own()
}

// A difference is an answer that is not the same in two descriptions.
type difference struct{ Label, Was, Becomes i18n.Text }

// differences lists them in the order of the form.
func differences(before, after org.Organisation) []difference {
	var all []difference
	for _, q := range questions {
		if was, becomes := q.shown(before), q.shown(after); was != becomes {
			all = append(all, difference{q.Short, was, becomes})
		}
	}
	return all
}
