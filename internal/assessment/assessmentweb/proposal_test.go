package assessmentweb_test

import (
	"context"
	"testing"

	"github.com/a-h/templ"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

// ADR 0031: who builds no software is proposed to leave the measures about building
// out; of two of them something is left for a buyer, and the page asks.
func TestAProposalAsksABuyerWhatTheProfileCannotTell(t *testing.T) {
	x := newHouse(t)
	x.world.profile = org.Profile{DevelopsSoftware: org.No}
	none := func(context.Context, web.View, *framework.Requirement, string) (templ.Component, error) {
		return templ.NopComponent, nil
	}
	x.handler.EvidencePanel, x.handler.ActionPanel = none, none

	for _, number := range []string{"8.26", "8.29"} {
		unless := x.service.Catalogue.Find("nen7510-2:2024/" + number).ExcludedUnless
		has(t, x.page(marieke, "/maatregelen/"+number), "Wij stellen voor: niet van toepassing.", unless.Asks.NL, unless.Left.NL, "Laat haar weg")
		if _, err := x.service.Confirm(t.Context(), marieke, "nen7510-2:2024/"+number, 0); err != nil {
			t.Fatal(err)
		}
		page := x.page(marieke, "/maatregelen/"+number)
		has(t, page, unless.Asks.NL, unless.Left.NL)
		hasNot(t, page, "Wij stellen voor: niet van toepassing.", "Laat haar weg")
	}
	page := x.page(marieke, "/maatregelen/8.28")
	has(t, page, "Wij stellen voor: niet van toepassing.", "Neem dit over")
	hasNot(t, page, "Laat haar weg")
}
