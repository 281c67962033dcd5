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
	"strings"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/accesslogdb"
	"aantoonbaar/internal/accesslog/rounds"
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
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/continuity/continuitydb"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/dossier/dossierdb"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidencedb"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/exercise/exercisedb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/hook/hookdb"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/identity/identitydb"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/incidentdb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/memo"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/pdf"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/peopledb"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/plan/plandb"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/programme/programmedb"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/received/receiveddb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/review/reviewdb"
	"aantoonbaar/internal/source"
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
	Incident   *incident.Service
	Review     *review.Service
	Programme  *programme.Service
	Received   *received.Service
	Continuity *continuity.Service
	People     *people.Service
	Exercise   *exercise.Service
	Logs       *rounds.Service // log review
	Witness    *anchor.Witness // of journals of other installations
	Outbox     *mail.Outbox    // sends mail; nil when no server is set
	Hooks      *hook.Outbox    // calls webhooks

	files   *blob.Store
	away    *away // the assessment that was taken along to here; nil on a site
	log     *slog.Logger
	watch   watch
	targets []anchor.Target // who sees our checkpoints
	guard   hook.Guard      // of addresses that webhooks may call
	content contents
	print   func(ctx context.Context, html string) ([]byte, error) // a page on paper; nil on a machine that cannot
	past    memo.Memo[*then]                                       // the moment of each organisation at which somebody looked back last
}

// contents are what was read from content/ once, for the services of today and of
// earlier days alike.
type contents struct {
	works     source.Works // that content rests on
	rules     duty.Rules
	elements  []*assessment.Element
	assessing audit.Rules
	endings   []certification.Ending
	incidents incident.Rules
	cards     []continuity.Template
	subjects  []people.Subject
	scenarios []exercise.Scenario
	practised exercise.Bar
	templates []accesslog.Template
	signals   map[accesslog.Sign]accesslog.Signal
}

