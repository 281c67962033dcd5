package planweb_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/plan/planweb"
	"aantoonbaar/internal/web"
)

// drawn draws a part as Marieke sees it.
func drawn(t *testing.T, part templ.Component) string {
	t.Helper()
	return drawnFor(t, marieke, part)
}

func drawnFor(t *testing.T, by identity.Actor, part templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := part.Render(identity.WithActor(t.Context(), by), &b); err != nil {
		t.Fatal(err)
	}
	return plain(b.String())
}

func view(l i18n.Lang) web.View {
	return web.View{Lang: l, Now: start, Place: &web.Place{ID: "org_linde"}}
}

var some = []plan.Action{
	{ID: "act_1", Title: "Actie 1", Status: plan.Open},
	{ID: "act_2", Title: "Actie 2", Status: plan.Busy, Due: on(12, 24), Requirements: []string{login, "nen7510-1:2024/9.2"}, OwnerText: "Kompas"},
	{ID: "act_3", Title: "Actie 3", Status: plan.Open, Due: on(11, 12), Owner: "per_s", Effort: "low"},
	{ID: "act_4", Title: "Actie 4", Status: plan.Done, Due: on(11, 1)},
	{ID: "act_5", Title: "Actie 5", Status: plan.Open, Due: on(1, 1), Owner: "per_l"},
	{ID: "act_6", Title: "Actie 6", Status: plan.Open, Due: on(2, 1)},
}

func TestThePanelOfAMeasure(t *testing.T) {
	x := &house{t: t}
	r := content().catalogue.BySlug("8.5")
	names := identity.Roll{Here: map[identity.PersonID]string{"per_s": "Sanne Bakker"}, Left: map[identity.PersonID]string{"per_l": "Lars Smit"}}
	back := "/o/org_linde/maatregelen/8.5"
	page := drawn(t, planweb.Panel(view(i18n.NL), r, some, names, back))
	x.want(page, "Wat gaat u nog doen?", `href="/o/org_linde/verbeterplan/nieuw?terug=%2Fo%2Forg_linde%2Fmaatregelen%2F8.5&voor=8.5"`,
		`href="/o/org_linde/verbeterplan/act_3"`, "Sanne Bakker", "Kompas", "Lars Smit (werkt hier niet meer)", "Nog niemand", `<span class="zi-late">12 november 2026`, "Te laat", "Bezig", "Klaar")
	page = drawn(t, planweb.Panel(view(i18n.EN), r, nil, identity.Roll{}, back))
	x.want(page, "The plan has no action for this measure yet.", `href="/en/o/org_linde/verbeterplan/nieuw?`)
	director := member("per_h", "Hanneke", identity.BoardMember)
	x.wantNot(drawnFor(t, director, planweb.Panel(view(i18n.NL), r, nil, identity.Roll{}, back)), "/verbeterplan/nieuw")
}
