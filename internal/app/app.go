// Package app is the only place where the parts meet: configuration in, a
// running server out. It decides nothing; it introduces the rooms to each other.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/assessmentdb"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/auditdb"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/board/boarddb"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/certification/certificationdb"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidencedb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/identity/identitydb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/plan/plandb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// An App is the program with everything open.
type App struct {
	Config  config.Config
	DB      *sqldb.DB
	Signer  *journal.Signer
	Content *framework.Catalogue
	Zone    *time.Location
	Now     func() time.Time
	Demo    bool // holds fictional organisations

	Identity   *identity.Service
	Duty       *duty.Service
	Evidence   *evidence.Service
	Assessment *assessment.Service
	Plan       *plan.Service
	Board      *board.Service
	Dossier    *dossier.Service
	Certified  *certification.Service
	Audit      *audit.Service
	Witness    *anchor.Witness // of other installations

	files   *blob.Store
	log     *slog.Logger
	watch   watch
	targets []anchor.Target // who sees our checkpoints
}

// Open opens the database and everything beside it. An SQLite database is
// brought up to date; a PostgreSQL database must have been (aantoonbaar migrate),
// and is refused with a role for which row-level security is no wall.
func Open(ctx context.Context, c config.Config, now func() time.Time, log *slog.Logger) (*App, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	zone, err := c.Location()
	if err != nil {
		return nil, err
	}
	outside, err := targets(c)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	signer, err := journal.LoadSigner(filepath.Join(c.Data, "signing-key"))
	if err != nil {
		return nil, err
	}
	if signer.Memory, err = journal.NewMemory(filepath.Join(c.Data, "signed")); err != nil {
		return nil, err
	}
	db, err := sqldb.Open(ctx, c.Database)
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, DB: db, Signer: signer, Zone: zone, Now: now, log: log, targets: outside}
	if err := errors.Join(a.ready(ctx), a.build()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return a, nil
}

// Close releases the database and the files.
func (a *App) Close() error { return errors.Join(a.files.Close(), a.DB.Close()) }

func (a *App) ready(ctx context.Context) error {
	if a.DB.Engine == sqldb.SQLite {
		return a.DB.Migrate(ctx, a.Now())
	}
	return errors.Join(a.DB.Check(ctx), a.DB.GuardRole(ctx))
}

// build makes every service by name.
func (a *App) build() error {
	var err error
	if a.Content, err = framework.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	rules, err := duty.Load(content.FS)
	if err != nil {
		return fmt.Errorf("content: %w", err)
	}
	elements, err := assessment.LoadScan(content.FS, a.Content)
	if err != nil {
		return fmt.Errorf("content: %w", err)
	}
	assessing, err := audit.Load(content.FS)
	if err != nil {
		return fmt.Errorf("content: %w", err)
	}
	a.files, err = blob.New(filepath.Join(a.Config.Data, "evidence"), a.Config.KeyFile(), a.Now())
	if err != nil {
		return err
	}
	keys, err := identity.NewPasskeys(a.Config.Address)
	if err != nil {
		return err
	}
	newID := func(prefix string) string { return ref.NewID(prefix, a.Now()) }
	orgs := &orgdb.Store{DB: a.DB}
	a.Identity = &identity.Service{Store: &identitydb.Store{DB: a.DB}, Hasher: identity.NewHasher(2, 19*1024, 2), Passkeys: keys, Now: a.Now, NewID: ref.NewID}
	a.Duty = &duty.Service{Store: orgs, Rules: rules, Now: a.Now, Zone: a.Zone}
	a.Evidence = &evidence.Service{Store: &evidencedb.Store{DB: a.DB}, Files: a.files, Catalogue: a.Content, Now: a.Now, Zone: a.Zone, NewID: newID}
	world := &world{app: a, orgs: orgs}
	a.Assessment = &assessment.Service{Store: &assessmentdb.Store{DB: a.DB}, Catalogue: a.Content, Elements: elements, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Plan = &plan.Service{Store: &plandb.Store{DB: a.DB}, Catalogue: a.Content, Elements: elements, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Board = &board.Service{Store: &boarddb.Store{DB: a.DB, Signer: a.Signer}, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Duty.Own = a.certificateDates
	a.Dossier = a.dossiers()
	endings, err := endingsIn(rules)
	if err != nil {
		return err
	}
	a.Certified = &certification.Service{Store: &certificationdb.Store{DB: a.DB}, Endings: endings, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Audit = &audit.Service{Store: &auditdb.Store{DB: a.DB, Signer: a.Signer}, World: world, Rules: assessing, Catalogue: a.Content, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Witness, err = a.witness()
	return err
}

// Handler serves the whole site.
func (a *App) Handler() http.Handler {
	routes, guard := a.routes()
	frame := &web.Frame{
		Log: a.log, NewID: func() string { return ref.NewID("req", a.Now()) }, Now: a.Now, Zone: a.Zone, Demo: a.Demo, Address: a.Config.Address, Enter: a.alarmed(guard),
		Version: a.version,
	}
	return frame.Mux(routes)
}

// version returns the size of an organisation's journal.
func (a *App) version(ctx context.Context, id string) (int64, error) {
	n, err := (&world{app: a}).Size(ctx, org.ID(id))
	if a.watch.isWrong(org.ID(id)) || a.watch.isRefused(org.ID(id)) {
		n = -n // the same records look otherwise while their journal does not hold
	}
	return n, err
}

// Serve answers requests on the configured address until ctx ends, then lets
// those at work finish.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	server := &http.Server{
		Handler: a.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	return listen(ctx, server, a.Config.Listen, ready)
}
