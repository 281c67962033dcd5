package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/auditdb"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/board/boarddb"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/sqldb"
)

// An away is what a database remembers of the work file that it was made of.
type away struct {
	Manifest workfile.Manifest
	Work     workfile.Work
}

// awaySetting is where it stands.
const awaySetting = "away"

// assessment is what the room of assessments must know of it; nil on a site.
func (w *away) assessment() *audit.Away {
	if w == nil {
		return nil
	}
	return &audit.Away{Taking: w.Manifest.Taking, Then: w.Work.File()}
}

// actor is the assessor who took the work along.
func (w *away) actor() identity.Actor {
	m := w.Manifest
	return identity.Actor{Person: m.Person.ID, Name: m.Person.Name, Org: m.Org, Role: identity.Assessor, Credential: identity.Session, About: string(w.Work.ID)}
}

// recallAway reads what the database was made of, and counts days where the
// organisation does.
func (a *App) recallAway(ctx context.Context) error {
	text, err := a.setting(ctx, awaySetting)
	if err != nil || text == "" {
		return err
	}
	a.away = &away{}
	if err := json.Unmarshal([]byte(text), a.away); err != nil {
		return fmt.Errorf("read what was taken along: %w", err)
	}
	if a.Zone, err = time.LoadLocation(a.away.Manifest.Zone); err != nil {
		return fmt.Errorf("zone of the organisation: %w", err)
	}
	return nil
}

// TakeIn fills an empty database with an assessment that was taken along.
//
// Refusals: as those of [workfile.Read]; Conflict for a database that holds
// anything, outside the days of access, and on a machine whose clock is behind.
func (a *App) TakeIn(ctx context.Context, file io.Reader, passphrase string) (workfile.Manifest, error) {
	empty, err := a.isEmpty(ctx)
	if err != nil {
		return workfile.Manifest{}, err
	}
	if !empty || a.away != nil {
		return workfile.Manifest{}, errNotEmpty
	}
	c, err := workfile.Read(file, passphrase, func(m workfile.Manifest, r io.Reader) (string, error) {
		sum, _, err := a.files.Put(ctx, string(m.Org), r, workfile.MaxPiece)
		return sum.String(), err
	})
	if err != nil {
		return workfile.Manifest{}, err
	}
	if err := a.usable(c); err != nil {
		return workfile.Manifest{}, err
	}
	if err := a.DB.Batch(ctx, func(ctx context.Context) error { return a.seed(ctx, c) }); err != nil {
		return workfile.Manifest{}, fmt.Errorf("take in %s: %w", c.Manifest.Taking.ID, err)
	}
	return c.Manifest, nil
}

var errNotEmpty = errors.New("there is something here already; choose another folder")

// usable refuses what could not be worked on.
func (a *App) usable(c workfile.Cargo) error {
	conflict := func(code string, says, hint i18n.Text) error {
		return &fault.Fault{Kind: fault.Conflict, Code: code, Says: says, Hint: hint}
	}
	m, now := c.Manifest, a.Now()
	for _, r := range c.Work.Agreed.Terms.Scope {
		if a.Content.Find(r) == nil {
			return conflict("away.other-version",
				i18n.T("Dit programma kent niet alle maatregelen van deze beoordeling.", "This program does not know every measure of this assessment."),
				i18n.T("Gebruik dezelfde versie van het programma als de site van de organisatie. Er is niets opgeslagen.", "Use the same version of the program as the organisation's site. Nothing was stored."))
		}
	}
	if now.Before(m.Taking.At.Add(-clockSlack)) {
		return conflict("away.clock",
			i18n.T("De klok van deze computer loopt achter: dit bestand is later gemaakt.", "The clock of this computer is behind: this file was made later."),
			i18n.T("Zet de klok goed en probeer het opnieuw. Er is niets opgeslagen.", "Set the clock and try again. Nothing was stored."))
	}
	if m.Admission.IsOver(now) {
		return conflict("away.over",
			i18n.T("Uw toegang voor deze beoordeling is voorbij.", "Your access for this assessment is over."),
			i18n.T("Vraag de organisatie om u opnieuw toe te laten. Er is niets opgeslagen.", "Ask the organisation to admit you again. Nothing was stored."))
	}
	return nil
}

