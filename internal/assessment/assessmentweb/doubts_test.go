package assessmentweb_test

import (
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
)

func TestDoubtsStandTogetherByKind(t *testing.T) {
	x := newHouse(t)
	yes, no := assessment.Statement{Reply: assessment.Yes}, assessment.Statement{Reply: assessment.No}
	for _, a := range []assessment.Answer{
		{Requirement: "nen7510-2:2024/8.5", Design: yes, Existence: no, Operation: yes},
		{Requirement: "nen7510-2:2024/8.13", Design: no, ReviewOn: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)},
	} {
		if _, err := x.service.Save(t.Context(), marieke, a); err != nil {
			t.Fatal(err)
		}
	}
	page := x.page(marieke, "/nakijken")
	has(t, page, "Kijk 2 antwoorden nog eens na.", "Het werkt, maar wij doen het nog niet", "Ja gezegd, maar zonder bewijs", "Opzet en Werking",
		"De dag om opnieuw te kijken is voorbij", "/o/org_linde/maatregelen/8.5", "/o/org_linde/maatregelen/8.13", "Voeg bewijs toe")
	if got := strings.Count(page, `href="/o/org_linde/maatregelen/8.5"`); got != 2 {
		t.Errorf("8.5 stands %d times, want once in each of its two groups", got)
	}
	if strings.Index(page, "maar wij doen het nog niet") > strings.Index(page, "maar zonder bewijs") {
		t.Error("the most serious group should come first")
	}
}

func TestWithoutDoubtsThePageSaysSo(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(marieke, "/nakijken"), "Er is nog niets om na te kijken", "Begin met de quickscan")
	x.meet("nen7510-2:2024/8.5")
	has(t, x.page(marieke, "/nakijken"), "Niets valt op", "kan alleen een mens zien")
}
