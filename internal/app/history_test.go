package app_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
)

// TestTheHistoryOfARequirementTellsOfItsEvidence adds, links, changes and
// withdraws, and reads what the history of each requirement tells.
func TestTheHistoryOfARequirementTellsOfItsEvidence(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	by := p.by(identity.Contributor)
	it := p.piece("verslag van de oefening", evidence.Note) // linked to p.requirement from the start
	it.Title = "Verslag, tweede versie"
	it, err := p.Evidence.Change(p.ctx(), by, it)
	p.must(err)
	p.must(p.Evidence.Link(p.ctx(), by, p.excluded, it.ID))
	p.must(p.Evidence.Unlink(p.ctx(), by, it.ID, p.excluded))
	p.must(p.Evidence.Link(p.ctx(), by, p.excluded, it.ID))
	p.must(p.Evidence.Unlink(p.ctx(), by, it.ID, p.requirement))
	p.must(p.Evidence.Withdraw(p.ctx(), by, it.ID, "verouderd"))
	for requirement, want := range map[string][]string{
		p.requirement: {evidence.ActUnlink, evidence.ActChange, evidence.ActAdd},
		p.excluded:    {evidence.ActWithdraw, evidence.ActLink, evidence.ActUnlink, evidence.ActLink},
	} {
		told, err := p.Evidence.HistoryFor(p.ctx(), by, requirement, 100)
		p.must(err)
		var got []string
		for _, x := range told {
			if x.Item.ID == it.ID {
				got = append(got, x.Entry.Action)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", requirement, got, want)
		}
	}
	for requirement, want := range map[string]string{p.requirement: "losgemaakt", p.excluded: "ingetrokken"} {
		page := s.ask("GET", "/o/"+string(p.id)+"/maatregelen/"+p.Content.Find(requirement).Slug()+"/geschiedenis", s.signIn(p.people[identity.Contributor], true), "").Body
		if !strings.Contains(page, "Bewijs ‘Verslag, tweede versie’: "+want) {
			t.Errorf("the history of %s does not tell that the evidence was %s", requirement, want)
		}
	}
}
