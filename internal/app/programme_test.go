package app_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
)

// A desk is a person at the pages of a provider.
type desk struct {
	*provider
	secret string
	lang   string // "" or "/en"
}

func (d desk) has(path string, words ...string) string {
	d.Helper()
	a := d.ask(http.MethodGet, d.lang+"/o/"+string(d.id)+path, d.secret, "")
	for _, w := range words {
		if !strings.Contains(a.Body, w) {
			d.Errorf("%s (%d) misses %q", path, a.Code, w)
		}
	}
	return a.Body
}

func (d desk) send(path string, form url.Values, want int) string {
	d.Helper()
	a := d.ask(http.MethodPost, d.lang+"/o/"+string(d.id)+path, d.secret, form.Encode())
	if a.Code != want {
		d.Errorf("POST %s %v = %d, want %d", path, form, a.Code, want)
	}
	return a.Body
}

// TestAnAuditProgrammeIsPlannedOverItsPages follows a programme from its period to
// rounds that cover everything.
func TestAnAuditProgrammeIsPlannedOverItsPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, reader := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), ""}
	const page = "/auditprogramma/1"
	from := programme.MonthOf(p.clock())

	officer.has("/auditprogramma", "zitten in geen enkele ronde", "Doe een voorstel", "Interne audit", p.people[identity.Reader].Name)
	officer.has(page+"/dekking", "In geen enkele ronde (", "Nergens", "Elke eis en maatregel", "1 van")
	if body := reader.has("/auditprogramma", "zitten in geen enkele ronde"); strings.Contains(body, "<form class=\"zi-card") || strings.Contains(body, "Plan een ronde") {
		t.Error("a reader is offered to plan")
	}
	reader.send(page+"/voorstel", url.Values{}, http.StatusForbidden)

	long := officer.send(page, url.Values{"version": {"1"}, "from": {from.Format("2006-01-02")}, "months": {"24"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(long, "12 tot en met 18 maanden") || !strings.Contains(long, `value="24"`) {
		t.Error("a period of 24 months is not refused with its reason and what was typed")
	}
	officer.send(page, url.Values{"version": {"9"}, "from": {from.Format("2006-01-02")}, "months": {"16"}}, http.StatusConflict)
	officer.send("/auditprogramma", url.Values{"from": {from.Format("2006-01-02")}, "months": {"12"}}, http.StatusUnprocessableEntity) // overlaps
	officer.send("/auditprogramma", url.Values{"from": {from.AddDate(0, 15, 0).Format("2006-01-02")}, "months": {"12"}}, http.StatusSeeOther)
	officer.has(page, "Andere programma")

	if body := officer.send(page+"/ronde", url.Values{"tier": {"internal"}, "month": {"2040-01-01"}, "groups": {"mensen"}}, http.StatusUnprocessableEntity); !strings.Contains(body, "Kies een maand van dit programma") || !strings.Contains(body, `value="mensen" checked`) {
		t.Error("a round in another month is not refused, or what was typed is lost")
	}
	officer.send(page+"/voorstel", url.Values{}, http.StatusSeeOther)
	if body := officer.has(page, "Alle", "eisen die gelden zitten in een ronde", "zi-chart__svg"); strings.Contains(body, "in geen enkele ronde") || strings.Contains(body, "Doe een voorstel") {
		t.Error("the proposal leaves something in no round")
	}
	officer.send(page+"/voorstel", url.Values{}, http.StatusConflict)

	officer.send(page+"/ronde", url.Values{"tier": {"internal"}, "month": {from.Format("2006-01-02")}, "groups": {"mensen"}}, http.StatusSeeOther)
	sheet, err := p.Programme.Find(p.ctx(), p.by(identity.Reader), 1)
	p.must(err)
	fresh := sheet.States[slices.IndexFunc(sheet.States, func(x programme.State) bool {
		return x.Month.Equal(from) && x.Tier == programme.Internal && slices.Equal(x.Groups, []string{"mensen"})
	})]
	round := "/auditrondes/" + string(fresh.ID)
	form := url.Values{"version": {"1"}, "tier": {"internal"}, "month": {from.AddDate(0, 3, 0).Format("2006-01-02")}, "groups": {"9"}, "auditors": {string(p.people[identity.Reader].ID)}}
	officer.send(round+"/planning", form, http.StatusSeeOther)
	form.Set("month", from.AddDate(0, 4, 0).Format("2006-01-02"))
	if body := officer.send(round+"/planning", form, http.StatusConflict); !strings.Contains(body, "intussen gewijzigd") || !strings.Contains(body, "Maand: ") {
		t.Error("a form that came too late does not show what is there now")
	}
	reader.has(round, "9 Meten", "Gepland", p.people[identity.Reader].Name)
	officer.send(round+"/vervallen", url.Values{"version": {"2"}, "because": {""}}, http.StatusUnprocessableEntity)
	officer.send(round+"/vervallen", url.Values{"version": {"2"}, "because": {"Wij doen dit samen met een andere ronde."}}, http.StatusSeeOther)
	reader.has(round, "Vervallen", "Wij doen dit samen")
	if body := officer.send(round+"/planning", form, http.StatusConflict); !strings.Contains(body, "Deze ronde is vervallen") {
		t.Error("a form for a round that was dropped meanwhile is not told so")
	}

	officer.has("/kalender", "Zelfaudit klaar")
	officer.has("/logboek", "uditronde voorgesteld", "uditronde vervallen")
	officer.has("/directiebeoordeling/"+string(p.review), "Van het auditprogramma", "in de praktijk bekeken")
	english := desk{p, officer.secret, "/en"}
	english.has(page, "Audit programme", "Internal audit", "Planned")
	english.has(page+"/dekking", "What do we look at, and when?")
	english.has(round, "Dropped")
}

// TestTheOverviewTellsOfAudits: of a round that is late, and of one's own self-audit.
// The menu marks the line of audits on the pages of rounds.
func TestTheOverviewTellsOfAudits(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	at := func(role identity.Role) desk { return desk{p, s.signIn(p.people[role], true), ""} }
	owner, officer := at(identity.Administrator), at(identity.SecurityOfficer)
	r := p.planned(1)
	r.Tier, r.Auditors = programme.Self, []programme.Auditor{{Person: p.people[identity.Administrator].ID}}
	round, err := p.Programme.AddRound(p.ctx(), p.by(identity.SecurityOfficer), r)
	p.must(err)
	const own, late = "Doe uw zelfaudit: ", "Auditronde te laat: "
	if body := owner.has("", ""); strings.Contains(body, own) || strings.Contains(body, late) {
		t.Error("the overview asks for an audit that has not begun, or that is not late")
	}
	p.must(p.Programme.Start(p.ctx(), p.by(identity.Administrator), round.ID))
	owner.has("", own, "1 eis die van u is", "/auditrondes/"+string(round.ID))
	officer.has("/auditrondes/"+string(round.ID), `href="/o/`+string(p.id)+`/auditprogramma" aria-current="true"`)

	s.at(p.clock().AddDate(0, 2, 0))
	at(identity.Administrator).has("", own, late, "De maand van 2 rondes is voorbij")
	at(identity.Reader).has("", late, "De maand van 1 ronde is voorbij")
	if body := at(identity.Contributor).has("", ""); strings.Contains(body, late) || strings.Contains(body, own) {
		t.Error("the overview tells of audits to who has nothing to do with them")
	}
}

// TestWhoImprovesDoesNotAudit ties who has an action for a requirement, until two
// years after it was done.
func TestWhoImprovesDoesNotAudit(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	by := p.by(identity.SecurityOfficer)
	a, err := p.Plan.Add(p.ctx(), by, plan.Action{Title: "Noodkaart", Requirements: []string{p.requirement}, Owner: p.people[identity.Reader].ID})
	p.must(err)
	ties := func() []programme.Tie {
		f, err := p.Programme.FindRound(p.ctx(), by, p.round)
		p.must(err)
		return programme.Binding(f.Ties, p.people[identity.Reader].ID, p.requirement, f.Sheet.Today)
	}
	s.at(p.clock().AddDate(0, 1, 0))
	if got := ties(); len(got) != 1 || got[0].Bond != programme.Improves || !got[0].On.IsZero() {
		t.Errorf("who has an action is tied by %+v", got)
	}
	a, err = p.Plan.SetStatus(p.ctx(), by, a.ID, a.Version, plan.Done, "", midnight(p.clock()))
	p.must(err)
	if got := ties(); len(got) != 1 || !got[0].On.Equal(midnight(p.clock())) {
		t.Errorf("who did an action is tied by %+v", got)
	}
	_, err = p.Plan.SetStatus(p.ctx(), by, a.ID, a.Version, plan.Dropped, "Niet nodig", time.Time{})
	p.must(err)
	if got := ties(); len(got) != 0 {
		t.Errorf("an action that was dropped ties by %+v", got)
	}
}

// TestWhoSignsForTheBoardDoesNotAudit ties a board member who signed how far the
// measures are met to each of them, for two years.
func TestWhoSignsForTheBoardDoesNotAudit(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	f, err := p.Programme.FindRound(p.ctx(), p.by(identity.SecurityOfficer), p.round)
	p.must(err)
	signed := func(person identity.PersonID) (ties []programme.Tie) {
		all, err := p.Programme.World.Ties(p.ctx(), p.by(identity.SecurityOfficer), f.State.Scope)
		p.must(err)
		for _, id := range f.State.Scope {
			for _, tie := range programme.Binding(all, person, id, midnight(p.clock())) {
				if tie.Bond == programme.Signed {
					ties = append(ties, tie)
				}
			}
		}
		return ties
	}
	member, on := p.people[identity.BoardMember].ID, midnight(p.clock())
	p.sign(board.Measures)
	if got := signed(member); len(got) != len(f.State.Scope) || len(got) == 0 || !got[0].On.Equal(on) {
		t.Errorf("who signed the measures is tied by %+v", got)
	}
	if got := signed(p.people[identity.Reader].ID); len(got) != 0 {
		t.Errorf("who signed nothing is tied by %+v", got)
	}
	s.at(p.clock().AddDate(programme.TieYears, 0, 0))
	if got := signed(member); len(got) != 0 {
		t.Errorf("two years after, ties %+v", got)
	}
}

// verdictForm is the form of three verdicts, each with the outcome.
func verdictForm(version, outcome, day string) url.Values {
	form := url.Values{"version": {version}}
	for _, l := range framework.Levels {
		form.Set(string(l)+"_outcome", outcome)
		form.Set(string(l)+"_method", "observation")
		form.Set(string(l)+"_seen", "Gezien op de afdeling.")
		form.Set(string(l)+"_on", day)
	}
	return form
}

// TestAnInternalAuditIsCarriedOutOverItsPages follows a round from who may judge to
// the evidence.
func TestAnInternalAuditIsCarriedOutOverItsPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	at := func(role identity.Role) desk { return desk{p, s.signIn(p.people[role], true), ""} }
	officer, admin, reader := at(identity.SecurityOfficer), at(identity.Administrator), at(identity.Reader)
	today := midnight(p.clock()).Format("2006-01-02")
	other := p.Content.Requirements[21]
	plan := url.Values{
		"tier": {"internal"}, "month": {programme.MonthOf(p.clock()).Format("2006-01-02")}, "requirements": {p.requirement, other.ID},
		"auditors": {string(p.people[identity.Administrator].ID)},
	}
	officer.send("/auditprogramma/1/ronde", plan, http.StatusSeeOther)
	sheet, err := p.Programme.Find(p.ctx(), p.by(identity.Reader), 1)
	p.must(err)
	id := sheet.States[slices.IndexFunc(sheet.States, func(x programme.State) bool { return x.ID != p.round })].ID
	round, slug := "/auditrondes/"+string(id), p.Content.Find(p.requirement).Slug()

	officer.has(round, "Wie mag oordelen?", "vrij voor 1 van de 2 eisen", "is de eigenaar", "vulde het antwoord in", "Niemand van deze ronde is vrij voor:")
	if body := admin.send(round+"/begin", url.Values{}, http.StatusConflict); !strings.Contains(body, "Geen van de auditors is vrij") {
		t.Error("a round that nobody could judge is not refused with its reason")
	}
	reader.send(round+"/begin", url.Values{}, http.StatusConflict) // not given to the reader
	plan.Set("version", "1")
	plan["auditors"] = append(plan["auditors"], string(p.people[identity.Reader].ID))
	officer.send(round+"/planning", plan, http.StatusSeeOther)
	officer.has(round, "vrij voor 2 van de 2 eisen")
	reader.send(round+"/begin", url.Values{}, http.StatusSeeOther)
	reader.send(round+"/begin", url.Values{}, http.StatusConflict)

	admin.has(round+"/eisen/"+slug, "kunt", "niet beoordelen in een interne audit", "is de eigenaar")
	if body := admin.send(round+"/eisen/"+slug, verdictForm("0", "met", today), http.StatusConflict); !strings.Contains(body, "is de eigenaar") {
		t.Error("an owner is not refused with the reason")
	}
	officer.send(round+"/eisen/"+slug, verdictForm("0", "met", today), http.StatusConflict) // not in the round
	reader.has(round+"/eisen/"+slug, "Uw oordeel", "Wat de organisatie zegt", p.mark("explanation"), p.mark("title"))
	half := verdictForm("0", "not-met", today)
	half.Del("operation_seen")
	if body := reader.send(round+"/eisen/"+slug, half, http.StatusUnprocessableEntity); !strings.Contains(body, "Schrijf wat u zag of hoorde") || !strings.Contains(body, "Gezien op de afdeling.") {
		t.Error("half a verdict is not refused, or what was typed is lost")
	}
	reader.send(round+"/eisen/"+slug, verdictForm("0", "not-met", today), http.StatusSeeOther)
	late := verdictForm("0", "met", today)
	if body := reader.send(round+"/eisen/"+slug, late, http.StatusConflict); !strings.Contains(body, "heeft dit intussen gewijzigd") || !strings.Contains(body, "Voldoet niet. Gezien") {
		t.Error("a verdict that came too late does not show what is there")
	}
	admin.send(round+"/eisen/"+other.Slug(), verdictForm("0", "met", today), http.StatusSeeOther) // free for this one

	reader.has(round, "Nog nodig:", "voldoet niet, maar er is geen bevinding")
	reader.send(round+"/verslag", url.Values{"conclusion": {"Klaar."}}, http.StatusConflict)
	found := url.Values{"number": {"0"}, "version": {"0"}, "requirement": {p.requirement}, "title": {"De noodkaart ontbreekt"}, "what": {"Op twee afdelingen."}}
	if body := reader.send(round+"/bevindingen", found, http.StatusUnprocessableEntity); !strings.Contains(body, "Kies hoe zwaar") || !strings.Contains(body, "De noodkaart ontbreekt") {
		t.Error("a finding without a weight is not refused, or what was typed is lost")
	}
	found.Set("severity", "major")
	reader.send(round+"/bevindingen", found, http.StatusSeeOther)
	found.Set("number", "1")
	reader.send(round+"/bevindingen", found, http.StatusConflict) // an older version
	found.Set("version", "1")
	found.Set("title", "De noodkaart hangt er niet")
	reader.send(round+"/bevindingen", found, http.StatusSeeOther)
	admin.send(round+"/bevindingen", url.Values{"number": {"1"}, "version": {"2"}, "severity": {"minor"}, "requirement": {other.ID}, "title": {"x"}, "what": {"x"}}, http.StatusConflict)

	reader.send(round+"/bevindingen/1/actie", url.Values{}, http.StatusForbidden)
	officer.send(round+"/bevindingen/1/actie", url.Values{"owner": {string(p.people[identity.Contributor].ID)}}, http.StatusSeeOther)
	officer.send(round+"/bevindingen/1/actie", url.Values{}, http.StatusConflict)
	officer.has(round, "De noodkaart hangt er niet", "Actie: ")
	officer.has("/verbeterplan", "De noodkaart hangt er niet")

	reader.send(round+"/verslag", url.Values{"conclusion": {" "}}, http.StatusUnprocessableEntity)
	reader.send(round+"/verslag", url.Values{"conclusion": {"Het werkt, maar de noodkaart ontbreekt."}}, http.StatusSeeOther)
	officer.has(round, "Vaste versie", "2 eisen, waarvan 2 in de praktijk", "Zet bij het bewijs van 9.2, 5.35 en 5.36")
	reader.send(round+"/eisen/"+slug, verdictForm("1", "met", today), http.StatusConflict) // it is fixed
	officer.send(round+"/planning", plan, http.StatusConflict)
	officer.has("/auditprogramma/1/dekking", "In de praktijk bekeken")
	for range 2 {
		officer.send(round+"/bewijs", url.Values{}, http.StatusSeeOther)
	}
	items, err := p.Evidence.List(p.ctx(), p.by(identity.Reader), evidence.Filter{})
	p.must(err)
	n := 0
	for _, it := range items {
		if it.LinkedTo("nen7510-1:2024/9.2") && it.LinkedTo("nen7510-2:2024/5.35") && it.LinkedTo("nen7510-2:2024/5.36") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d pieces of evidence for the internal audit, want one", n)
	}
	officer.has("/directiebeoordeling/"+string(p.review), "zijn 1 van de 2 rondes klaar", "zijn 2 van de", "1 actie uit een interne audit")
	officer.has("/logboek", "erslag van een auditronde", "evinding in een auditronde", "ordeel in een auditronde")
	desk{p, officer.secret, "/en"}.has(round, "Fixed version", "Looked at")
	desk{p, officer.secret, "/en"}.has(round+"/eisen/"+slug, "Verdict in this round", "Not met")
}

// TestASelfAuditIsForOwners: everybody judges what is theirs, and nothing else.
func TestASelfAuditIsForOwners(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	at := func(role identity.Role) desk { return desk{p, s.signIn(p.people[role], true), ""} }
	officer, admin, reader := at(identity.SecurityOfficer), at(identity.Administrator), at(identity.Reader)
	today, slug := midnight(p.clock()).Format("2006-01-02"), p.Content.Find(p.requirement).Slug()
	other := p.Content.Requirements[21]
	r, err := p.Programme.AddRound(p.ctx(), p.by(identity.SecurityOfficer), programme.Round{
		Programme: 1, Tier: programme.Self, Requirements: []string{p.requirement, other.ID}, Month: programme.MonthOf(p.clock()),
		Auditors: []programme.Auditor{{Person: p.people[identity.SecurityOfficer].ID}},
	})
	p.must(err)
	round := "/auditrondes/" + string(r.ID)
	officer.has(round, "Alleen de eigenaar van een eis", "Zonder eigenaar, en dus zonder oordeel:", other.Number)
	if body := officer.send(round+"/begin", url.Values{}, http.StatusConflict); !strings.Contains(body, "Zonder eigenaar is een zelfaudit niet mogelijk") {
		t.Error("a self-audit without owners is not refused with its reason")
	}
	officer.send(round+"/planning", url.Values{
		"version": {"1"}, "tier": {"self"}, "month": {r.Month.Format("2006-01-02")}, "requirements": {p.requirement}, "auditors": {string(p.people[identity.SecurityOfficer].ID)},
	}, http.StatusSeeOther)
	officer.send(round+"/begin", url.Values{}, http.StatusSeeOther)
	if body := officer.send(round+"/eisen/"+slug, verdictForm("0", "met", today), http.StatusConflict); !strings.Contains(body, "niet de eigenaar") {
		t.Error("who leads a self-audit judges what is another's")
	}
	reader.send(round+"/eisen/"+slug, verdictForm("0", "met", today), http.StatusConflict)
	admin.send(round+"/eisen/"+slug, verdictForm("0", "met", today), http.StatusSeeOther)
	admin.send(round+"/verslag", url.Values{"conclusion": {"Klaar."}}, http.StatusConflict) // does not lead it
	officer.send(round+"/verslag", url.Values{"conclusion": {"Het klopt."}}, http.StatusSeeOther)
	officer.has(round, "Zet bij het bewijs van 5.36")
}
