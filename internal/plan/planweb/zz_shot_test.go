package planweb_test

import (
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

func TestShots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		t.Skip()
	}
	x := newHouse(t)
	all := content().catalogue.Requirements
	for i, r := range all[:60] {
		x.now = start.AddDate(0, 0, 3*i)
		if i%2 > 0 {
			x.supported[r.ID] = assessment.Evidence{Support: assessment.Support{Operation: true}}
			x.spells = append(x.spells, plan.Spell{Requirement: r.ID, From: plan.DayOf(x.now, time.UTC)})
		}
		x.answer(r.Slug(), assessment.Yes, assessment.Yes, assessment.Yes)
	}
	x.follow("/verbeterplan/uit-quickscan", url.Values{"element": {"2", "5"}, "owner_2": {"sanne bakker"}, "date_2": {x.now.AddDate(0, 0, 5).Format(time.DateOnly)}, "owner_5": {"Functioneel beheerder"}})
	x.add(plan.Action{Title: "Zet de tweede stap aan in de planning", Requirements: []string{login, "nen7510-2:2024/5.17"}, Owner: "per_m", Due: x.now.AddDate(0, 0, 40).Truncate(24 * time.Hour), CostCents: 480000, Effort: "medium"})
	a := x.add(plan.Action{Title: "Laat invalkrachten met een eigen account inloggen", Requirements: []string{"nen7510-2:2024/5.16"}, Owner: "per_s", Due: x.now.AddDate(0, 0, 2).Truncate(24 * time.Hour), CostCents: 50000, Description: "- vraag de planning om een lijst\n- zet de accounts klaar"})
	x.service.SetStatus(t.Context(), marieke, a.ID, 1, plan.Busy, "", time.Time{})
	x.now = x.now.AddDate(0, 0, 9)
	srv := httptest.NewServer(x.mux)
	defer srv.Close()
	for name, path := range map[string]string{"list": "/o/org_linde/verbeterplan", "voorstel": "/o/org_linde/verbeterplan/voorstel", "vooruitblik": "/o/org_linde/verbeterplan/vooruitblik", "actie": "/o/org_linde/verbeterplan/" + a.ID, "nieuw": "/o/org_linde/verbeterplan/nieuw?voor=8.13", "listen": "/en/o/org_linde/verbeterplan"} {
		for _, w := range []string{"1440", "390"} {
			out, err := exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size="+w+",1900", "--screenshot="+filepath.Join(dir, name+"-"+w+".png"), srv.URL+path).CombinedOutput()
			if err != nil {
				t.Log(string(out))
			}
		}
	}
	_ = identity.Read
}
