package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

type checkLog struct {
	Org      string `placeholder:"ORG" help:"Name of one organisation, e.g. org_01k…; without it every one."`
	Evidence bool   `help:"Also open every file of evidence, and compare it with the hash that the journal names. Reads all of them, which may take long."`
}

var errDoesNotHold = errors.New("a journal does not hold")

// exitDoubt is the exit code of a check that found nothing wrong and could not look at
// everything, and of making a dossier while an alarm stands or might.
const exitDoubt = 3

// A tally counts organisations by what a check found of them.
type tally struct{ all, wrong, undecided, files int }

// Run checks journals. It fails when one does not hold, and with a code of its own when
// nothing is known to be wrong but something could not be decided.
func (c *checkLog) Run(ctx context.Context, config *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *config, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	ids := []org.ID{org.ID(c.Org)}
	if c.Org == "" {
		if ids, err = a.organisations(ctx); err != nil {
			return err
		}
	}
	var n tally
	for _, id := range ids {
		wrong, undecided := c.one(ctx, a, t, id, &n)
		n.all++
		switch {
		case wrong:
			n.wrong++
		case undecided:
			n.undecided++
		}
	}
	return n.says(t, c.Evidence)
}

// one checks one organisation, and says what it found.
func (c *checkLog) one(ctx context.Context, a *App, t *terminal, id org.ID, n *tally) (wrong, undecided bool) {
	audit, err := a.audit(ctx, id)
	if err != nil {
		fmt.Fprintf(t.out, "%s: could not be read: %v\n", id, err)
		return true, false
	}
	fmt.Fprintf(t.out, "%s: %d entries, %d checkpoints, %d erased\n", id, audit.Entries, audit.Checked, audit.Erased)
	for _, p := range audit.Says(i18n.EN) {
		fmt.Fprintf(t.out, "  %s\n", p)
	}
	for _, p := range slices.Concat(audit.Rows, audit.Remarks) {
		fmt.Fprintf(t.out, "  %s\n", p.EN)
	}
	for _, seq := range audit.Odd {
		fmt.Fprintf(t.out, "  entry %d: its moment does not fit its place. The clock was wrong, or somebody dated it.\n", seq)
	}
	wrong, undecided = len(audit.Problems)+len(audit.Rows) > 0, len(audit.Remarks) > 0
	if !c.Evidence {
		return wrong, undecided
	}
	err = a.tryEach(ctx, id, func(what string, err error) error {
		switch {
		case errors.Is(err, blob.ErrAway):
			return err
		case err != nil:
			fmt.Fprintf(t.out, "  %s: %v\n", what, err)
			wrong = true
		default:
			n.files++
		}
		return nil
	})
	if err != nil {
		fmt.Fprintf(t.out, "  the files of evidence were not all looked at: %v\n", err)
	}
	return wrong, undecided || err != nil
}

// says tells how it went as a whole.
func (n tally) says(t *terminal, files bool) error {
	switch {
	case n.wrong > 0:
		return fmt.Errorf("%w: %d of %d", errDoesNotHold, n.wrong, n.all)
	case n.undecided > 0:
		return exit{exitDoubt, fmt.Sprintf("nothing wrong was found, and of %d of %d organisations it could not be decided: what was not looked at stands under each", n.undecided, n.all)}
	case files:
		fmt.Fprintf(t.out, "All %d journals hold, and the data are what they tell. %d files of evidence are whole.\n", n.all, n.files)
	default:
		fmt.Fprintf(t.out, "All %d journals hold, and the data are what they tell. Files of evidence were not opened: add --evidence.\n", n.all)
	}
	return nil
}
