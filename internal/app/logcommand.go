package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/config"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

type logCommands struct {
	Check  checkLog  `cmd:"" help:"Read journals again and say what does not hold."`
	Anchor anchorLog `cmd:"" help:"Sign every journal that grew and show it now to those outside who see checkpoints, as the server does every hour."`
	Accept acceptLog `cmd:"" help:"Go on signing a journal that is not what was signed before, for example after an older database was put back."`
}

type checkLog struct {
	Org string `placeholder:"ORG" help:"Name of one organisation, e.g. org_01k…; without it every one."`
}

var errDoesNotHold = errors.New("a journal does not hold")

// Run checks journals. It fails when one does not hold.
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
	wrong := 0
	for _, id := range ids {
		audit, err := a.audit(ctx, id)
		if err != nil {
			fmt.Fprintf(t.out, "%s: could not be read: %v\n", id, err)
			wrong++
			continue
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
		if len(audit.Problems)+len(audit.Rows) > 0 {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%w: %d of %d", errDoesNotHold, wrong, len(ids))
	}
	fmt.Fprintf(t.out, "All %d journals hold.\n", len(ids))
	return nil
}

type anchorLog struct{}

var errNobodyOutside = errors.New("nobody outside is configured: see --timestamp and --witness")

// Run signs and shows once.
func (*anchorLog) Run(ctx context.Context, config *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *config, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if len(a.targets) == 0 {
		return errNobodyOutside
	}
	if err := errors.Join(a.SealAll(ctx), a.AnchorAll(ctx)); err != nil {
		return err
	}
	fmt.Fprintln(t.out, "Every journal was shown to whoever could be asked now. What failed stands above, and on the page Logboek.")
	return nil
}

type acceptLog struct {
	Org     string `required:"" placeholder:"ORG" help:"Name of the organisation."`
	Because string `required:"" placeholder:"TEXT" help:"Why: it goes into the journal for everybody to read, with the checkpoint that no longer holds."`
}

// Run accepts one journal as it is.
func (c *acceptLog) Run(ctx context.Context, config *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *config, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Accept(ctx, org.ID(c.Org), c.Because); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The journal of %s is signed again, as it is now. Why stands in it as its newest entry.\n", c.Org)
	return nil
}
