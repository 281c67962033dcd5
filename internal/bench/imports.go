package bench

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// imports measures a spreadsheet of 300 rows: read, understood, compared with
// what is there, and stored with an entry of the journal for each answer.
func (b *Bench) imports(ctx context.Context, p place, rooms *Rooms) error {
	file, err := spreadsheet(rooms, 300)
	if err != nil {
		return err
	}
	var stored int
	m, err := repeat(b.choose(9, 5), func(i int) error {
		by := identity.OperatorActor(org.ID(ref.NewID("org", time.Now())))
		if _, err := rooms.Generator.Duty.Found(ctx, by, org.Organisation{Name: fmt.Sprintf("Import %d", i)}); err != nil {
			return err
		}
		stored, err = importOnce(ctx, rooms, by, file)
		return err
	})
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	b.report.add(p, fmt.Sprintf("import of 300 rows (%d kB, %d answers stored)", len(file)/1000, stored), m.P50, "ms", none)
	return nil
}

func importOnce(ctx context.Context, rooms *Rooms, by identity.Actor, file []byte) (int, error) {
	pic, err := rooms.Assessment.Picture(ctx, by)
	if err != nil {
		return 0, err
	}
	book, err := soafile.Read(ctx, "soa.xlsx", bytes.NewReader(file), soafile.StandardLimits())
	if err != nil {
		return 0, err
	}
	reading := soafile.Understand(book, rooms.Catalogue, i18n.NL, pic.Today)
	changes := soafile.Merge(pic, rooms.Catalogue, reading)
	answers := soafile.Answers(changes, func(string) bool { return true })
	_, err = rooms.Assessment.Import(ctx, by, answers)
	return len(answers), err
}

// spreadsheet writes a statement of applicability with so many rows, as people
// keep one: measures that stand several times, once per location.
func spreadsheet(rooms *Rooms, rows int) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	lines := [][]any{{"Nummer", "Maatregel", "Van toepassing", "Reden", "Status", "Toelichting", "Eigenaar"}}
	for i := 0; len(lines) <= rows; i++ {
		r := rooms.Catalogue.Requirements[i%len(rooms.Catalogue.Requirements)]
		if r.Part() != 2 {
			continue
		}
		lines = append(lines, []any{
			"A." + r.Number, r.Title.NL, "Ja", "Nodig voor de veiligheid van cliëntgegevens", []string{"Ingevoerd", "Deels", "Nee"}[i%3],
			fmt.Sprintf("Locatie %d. Beschreven in het kwaliteitshandboek en besproken in het teamoverleg.", 1+i/len(rooms.Catalogue.Requirements)), "Kwaliteit",
		})
	}
	for i, line := range lines {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return nil, err
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
