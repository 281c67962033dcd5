package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// onPage finds what a form sends back: the version that it was made from.
var onPage = regexp.MustCompile(`name="version"[^>]* value="(\d+)"`)

// creates measures an answer that is sent by its form, stored and in the
// journal on disk before the answer comes; and then the overview, of which
// nothing that was kept holds any more.
func (b *Bench) creates(ctx context.Context, child *process, callers []caller, p place, bars bool) error {
	c := newClient()
	defer c.CloseIdleConnections()
	const path = "/maatregelen/8.13"
	var took, after []time.Duration
	for i := range b.choose(600, 200) {
		who := callers[i%len(callers)]
		version, err := versionOn(c, who.get(ctx, child.url, path))
		if err != nil {
			return err
		}
		form := url.Values{
			"version": {version}, "applies": {assessment.Applies}, "design": {"yes"}, "existence": {"partly"}, "operation": {"no"},
			"explanation": {fmt.Sprintf("Elke nacht een kopie, elk kwartaal een proef met terugzetten. Keer %d.", i)},
		}
		r := who.get(ctx, child.url, path)
		r.Method, r.Body = http.MethodPost, io.NopCloser(strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		d, err := hit(c, r, http.StatusSeeOther)
		if err != nil {
			return err
		}
		took = append(took, d)
		if d, err = hit(c, who.get(ctx, child.url, ""), http.StatusOK); err != nil {
			return err
		}
		after = append(after, d)
	}
	m := percentiles(took)
	b.report.add(p, "save an answer by its form, p50", m.P50, "ms", under(10, bars))
	b.report.add(p, "save an answer by its form, p95", m.P95, "ms", none)
	m = percentiles(after)
	b.report.add(p, "overview right after a save (nothing kept), p50", m.P50, "ms", under(barP50, bars))
	b.report.add(p, "overview right after a save (nothing kept), p95", m.P95, "ms", under(barP95, bars))
	return nil
}

func versionOn(c *http.Client, r *http.Request) (string, error) {
	res, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	m := onPage.FindSubmatch(body)
	if m == nil {
		return "", fmt.Errorf("%s answered %s without a form", r.URL.Path, res.Status)
	}
	return string(m[1]), nil
}

// services measures what needs no server: storing through the service, beside a
// bare commit on the same disk, and a spreadsheet.
func (b *Bench) services(ctx context.Context, p place, bars bool) (err error) {
	rooms, err := b.Open(ctx, p.database, p.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rooms.Close()) }()
	times := b.choose(500, 200)
	saves, err := repeat(times, func(i int) error {
		v := p.visitors[i%len(p.visitors)]
		by := identity.Actor{Person: v.person.ID, Name: v.person.Name, Org: org.ID(v.org), Role: identity.Administrator, Credential: identity.Session}
		return saveOne(ctx, rooms, by, i)
	})
	if err != nil {
		return fmt.Errorf("save through the service: %w", err)
	}
	b.report.add(p, "save an answer through the service, p50", saves.P50, "ms", under(10, bars))
	b.report.add(p, "save an answer through the service, p95", saves.P95, "ms", none)
	if rooms.DB.Engine == sqldb.SQLite {
		bare, err := b.beside(ctx, times)
		if err != nil {
			return fmt.Errorf("bare commits: %w", err)
		}
		b.report.add(p, "baseline: a bare SQLite commit of 1 kB, p50", bare[0].P50, "ms", none)
		b.report.add(p, "baseline: a bare SQLite commit of 1 kB, p95", bare[0].P95, "ms", none)
		if err := b.proofs(ctx); err != nil {
			return fmt.Errorf("proofs: %w", err)
		}
		if err := b.files(ctx, p); err != nil {
			return fmt.Errorf("files: %w", err)
		}
	}
	return b.imports(ctx, p, rooms)
}

func saveOne(ctx context.Context, rooms *Rooms, by identity.Actor, i int) error {
	pic, err := rooms.Assessment.Picture(ctx, by)
	if err != nil {
		return err
	}
	r := rooms.Catalogue.Requirements[i%len(rooms.Catalogue.Requirements)]
	a := pic.Said.Answers[r.ID]
	a.Requirement, a.Applies, a.Reason = r.ID, assessment.Applies, ""
	a = a.With(framework.Design, assessment.Statement{Reply: assessment.Yes})
	a.Explanation = "Vastgelegd in het kwaliteitshandboek, hoofdstuk " + strconv.Itoa(i)
	_, err = rooms.Assessment.Save(ctx, by, a)
	return err
}

// commits opens an SQLite database that syncs each commit, and returns an act that
// stores a row of 1 kB in it, and one that closes it.
func (b *Bench) commits(ctx context.Context) (commit, end func() error, err error) {
	db, err := sqldb.OpenSQLite(ctx, filepath.Join(b.folder, "bare.db"))
	if err != nil {
		return nil, nil, err
	}
	err = db.Write(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		return tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, said TEXT NOT NULL) STRICT`)
	})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	text := strings.Repeat("x", 1000)
	return func() error {
		return db.Write(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
			return tx.Exec(ctx, `INSERT INTO rows (said) VALUES ($1)`, text)
		})
	}, db.Close, nil
}

func repeat(times int, f func(i int) error) (Measure, error) {
	var took []time.Duration
	for i := range times {
		d, err := stopwatch(func() error { return f(i) })
		if err != nil {
			return Measure{}, err
		}
		took = append(took, d)
	}
	return percentiles(took), nil
}
