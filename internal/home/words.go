package home

import (
	"strings"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// actions says what was done, to follow the name of what it was done to.
var actions = map[string]i18n.Text{
	"answer.save":              i18n.T("antwoord aangepast", "answer changed"),
	"answer.prefill":           i18n.T("overgenomen uit de quickscan", "taken over from the quick scan"),
	"answer.import":            i18n.T("overgenomen uit een bestaande lijst", "taken over from an existing list"),
	"answer.undo":              i18n.T("wijziging ongedaan gemaakt", "change taken back"),
	"answer.redo":              i18n.T("wijziging toch weer teruggezet", "change put back after all"),
	"answer.confirm":           i18n.T("bevestigd", "confirmed"),
	"scan.answer":              i18n.T("vraag van de quickscan beantwoord", "quick scan question answered"),
	"question.ask":             i18n.T("vraag gestuurd aan een collega", "question sent to a colleague"),
	"question.reply":           i18n.T("een collega gaf antwoord", "a colleague replied"),
	"question.close":           i18n.T("antwoord van een collega bekeken", "colleague’s reply looked at"),
	"evidence.add":             i18n.T("bewijs toegevoegd", "evidence added"),
	"evidence.change":          i18n.T("bewijs aangepast", "evidence changed"),
	"evidence.link":            i18n.T("bewijs gekoppeld", "evidence linked"),
	"evidence.unlink":          i18n.T("bewijs ontkoppeld", "evidence unlinked"),
	"evidence.withdraw":        i18n.T("bewijs ingetrokken", "evidence withdrawn"),
	"evidence.restore":         i18n.T("bewijs teruggezet", "evidence restored"),
	"evidence.hold":            i18n.T("bewijs vastgezet", "evidence held"),
	"evidence.release":         i18n.T("bewijs vrijgegeven", "evidence released"),
	"evidence.erase":           i18n.T("bewijs gewist", "evidence erased"),
	"plan.add":                 i18n.T("verbeteractie toegevoegd", "improvement action added"),
	"plan.change":              i18n.T("verbeteractie aangepast", "improvement action changed"),
	"plan.status":              i18n.T("stand van een verbeteractie aangepast", "state of an improvement action changed"),
	"profile.save":             i18n.T("profiel aangepast", "profile changed"),
	"organisation.found":       i18n.T("organisatie aangemaakt", "organisation created"),
	"board.ask":                i18n.T("besluit aan het bestuur gevraagd", "decision asked of the board"),
	"board.decide":             i18n.T("het bestuur besloot", "the board decided"),
	"board.withdraw":           i18n.T("vraag aan het bestuur ingetrokken", "question to the board withdrawn"),
	"board.say":                i18n.T("zin voor het bestuur geschreven", "sentence for the board written"),
	"board.approve":            i18n.T("goedgekeurd en ondertekend", "approved and signed"),
	"certificate.add":          i18n.T("certificaat van scholing vastgelegd", "certificate of training recorded"),
	"certificate.withdraw":     i18n.T("certificaat van scholing ingetrokken", "certificate of training withdrawn"),
	"incident.report":          i18n.T("incident gemeld", "incident reported"),
	"incident.take-on":         i18n.T("incident opgepakt", "incident taken on"),
	"incident.describe":        i18n.T("incident beschreven", "incident described"),
	"incident.answer":          i18n.T("vragen over een incident beantwoord", "questions on an incident answered"),
	"incident.aware":           i18n.T("moment van ontdekking aangepast", "moment of awareness corrected"),
	"incident.overrule":        i18n.T("zelf besloten over een plicht bij een incident", "a duty after an incident decided by hand"),
	"incident.sent":            i18n.T("vastgelegd wat over een incident is verstuurd", "recorded what was sent about an incident"),
	"incident.over":            i18n.T("vastgelegd wanneer een incident voorbij was", "recorded when an incident was over"),
	"incident.hit":             i18n.T("vastgelegd wat een incident raakte", "recorded what an incident hit"),
	"incident.cause":           i18n.T("oorzaak van een incident vastgelegd", "cause of an incident recorded"),
	"incident.toll":            i18n.T("kosten en uitgevallen zorg geteld", "costs and lost care counted"),
	"incident.task":            i18n.T("taken bij een incident bijgewerkt", "tasks of an incident updated"),
	"incident.keep":            i18n.T("vastgelegd wat bij een incident is veiliggesteld", "recorded what was secured of an incident"),
	"incident.indicators":      i18n.T("sporen van een aanval bijgewerkt", "traces of an attack updated"),
	"incident.indicators-out":  i18n.T("sporen van een aanval als bestand meegenomen", "traces of an attack taken out in a file"),
	"incident.text":            i18n.T("tekst over een incident geschreven", "text about an incident written"),
	"incident.line":            i18n.T("regel in het verloop van een incident", "line in the log of an incident"),
	"incident.arrange":         i18n.T("geregeld wie bericht krijgt van incidenten", "arranged who is told of incidents"),
	"incident.hook":            i18n.T("webhook voor incidenten ingesteld", "webhook for incidents set"),
	"incident.hook-try":        i18n.T("webhook voor incidenten geprobeerd", "webhook for incidents tried"),
	"incident.close":           i18n.T("incident afgesloten", "incident closed"),
	"incident.reopen":          i18n.T("incident heropend", "incident reopened"),
	"certification.add":        i18n.T("certificaat in het register gezet", "certificate put in the register"),
	"certification.withdraw":   i18n.T("certificaat uit het register gehaald", "certificate taken out of the register"),
	"dossier.make":             i18n.T("dossier gemaakt", "dossier made"),
	"dossier.receipt":          i18n.T("ontvangstbewijs van een dossier vastgelegd", "receipt of a dossier recorded"),
	"received.keep":            i18n.T("dossier van een ander ontvangen", "dossier of somebody else received"),
	"received.fork":            i18n.T("dossier ontvangen waarvan het logboek twee verledens heeft", "dossier received of which the journal has two pasts"),
	"journal.key-rotated":      i18n.T("ondertekend met een nieuwe sleutel", "signed with a new key"),
	"identity.log-shared":      i18n.T("iemand buiten de organisatie een leeslink voor het logboek gegeven", "somebody outside given a link to read the journal"),
	"journal.accepted":         i18n.T("de beheerder van de installatie heeft een afwijkend logboek geaccepteerd", "the operator of the installation accepted a journal that differs"),
	"journal.forgotten":        i18n.T("wat eerder is ondertekend was buiten de database niet meer onthouden; dat is opnieuw begonnen", "what was signed before was no longer remembered outside the database; that began anew"),
	"identity.joined":          i18n.T("kreeg toegang", "got access"),
	"identity.invited":         i18n.T("iemand uitgenodigd", "somebody invited"),
	"identity.role-changed":    i18n.T("kreeg een andere rol", "got another role"),
	"identity.access-ended":    i18n.T("toegang beëindigd", "access ended"),
	"identity.asked":           i18n.T("link met één vraag gemaakt", "link with one question made"),
	"identity.link-withdrawn":  i18n.T("link ingetrokken", "link withdrawn"),
	"identity.person-changed":  i18n.T("naam of taal aangepast", "name or language changed"),
	"identity.passkey-added":   i18n.T("passkey toegevoegd", "passkey added"),
	"identity.passkey-removed": i18n.T("passkey verwijderd", "passkey removed"),
	"identity.feed-made":       i18n.T("privéadres voor een agenda gemaakt", "private address for a calendar made"),
	"identity.feed-ended":      i18n.T("privéadres voor een agenda uitgezet", "private address for a calendar ended"),
	"identity.sign-in-reset":   i18n.T("manier van inloggen opnieuw ingesteld", "means of sign-in set anew"),

	"review.begin":  i18n.T("directiebeoordeling begonnen", "management review begun"),
	"review.change": i18n.T("directiebeoordeling bijgewerkt", "management review updated"),
	"review.sign":   i18n.T("directiebeoordeling ondertekend", "management review signed"),

	"programme.begin":  i18n.T("auditprogramma begonnen", "audit programme begun"),
	"programme.change": i18n.T("periode van het auditprogramma gewijzigd", "period of the audit programme changed"),
	"round.propose":    i18n.T("auditronde voorgesteld", "audit round proposed"),
	"round.plan":       i18n.T("auditronde gepland", "audit round planned"),
	"round.change":     i18n.T("auditronde aangepast", "audit round changed"),
	"round.drop":       i18n.T("auditronde vervallen", "audit round dropped"),
	"round.begin":      i18n.T("werk aan een auditronde begonnen", "work on an audit round begun"),
	"round.judge":      i18n.T("oordeel in een auditronde", "verdict in an audit round"),
	"round.find":       i18n.T("bevinding in een auditronde", "finding in an audit round"),
	"round.report":     i18n.T("verslag van een auditronde", "report of an audit round"),

	"process.save":     i18n.T("zorgproces vastgelegd", "care process recorded"),
	"process.drop":     i18n.T("zorgproces weggehaald", "care process taken out"),
	"system.save":      i18n.T("systeem vastgelegd", "system recorded"),
	"system.drop":      i18n.T("systeem weggehaald", "system taken out"),
	"card.save":        i18n.T("noodkaart vastgelegd, nieuwe versie", "downtime card stored, new version"),
	"restore.record":   i18n.T("hersteltest vastgelegd", "restore test recorded"),
	"restore.withdraw": i18n.T("hersteltest ingetrokken", "restore test withdrawn"),
	"phonetree.save":   i18n.T("belboom vastgelegd", "phone tree stored"),
	"phonetree.drop":   i18n.T("belboom weggehaald", "phone tree taken out"),
	"outage.begin":     i18n.T("uitval vastgelegd", "outage recorded"),
	"outage.sheets":    i18n.T("bladen van een uitval toegevoegd", "sheets of an outage added"),
	"outage.correct":   i18n.T("begin van een uitval verbeterd", "beginning of an outage corrected"),
	"outage.strike":    i18n.T("blad van een uitval van de lijst gehaald", "sheet of an outage taken off the list"),
	"outage.return":    i18n.T("vastgelegd wanneer een systeem terug was", "recorded when a system was back"),
	"outage.enter":     i18n.T("blad van een uitval overgenomen", "sheet of an outage entered"),
	"outage.check":     i18n.T("blad van een uitval nagekeken", "sheet of an outage checked"),
	"outage.close":     i18n.T("uitval afgesloten", "outage closed"),

	"training.save":                 i18n.T("training vastgelegd", "training recorded"),
	"training.drop":                 i18n.T("training weggehaald", "training taken out"),
	"training.phishing":             i18n.T("uitslag van een oefenmail vastgelegd", "result of a practice mail recorded"),
	"training.withdraw-phishing":    i18n.T("uitslag van een oefenmail ingetrokken", "result of a practice mail withdrawn"),
	"training.attended":             i18n.T("opkomst bij een training vastgelegd", "attendance at a training recorded"),
	"training.withdraw-session":     i18n.T("bijeenkomst van een training ingetrokken", "session of a training withdrawn"),
	"training.certificate":          i18n.T("certificaat van een deelnemer vastgelegd", "certificate of a participant recorded"),
	"training.withdraw-certificate": i18n.T("certificaat van een deelnemer ingetrokken", "certificate of a participant withdrawn"),
	"training.said":                 i18n.T("zelf gezegd dat een training is gevolgd", "own word that a training was followed"),
	"training.unsaid":               i18n.T("eigen woord over een training teruggenomen", "own word on a training taken back"),
	"staff.join":                    i18n.T("deelnemer samengevoegd met een account", "participant joined with an account"),
	"staff.save":                    i18n.T("deelnemer aan scholing vastgelegd", "participant in training recorded"),
	"staff.erase":                   i18n.T("naam van een deelnemer gewist", "name of a participant erased"),

	"exercise.plan":     i18n.T("oefening gepland of bijgesteld", "exercise planned or adjusted"),
	"exercise.drop":     i18n.T("oefening afgezegd", "exercise called off"),
	"exercise.start":    i18n.T("oefening begonnen", "exercise begun"),
	"exercise.end":      i18n.T("klok van een oefening uitgezet", "clock of an exercise ended"),
	"exercise.stop":     i18n.T("oefening gestopt: er was echt iets aan de hand", "exercise stopped: something real happened"),
	"exercise.invite":   i18n.T("andere organisaties uitgenodigd voor een oefening", "other organisations invited to an exercise"),
	"exercise.uninvite": i18n.T("uitnodiging voor een oefening ingetrokken", "invitation to an exercise withdrawn"),
	"exercise.join":     i18n.T("meegedaan met de oefening van een andere organisatie", "exercise of another organisation joined"),
	"exercise.give":     i18n.T("tijden van een oefening gedeeld met de leiding", "times of an exercise shared with who leads"),
	"exercise.clock":    i18n.T("klok van een oefening bediend", "clock of an exercise handled"),
	"exercise.inject":   i18n.T("eigen bericht in een oefening", "own message in an exercise"),
	"exercise.note":     i18n.T("notitie in een oefening", "note in an exercise"),
	"exercise.strike":   i18n.T("notitie in een oefening weggehaald", "note in an exercise taken back"),
	"exercise.observe":  i18n.T("formulier van een waarnemer ingevuld", "form of an observer filled in"),
	"exercise.learn":    i18n.T("les van een oefening opgeschreven", "lesson of an exercise written down"),
	"exercise.unlearn":  i18n.T("les van een oefening weggehaald", "lesson of an exercise taken out"),
	"exercise.sign":     i18n.T("verslag van een oefening ondertekend", "report of an exercise signed"),

	"audit.draft":         i18n.T("onafhankelijke beoordeling voorbereid", "independent assessment prepared"),
	"audit.change":        i18n.T("afspraken over een beoordeling gewijzigd", "terms of an assessment changed"),
	"audit.declare":       i18n.T("verklaring van onafhankelijkheid gegeven", "statement of independence given"),
	"audit.agree":         i18n.T("akkoord met een beoordeling", "assessment agreed on"),
	"audit.begin":         i18n.T("onderzoek begonnen en steekproef getrokken", "work begun and sample drawn"),
	"audit.move-on":       i18n.T("nieuwere stand vastgelegd voor een beoordeling", "newer state fixed for an assessment"),
	"audit.take-along":    i18n.T("beoordeling meegenomen om zonder netwerk te werken", "assessment taken along to work without a network"),
	"audit.bring-back":    i18n.T("werk aan een beoordeling teruggebracht", "work on an assessment brought back"),
	"audit.sample":        i18n.T("steekproef gewijzigd", "sample changed"),
	"audit.verdict":       i18n.T("oordeel van de beoordelaar", "verdict of the assessor"),
	"audit.find":          i18n.T("bevinding van de beoordelaar", "finding of the assessor"),
	"audit.respond":       i18n.T("op een bevinding gereageerd", "finding responded to"),
	"audit.close-finding": i18n.T("bevinding gesloten", "finding closed"),
	"audit.conclude":      i18n.T("conclusie geschreven", "conclusion written"),
	"audit.sign":          i18n.T("rapport van de beoordeling ondertekend", "report of the assessment signed"),
	"audit.correct":       i18n.T("nieuwe versie van het rapport begonnen", "new version of the report begun"),
	"audit.readmit":       i18n.T("beoordelaar weer toegelaten om bevindingen te sluiten", "assessor let in again to close findings"),
	"audit.close":         i18n.T("beoordeling afgesloten", "assessment closed"),
	"audit.stop":          i18n.T("beoordeling gestopt", "assessment stopped"),

	"identity.signing-key-made":    i18n.T("sleutel om te ondertekenen gemaakt", "key to sign with made"),
	"identity.password-changed":    i18n.T("wachtwoord gewijzigd", "password changed"),
	"identity.second-step-changed": i18n.T("tweede stap gewijzigd", "second step changed"),
	"identity.recovery-codes-made": i18n.T("nieuwe herstelcodes gemaakt", "new recovery codes made"),
	"identity.recovery-code-used":  i18n.T("herstelcode gebruikt", "recovery code used"),
}

// ActionName says what an action of the journal did, and whether there are words
// for it; without them it is its code. A test over the demonstration finds such.
func ActionName(code string) (i18n.Text, bool) {
	t, ok := actions[code]
	if !ok {
		t, ok = ofLogReview[code]
	}
	if !ok {
		t = i18n.Same(code)
	}
	return t, ok
}

// Object names the record that a ref points at, and its path within the
// organisation; "" where it has no page of its own.
func (h *Handler) Object(r ref.Ref) (name i18n.Text, path string) {
	switch r.Kind {
	case "requirement":
		if req := h.Catalogue.Find(r.ID); req != nil {
			return i18n.T(req.Number+" "+req.Title.NL, req.Number+" "+req.Title.EN), "/maatregelen/" + req.Slug()
		}
	case "scan":
		return i18n.T("Quickscan", "Quick scan"), "/quickscan/" + strings.TrimPrefix(r.ID, "quickscan/")
	case "evidence":
		return i18n.T("Bewijs", "Evidence"), "/bewijs/" + r.ID
	case "action":
		return i18n.T("Verbeterplan", "Improvement plan"), "/verbeterplan/" + r.ID
	case "approval":
		return i18n.T("Bestuur", "Board"), "/bestuur/goedkeuringen/" + r.ID
	case "audit":
		return i18n.T("Beoordeling", "Assessment"), "/beoordelingen/" + r.ID
	case "review":
		return i18n.T("Directiebeoordeling", "Management review"), "/directiebeoordeling/" + r.ID
	case "programme":
		return i18n.T("Auditprogramma", "Audit programme"), "/auditprogramma/" + r.ID
	case "round":
		return i18n.T("Auditronde", "Audit round"), "/auditrondes/" + r.ID
	case "judgement", "round-finding":
		round, _, _ := strings.Cut(r.ID, "/")
		return i18n.T("Auditronde", "Audit round"), "/auditrondes/" + round
	case "decision", "board":
		return i18n.T("Bestuur", "Board"), "/bestuur"
	case "certificate":
		return i18n.T("Scholing van het bestuur", "Training of the board"), "/bestuur/scholing"
	case "organisation":
		return i18n.T("Profiel", "Profile"), "/profiel"
	case "certification":
		return i18n.T("Certificaten", "Certificates"), "/certificaten"
	case "incident":
		return i18n.T("Incident", "Incident"), "/incidenten/" + r.ID
	case "roster", "hook":
		return i18n.T("Incidenten", "Incidents"), "/incidenten/bereikbaar"
	case "person", "link":
		return i18n.T("Mensen", "People"), "/mensen"
	case "room":
		return room(r.ID)
	}
	return ofProof(r)
}

// ofProof names what is there for outsiders.
func ofProof(r ref.Ref) (name i18n.Text, path string) {
	switch r.Kind {
	case "dossier":
		return i18n.T("Dossier", "Dossier"), "/dossier"
	case "received":
		return i18n.T("Ontvangen dossier", "Received dossier"), "/ontvangen/" + r.ID
	case "journal":
		return i18n.T("Logboek", "Journal"), "/logboek"
	}
	return withoutICT(r)
}

// withoutICT names a record of continuity; "" for anything else.
func withoutICT(r ref.Ref) (name i18n.Text, path string) {
	switch r.Kind {
	case "process":
		return i18n.T("Zorgproces", "Care process"), "/continuiteit/processen/" + r.ID
	case "system":
		return i18n.T("Systeem", "System"), "/continuiteit/systemen/" + r.ID
	case "card":
		kind, version, _ := strings.Cut(r.ID, "/")
		return i18n.T("Noodkaart", "Downtime card"), "/noodkaarten/" + kind + "/versies/" + version
	case "restore-test":
		return i18n.T("Hersteltest", "Restore test"), "/continuiteit/hersteltests/" + r.ID
	case "phone-tree":
		return i18n.T("Belboom", "Phone tree"), "/continuiteit/belbomen/" + r.ID
	case "outage":
		return i18n.T("Uitval", "Outage"), "/continuiteit/uitval/" + r.ID
	}
	return ofTraining(r)
}

// ofTraining names a record of people and their training; "" for anything else.
func ofTraining(r ref.Ref) (name i18n.Text, path string) {
	switch r.Kind {
	case "training":
		return i18n.T("Training", "Training"), "/scholing/trainingen/" + r.ID
	case "staff":
		return i18n.T("Deelnemer", "Participant"), "/scholing/deelnemers/" + r.ID
	case "training-session":
		return i18n.T("Bijeenkomst", "Session"), "/scholing/bijeenkomsten/" + r.ID
	case "phishing":
		return i18n.T("Oefenmail", "Practice mail"), "/scholing/phishing/" + r.ID
	case "training-certificate", "training-said":
		return i18n.T("Scholing", "Training"), "/scholing/deelnemers"
	}
	return ofExercise(r)
}

// ofExercise names a record of an exercise; "" for anything else.
func ofExercise(r ref.Ref) (name i18n.Text, path string) {
	of, _, _ := strings.Cut(r.ID, "/")
	path = "/oefeningen/" + of
	switch r.Kind {
	case "exercise":
		return i18n.T("Oefening", "Exercise"), path
	case "exercise-move":
		return i18n.T("Klok van een oefening", "Clock of an exercise"), path
	case "exercise-note":
		return i18n.T("Notitie in een oefening", "Note in an exercise"), path
	case "exercise-seen":
		return i18n.T("Formulier van een waarnemer", "Form of an observer"), path
	}
	return ofLogs(r)
}

// room names a part of the system by its code, as content does.
func room(code string) (name i18n.Text, path string) {
	switch code {
	case "assessment":
		return i18n.T("Maatregelen", "Measures"), "/maatregelen"
	case "board":
		return i18n.T("Bestuur", "Board"), "/bestuur"
	case "evidence":
		return i18n.T("Bewijs", "Evidence"), "/bewijs"
	case "plan":
		return i18n.T("Verbeterplan", "Improvement plan"), "/verbeterplan"
	case "people":
		return i18n.T("Scholing van het bestuur", "Training of the board"), "/bestuur/scholing"
	}
	return i18n.Text{}, ""
}
