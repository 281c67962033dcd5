package incidentdb_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func TestOfTrialsAtTheSameMomentOneIsMade(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		entry := journal.Draft{At: noon, ActorID: "per_1", Action: "incident.hook", Object: incident.HookRef("org_a"), Data: struct{}{}}
		if err := s.SetHook(ctx, "org_a", hook.Hook{URL: "https://piket.example/", Secret: hook.NewSecret(), Version: 1}, entry); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		refused := make(chan error, 6)
		for n := range cap(refused) {
			wg.Go(func() {
				refused <- s.TryHook(ctx, "org_a", hook.Call{Key: fmt.Sprint(hook.Trial, n), Body: "{}", Put: noon}, entry)
			})
		}
		wg.Wait()
		close(refused)
		made := 0
		for err := range refused {
			switch {
			case err == nil:
				made++
			case !errors.Is(err, incident.ErrTrying):
				t.Error(err)
			}
		}
		if calls, err := s.Called(ctx, "org_a", 10); made != 1 || len(calls) != 1 || err != nil {
			t.Errorf("%d were made, %d are kept, %v", made, len(calls), err)
		}
	})
}
