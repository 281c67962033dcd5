package continuityweb

import (
	"net/http"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

const testPath = home + "/hersteltests"

// restoreRoutes are the pages of restore tests.
func (h *Handler) restoreRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/continuiteit/hersteltests", identity.Read, h.tests),
		web.On("POST /o/{org}/continuiteit/hersteltests", identity.KeepContinuity, h.recordTest),
		web.On("GET /o/{org}/continuiteit/hersteltests/{id}", identity.Read, h.test),
		web.On("POST /o/{org}/continuiteit/hersteltests/{id}/bewijs", identity.Evidence, h.proveTest),
		web.On("POST /o/{org}/continuiteit/hersteltests/{id}/actie", identity.Plan, h.planTest),
		web.On("POST /o/{org}/continuiteit/hersteltests/{id}/intrekken", identity.KeepContinuity, h.withdrawTest),
	}
}

// A testsPage is every restore test, and the form for a new one.
type testsPage struct {
	page
	F testForm
}

// testForm is the form exactly as typed.
type testForm struct {
	system, on, what, who, result, remarks string
	took, lost                             typedSpan
}

func readTest(r *http.Request) testForm {
	t := func(name string) string { return web.Text(r, name) }
	return testForm{t("system"), t("on"), t("what"), t("who"), t("result"), t("remarks"), readSpan(r, "took"), readSpan(r, "lost")}
}

// parse turns what was typed into a test. It judges spelling only.
func (f testForm) parse() (continuity.Test, error) {
	var k fault.Checker
	t := continuity.Test{
		System: continuity.ID(f.system), On: web.ParseDay(&k, "on", f.on), What: f.what, Who: f.who, Result: continuity.Result(f.result), Remarks: f.remarks,
		Took: f.took.parse(&k, "took"), Lost: f.lost.parse(&k, "lost"),
	}
	return t, k.Fault("continuity.unreadable")
}

// tests serves GET …/hersteltests.
func (h *Handler) tests(w http.ResponseWriter, r *http.Request) error {
	return h.renderTests(w, r, testForm{system: r.URL.Query().Get("systeem")}, nil)
}

func (h *Handler) renderTests(w http.ResponseWriter, r *http.Request, f testForm, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	return web.Render(w, r, web.CodeOf(refusal), testsView(testsPage{p, f}))
}

// recordTest serves POST …/hersteltests.
func (h *Handler) recordTest(w http.ResponseWriter, r *http.Request) error {
	f := readTest(r)
	t, err := f.parse()
	if err == nil {
		t, err = h.Service.Record(r.Context(), identity.ActorOf(r.Context()), t)
	}
	if refusal := web.Again(err); refusal != nil {
		return h.renderTests(w, r, f, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(testPath, t.ID), "De hersteltest is vastgelegd.", "The restore test was recorded.")
}

// A testPage is one restore test with what came of it.
type testPage struct {
	web.View
	by         identity.Actor
	T          continuity.TestFile
	owner, due string // of the form for an action, as typed
	because    string
	Refusal    *fault.Fault
}

func (p testPage) may(a identity.Action) bool { return identity.May(p.by, a) }

func (p testPage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// test serves GET …/hersteltests/{id}.
func (h *Handler) test(w http.ResponseWriter, r *http.Request) error { return h.renderTest(w, r, nil) }

func (h *Handler) renderTest(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	by := identity.ActorOf(r.Context())
	f, err := h.Service.FindTest(r.Context(), by, continuity.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p := testPage{View: web.ViewOf(r.Context()), by: by, T: f, owner: web.Text(r, "owner"), due: web.Text(r, "due"), because: web.Text(r, "because"), Refusal: refusal}
	return web.Render(w, r, web.CodeOf(refusal), testView(p))
}

// acted shows the page of a test again after a refusal, and goes on there otherwise.
func (h *Handler) acted(w http.ResponseWriter, r *http.Request, err error, nl, en string) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderTest(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, testPath+"/"+r.PathValue("id"), nl, en)
}

// proveTest serves POST …/hersteltests/{id}/bewijs.
func (h *Handler) proveTest(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Prove(r.Context(), identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")))
	return h.acted(w, r, err, "De test staat bij het bewijs van 5.30 en 8.13.", "The test is among the evidence of 5.30 and 8.13.")
}

// planTest serves POST …/hersteltests/{id}/actie.
func (h *Handler) planTest(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	due := web.ParseDay(&k, "due", web.Text(r, "due"))
	err := k.Fault("continuity.unreadable")
	if err == nil {
		_, err = h.Service.ToPlan(r.Context(), identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")), web.Text(r, "owner"), due)
	}
	return h.acted(w, r, err, "De actie staat in het verbeterplan.", "The action is in the improvement plan.")
}

// withdrawTest serves POST …/hersteltests/{id}/intrekken.
func (h *Handler) withdrawTest(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.WithdrawTest(r.Context(), identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")), web.Text(r, "because"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderTest(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, testPath, "De test is ingetrokken. In het logboek blijft hij staan.", "The test was withdrawn. It stays in the journal.")
}

// resultTone is the colour of how a test ended.
func resultTone(t continuity.Test) string {
	switch {
	case t.Result == continuity.Failed:
		return "late"
	case t.FallsShort():
		return "warn"
	}
	return "ok"
}

// against writes how long something took beside what was agreed.
func against(v web.View, took, goal continuity.Span, known bool) string {
	if !known {
		return took.In(v.Lang)
	}
	return took.In(v.Lang) + v.T(", afgesproken ", ", agreed ") + goal.In(v.Lang)
}

// results are the ways in which a test can end.
func (p testsPage) results() (options []web.Option) {
	for _, x := range continuity.Results {
		options = append(options, web.Option{Value: string(x), Label: x.Name().In(p.Lang), Chosen: p.F.result == string(x)})
	}
	return options
}

// choose are the systems as the options of a list, with none chosen first.
func (p page) choose(chosen string) []web.Option {
	none := web.Option{Value: "", Label: p.T("Kies een systeem", "Choose a system")}
	return append([]web.Option{none}, p.systems([]continuity.ID{continuity.ID(chosen)}, "")...)
}
