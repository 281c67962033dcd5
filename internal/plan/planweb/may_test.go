package planweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

func TestWhoMayOnlyReadIsOfferedNothing(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Bel", Due: on(1, 8)})
	x.by = reader
	page := x.page("/verbeterplan")
	x.want(page, "Bel")
	x.wantNot(page, "Nieuwe actie", ".xlsx", ".ics")
	page = x.page("/verbeterplan/" + a.ID)
	x.wantNot(page, "Dit is klaar", "/wijzigen", "Geschiedenis")
	x.wantNot(x.page("/verbeterplan/voorstel"), "Zet de gekozen acties")
	for _, path := range []string{"GET /verbeterplan/nieuw", "POST /verbeterplan", "POST /verbeterplan/voorstel", "POST /verbeterplan/uit-quickscan", "GET /verbeterplan/" + a.ID + "/wijzigen", "POST /verbeterplan/" + a.ID, "POST /verbeterplan/" + a.ID + "/stand", "GET /verbeterplan.ics", "GET /verbeterplan.xlsx"} {
		method, rest, _ := strings.Cut(path, " ")
		if w := x.send(method, rest, url.Values{}); w.Code != http.StatusForbidden {
			t.Errorf("%s = %d, want 403", path, w.Code)
		}
	}
}

// TestEveryServiceMethodAsksFirst calls each with an actor who may nothing.
func TestEveryServiceMethodAsksFirst(t *testing.T) {
	x := newHouse(t)
	ctx, s, no := t.Context(), x.service, identity.Actor{Org: "org_linde", Credential: identity.Session}
	for name, call := range map[string]func() error{
		"List":      func() error { _, err := s.List(ctx, no); return err },
		"For":       func() error { _, err := s.For(ctx, no, login); return err },
		"Find":      func() error { _, err := s.Find(ctx, no, "act_1"); return err },
		"History":   func() error { _, err := s.History(ctx, no, "act_1"); return err },
		"Members":   func() error { _, err := s.Members(ctx, no); return err },
		"Change":    func() error { _, err := s.Change(ctx, no, plan.Action{}); return err },
		"SetStatus": func() error { _, err := s.SetStatus(ctx, no, "act_1", 1, plan.Done, "", time.Time{}); return err },
		"Export":    func() error { _, err := s.Export(ctx, no); return err },
		"Plan":      func() error { _, err := s.Plan(ctx, no); return err },
		"Progress":  func() error { _, err := s.Progress(ctx, no); return err },
		"Add":       func() error { _, err := s.Add(ctx, no, plan.Action{Title: "x"}); return err },
		"FromGaps":  func() error { _, err := s.FromGaps(ctx, no, i18n.NL, []plan.Pick{{Requirement: login}}); return err },
		"FromScan": func() error {
			_, err := s.FromScan(ctx, no, i18n.NL, []plan.ScanPick{{Element: "quickscan/1"}})
			return err
		},
	} {
		if err := call(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s = %v, want NotFound", name, err)
		}
	}
}

func TestAnotherOrganisationsActionDoesNotExist(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Geheim", Due: on(1, 8)})
	x.by.Org = "org_eik"
	there := "/o/org_eik/verbeterplan"
	x.wantNot(x.page(there), "Geheim")
	for _, path := range []string{"GET " + there + "/" + a.ID, "GET " + there + "/" + a.ID + "/wijzigen", "POST " + there + "/" + a.ID, "POST " + there + "/" + a.ID + "/stand"} {
		method, rest, _ := strings.Cut(path, " ")
		if w := x.send(method, rest, url.Values{"title": {"x"}, "version": {"1"}, "status": {"done"}}); w.Code != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, w.Code)
		}
	}
	if got := x.actions()[0]; got.Version != 1 {
		t.Errorf("it was changed: %+v", got)
	}
}
