package app_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
)

// TestARowThatTheJournalDoesNotTellIsFound changes one row of each kind outside the
// program, takes one away and puts one there. Every time all pages say so, the check
// names it, and it is over when the row is put back.
func TestARowThatTheJournalDoesNotTellIsFound(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		p.logged()
		p.reported()
		officer := s.signIn(p.people[identity.SecurityOfficer], true)
		home := "/o/" + string(p.id)
		raw := func(query string) {
			s.Helper()
			s.must(s.DB.Write(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error { return tx.Exec(s.ctx(), query, p.id) }))
		}
		found := func() (page, check string) {
			s.Helper()
			s.must(s.CheckAll(s.ctx()))
			return s.ask(http.MethodGet, home, officer, "").Body, s.ask(http.MethodGet, home+"/logboek/controle", officer, "").Body
		}
		const loud, named = "anders dan het logboek zegt", "staat anders in de gegevens dan in het logboek"
		if page, check := found(); strings.Contains(page, loud) || strings.Contains(check, named) {
			s.Fatalf("nothing was changed, and the check says %s", check)
		}
		raw(`UPDATE answers SET changed_by_id = '' WHERE org_id = $1`) // as in rows of before that was written down
		raw(`UPDATE scans SET changed_by_id = '' WHERE org_id = $1`)
		if _, check := found(); strings.Contains(check, named) {
			s.Errorf("rows of an older program differ:\n%s", check)
		}
		for _, tt := range []struct{ says, change, back string }{
			{"een verbeteractie", `UPDATE actions SET title = title || '!' WHERE org_id = $1`, `UPDATE actions SET title = substr(title, 1, length(title) - 1) WHERE org_id = $1`},
			{"een besluit van het bestuur", `UPDATE decisions SET cost_cents = cost_cents + 1 WHERE org_id = $1`, `UPDATE decisions SET cost_cents = cost_cents - 1 WHERE org_id = $1`},
			{"een goedkeuring van het bestuur", `UPDATE approvals SET person_name = person_name || '!' WHERE org_id = $1`, `UPDATE approvals SET person_name = substr(person_name, 1, length(person_name) - 1) WHERE org_id = $1`},
			{"een certificaat", `UPDATE certifications SET number = number || '!' WHERE org_id = $1`, `UPDATE certifications SET number = substr(number, 1, length(number) - 1) WHERE org_id = $1`},
			{"een onafhankelijke beoordeling", `UPDATE audit_findings SET title = title || '!' WHERE org_id = $1`, `UPDATE audit_findings SET title = substr(title, 1, length(title) - 1) WHERE org_id = $1`},
			{"een incident", `UPDATE incidents SET state = replace(CAST(state AS TEXT), 'zq01oil', 'zq99oil') WHERE org_id = $1`, `UPDATE incidents SET state = replace(CAST(state AS TEXT), 'zq99oil', 'zq01oil') WHERE org_id = $1`},
			{"een oefening", swapped("exercise_records", "exercise", "mark"), swapped("exercise_records", "exercise", "back")},
			{"een zorgproces", swapped("continuity_records", "process", "mark"), swapped("continuity_records", "process", "back")},
			{"een training", swapped("people_records", "training", "mark"), swapped("people_records", "training", "back")},
			{"een bestand van de logcontrole", swapped("accesslog_records", "accesslog-load", "mark"), swapped("accesslog_records", "accesslog-load", "back")},
			{"het profiel van de organisatie", `UPDATE organisations SET name = name || '!' WHERE org_id = $1`, `UPDATE organisations SET name = substr(name, 1, length(name) - 1) WHERE org_id = $1`},
		} {
			raw(tt.change)
			page, check := found()
			if !strings.Contains(page, loud) || !strings.Contains(check, tt.says) || strings.Count(check, named) == 0 {
				s.Errorf("%s: the page says it loudly: %t; the check says\n%s", tt.change, strings.Contains(page, loud), check)
			}
			raw(tt.back)
			if page, check := found(); strings.Contains(page, loud) || strings.Contains(check, named) {
				s.Errorf("after %s the check still says\n%s", tt.back, check)
			}
		}
		for _, tt := range []struct{ says, change string }{
			{"een antwoord (", `UPDATE answers SET operation = 'yes' WHERE org_id = $1 AND operation <> 'yes'`},
			{"een antwoord van de quickscan", `DELETE FROM scans WHERE org_id = $1`},
			{"een stuk bewijs", `UPDATE evidence SET valid_until = '2029-01-01' WHERE org_id = $1`},
			{"een stuk bewijs", `DELETE FROM evidence_links WHERE org_id = $1`},
			{"een auditronde", `DELETE FROM round_judgements WHERE org_id = $1`},
		} {
			raw(tt.change)
			if page, check := found(); !strings.Contains(page, loud) || !strings.Contains(check, tt.says) {
				s.Errorf("%s: the check says\n%s", tt.change, check)
			}
		}
	})
}

// TestTheDemoRegionIsWhatItsJournalsTell checks everything of the region: no log line
// says that something does not hold.
func TestTheDemoRegionIsWhatItsJournalsTell(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	clock := &demo.Clock{Real: func() time.Time { return time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC) }}
	var said bytes.Buffer
	a, err := app.Open(ctx, config.Config{Database: filepath.Join(dir, "a.db"), Data: dir, Address: "http://localhost:1", Zone: "Europe/Amsterdam"}, clock.Now, slog.New(slog.NewTextHandler(&said, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Generator(clock, 20260815).Region(ctx); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := a.CheckAll(ctx); err != nil || strings.Contains(said.String(), "level=ERROR") {
		t.Errorf("CheckAll = %v, and tells\n%s", err, said.String())
	}
	t.Logf("all of the region is checked in %s", time.Since(begun))
}

// swapped writes another name into the records of a kind, or takes it out again.
func swapped(table, kind, way string) string {
	from, to := "zq01oil", "zq99oil"
	if way == "back" {
		from, to = to, from
	}
	return `UPDATE ` + table + ` SET record = replace(CAST(record AS TEXT), '` + from + `', '` + to + `') WHERE org_id = $1 AND kind = '` + kind + `'`
}
