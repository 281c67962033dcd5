package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/config"
	"aantoonbaar/internal/org"
)

type logCommands struct {
	Check  checkLog  `cmd:"" help:"Read journals again and say what does not hold."`
	Anchor anchorLog `cmd:"" help:"Sign every journal that grew and show it now to those outside who see checkpoints, as the server does every hour."`
	Accept acceptLog `cmd:"" help:"Go on signing a journal that is not what was signed before, for example after an older database was put back."`
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
