package demo

import (
	"context"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
)

// takeStock is the board's management review, in the same meeting.
func (s *story) takeStock(ctx context.Context) error {
	today := s.today()
	r, err := s.Review.Begin(ctx, s.lead, today)
	if err != nil {
		return err
	}
	s.later()
	r.Next, r.Attendees, r.Outcome, r.Remarks = today.AddDate(1, 0, 0), s.board.Name+", bestuurder\n"+s.lead.Name+", kwaliteit", outcome, remarks
	if err := s.Review.Change(ctx, s.lead, r); err != nil {
		return err
	}
	for i, title := range resolutions {
		s.later()
		a := plan.Action{Title: title, Owner: s.staff[i%len(s.staff)].Person, Due: today.AddDate(0, 2+i, 0)}
		if _, err := s.Review.Decide(ctx, s.lead, r.ID, a); err != nil {
			return err
		}
	}
	s.later()
	sheet, err := s.Review.Find(ctx, s.board, r.ID)
	if err != nil {
		return err
	}
	if err := s.Review.Sign(ctx, s.board, r.ID, review.Signature{SHA256: sheet.SHA256, Name: s.board.Name, Lang: i18n.NL}); err != nil {
		return err
	}
	s.later()
	return s.Review.Prove(ctx, s.lead, r.ID)
}

const outcome = "Onze aanpak past nog bij wie wij zijn. Hij is genoeg voor de thuiszorg; voor het inloggen op afstand nog niet. Het werkt waar teams het zelf bijhouden."

var resolutions = []string{"Teams vertellen elkaar elk kwartaal wat er misging", "Afspraak met de leverancier van het ECD over noodtoegang"}

var remarks = map[review.Topic]string{
	review.Changes:    "In het voorjaar komt er een team bij. Zij werken nu nog met een ander dossiersysteem.",
	review.Parties:    "De cliëntenraad vroeg wie er in het dossier kan kijken. De zorgverzekeraar vraagt dit jaar om bewijs.",
	review.Deviations: "Twee keer ging post naar een verkeerd adres. Het adres wordt nu door twee mensen nagekeken.",
	review.Monitoring: "De cijfers kloppen met wat wij zien. Bewijs verloopt sneller dan wij het bijhouden.",
	review.Feedback:   "Medewerkers vinden inloggen op de telefoon lastig. Cliënten vroegen hier niet naar.",
	review.Risks:      "Uitval van het ECD blijft ons grootste risico. De noodkaart is nog niet geoefend.",
	review.Chances:    "Eén plek voor alle wachtwoorden scheelt iedereen tijd.",
}
