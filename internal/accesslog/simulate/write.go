package simulate

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"
)

// listHead is the head of a list as client record systems give it: local time without
// a zone, words for what was done.
const listHead = "Datum en tijd;Medewerker;Functie;Team;Cliëntnummer;Actie;Noodprocedure;Reden;Werkplek;Bron\r\n"

var actionWords = map[byte]string{'C': "Aangemaakt", 'R': "Bekeken", 'U': "Gewijzigd", 'D': "Verwijderd", 'E': "Afgedrukt"}

func writeList(to *bufio.Writer, w *World, l Line) {
	did, glass := actionWords[l.Action], "nee"
	if l.Search {
		did = "Gezocht"
	}
	if l.Glass {
		glass = "ja"
	}
	fmt.Fprintf(to, "%s;%s;%s;%s;%s;%s;%s;%s;ws%05d;%s\r\n", l.At.Format("02-01-2006 15:04:05"), w.Users[l.User].Number, w.Users[l.User].Role, w.Teams[l.Team],
		w.Patients[l.Patient].Number, did, glass, strings.ReplaceAll(l.Reason, ";", ","), l.Station, w.Sources[l.Source])
}

// interactions are how FHIR calls what was done.
var interactions = map[byte]string{'C': "create", 'R': "read", 'U': "update", 'D': "delete", 'E': "operation"}

// writeFHIR writes an AuditEvent of FHIR R4 as IHE's Basic Audit Log Patterns have it
// for a record of a patient that was read: two systems, the user, and the patient.
func writeFHIR(to *bufio.Writer, w *World, l Line) {
	type m map[string]any
	code := func(system, code string) m { return m{"system": system, "code": code} }
	user := m{
		"type": m{"coding": []m{code("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")}}, "requestor": true,
		"who":     m{"identifier": m{"system": "urn:oid:2.16.528.1.1007.3.1", "value": w.Users[l.User].Number}},
		"role":    []m{{"text": w.Users[l.User].Role}},
		"policy":  []string{"https://voorbeeld.invalid/autorisatie/behandelrelatie"},
		"network": m{"address": fmt.Sprintf("ws%05d", l.Station), "type": "1"},
	}
	event := m{
		"resourceType": "AuditEvent", "type": code("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest"),
		"subtype": []m{code("http://hl7.org/fhir/restful-interaction", interactions[l.Action])},
		"action":  string(l.Action), "recorded": l.At.Format("2006-01-02T15:04:05.000Z07:00"), "outcome": "0",
		"agent": []m{
			{"type": m{"coding": []m{code("http://dicom.nema.org/resources/ontology/DCM", "110153")}}, "requestor": false, "who": m{"display": w.Sources[l.Source]}},
			user,
		},
		"source": m{"observer": m{"display": w.Sources[l.Source]}, "site": w.Teams[l.Team]},
		"entity": []m{{
			"type": code("http://terminology.hl7.org/CodeSystem/audit-entity-type", "1"), "role": code("http://terminology.hl7.org/CodeSystem/object-role", "1"),
			"what": m{"identifier": m{"system": "urn:oid:2.16.840.1.113883.2.4.3.11.999.7", "value": w.Patients[l.Patient].Number}},
		}},
	}
	if l.Search {
		event["subtype"] = []m{code("http://hl7.org/fhir/restful-interaction", "search-type")}
		event["entity"].([]m)[0]["query"] = "bmFhbQ=="
	}
	if l.Glass {
		event["purposeOfEvent"] = []m{{"coding": []m{code("http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG")}, "text": l.Reason}}
	}
	text, err := json.Marshal(event)
	if err != nil {
		panic(err) // strings and lists of them always encode
	}
	fmt.Fprintf(to, "%s\n", text)
}

// writeATNA writes an audit message in the XML of DICOM PS3.15 on a line of syslog (RFC
// 5424).
func writeATNA(to *bufio.Writer, w *World, l Line) {
	kind := `<EventTypeCode csd-code="110110" codeSystemName="DCM" originalText="Patient Record"/>`
	if l.Glass {
		kind = `<EventTypeCode csd-code="110127" codeSystemName="DCM" originalText="Emergency Override Started"/>`
	}
	query := ""
	if l.Search {
		query = "<ParticipantObjectQuery>bmFhbQ==</ParticipantObjectQuery>"
	}
	at := l.At.Format("2006-01-02T15:04:05.000Z07:00")
	fmt.Fprintf(to, `<85>1 %s %s ATNA - IHE+RFC-3881 - <?xml version="1.0" encoding="UTF-8"?><AuditMessage><EventIdentification EventActionCode="%c" EventDateTime="%s" EventOutcomeIndicator="0"><EventID csd-code="110110" codeSystemName="DCM" originalText="Patient Record"/>%s</EventIdentification>`,
		at, w.Sources[l.Source], l.Action, at, kind)
	fmt.Fprintf(to, `<ActiveParticipant UserID="%s" UserIsRequestor="true" NetworkAccessPointID="ws%05d" NetworkAccessPointTypeCode="1"><RoleIDCode csd-code="rol" codeSystemName="NL" originalText="%s"/></ActiveParticipant><AuditSourceIdentification AuditSourceID="%s" AuditEnterpriseSiteID="%s"/>`,
		w.Users[l.User].Number, l.Station, w.Users[l.User].Role, w.Sources[l.Source], w.Teams[l.Team])
	fmt.Fprintf(to, `<ParticipantObjectIdentification ParticipantObjectID="%s" ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"><ParticipantObjectIDTypeCode csd-code="2" codeSystemName="RFC-3881" originalText="Patient Number"/>%s</ParticipantObjectIdentification></AuditMessage>`+"\n",
		w.Patients[l.Patient].Number, query)
}
