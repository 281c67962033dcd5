package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"aantoonbaar/internal/bench"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/identity"
)

type benchmark struct {
	Organisations int    `default:"2000" help:"How many invented organisations to load."`
	Most          int    `default:"20000" help:"The largest number of organisations beside which one is measured."`
	Postgres      string `placeholder:"ADDRESS" help:"An empty, migrated PostgreSQL database with a plain role. Without it a PostgreSQL is started for as long as it takes."`
	Short         bool   `help:"Less of everything: a look in a few minutes."`
	JSON          string `name:"json" placeholder:"FILE" help:"Also write every figure to this file."`
	Bare          string `hidden:"" help:"Serve the files of a folder and nothing else: the baseline."`
	Keep          string `hidden:"" help:"Store one file as evidence in the data folder and nothing else."`
	Read          string `hidden:"" help:"Read the file with this sum from there and nothing else."`
}

// Run measures this very program.
func (m *benchmark) Run(ctx context.Context, c *config.Config, t *terminal) error {
	switch {
	case m.Bare != "":
		return serveBare(ctx, c.Listen, m.Bare, t)
	case m.Keep != "":
		return bench.Keep(ctx, m.Keep, c.Data, t.out)
	case m.Read != "":
		return bench.Read(ctx, m.Read, c.Data)
	}
	b, err := newBench(c, t)
	if err != nil {
		return err
	}
	b.Organisations, b.Most, b.Short, b.Postgres = m.Organisations, m.Most, m.Short, m.Postgres
	report, err := b.Run(ctx)
	if err != nil || m.JSON == "" {
		return err
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(m.JSON, append(text, '\n'), 0o644) //nolint:gosec // figures are for everybody
}

// newBench makes a bench of this very program.
func newBench(c *config.Config, t *terminal) (*bench.Bench, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return &bench.Bench{
		Program: program, Out: t.out,
		Open: func(ctx context.Context, database, data string) (*bench.Rooms, error) {
			own := *c
			own.Database, own.Data = database, data
			return openRooms(ctx, own, t.log)
		},
	}, nil
}

type torture struct {
	Writes int `default:"2000" help:"How many writes must have been acknowledged in all."`
}

// Run kills this very program again and again while it stores.
func (m *torture) Run(ctx context.Context, c *config.Config, t *terminal) error {
	b, err := newBench(c, t)
	if err != nil {
		return err
	}
	return b.Torture(ctx, m.Writes)
}

func openRooms(ctx context.Context, c config.Config, log *slog.Logger) (*bench.Rooms, error) {
	clock := &demo.Clock{Real: time.Now} //nolint:forbidigo // here time enters the program
	a, err := Open(ctx, c, clock.Now, log)
	if err != nil {
		return nil, err
	}
	return &bench.Rooms{
		DB: a.DB, Catalogue: a.Content, Assessment: a.Assessment, Console: identity.Console{Service: a.Identity},
		Generator: a.Generator(clock, demoSeed), Signer: a.Signer, Seal: a.SealAll, Close: a.Close,
	}, nil
}

func serveBare(ctx context.Context, address, folder string, t *terminal) error {
	h, err := bench.Bare(folder)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	return listen(ctx, server, address, func(at string) { fmt.Fprintf(t.out, "The baseline listens on %s.\n", at) })
}
