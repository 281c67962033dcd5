package demo

import (
	"context"
	"time"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/legaltime"
)

// certified puts the certificates of the hospital and of a supplier in the register:
// one of an edition that ends, one that leaves out the care, one of a supplier.
func (s *story) certified(ctx context.Context, until time.Time) error {
	if s.m.key != "oosterdelta" {
		return nil
	}
	s.later()
	day := legaltime.DayOf(until, s.Zone)
	return s.Certified.Add(
		ctx, s.lead,
		certification.Certificate{
			Scheme: certification.NEN7510, Edition: "2017", Reach: certification.WithCare, Body: "Keurhuis Zorg (verzonnen)", Accredited: "verzonnen nummer C 901", Number: "KZ-2214",
			Scope: "De zorg voor patiënten in de ziekenhuizen Oost en Delta, met de informatiesystemen die daarvoor nodig zijn.",
			From:  day.AddDate(-2, -4, 0), ValidUntil: day.AddDate(0, 8, -1),
		},
		certification.Certificate{
			Scheme: certification.ISO27001, Edition: "2022", Reach: certification.WithoutCare, Body: "Norma Toetsing (verzonnen)", Accredited: "verzonnen nummer C 902", Number: "NT-8170",
			Scope: "Beheer van het rekencentrum en de werkplekken door de afdeling ICT.",
			From:  day.AddDate(-1, -2, 0), ValidUntil: day.AddDate(1, 10, -1),
		},
		certification.Certificate{
			Supplier: "Kloosterdata, leverancier van het ECD (verzonnen)", Scheme: certification.NEN7510, Edition: "2024", Reach: certification.WithCare, Body: "Keurhuis Zorg (verzonnen)", Number: "KZ-3051",
			Scope: "Ontwikkelen, hosten en ondersteunen van het elektronisch cliëntdossier.",
			From:  day.AddDate(0, -5, 0), ValidUntil: day.AddDate(2, 7, -1),
		},
	)
}
