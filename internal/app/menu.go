package app

import (
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// nav is the menu of an organisation: at most twelve lines, and under the one
// where the reader is the pages that belong to it. A board member gets the short
// one.
func nav(by identity.Actor, v web.View) []web.NavGroup {
	overview := web.NavItem{Icon: "house", Name: v.T("Overzicht", "Overview"), Path: ""}
	applies := web.NavItem{Icon: "scale", Name: v.T("Wat geldt voor ons?", "What applies to us?"), Path: "/wat-geldt"}
	measures := web.NavItem{Icon: "list-checks", Name: v.T("Maatregelen", "Measures"), Path: "/maatregelen"}
	actions := web.NavItem{Icon: "target", Name: v.T("Verbeterplan", "Improvement plan"), Path: "/verbeterplan"}
	assessments := web.NavItem{Name: v.T("Beoordeling", "Assessment"), Path: "/beoordelingen"}
	audits := web.NavItem{Icon: "clipboard-check", Name: "Audits", Path: "/auditprogramma", Also: "/auditrondes", Under: []web.NavItem{assessments}}
	board := web.NavItem{Icon: "landmark", Name: v.T("Bestuur", "Board"), Path: "/bestuur"}
	review := web.NavItem{Name: v.T("Directiebeoordeling", "Management review"), Path: "/directiebeoordeling"}
	logs := web.NavItem{Icon: "eye", Name: v.T("Inzage in dossiers", "Access to records"), Path: "/inzage"}
	if by.Role == identity.BoardMember {
		applies.Icon, measures.Icon = "", ""
		board.Under = []web.NavItem{{Name: v.T("Scholing", "Training"), Path: "/bestuur/scholing"}, review, {Name: logs.Name, Path: logs.Path}, {Name: audits.Name, Path: audits.Path, Also: audits.Also}, assessments}
		overview.Under = []web.NavItem{applies, measures}
		return []web.NavGroup{{Items: append([]web.NavItem{board, overview, actions}, watching(by, v)...)}}
	}
	applies.Under = []web.NavItem{
		{Name: v.T("Profiel", "Profile"), Path: "/profiel"},
		{Name: v.T("Kalender", "Calendar"), Path: "/kalender"},
	}
	measures.Under = []web.NavItem{
		{Name: v.T("Telt ook mee voor", "Also counts for"), Path: "/telt-mee"},
		{Name: v.T("Verklaring", "Statement"), Path: "/verklaring"},
	}
	evidence := web.NavItem{Icon: "file-check", Name: v.T("Bewijs", "Evidence"), Path: "/bewijs"}
	evidence.Under = []web.NavItem{{Name: v.T("Certificaten", "Certificates"), Path: "/certificaten"}}
	board.Under = []web.NavItem{review}
	account := []web.NavItem{audits, board}
	dossier := web.NavItem{Icon: "shield-check", Name: v.T("Dossier", "Dossier"), Path: "/dossier"}
	dossier.Under = []web.NavItem{{Name: v.T("Ontvangen dossiers", "Received dossiers"), Path: "/ontvangen"}}
	if identity.May(by, identity.Export) {
		dossier.Under = append(dossier.Under, history(by, v)...)
		account = append(account, dossier)
	}
	watched := watching(by, v)
	if identity.May(by, identity.SeeLogReview) {
		watched = append(watched, logs)
	}
	return []web.NavGroup{
		{Items: []web.NavItem{overview, applies}},
		{Title: v.T("Op orde brengen", "Get in order"), Items: []web.NavItem{
			{Icon: "zap", Name: v.T("Quickscan", "Quick scan"), Path: "/quickscan"}, measures, evidence, actions,
		}},
		{Title: v.T("In de gaten houden", "Keep an eye on"), Items: watched},
		{Title: v.T("Verantwoorden", "Account for it"), Items: account},
		{Title: v.T("Beheer", "Manage"), Items: managing(by, v)},
	}
}

// watching is what goes on: who may not see incidents may report one. Under it lies
// how care goes on meanwhile.
func watching(by identity.Actor, v web.View) []web.NavItem {
	under := []web.NavItem{
		{Name: v.T("Noodkaarten", "Downtime cards"), Path: "/noodkaarten"},
		{Name: v.T("Continuïteit", "Continuity"), Path: "/continuiteit"},
		{Name: v.T("Oefeningen", "Exercises"), Path: "/oefeningen", Also: "/oefenverhalen"},
	}
	switch {
	case identity.May(by, identity.SeeIncidents):
		return []web.NavItem{{Icon: "siren", Name: v.T("Incidenten", "Incidents"), Path: "/incidenten", Under: under}}
	case identity.May(by, identity.ReportIncident):
		return []web.NavItem{{Icon: "siren", Name: v.T("Meld een incident", "Report an incident"), Path: "/incidenten/melden", Under: under}}
	}
	return nil
}

// managing is who takes part, and what they did.
func managing(by identity.Actor, v web.View) []web.NavItem {
	people := web.NavItem{Icon: "users", Name: v.T("Mensen", "People"), Path: "/mensen"}
	if identity.May(by, identity.Read) {
		people.Under = []web.NavItem{{Name: v.T("Scholing", "Training"), Path: "/scholing"}}
	}
	if identity.May(by, identity.ManagePeople) {
		people.Under = append(people.Under, web.NavItem{Name: v.T("Berichten", "Messages"), Path: "/berichten"})
	}
	items := []web.NavItem{people}
	if told := history(by, v); len(told) > 0 && !identity.May(by, identity.Export) { // the others find it under the dossier
		told[0].Icon, told[0].Under = "history", told[1:]
		items = append(items, told[0])
	}
	return items
}

// history is what was done, and how it stood on an earlier day; nothing for who may not
// read that. Who reads one moment chooses no other.
func history(by identity.Actor, v web.View) []web.NavItem {
	journal := web.NavItem{Name: v.T("Logboek", "Journal"), Path: "/logboek"}
	switch {
	case !identity.May(by, identity.ReadHistory):
		return nil
	case by.Role == identity.Assessor:
		return []web.NavItem{journal}
	}
	return []web.NavItem{journal, {Name: v.T("Terugkijken", "Look back"), Path: "/op"}}
}
