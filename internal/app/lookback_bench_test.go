package app_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// manyChanges is how long the journal is in which the measurement looks back.
const manyChanges = 5000

// BenchmarkLookBack opens a page of an earlier day in a journal of five thousand
// changes: for the first time, when all of it is replayed, and again. Beside it
// stands the same page of today.
func BenchmarkLookBack(b *testing.B) {
	now := time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC)
	dir := b.TempDir()
	c := config.Config{Database: filepath.Join(dir, "a.db"), Data: dir, Listen: "127.0.0.1:0", Address: origin, Zone: "Europe/Amsterdam"}
	a, err := app.Open(b.Context(), c, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	id, size := org.ID("org_lang"), int64(0)
	if size, err = longLived(b.Context(), a, id, now); err != nil {
		b.Fatal(err)
	}
	handler := a.Handler()
	for name, path := range map[string]func(i int64) string{
		"today": func(i int64) string { return fmt.Sprintf("/maatregelen?n=%d", i) },
		"first": func(i int64) string { return fmt.Sprintf("/op/2026-11-24/%d/maatregelen", size-1-i%2) },
		"again": func(i int64) string { return fmt.Sprintf("/op/2026-11-24/%d/maatregelen?n=%d", size, i) },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := int64(0); b.Loop(); i++ {
				begun := time.Now()
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, origin+"/o/"+string(id)+path(i), nil)
				r.AddCookie(&http.Cookie{Name: "zitting", Value: "secret" + string(id)})
				w := httptest.NewRecorder()
				if handler.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("%s = %d", path(i), w.Code)
				}
				took = append(took, time.Since(begun))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		})
	}
}

// longLived makes an organisation whose answers change again and again, with
// somebody who is signed in, and returns the size of its journal.
func longLived(ctx context.Context, a *app.App, id org.ID, now time.Time) (size int64, err error) {
	_, by, err := worksAt(ctx, a, id, now)
	if err != nil {
		return 0, err
	}
	size = 2
	for version := int64(0); size < manyChanges; version++ {
		var answers []assessment.Answer
		for _, r := range a.Content.Requirements {
			answers = append(answers, assessment.Answer{
				Requirement: r.ID, Applies: assessment.Applies, Version: version, Design: assessment.Statement{Reply: assessment.Replies[version%4], On: midnight(now)},
				Explanation: fmt.Sprintf("Zo doen wij het, voor de %de keer opgeschreven, met de afspraken die daarbij horen.", version),
			})
		}
		if _, _, err := a.Assessment.SaveForms(ctx, by, answers); err != nil {
			return 0, err
		}
		size += int64(len(answers))
	}
	return size, nil
}

// worksAt founds an organisation with an administrator who is signed in by a secret.
func worksAt(ctx context.Context, a *app.App, id org.ID, now time.Time) (secret string, by identity.Actor, err error) {
	console := identity.Console{Service: a.Identity}
	_, err = a.Duty.Found(ctx, identity.OperatorActor(id), org.Organisation{Name: "Zorg", Profile: org.Profile{Sectors: []org.Sector{org.VVT}}})
	if err != nil {
		return "", by, err
	}
	who, err := console.CreatePerson(ctx, "Marieke", "marieke@"+string(id)+".example", i18n.NL)
	if err != nil {
		return "", by, err
	}
	if err := console.AddMember(ctx, id, who.ID, identity.Administrator); err != nil {
		return "", by, err
	}
	secret = "secret" + string(id)
	hash := sha256.Sum256([]byte(secret))
	in := identity.SignedIn{ID: "ses_" + string(id), Person: who, Started: now, Seen: now, Strong: now}
	if _, err := a.Identity.Store.StartSession(ctx, identity.Start{Session: in, Hash: hash[:]}); err != nil {
		return "", by, err
	}
	return secret, identity.Actor{Person: who.ID, Name: who.Name, Org: id, Role: identity.Administrator, Credential: identity.Session}, nil
}
