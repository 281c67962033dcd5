package app_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
)

// A paper is one form of a page, as a browser would send it when somebody pressed its button.
type paper struct {
	action string
	values url.Values
}

var (
	aForm  = regexp.MustCompile(`(?s)<form([^>]*)>(.*?)</form>`)
	unseen = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	target = regexp.MustCompile(`action="([^"]*)"`)
)

// pressable returns the forms of a page that send something, with what stands in them unseen.
func pressable(page string) (all []paper) {
	for _, found := range aForm.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(found[1], `method="post"`) {
			continue
		}
		f := paper{values: url.Values{}}
		if to := target.FindStringSubmatch(found[1]); to != nil {
			f.action = html.UnescapeString(to[1])
		}
		for _, field := range unseen.FindAllStringSubmatch(found[2], -1) {
			f.values.Add(html.UnescapeString(field[1]), html.UnescapeString(field[2]))
		}
		all = append(all, f)
	}
	return all
}

// formTo fetches the form of a page of p that is sent to an address within p.
func (p *provider) formTo(secret, page, action string, fields ...string) paper {
	p.Helper()
	in := "/o/" + string(p.id)
	for _, f := range pressable(p.ask(http.MethodGet, in+page, secret, "").Body) {
		if f.action == in+action {
			for n := 0; n+1 < len(fields); n += 2 {
				f.values.Set(fields[n], fields[n+1])
			}
			return f
		}
	}
	p.Fatalf("%s has no form to %s", page, action)
	return paper{}
}

func (s *site) press(secret string, f paper) *answer {
	return s.ask(http.MethodPost, f.action, secret, f.values.Encode())
}

// called is how many entries a report has besides its own: of who is told.
const called = 1

// creating are forms that make something new, of every room that has them.
func (p *provider) creating(secret string) map[string]paper {
	p.Helper()
	soon, lately := p.clock().AddDate(0, 1, 0), p.clock().Add(-time.Hour).In(p.Zone).Format("2006-01-02T15:04")
	one := "/incidenten/" + string(p.incident)
	return map[string]paper{
		"a report":          p.formTo(secret, "/incidenten/melden", "/incidenten/melden", "title", "Laptop weg", "aware", lately),
		"a line of the log": p.formTo(secret, one, one+"/verloop", "line", "Gebeld, geen gehoor"),
		"a task":            p.formTo(secret, one+"/afhandeling", one+"/taken", "task", "Wachtwoorden wijzigen", "owner", "Joost"),
		"a lesson":          p.formTo(secret, one+"/les", one+"/les", "title", "Oefen de belboom"),
		"an action":         p.formTo(secret, "/verbeterplan/nieuw", "/verbeterplan", "title", "Beleid herzien"),
		"an outage":         p.formTo(secret, "/continuiteit/uitval", "/continuiteit/uitval", "system", string(p.carried.system), "from", lately, "story", "Niemand kan inloggen"),
		"a training":        p.formTo(secret, "/scholing/trainingen/nieuw", "/scholing/trainingen", "kind", "talk", "title", "Veilig mailen", "for", "all"),
		"a participant":     p.formTo(secret, "/scholing/deelnemers/nieuw", "/scholing/deelnemers", "name", "Nieuwe Collega"),
		"an exercise": p.formTo(secret, "/oefeningen/nieuw?scenario=lost-laptop", "/oefeningen", "scenario", "lost-laptop", "goal", "Belt iedereen de juiste mensen?",
			"lead", string(p.people[identity.SecurityOfficer].ID), "when", soon.Format("2006-01-02T15:04")),
	}
}

// TestAFormThatComesTwiceIsStoredOnce: pressed again without script, the second arrival
// leads to what the first stored, also after a restart, when both come in one moment, and
// on both engines. Another form of the same page, or the same with other words in it, is
// stored: whoever comes back by the browser's own button loses nothing.
func TestAFormThatComesTwiceIsStoredOnce(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		secret := s.signIn(p.people[identity.SecurityOfficer], true)
		for name, f := range p.creating(secret) {
			first, size := s.press(secret, f), p.size()
			to := first.Header.Get("Location")
			if first.Code != http.StatusSeeOther || to == "" {
				t := first.Body[strings.Index(first.Body, "<main"):]
				s.Fatalf("%s: %d %.1500s", name, first.Code, t)
			}
			again := s.press(secret, f)
			if again.Code != http.StatusSeeOther || again.Header.Get("Location") != to || p.size() != size {
				s.Errorf("%s, a second time: %d to %q instead of %q, %d entries more", name, again.Code, again.Header.Get("Location"), to, p.size()-size)
			}
			if !strings.Contains(again.Header.Get("Set-Cookie"), "twee+keer") {
				s.Errorf("%s, a second time, is not said: %q", name, again.Header.Get("Set-Cookie"))
			}
			s.handler = s.Handler() // what a restart leaves: nothing but the database
			if later := s.press(secret, f); later.Header.Get("Location") != to || p.size() != size {
				s.Errorf("%s, after a restart: %d to %q, %d entries more", name, later.Code, later.Header.Get("Location"), p.size()-size)
			}
		}
		line := p.creating(secret)["a line of the log"]
		s.press(secret, line)
		size := p.size()
		line.values.Set("line", "Toch teruggebeld")
		s.press(secret, line)
		s.press(secret, p.creating(secret)["a line of the log"])
		if p.size() != size+2 {
			s.Errorf("other words, and the same words from a new page: %d entries, want 2", p.size()-size)
		}
	})
}

