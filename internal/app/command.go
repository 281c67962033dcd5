package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/alecthomas/kong"

	"aantoonbaar/internal/config"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/sqldb"
)

// A command is what the program can be told on the command line.
type command struct {
	config.Config
	Serve          serve             `cmd:"" help:"Start the server."`
	Migrate        migrate           `cmd:"" help:"Bring a PostgreSQL database up to date, as the role that owns it."`
	Founded        found             `cmd:"" name:"organisation" help:"Make an organisation and its first administrator, and print the link to begin with."`
	Reset          resetSignIn       `cmd:"" name:"reset-sign-in" help:"Print a link with which somebody who lost every way in sets new means of sign-in. The old ones stop working when it is used."`
	Import         importFile        `cmd:"" help:"Bring in what an organisation has already."`
	Dossier        makeDossier       `cmd:"" help:"Make one file in which an outsider can check what an organisation says."`
	Verify         verifyDossier     `cmd:"" help:"Check such a file, offline: of every claim, whether it is proven, not proven or contradicted."`
	Log            logCommands       `cmd:"" help:"Check the journals, the record of every change."`
	Assess         assessCommands    `cmd:"" help:"Work on an independent assessment on a machine of your own, without a network."`
	Keys           keyCommands       `cmd:"" help:"See and replace the keys of this installation: of the evidence, whose files it can check, and of the journals."`
	Accesslog      accesslogCommands `cmd:"" name:"accesslog" help:"Look at access logs: who opened which record."`
	Simulate       simulateCommands  `cmd:"" help:"Make data that cannot be had otherwise, for trying and measuring."`
	Backup         backUp            `cmd:"" help:"Copy the database, the evidence and the memory of signatures while the server runs, and read all of the copy again. SQLite only."`
	Restore        restore           `cmd:"" help:"Put a backup where nothing is yet, and read all of it again. SQLite only."`
	Torture        torture           `cmd:"" help:"Kill the program without warning while it stores, again and again, and see that nothing that was acknowledged is lost."`
	Bench          benchmark         `cmd:"" help:"Measure the program on this machine, each figure beside a baseline of the same run."`
	BenchAccesslog benchAccesslog    `cmd:"" help:"Measure how good log review is, on simulated logs: what is explained, what is hidden, and how many of the first cases are real."`
}

// terminal is where a command writes.
type terminal struct {
	out io.Writer
	log *slog.Logger
}

// Main runs the program with args and returns its exit code: 0 done, 1 failed,
// 2 not understood; a command may have more of them.
func Main(ctx context.Context, args []string, out, errOut io.Writer) int {
	var c command
	helped := false // kong prints help and would go on to run the command
	parser, err := kong.New(&c, kong.Name("aantoonbaar"), kong.Description("Information security in care: in order, and demonstrably so."),
		kong.Writers(out, errOut), kong.Exit(func(int) { helped = true }), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(errOut, "aantoonbaar:", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if helped {
		return 0
	}
	if err != nil {
		fmt.Fprintln(errOut, "aantoonbaar:", err)
		return 2
	}
	t := terminal{out: out, log: slog.New(slog.NewTextHandler(errOut, &slog.HandlerOptions{Level: slog.LevelInfo}))}
	if err := parsed.Run(&c.Config, &t); err != nil {
		fmt.Fprintln(errOut, "aantoonbaar:", inWords(err))
		if e, ok := errors.AsType[exit](err); ok {
			return e.code
		}
		return 1
	}
	return 0
}

// inWords says what went wrong as a page would: a refusal with what to do about
// it, and every other error as it is.
func inWords(err error) string {
	f, ok := fault.Of(err)
	if !ok {
		return err.Error()
	}
	says := []string{f.Says.EN}
	for _, w := range f.Fields {
		says = append(says, w.Name+": "+w.Says.EN)
	}
	return strings.TrimSpace(strings.Join(append(says, f.Hint.EN), "\n"))
}

// An exit is an outcome with an exit code of its own.
type exit struct {
	code int
	says string
}

// Error implements [error].
func (e exit) Error() string { return e.says }

type serve struct {
	Demo bool `help:"Load a region of invented organisations when the database is empty, and print a sign-in link for each of its people."`
}

// Run starts the server and stays until it is told to stop.
func (s *serve) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	clock := &demo.Clock{Real: time.Now} //nolint:forbidigo // here time enters the program
	a, err := Open(ctx, *c, clock.Now, t.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.tryFiles(ctx); err != nil {
		return err
	}
	if a.Demo, err = a.isDemo(ctx); err != nil {
		return err
	}
	if s.Demo {
		if err := a.loadDemo(ctx, clock, t.out); err != nil {
			return fmt.Errorf("load the demo region: %w", err)
		}
	}
	var beside sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	beside.Go(func() { a.seal(ctx) })
	beside.Go(func() { a.check(ctx) })
	beside.Go(func() { a.tend(ctx) })
	beside.Go(func() { a.anchor(ctx) })
	beside.Go(func() { a.post(ctx) })
	beside.Go(func() { a.call(ctx) })
	beside.Go(func() { a.looking(ctx) })
	beside.Go(func() { a.digest(ctx) })
	beside.Go(func() { a.Logs.Run(ctx, a.organisations) })
	err = a.Serve(ctx, func(address string) {
		fmt.Fprintf(t.out, "\nAantoonbaar listens on %s. People reach it at %s\nStop with Ctrl+C.\n", address, c.Address)
	})
	stop()
	beside.Wait()
	return err
}

type migrate struct {
	GrantTo string `name:"grant-to" placeholder:"ROLE" help:"The plain role with which the server will connect; it may read and write rows and nothing else."`
}

// Run migrates the database that the configuration names.
func (m *migrate) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	db, err := sqldb.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx, time.Now()); err != nil { //nolint:forbidigo // here time enters the program
		return err
	}
	if m.GrantTo != "" {
		if err := db.Grant(ctx, m.GrantTo); err != nil {
			return err
		}
	}
	fmt.Fprintln(t.out, "The database is up to date.")
	return nil
}

type found struct {
	Name  string `required:"" help:"Name of the organisation."`
	Admin string `required:"" help:"Name of the first administrator."`
	Email string `required:"" help:"E-mail address with which the administrator signs in."`
}

// Run makes an organisation with one administrator.
func (f *found) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	id, link, err := a.Found(ctx, f.Name, f.Admin, f.Email)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s is made, with the name %s.\nLet %s open this link within seven days:\n%s\n", f.Name, id, f.Admin, link)
	return nil
}

var errNoDemo = errors.New("the database holds organisations that are not of the demo; choose another with --database")
