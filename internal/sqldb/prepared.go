package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// openPrepared opens an SQLite database on which every statement is prepared
// once per connection and kept. Without that, SQLite compiles the text of each
// query anew each time, which takes several times as long as running it.
// database/sql's own prepared statements do not fit: they belong to a pool, and
// a transaction on a pool of one connection would wait for itself.
func openPrepared(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{c}), nil
}

type connector struct{ driver.Connector }

// Connect implements [driver.Connector].
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	able, ok := inner.(able)
	if !ok {
		return nil, fmt.Errorf("a connection of the SQLite driver (%T) cannot do all that is needed", inner)
	}
	return &conn{able: able, kept: map[string]*prepared{}}, nil
}

// able is what we need of the driver's connection.
type able interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// A conn is one connection with its prepared statements. database/sql gives it
// to one goroutine at a time.
type conn struct {
	able
	kept map[string]*prepared
}

// A prepared is a statement, and whether somebody is reading its rows.
type prepared struct {
	driver.Stmt
	busy bool
}

// maxKept bounds how many statements a connection keeps. The program has fewer;
// when there are more after all, all of them are prepared anew.
const maxKept = 512

// of returns the prepared statement for query, and nil when its rows are still
// being read: then there is a second query with the same text within the first.
func (c *conn) of(ctx context.Context, query string) (*prepared, error) {
	p, ok := c.kept[query]
	if ok {
		if p.busy {
			return nil, nil
		}
		return p, nil
	}
	if len(c.kept) >= maxKept {
		if err := c.forget(); err != nil {
			return nil, err
		}
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p = &prepared{Stmt: s}
	c.kept[query] = p
	return p, nil
}

// forget closes the statements that nobody is reading.
func (c *conn) forget() error {
	for text, p := range c.kept {
		if p.busy {
			continue
		}
		delete(c.kept, text)
		if err := p.Close(); err != nil {
			return err
		}
	}
	return nil
}

// unwatched is ctx without its end. The driver starts a goroutine per statement
// to watch for the end, which costs more than the statement: no query of the
// program runs long enough to be worth it. That ctx has not ended is checked
// before each.
func unwatched(ctx context.Context) (context.Context, error) {
	return context.WithoutCancel(ctx), ctx.Err()
}

// ExecContext implements [driver.ExecerContext].
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	ctx, err := unwatched(ctx)
	if err != nil {
		return nil, err
	}
	p, err := c.of(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return c.able.ExecContext(ctx, query, args)
	}
	return p.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// QueryContext implements [driver.QueryerContext].
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	ctx, err := unwatched(ctx)
	if err != nil {
		return nil, err
	}
	p, err := c.of(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return c.able.QueryContext(ctx, query, args)
	}
	r, err := p.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.busy = true
	return &rows{r, p}, nil
}

// BeginTx implements [driver.ConnBeginTx].
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	ctx, err := unwatched(ctx)
	if err != nil {
		return nil, err
	}
	return c.able.BeginTx(ctx, o)
}

// Close implements [driver.Conn].
func (c *conn) Close() error {
	for _, p := range c.kept {
		p.busy = false
	}
	err := c.forget()
	if closed := c.able.Close(); err == nil {
		err = closed
	}
	return err
}

// rows frees its statement when the reader is done.
type rows struct {
	driver.Rows
	of *prepared
}

// Close implements [driver.Rows].
func (r *rows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
