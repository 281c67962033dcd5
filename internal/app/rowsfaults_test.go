package app_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// raw changes rows of p outside the program.
func (p *provider) raw(query string) {
	p.Helper()
	p.must(p.DB.Write(p.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error { return tx.Exec(p.ctx(), query, p.id) }))
}

// checked is the page that checks p's journal, and one that has the alarm of all pages.
func (p *provider) checked() (check, page string) {
	p.Helper()
	p.must(p.CheckAll(p.ctx()))
	officer := p.signIn(p.people[identity.SecurityOfficer], true)
	home := "/o/" + string(p.id)
	return p.ask(http.MethodGet, home+"/logboek/controle", officer, "").Body, p.ask(http.MethodGet, home+"/logboek", officer, "").Body
}

const loudly = "anders dan het logboek zegt"

// TestWordsThatNobodyErasedAreFound: what was erased through the program is no fault,
// and what somebody blanked in the database is, with the answers changed under it.
func TestWordsThatNobodyErasedAreFound(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		admin := p.by(identity.Administrator)
		s.must(s.Evidence.Erase(s.ctx(), admin, p.pieces[0].ID, evidence.Erasure{Ground: evidence.Unlawful, Because: "Per ongeluk toegevoegd"}))
		x := must(s.People.SaveStaff(s.ctx(), p.by(identity.Contributor), people.Staff{Name: "Sanne Berg", Groups: []string{p.mark("group")}}))
		s.must(s.People.Erase(s.ctx(), admin, x.ID))
		if check, page := p.checked(); strings.Contains(check, "de woorden van regel") || strings.Contains(page, loudly) {
			s.Fatalf("after lawful erasures the check says\n%s", check)
		}
		p.raw(`UPDATE journal SET actor_name = '', data = NULL, salt = NULL WHERE org_id = $1 AND action LIKE 'answer%'`)
		p.raw(`UPDATE answers SET operation = 'yes' WHERE org_id = $1`)
		if check, page := p.checked(); !strings.Contains(check, "de woorden van regel") || !strings.Contains(page, loudly) {
			s.Errorf("the alarm stands: %t; the check says\n%s", strings.Contains(page, loudly), check)
		}
	})
}

// TestARowThatCannotBeReadIsFound: it is a fault itself, and keeps no other from being
// compared, nor one of its own kind.
func TestARowThatCannotBeReadIsFound(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		p.raw(`UPDATE evidence SET title = title || '!' WHERE org_id = $1`)
		ids := p.actionIDs() // two
		p.raw(`UPDATE actions SET requirements = '{}' WHERE org_id = $1 AND action_id = '` + ids[0] + `'`)
		p.raw(`UPDATE actions SET title = title || '!' WHERE org_id = $1 AND action_id = '` + ids[1] + `'`)
		check, page := p.checked()
		for _, want := range []string{"een stuk bewijs (", "een verbeteractie is niet te lezen in de gegevens; wat er meer van die soort is, is wel vergeleken", "een verbeteractie (" + ids[0] + ")", "een verbeteractie (" + ids[1] + ")"} {
			if !strings.Contains(check, want) {
				s.Errorf("the check does not say %q:\n%s", want, check)
			}
		}
		if !strings.Contains(page, loudly) {
			s.Error("no page says it")
		}
	})
}

// actionIDs are the actions of p, by name.
func (p *provider) actionIDs() (ids []string) {
	p.Helper()
	all, err := p.Plan.Store.Load(p.ctx(), p.id)
	p.must(err)
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}

// TestAReportThatIsNotTheSignedOneIsFound: another hash, another key, the other word
// on documents, another number; and a report that is not there.
func TestAReportThatIsNotTheSignedOneIsFound(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		p.reported()
		const named = "een onafhankelijke beoordeling"
		if check, _ := p.checked(); strings.Contains(check, named) {
			s.Fatalf("nothing was changed, and the check says\n%s", check)
		}
		for _, tt := range []struct{ change, back string }{
			{`UPDATE audit_reports SET sha256 = sha256 || '0' WHERE org_id = $1`, `UPDATE audit_reports SET sha256 = substr(sha256, 1, length(sha256) - 1) WHERE org_id = $1`},
			{`UPDATE audit_reports SET on_paper = NOT on_paper WHERE org_id = $1`, `UPDATE audit_reports SET on_paper = NOT on_paper WHERE org_id = $1`},
			{`UPDATE audit_reports SET number = number + 1 WHERE org_id = $1`, `UPDATE audit_reports SET number = number - 1 WHERE org_id = $1`},
			{`UPDATE audit_reports SET public_key = signature WHERE org_id = $1`, ``},
			{`DELETE FROM audit_reports WHERE org_id = $1`, ``},
		} {
			p.raw(tt.change)
			if check, page := p.checked(); !strings.Contains(check, named) || !strings.Contains(page, loudly) {
				s.Errorf("%s: the check says\n%s", tt.change, check)
			}
			if tt.back != "" {
				p.raw(tt.back)
			}
		}
	})
}

// growing is a store in whose reading somebody works on.
type growing struct {
	plan.Store

	grow func()
}

func (g growing) Load(ctx context.Context, id org.ID) ([]plan.Action, error) {
	g.grow()
	return g.Store.Load(ctx, id)
}

// TestAnAlarmStandsWhileNothingIsDecided: a journal that grows during every reading
// proves nothing, and takes no alarm away.
func TestAnAlarmStandsWhileNothingIsDecided(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		p.raw(`UPDATE evidence SET title = title || '!' WHERE org_id = $1`)
		if _, page := p.checked(); !strings.Contains(page, loudly) {
			s.Fatal("no alarm to begin with")
		}
		n := 0
		s.Plan.Store = growing{s.Plan.Store, func() {
			n++
			entry := p.by(identity.Administrator).Draft(p.clock(), "test.noted", ref.Ref{Kind: "test", ID: fmt.Sprint(n)}, n)
			s.must(s.DB.Write(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error { return journal.Append(s.ctx(), tx, p.id, entry) }))
		}}
		s.must(s.CheckAll(s.ctx()))
		check, page := p.checked()
		if n < 3 || !strings.Contains(page, loudly) || !strings.Contains(check, "niet met het logboek vergeleken") {
			s.Errorf("after %d entries the alarm stands: %t; the check says\n%s", n, strings.Contains(page, loudly), check)
		}
	})
}
