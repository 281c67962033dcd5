package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

type importFile struct {
	SoA importSoA `cmd:"" name:"soa" help:"Bring in a statement of applicability from a spreadsheet. Shows what was understood; stores it only with --store."`
}

type importSoA struct {
	File  string `arg:"" type:"existingfile" help:"An .xlsx or .csv file."`
	Org   string `required:"" help:"The organisation, by its ID (org_…) as it stands in the address of its pages."`
	Store bool   `help:"Store what was understood. Without it nothing changes."`
}

// Run reads the file and says row by row what was understood.
func (i *importSoA) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	by := identity.OperatorActor(org.ID(i.Org))
	if _, err := a.Duty.Organisation(ctx, by); err != nil {
		return err
	}
	pic, err := a.Assessment.Picture(ctx, by)
	if err != nil {
		return err
	}
	book, err := soafile.Read(ctx, filepath.Base(i.File), file, soafile.StandardLimits())
	if err != nil {
		return err
	}
	reading := soafile.Understand(book, a.Content, i18n.EN, pic.Today)
	changes := soafile.Merge(pic, a.Content, reading)
	if rows, _ := reading.Understood(); rows == 0 {
		return errors.New("nothing of this file was understood, and nothing was stored: put headings above the columns, and have a column with the numbers of the measures (8.5, A.8.5); save the sheet as .xlsx or .csv under its right name")
	}
	a.tell(t, reading, changes)
	answers := soafile.Answers(changes, func(string) bool { return true })
	if len(answers) == 0 {
		fmt.Fprintln(t.out, "\nAll that was understood is there already: nothing was stored.")
		return nil
	}
	if !i.Store {
		fmt.Fprintf(t.out, "\nNothing was stored. Answers that would change: %d. Add --store to store them.\n", len(answers))
		return nil
	}
	if _, err := a.Assessment.Import(ctx, by, answers); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "\nStored %d answers as starting points.\n", len(answers))
	return nil
}

// tell prints what was understood, row by row.
func (a *App) tell(t *terminal, reading soafile.Reading, changes []soafile.Change) {
	for _, row := range reading.Rows {
		if row.Heading {
			continue
		}
		var what []string
		if !row.Skipped.IsZero() {
			what = append(what, row.Skipped.EN)
		}
		for _, id := range row.Requirements {
			what = append(what, a.Content.Find(id).Reference().EN+".")
		}
		for _, n := range row.Notes {
			what = append(what, n.EN)
		}
		place := strings.TrimSpace(fmt.Sprintf("%s row %d", row.Sheet, row.Row))
		fmt.Fprintf(t.out, "%s: %s %s -> %s\n", place, row.Number, row.Title, strings.Join(what, " "))
	}
	for _, c := range changes {
		fmt.Fprintf(t.out, "%s: %s; %s\n", a.Content.Find(c.Requirement).Reference().EN, c.Says().EN, inShort(c.After))
	}
}

// inShort is an answer on one line: whether it applies, and the three replies.
func inShort(a assessment.Answer) string {
	if a.Applies == assessment.NotApplicable {
		return "does not apply: " + a.Reason
	}
	var replies []string
	for _, l := range framework.Levels {
		replies = append(replies, strings.ToLower(l.Name().EN+" "+a.On(l).Reply.Name().EN))
	}
	return strings.Join(replies, ", ")
}
