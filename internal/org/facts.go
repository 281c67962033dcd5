package org

import (
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
)

// Facts returns the profile as conditions in content read it. Every name is
// there, whether it has an answer or not, so the facts of an empty profile are
// the vocabulary that a linter checks conditions against.
//
//	org.fte  org.staff  org.clients  org.turnover_eur  org.balance_eur
//	org.size_staff  org.size_turnover_eur  org.size_balance_eur
//	org.gives_care  org.in_group  org.develops_software  org.uses_ai
//	org.uses_medical_devices  org.exchanges_electronically  org.self_hosted
//	org.cloud  org.designated_essential  org.critical_entity
//	sector(vvt, ghz, …)
func (p Profile) Facts() rule.Facts {
	staff := i18n.T("medewerkers", "staff")
	turnover := i18n.T("omzet", "turnover")
	balance := i18n.T("balanstotaal", "balance total")
	return rule.Facts{
		"org.fte":          number(i18n.T("Fte", "Fte"), i18n.Same("fte"), "fte", p.FTE),
		"org.staff":        number(i18n.T("Medewerkers", "Staff"), staff, "staff", p.Staff),
		"org.clients":      number(i18n.T("Cliënten per jaar", "Clients a year"), i18n.T("cliënten per jaar", "clients a year"), "clients", p.Clients),
		"org.turnover_eur": euros(number(i18n.T("Omzet per jaar", "Turnover a year"), turnover, "turnover", p.Turnover)),
		"org.balance_eur":  euros(number(i18n.T("Balanstotaal", "Balance total"), balance, "balance", p.Balance)),

		"org.size_staff":        p.sizeStaff(staff),
		"org.size_turnover_eur": euros(size(p, i18n.T("Omzet per jaar", "Turnover a year"), turnover, "turnover", p.Turnover, p.GroupTurnover)),
		"org.size_balance_eur":  euros(size(p, i18n.T("Balanstotaal", "Balance total"), balance, "balance", p.Balance, p.GroupBalance)),

		"org.gives_care":               claim(i18n.T("Geeft zorg", "Gives care"), "sectors", p.GivesCare()),
		"org.in_group":                 claim(i18n.T("Hoort bij een groep", "Belongs to a group"), "in_group", p.InGroup),
		"org.develops_software":        claim(i18n.T("Maakt software of laat die maken", "Makes software or has it made"), "develops_software", p.DevelopsSoftware),
		"org.uses_ai":                  claim(i18n.T("Gebruikt AI", "Uses AI"), "uses_ai", p.UsesAI),
		"org.uses_medical_devices":     claim(i18n.T("Gebruikt medische hulpmiddelen", "Uses medical devices"), "medical_devices", p.MedicalDevices),
		"org.exchanges_electronically": claim(i18n.T("Wisselt elektronisch cliëntgegevens uit", "Exchanges client data electronically"), "exchanges", p.Exchanges),
		"org.self_hosted":              claim(i18n.T("Heeft eigen servers", "Runs servers of its own"), "self_hosted", p.SelfHosted),
		"org.cloud":                    claim(i18n.T("Cliëntgegevens staan bij een leverancier", "Client data are kept by a supplier"), "cloud", p.Cloud),
		"org.designated_essential":     claim(i18n.T("Aangewezen door de minister", "Designated by the minister"), "designated", p.Designated),
		"org.critical_entity":          claim(i18n.T("Kritieke entiteit", "Critical entity"), "critical", p.Critical),

		"sector": p.sectorFact(),
	}
}

func claim(label i18n.Text, field string, f Fact) rule.Fact {
	truth := map[Fact]rule.Truth{Yes: rule.Yes, No: rule.No}[f]
	return rule.Fact{Kind: rule.Claim, Label: label, Field: field, Truth: truth}
}

func number[N int | int64 | float64](label, unit i18n.Text, field string, n *N) rule.Fact {
	f := rule.Fact{Kind: rule.Number, Label: label, Unit: unit, Field: field}
	if n != nil {
		f.Known, f.Number = true, float64(*n)
	}
	return f
}

func euros(f rule.Fact) rule.Fact {
	f.Kind = rule.Euro
	return f
}

// size returns a number as the size rules count it: of the whole group where
// there is one (Recommendation 2003/361/EC, annex, art. 6).
//
// Where nobody knows whether there is a group, or how large it is, the own
// number is still a floor: a group is never smaller than one of its members. A
// provider above a limit on its own need not look up its group; one below it
// must, before it may conclude that a law leaves it alone.
func size[N int | int64](p Profile, label, unit i18n.Text, field string, own, group *N) rule.Fact {
	if p.InGroup != Yes {
		f := number(label, unit, field, own)
		if f.Known && p.InGroup == Unknown {
			f.AtLeast, f.Field = true, "in_group"
		}
		return f
	}
	label = i18n.T(label.NL+" van de hele groep", label.EN+" of the whole group")
	unit = i18n.T(unit.NL+" in de hele groep", unit.EN+" in the whole group")
	if group != nil {
		return number(label, unit, "group_"+field, group)
	}
	f := number(label, unit, "group_"+field, own)
	f.AtLeast = true
	return f
}

// sizeStaff is the number of staff as the size rules count it. The annex of
// Recommendation 2003/361/EC (art. 5) counts annual work units, in which part of
// a working week is part of a unit; the texts about the Cbw in Dutch say staff.
// Until that is settled the number is both: fte and people. Of a group only its
// people are asked.
func (p Profile) sizeStaff(unit i18n.Text) rule.Fact {
	f := size(p, i18n.T("Medewerkers", "Staff"), unit, "staff", p.Staff, p.GroupStaff)
	switch {
	case p.FTE == nil || p.InGroup == Yes && p.GroupStaff != nil:
		return f
	case p.Staff == nil:
		f.Known, f.Number, f.AtLeast = true, *p.FTE, true // there are as many people as fte, or more
		return f
	}
	staff, fte := float64(*p.Staff), *p.FTE
	f.Number, f.Upto = min(fte, staff), max(fte, staff)
	f.Dispute = i18n.T("of de wet mensen telt of fte", "whether the act counts people or fte")
	units := rule.Fact{Kind: rule.Number, Known: true, Number: fte}.Own()
	f.Both = i18n.T(units.NL+" fte en "+i18n.NL.Num(*p.Staff)+" mensen", units.EN+" fte and "+i18n.EN.Num(*p.Staff)+" people")
	return f
}

func (p Profile) sectorFact() rule.Fact {
	f := rule.Fact{Kind: rule.Choice, Label: i18n.T("Soort zorg", "Kind of care"), Field: "sectors", Known: len(p.Sectors) > 0}
	for _, s := range Sectors {
		f.Options = append(f.Options, rule.Option{Name: string(s), Text: s.Name()})
	}
	for _, s := range p.Sectors {
		f.Chosen = append(f.Chosen, string(s))
	}
	return f
}
