package home

import (
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// ofLogReview is what the actions of log review did.
var ofLogReview = map[string]i18n.Text{
	"accesslog.secret":   i18n.T("geheim voor de sleutels van de logcontrole gemaakt", "secret for the keys of log review made"),
	"accesslog.arrive":   i18n.T("bestand voor de logcontrole binnengekomen", "file for log review came in"),
	"accesslog.set":      i18n.T("gezegd welke kolom van een bestand wat is", "said which column of a file is what"),
	"accesslog.settle":   i18n.T("bestand voor de logcontrole laten inlezen", "file for log review had imported"),
	"accesslog.take":     i18n.T("bestand voor de logcontrole ingelezen", "file for log review imported"),
	"accesslog.drop":     i18n.T("bestand van de logcontrole weggehaald en gewist", "file of log review taken out and erased"),
	"accesslog.expire":   i18n.T("bestand van de logcontrole gewist na de bewaartermijn", "file of log review erased after its term"),
	"accesslog.hold":     i18n.T("vastgelegd of een bestand van de logcontrole moet blijven", "recorded whether a file of log review must stay"),
	"accesslog.plan":     i18n.T("controleplan opgeslagen", "review plan saved"),
	"accesslog.approve":  i18n.T("controleplan goedgekeurd", "review plan approved"),
	"accesslog.open":     i18n.T("ronde van de logcontrole begonnen", "round of log review begun"),
	"accesslog.break":    i18n.T("ronde van de logcontrole afgebroken", "round of log review broken off"),
	"accesslog.made":     i18n.T("ronde van de logcontrole uitgerekend", "round of log review worked out"),
	"accesslog.case":     i18n.T("zaak van de logcontrole gekozen", "case of log review chosen"),
	"accesslog.judge":    i18n.T("zaak van de logcontrole beoordeeld", "case of log review judged"),
	"accesslog.names":    i18n.T("namen in een zaak van de logcontrole bekeken", "names in a case of log review seen"),
	"accesslog.answer":   i18n.T("antwoord gegeven op een vraag over inzage", "question about access answered"),
	"accesslog.incident": i18n.T("incident gemaakt van een zaak van de logcontrole", "incident made of a case of log review"),
	"accesslog.close":    i18n.T("ronde van de logcontrole afgesloten en ondertekend", "round of log review closed and signed"),
	"accesslog.overview": i18n.T("overzicht gemaakt van wie een dossier inzag", "overview made of who saw a record"),
}

// ofLogs names a record of log review; "" for anything else.
func ofLogs(r ref.Ref) (name i18n.Text, path string) {
	switch r.Kind {
	case "accesslog-load":
		return i18n.T("Bestand van de logcontrole", "File of log review"), "/inzage/bestanden/" + r.ID
	case "accesslog-plan":
		return i18n.T("Controleplan", "Review plan"), "/inzage/plan"
	case "accesslog-round":
		return i18n.T("Ronde van de logcontrole", "Round of log review"), "/inzage/rondes/" + r.ID
	case "accesslog-case", "accesslog-question":
		return i18n.T("Zaak van de logcontrole", "Case of log review"), "/inzage/zaken/" + r.ID
	case "accesslog-told":
		return i18n.T("Overzicht voor een cliënt", "Overview for a client"), "/inzage/client"
	case "accesslog-secret":
		return i18n.T("Logcontrole", "Log review"), "/inzage"
	}
	return i18n.Text{}, ""
}
