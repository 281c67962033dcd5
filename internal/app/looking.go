package app

import (
	"context"
	"log/slog"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident/incidentdb"
)

// How often incidents are looked at that are due, and how long one is left alone
// that cannot be looked at.
const (
	lookEvery = 15 * time.Second
	lookLater = 5 * time.Minute
	looks     = 200 // at a time
)

// looking keeps looking at incidents until ctx ends: whom to call, and of what to
// remind. The demo tells nobody.
func (a *App) looking(ctx context.Context) {
	for ctx.Err() == nil && !a.Demo {
		if err := a.LookAll(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "looking at incidents failed", slog.Any("err", err))
		}
		rest(ctx, lookEvery)
	}
}

// LookAll looks once at every incident that is due, of every organisation. One that
// cannot be looked at does not keep the others from it.
func (a *App) LookAll(ctx context.Context) error {
	store := &incidentdb.Store{DB: a.DB}
	for now := a.Now(); ctx.Err() == nil; {
		due, err := store.Due(ctx, now, looks)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			err := a.Incident.Look(ctx, identity.SystemActor(d.Org), d.ID)
			if err == nil || ctx.Err() != nil {
				continue
			}
			later := lookLater
			if fault.KindOf(err) == fault.Conflict {
				later = lookEvery // somebody is at work on it
			} else {
				a.log.ErrorContext(ctx, "an incident could not be looked at", slog.String("org", string(d.Org)), slog.String("incident", string(d.ID)), slog.Any("err", err))
			}
			if err := store.PutOff(ctx, d, now.Add(later)); err != nil {
				return err
			}
		}
	}
	return nil
}
