package app_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// BenchmarkOverviewAfterSave opens the overview right after an answer was stored,
// when what was kept of it no longer holds, in a journal of five thousand changes.
// Only the page is measured, not the saving.
func BenchmarkOverviewAfterSave(b *testing.B) {
	now := time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC)
	dir := b.TempDir()
	c := config.Config{Database: filepath.Join(dir, "a.db"), Data: dir, Listen: "127.0.0.1:0", Address: origin, Zone: "Europe/Amsterdam"}
	a, err := app.Open(b.Context(), c, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	id := org.ID("org_lang")
	if _, err := longLived(b.Context(), a, id, now); err != nil {
		b.Fatal(err)
	}
	handler := a.Handler()
	by := identity.Actor{Person: "per_x", Name: "Marieke", Org: id, Role: identity.Administrator, Credential: identity.Session}
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		pic, err := a.Assessment.Picture(b.Context(), by)
		if err != nil {
			b.Fatal(err)
		}
		answer := pic.Said.Answers[a.Content.Requirements[i%50].ID]
		answer.Explanation = fmt.Sprintf("Keer %d", i)
		if _, _, err := a.Assessment.SaveForms(b.Context(), by, []assessment.Answer{answer}); err != nil {
			b.Fatal(err)
		}
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, origin+"/o/"+string(id), nil)
		r.AddCookie(&http.Cookie{Name: "zitting", Value: "secret" + string(id)})
		w := httptest.NewRecorder()
		b.StartTimer()
		if handler.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