// TestEightPressesInOneMomentStoreOnce, and all of them lead to the same place.
func TestEightPressesInOneMomentStoreOnce(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		secret := s.signIn(p.people[identity.SecurityOfficer], true)
		for name, f := range p.creating(secret) {
			size, all, led := p.size(), sync.WaitGroup{}, make([]string, 8)
			for n := range led {
				all.Go(func() { led[n] = s.press(secret, f).Header.Get("Location") })
			}
			all.Wait()
			for _, to := range led {
				if to == "" || to != led[0] {
					s.Errorf("%s: led to %q and to %q", name, led[0], to)
				}
			}
			want := size + 1
			if name == "a report" {
				want += called
			}
			if p.size() != want {
				s.Errorf("%s: %d entries after eight presses", name, p.size()-size)
			}
		}
	})
}

// TestAFormThatIsRefusedMayComeAgain, and so may one that gives something to read or keep:
// nothing of these stands in the way of the next press.
func TestAFormThatIsRefusedMayComeAgain(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	secret, one := s.signIn(p.people[identity.SecurityOfficer], true), "/incidenten/"+string(p.incident)
	wrong := p.formTo(secret, one+"/afhandeling", one+"/taken", "owner", "Joost")
	for range 2 {
		if a := s.press(secret, wrong); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `name="once"`) {
			t.Errorf("a task without words: %d", a.Code)
		}
	}
	size := p.size()
	file := p.formTo(secret, one+"/sporen", one+"/sporen/bestand", "as", "csv")
	for range 2 {
		if a := s.press(secret, file); a.Code != http.StatusOK {
			t.Errorf("traces as a file: %d %s", a.Code, a.Header.Get("Location"))
		}
	}
	if p.size() != size+2 {
		t.Errorf("%d entries after two downloads", p.size()-size)
	}
}

// TestAFormOfSomebodyElseIsAnother: a number is of who got it.
func TestAFormOfSomebodyElseIsAnother(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, board := s.signIn(p.people[identity.SecurityOfficer], true), s.signIn(p.people[identity.BoardMember], true)
	f, size := p.creating(officer)["a report"], p.size()
	s.press(officer, f)
	s.press(board, f)
	if p.size() != size+2*(1+called) {
		t.Errorf("%d entries, want those of two reports", p.size()-size)
	}
}

// TestWhoeverLeftIsLedWhenTheyComeAgain: a browser that sends a form again gives up the
// first answer.
func TestWhoeverLeftIsLedWhenTheyComeAgain(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	f, size := p.creating(secret)["a report"], p.size()
	ctx, leave := context.WithCancel(s.ctx())
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, origin+f.action, strings.NewReader(f.values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "zitting", Value: secret})
	w := leaving{httptest.NewRecorder(), leave}
	s.handler.ServeHTTP(w, r)
	if again := s.press(secret, f); again.Header.Get("Location") != w.Header().Get("Location") || p.size() != size+1+called {
		t.Errorf("led to %q instead of %q, %d entries", again.Header.Get("Location"), w.Header().Get("Location"), p.size()-size)
	}
}

// A leaving is the answer to somebody who leaves as it is begun.
type leaving struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

// WriteHeader implements [http.ResponseWriter].
func (l leaving) WriteHeader(code int) {
	l.leave()
	l.ResponseRecorder.WriteHeader(code)
}

// TestFormsOfLongAgoAreForgotten, by the night's sweeping, and those of today are not.
func TestFormsOfLongAgoAreForgotten(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		secret := s.signIn(p.people[identity.SecurityOfficer], true)
		kept := func() (n int) {
			s.must(s.DB.Read(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) (err error) {
				n, _, err = sqldb.One(s.ctx(), tx, sqldb.Scalar[int], `SELECT count(*) FROM presses WHERE org_id = $1`, p.id)
				return err
			}))
			return n
		}
		s.press(secret, p.creating(secret)["a report"])
		s.must(s.SweepAll(s.ctx()))
		if kept() != 1 {
			s.Error("the form of today is not remembered")
		}
		s.at(s.clock().AddDate(0, 0, 8))
		s.must(s.SweepAll(s.ctx()))
		if kept() != 0 {
			s.Error("the form of a week ago is still remembered")
		}
	})
}
