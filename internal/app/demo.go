package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
)

// demoSeed makes the region the same on every machine.
const demoSeed = 20260815

func (a *App) setting(ctx context.Context, name string) (value string, err error) {
	err = a.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		value, _, err = sqldb.One(ctx, tx, sqldb.Scalar[string], `SELECT value FROM settings WHERE name = $1`, name)
		return err
	})
	return value, err
}

func (a *App) set(ctx context.Context, name, value string) error {
	return a.DB.Write(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		return tx.Exec(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	})
}

// isDemo reports whether the database holds the invented region.
func (a *App) isDemo(ctx context.Context) (bool, error) {
	v, err := a.setting(ctx, "demo")
	return v != "", err
}

// loadDemo writes the region into an empty database, and prints how to get in.
func (a *App) loadDemo(ctx context.Context, clock *demo.Clock, out io.Writer) error {
	g := a.Generator(clock, demoSeed)
	if !a.Demo {
		empty, err := a.isEmpty(ctx)
		if err != nil {
			return err
		}
		if !empty {
			return errNoDemo
		}
		fmt.Fprintln(out, "Writing the demo region: eight invented organisations with up to fourteen months of history…")
		started := clock.Real()
		if err := a.set(ctx, "demo", clock.Now().Format(time.RFC3339)); err != nil {
			return err
		}
		if err := g.Region(ctx); err != nil {
			return err
		}
		a.Demo = true
		fmt.Fprintf(out, "Written in %.0f s.\n", clock.Real().Sub(started).Seconds())
	}
	return a.printLinks(ctx, g, out)
}

func (a *App) isEmpty(ctx context.Context) (bool, error) {
	var n int
	err := a.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) (err error) {
		n, _, err = sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM people`)
		return err
	})
	return n == 0, err
}

// printLinks makes a one-time sign-in link for every person of the region.
func (a *App) printLinks(ctx context.Context, g *demo.Generator, out io.Writer) error {
	guests, err := g.Guests(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nOne-time sign-in links (each works once; start again for new ones):\n\n")
	for _, guest := range guests {
		secret, err := g.Console.DemoLink(ctx, guest.Person)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %-18s %s\n  %-18s %s/link/%s\n\n", guest.Person.Name, guest.Says.In(i18n.NL), "", a.Config.Address, secret)
	}
	return nil
}

// Generator returns what writes invented organisations through a's services.
func (a *App) Generator(clock *demo.Clock, seed uint64) *demo.Generator {
	return &demo.Generator{
		Clock: clock, Seed: seed, Catalogue: a.Content, Zone: a.Zone, Console: identity.Console{Service: a.Identity},
		Duty: a.Duty, Evidence: a.Evidence, Assessment: a.Assessment, Plan: a.Plan, Board: a.Board, Review: a.Review, Programme: a.Programme, Certified: a.Certified, Audit: a.Audit, Continuity: a.Continuity, Incident: a.Incident, People: a.People, Exercise: a.Exercise, Logs: a.Logs,
		Batch: a.DB.Batch,
	}
}
