package app_test

import (
	"strings"
	"sync"
	"testing"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
)

// TestTwoPressesInOneMomentAddOnePiece presses every button that makes evidence of what
// does not change any more, eight times at once.
func TestTwoPressesInOneMomentAddOnePiece(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		officer := p.by(identity.SecurityOfficer)
		for _, button := range []struct {
			name, title string
			press       func() error
		}{
			{"the attendance", "Scholing in de twaalf maanden", func() error { return p.People.Prove(p.ctx(), officer) }},
			{"a practice mail", "Oefenmail van", func() error { return p.People.ProveCampaign(p.ctx(), officer, p.trains.campaign) }},
			{"a restore test", "Hersteltest", func() error { return p.Continuity.Prove(p.ctx(), officer, p.carried.test) }},
		} {
			before, size := p.titled(button.title), p.size()
			var all sync.WaitGroup
			wrong := make([]error, 8)
			for i := range wrong {
				all.Go(func() { wrong[i] = button.press() })
			}
			all.Wait()
			for _, err := range wrong {
				p.must(err)
			}
			if n := p.titled(button.title) - before; n != 1 || p.size() != size+1 {
				s.Errorf("%s: %d pieces and %d entries after eight presses", button.name, n, p.size()-size)
			}
		}
	})
}

// titled counts the pieces of evidence of which the title begins so.
func (p *provider) titled(start string) (n int) {
	p.Helper()
	items, err := p.Evidence.List(p.ctx(), p.by(identity.SecurityOfficer), evidence.Filter{})
	p.must(err)
	for _, it := range items {
		if strings.HasPrefix(it.Title, start) {
			n++
		}
	}
	return n
}
