// Package bench measures the program on the machine at hand. Every figure stands
// beside a baseline of the same run, and beside the bar that we set ourselves.
//
// The program runs as a process of its own, as it would for people, so that
// the work of measuring is not counted as its work. The baseline of a page is a
// net/http handler that writes the same bytes and does nothing else, in a process
// of its own too, asked by the same client over as many connections.
//
// Nothing here is a test: time on a shared machine proves nothing by itself.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/pgserver"
)

// Rooms are the parts of an open program that measuring needs.
type Rooms struct {
	DB         *sqldb.DB
	Catalogue  *framework.Catalogue
	Assessment *assessment.Service
	Console    identity.Console
	Generator  *demo.Generator
	Signer     *journal.Signer
	Seal       func(context.Context) error // signs a checkpoint of every journal
	Close      func() error
}

// A Bench is one run.
type Bench struct {
	Organisations int
	Most          int    // organisations beside which growth is measured, at the end
	Short         bool   // less of everything: for looking, not for publishing
	Postgres      string // address of an empty migrated database with a plain role; "" starts a PostgreSQL
	Program       string // path of the program to measure
	Out           io.Writer
	Open          func(ctx context.Context, database, data string) (*Rooms, error)

	folder string
	report Report
}

// A place is a filled database with who can sign in to it.
type place struct {
	name     string // of the engine
	database string
	data     string
	pgPID    int // 0 where there is no PostgreSQL
	visitors []visitor
	cold     []visitor // of organisations that nobody has opened yet
}

// A visitor is a member with an unused sign-in link.
type visitor struct {
	person identity.Person
	org    string
	secret string
}

// visitors is how many organisations are visited in turn: fewer than the program
// keeps in memory, as on a busy morning.
const visitors = 64

// Run measures everything and prints as it goes.
func (b *Bench) Run(ctx context.Context) (_ Report, err error) {
	if b.folder, err = os.MkdirTemp("", "aantoonbaar-bench-"); err != nil {
		return b.report, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	b.report = Report{Machine: machine(), Organisations: b.Organisations, At: time.Now().UTC().Truncate(time.Second)}
	b.printf("%s\n", b.report.Machine)
	// What was measured is told, also when the rest cannot be.
	defer func() {
		_, printed := io.WriteString(b.Out, b.report.String())
		err = errors.Join(err, printed)
	}()
	lite, err := b.prepare(ctx, place{name: "SQLite", database: filepath.Join(b.folder, "lite.db")}, b.Organisations)
	if err != nil {
		return b.report, err
	}
	if err := b.measure(ctx, lite, true); err != nil {
		return b.report, err
	}
	pg, err := b.postgres(ctx)
	if err != nil {
		return b.report, err
	}
	if pg, err = b.prepare(ctx, pg, b.Organisations); err != nil {
		return b.report, err
	}
	if err := b.measure(ctx, pg, false); err != nil {
		return b.report, err
	}
	err = b.grow(ctx)
	return b.report, err
}

// measure takes every figure of one engine.
func (b *Bench) measure(ctx context.Context, p place, bars bool) error {
	for _, step := range []func(context.Context, place, bool) error{b.starts, b.serving, b.services} {
		if err := step(ctx, p, bars); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// postgres returns an empty database on PostgreSQL that waits for its disk.
func (b *Bench) postgres(ctx context.Context) (p place, err error) {
	p = place{name: "PostgreSQL", database: b.Postgres}
	if b.Postgres != "" {
		return p, nil
	}
	server, err := pgserver.Start(true)
	if err != nil {
		return p, fmt.Errorf("start PostgreSQL: %w", err)
	}
	owner, app, err := server.Create(ctx, "bench")
	if err != nil {
		return p, err
	}
	db, err := sqldb.OpenPostgres(ctx, owner)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx, b.report.At); err != nil {
		return p, err
	}
	p.database, p.pgPID = app, server.PID
	return p, db.Grant(ctx, "app")
}

// prepare fills a database up to n organisations, and makes sign-in links.
func (b *Bench) prepare(ctx context.Context, p place, n int) (_ place, err error) {
	p.data = filepath.Join(b.folder, "data-"+p.name)
	rooms, err := b.Open(ctx, p.database, p.data)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, rooms.Close()) }()
	took, err := stopwatch(func() error {
		return rooms.Generator.Load(ctx, n, func(done int) {
			if done%2_000 == 0 {
				b.printf("%s: %d organisations\n", p.name, done)
			}
		})
	})
	if err != nil {
		return p, fmt.Errorf("load %d organisations: %w", n, err)
	}
	b.report.Loads = append(b.report.Loads, Load{Engine: p.name, Organisations: n, Seconds: took.Seconds(), Bytes: sizeOf(p.database)})
	if err := rooms.Seal(ctx); err != nil {
		return p, fmt.Errorf("sign checkpoints: %w", err)
	}
	many := min(n/2, visitors)
	if p.visitors, err = rooms.invite(ctx, n, many, 0); err != nil {
		return p, err
	}
	p.cold, err = rooms.invite(ctx, n, many, 1)
	return p, err
}

// invite makes links for many organisations spread evenly over n, each shift
// places after the even one.
func (r *Rooms) invite(ctx context.Context, n, many, shift int) ([]visitor, error) {
	all := r.Generator.Invent(n)
	var vs []visitor
	for k := range many {
		p, ok, err := r.Console.FindPerson(ctx, all[k*n/many+shift].Email)
		if err != nil || !ok {
			return nil, fmt.Errorf("find member %d: found %t: %w", k, ok, err)
		}
		places, err := r.Console.Store.MembershipsOf(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		secret, err := r.Console.DemoLink(ctx, p)
		if err != nil {
			return nil, err
		}
		vs = append(vs, visitor{p, string(places[0].Org), secret})
	}
	return vs, nil
}

// printf says how far the run is. A line that is lost is no loss.
func (b *Bench) printf(format string, args ...any) { _, _ = fmt.Fprintf(b.Out, format, args...) }

// sizeOf returns the bytes of an SQLite database; 0 for one elsewhere.
func sizeOf(database string) int64 {
	info, err := os.Stat(database)
	if err != nil {
		return 0
	}
	return info.Size()
}

func stopwatch(f func() error) (time.Duration, error) {
	start := time.Now()
	err := f()
	return time.Since(start), err
}