// clockSlack is how much two clocks may differ before it is worth a word.
const clockSlack = 5 * time.Minute

// seed writes what was taken along, in the transaction of its caller. What the
// organisation says of itself is written as its journal, and read from that.
func (a *App) seed(ctx context.Context, c workfile.Cargo) error {
	m := c.Manifest
	var points []journal.Checkpoint
	for _, p := range c.Points {
		points = append(points, journal.Checkpoint{Size: p.Size, Note: p.Note, At: p.At})
	}
	err := a.DB.Write(ctx, sqldb.Org(m.Org), func(tx *sqldb.Tx) error { return journal.Adopt(ctx, tx, m.Org, c.Entries, points) })
	if err != nil {
		return err
	}
	state, err := past.Recall(m.Org, c.Entries)
	if err != nil {
		return err
	}
	w := &away{m, c.Work}
	by, file := w.actor(), c.Work.File()
	o := state.Org
	o.Version = 1
	said := audit.TakenAlong{Taking: m.Taking.ID, Size: m.Taking.Size, Files: m.Taking.Files}
	if err := (&orgdb.Store{DB: a.DB}).Add(ctx, m.Org, o, a.Now(), by.Draft(a.Now(), "audit.take-along", c.Work.ID.Ref(), said)); err != nil {
		return err
	}
	who := identity.Person{ID: m.Person.ID, Name: m.Person.Name, Lang: m.Person.Lang}
	if err := a.Identity.Store.CreatePerson(ctx, who, a.Now()); err != nil {
		return err
	}
	if err := (identity.Console{Service: a.Identity}).AddAssessor(ctx, identity.Membership{Org: m.Org, Person: who, Admission: m.Admission}); err != nil {
		return err
	}
	if err := (&auditdb.Store{DB: a.DB}).BringBack(ctx, m.Org, file.Engagement, file.Verdicts, file.Findings, nil); err != nil {
		return err
	}
	var papers []board.Approval
	if err := json.Unmarshal(c.Approvals, &papers); err != nil {
		return fmt.Errorf("read what the board signed: %w", err)
	}
	if err := (&boarddb.Store{DB: a.DB}).Adopt(ctx, m.Org, papers); err != nil {
		return err
	}
	text, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("remember what was taken along: %w", err)
	}
	return a.set(ctx, awaySetting, string(text))
}

// leftBehind are the files that were taken along. Of others it says that they were not.
type leftBehind struct{ evidence.Files }

// Open implements [evidence.Files].
func (f leftBehind) Open(ctx context.Context, id string, sum blob.Sum) (io.ReadCloser, error) {
	r, err := f.Files.Open(ctx, id, sum)
	if errors.Is(err, blob.ErrMissing) {
		err = &fault.Fault{
			Kind: fault.NotFound, Code: "away.left-behind",
			Says: i18n.T("Dit bestand is niet meegenomen.", "This file was not taken along."),
			Hint: i18n.T("Open het op de site van de organisatie, of neem de beoordeling daar opnieuw mee, met de bestanden.", "Open it at the organisation's site, or take the assessment along from there once more, with the files."),
		}
	}
	return r, err
}

// WayIn makes a link with which the assessor who took the work along signs in, once.
func (a *App) WayIn(ctx context.Context) (link string, err error) {
	if a.away == nil {
		return "", errNothingTaken
	}
	secret, err := identity.Console{Service: a.Identity}.DemoLink(ctx, identity.Person{ID: a.away.Manifest.Person.ID, Name: a.away.Manifest.Person.Name})
	return a.Config.Address + "/link/" + secret, err
}

var errNothingTaken = errors.New("this folder holds no assessment that was taken along")