// Open opens the database and everything beside it. An SQLite database is
// brought up to date; a PostgreSQL database must have been (aantoonbaar migrate),
// and is refused with a role for which row-level security is no wall.
func Open(ctx context.Context, c config.Config, now func() time.Time, log *slog.Logger) (*App, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	c.Address = strings.TrimSuffix(c.Address, "/") // paths begin with one
	zone, err := c.Location()
	if err != nil {
		return nil, err
	}
	outside, err := targets(c)
	if err != nil {
		return nil, err
	}
	post, err := mailServer(c)
	if err != nil {
		return nil, err
	}
	guard, err := hook.NewGuard(c.HookAllow)
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
	a := &App{
		Config: c, DB: db, Signer: signer, Zone: zone, Now: now, log: log, targets: outside,
		guard: guard, Hooks: &hook.Outbox{Store: &hookdb.Store{DB: db}, Client: guard.Client(nil), Now: now, Log: log},
	}
	a.Outbox = a.outbox(post)
	if err := a.start(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return a, nil
}

// start brings the database up to date and makes everything that works on it.
func (a *App) start(ctx context.Context) error {
	if err := a.ready(ctx); err != nil {
		return err
	}
	if err := a.recallAway(ctx); err != nil {
		return err
	}
	return a.build()
}

// Close releases the database and the files.
func (a *App) Close() error { return errors.Join(a.files.Close(), a.DB.Close()) }

func (a *App) ready(ctx context.Context) error {
	if a.DB.Engine == sqldb.SQLite {
		return a.DB.Migrate(ctx, a.Now())
	}
	return errors.Join(a.DB.Check(ctx), a.DB.GuardRole(ctx))
}

// build reads what the program knows by itself, and makes every service by name.
func (a *App) build() error {
	var err error
	if a.Content, err = framework.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.works, err = source.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.rules, err = duty.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.elements, err = assessment.LoadScan(content.FS, a.Content); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.assessing, err = audit.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.endings, err = endingsIn(a.content.rules); err != nil {
		return err
	}
	if a.content.incidents, err = incident.Load(content.FS, a.content.about(org.Profile{}.Facts(), nil)); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.cards, err = continuity.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.subjects, err = people.Load(content.FS, a.Content); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.scenarios, err = exercise.Load(content.FS, a.Content, a.content.incidents.Clocks()); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.practised, err = exercise.LoadBar(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.templates, err = accesslog.Load(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if a.content.signals, err = accesslog.LoadSignals(content.FS); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	bucket, err := bucketOf(a.Config)
	if err != nil {
		return err
	}
	a.files, err = blob.New(filepath.Join(a.Config.Data, "evidence"), a.Config.KeyFile(), bucket, a.Now())
	if err != nil {
		return err
	}
	keys, err := identity.NewPasskeys(a.Config.Address)
	if err != nil {
		return err
	}
	a.Identity = &identity.Service{Store: &identitydb.Store{DB: a.DB}, Hasher: identity.NewHasher(2, 19*1024, 2), Passkeys: keys, Now: a.Now, NewID: ref.NewID}
	if a.Config.Chromium != "" {
		a.print = pdf.New(a.Config.Chromium, web.Static()).Print
	}
	if a.Witness, err = a.witness(); err != nil {
		return err
	}
	a.wire(stores{
		orgs: &orgdb.Store{DB: a.DB}, evidence: &evidencedb.Store{DB: a.DB}, files: reached{a.files, a.log}, answers: &assessmentdb.Store{DB: a.DB},
		actions: &plandb.Store{DB: a.DB}, board: &boarddb.Store{DB: a.DB, Signer: a.Signer},
		dossiers: &dossierdb.Store{DB: a.DB, Signer: a.Signer}, certified: &certificationdb.Store{DB: a.DB}, audits: &auditdb.Store{DB: a.DB, Signer: a.Signer}, incidents: &incidentdb.Store{DB: a.DB},
		reviews: &reviewdb.Store{DB: a.DB}, programmes: &programmedb.Store{DB: a.DB}, received: &receiveddb.Store{DB: a.DB}, continuity: &continuitydb.Store{DB: a.DB}, exercises: &exercisedb.Store{DB: a.DB}, people: &peopledb.Store{DB: a.DB}, logs: &accesslogdb.Store{DB: a.DB},
		size: a.size,
	})
	return nil
}

// stores are where the rooms keep what they know: today's, or those of an earlier
// day.
type stores struct {
	orgs       duty.Store
	evidence   evidence.Store
	files      evidence.Files
	answers    assessment.Store
	actions    plan.Store
	board      board.Store
	dossiers   dossier.Store
	certified  certification.Store
	audits     audit.Store
	incidents  incident.Store
	reviews    review.Store
	programmes programme.Store
	received   received.Store
	continuity continuity.Store
	exercises  exercise.Store
	people     people.Store
	logs       rounds.Store
	size       func(context.Context, org.ID) (int64, error) // of the journal
}

// wire makes the services of the rooms on their stores; Identity is there already.
func (a *App) wire(s stores) {
	newID := func(prefix string) string { return ref.NewID(prefix, a.Now()) }
	if a.away != nil {
		s.files = leftBehind{s.files}
	}
	a.Duty = &duty.Service{Store: s.orgs, Rules: a.content.rules, Now: a.Now, Zone: a.Zone}
	a.Evidence = &evidence.Service{
		Store: s.evidence, Files: s.files, Catalogue: a.Content, Now: a.Now, Zone: a.Zone, NewID: newID,
		Limits: evidence.Limits{Pages: a.Config.Pages, Unpacked: int64(a.Config.Unpacked) << 20},
	}
	world := &world{app: a, orgs: s.orgs, size: s.size}
	a.Assessment = &assessment.Service{Store: s.answers, Catalogue: a.Content, Elements: a.content.elements, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Plan = &plan.Service{Store: s.actions, Catalogue: a.Content, Elements: a.content.elements, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Board = &board.Service{Store: s.board, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Duty.Own = a.ownDates
	a.Dossier = a.dossier(s.dossiers, newID)
	a.Certified = &certification.Service{Store: s.certified, Endings: a.content.endings, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Incident = &incident.Service{Store: s.incidents, World: world, Rules: a.content.incidents, Now: a.Now, Zone: a.Zone, NewID: newID, Mails: a.mails, Guard: a.guard, Address: a.Config.Address}
	a.Review = &review.Service{Store: s.reviews, World: world, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Programme = &programme.Service{Store: s.programmes, World: world, Catalogue: a.Content, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Received = &received.Service{Store: s.received, Signer: a.Signer, Witness: a.Witness, Folder: a.Config.Data, Now: a.Now, NewID: newID}
	a.Continuity = &continuity.Service{Store: s.continuity, World: world, Templates: a.content.cards, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.People = &people.Service{Store: s.people, World: world, Catalogue: a.Content, Subjects: a.content.subjects, Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Logs = &rounds.Service{
		Store: s.logs, Logs: namespace{a.files, logFiles}, Apart: namespace{a.files, peopleFiles}, World: world, Templates: a.content.templates, Signals: a.content.signals,
		Now: a.Now, Zone: a.Zone, NewID: newID, Log: a.log,
	}
	a.Exercise = &exercise.Service{Store: s.exercises, World: world, Scenarios: a.content.scenarios, Bar: a.content.practised, Clocks: a.content.incidents.Clocks(), Now: a.Now, Zone: a.Zone, NewID: newID}
	a.Audit = &audit.Service{Store: s.audits, World: world, Rules: a.content.assessing, Catalogue: a.Content, Now: a.Now, Zone: a.Zone, NewID: newID, Away: a.away.assessment()}
}

// Handler serves the whole site.
func (a *App) Handler() http.Handler {
	routes, guard := a.routes()
	frame := &web.Frame{
		Log: a.log, NewID: func() string { return ref.NewID("req", a.Now()) }, Now: a.Now, Zone: a.Zone, Demo: a.Demo, Address: a.Config.Address, Enter: a.alarmed(a.bannered(a.practising(a.lookingBack(guard)))),
		Version: a.version, Presses: presses{a.DB},
	}
	return frame.Mux(routes)
}

// version returns a number that is another one whenever the pages of an organisation are.
func (a *App) version(ctx context.Context, id string) (n int64, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err = exercisedb.Version(ctx, tx, org.ID(id))
		return err
	})
	if a.watch.isWrong(org.ID(id)) || a.watch.isRefused(org.ID(id)) {
		n = -n // the same records look otherwise while their journal does not hold
	}
	return n, err
}

// size returns the size of an organisation's journal.
func (a *App) size(ctx context.Context, id org.ID) (size int64, err error) {
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		size, err = journal.Size(ctx, tx, id)
		return err
	})
	return size, err
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
