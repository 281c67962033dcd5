package app_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/identity/identityweb"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/web"
)

// onEarlierDay puts a moment into the address of a page.
func (p *provider) onEarlierDay(path string, size int64) string {
	day := legaltime.Text(legaltime.DayOf(p.clock(), p.Zone))
	return strings.Replace(path, "/o/"+string(p.id), fmt.Sprintf("/o/%s/op/%s/%d", p.id, day, size), 1)
}

// reading serves today's pages to people who may read and nothing else: those who
// look back see the same.
func (s *site) reading() http.Handler {
	guard := &identityweb.Guard{Service: s.Identity}
	frame := &web.Frame{
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return "req_1" }, Now: s.clock, Zone: s.Zone, Address: origin,
		Enter: func(r *http.Request, route web.Route) (*http.Request, error) {
			in, err := guard.Enter(r, route)
			if err != nil {
				return in, err
			}
			by := identity.ActorOf(in.Context())
			by.Past = true
			return in.WithContext(identity.WithActor(in.Context(), by)), by.Need(identity.Action(route.Do))
		},
	}
	return frame.Mux(s.Routes())
}

var (
	banner = regexp.MustCompile(`(?s)<section class="utrecht-alert utrecht-alert--warning zi-note zi-notice" aria-label="Een eerdere dag">.*?</section>`)
	menus  = regexp.MustCompile(`(?s)<nav class="zi-nav".*?</nav>|<details class="zi-nav zi-nav--mobile">.*?</details>`)
	prefix = regexp.MustCompile(`/op/\d{4}-\d\d-\d\d/\d+`)
	form   = regexp.MustCompile(`(?s)<section class="zi-card zi-gap-top" aria-labelledby="nieuw">.*?</section>`) // of the page of dossiers
	check  = regexp.MustCompile(`(?s)<div class="zi-pagehead__actions">[^/]*/o/[^/]*/logboek/controle".*?</div>`)
)

// bare is a page without what an earlier day adds to it, and what it leaves out.
func bare(body string) string {
	body = prefix.ReplaceAllString(menus.ReplaceAllString(banner.ReplaceAllString(body, ""), ""), "")
	return check.ReplaceAllString(form.ReplaceAllString(body, ""), `<div class="zi-pagehead__actions"></div>`)
}

// TestTheLatestMomentShowsWhatTodayShows opens every page of an organisation twice:
// as it is today, and as the journal tells of this very moment.
func TestTheLatestMomentShowsWhatTodayShows(t *testing.T) {
	each(t, func(s *site) {
		p, today := s.provider(1), s.reading()
		p.primed(s.Routes())
		walk, size, pages := &scan{provider: p}, s.size(p.id), 0
		secret := s.signIn(p.people[identity.Administrator], true)
		for _, route := range s.Routes() {
			method, _ := address(route)
			if method != http.MethodGet || !isOfOrg(route) || route.Pattern == "GET /o/{org}/op" || route.Pattern == "GET /o/{org}/logboek/controle" {
				continue
			}
			for _, values := range walk.variants(route) {
				path := fill(route, values)
				r := httptest.NewRequestWithContext(s.ctx(), method, origin+path, nil)
				r.AddCookie(&http.Cookie{Name: "zitting", Value: secret})
				w := httptest.NewRecorder()
				today.ServeHTTP(w, r)
				got := s.ask(method, p.onEarlierDay(path, size), secret, "")
				if got.Code != w.Code {
					s.Errorf("%s = %d looking back, and %d today", path, got.Code, w.Code)
					continue
				}
				if w.Code == http.StatusOK {
					pages++
					if diff := gocmp.Diff(strings.Split(bare(w.Body.String()), "\n"), strings.Split(bare(got.Body), "\n")); diff != "" {
						s.Errorf("%s differs (-today +looking back):\n%.3000s", path, diff)
					}
				}
			}
		}
		if after := s.size(p.id); after != size {
			s.Errorf("looking left %d entries in the journal", after-size)
		}
		if pages < 50 {
			s.Errorf("%d pages were compared, want at least 50", pages)
		}
	})
}

// TestNobodyActsInThePast sends every form to an earlier day, and looks for forms
// on the pages there.
func TestNobodyActsInThePast(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		secret := s.signIn(p.people[identity.Administrator], true)
		board := s.signIn(p.people[identity.BoardMember], true)
		for _, route := range s.Routes() {
			method, _ := address(route)
			if !isOfOrg(route) {
				continue
			}
			values := p.records(route)
			size := s.size(p.id) // some records are made for the walk
			for _, who := range []string{secret, board} {
				a := s.ask(method, p.onEarlierDay(fill(route, values), size), who, forms[route.Pattern])
				if method == http.MethodPost && a.Code != http.StatusForbidden {
					s.Errorf("%s in the past = %d, want 403", route.Pattern, a.Code)
				}
				if strings.Contains(a.Body, `method="post"`) || strings.Contains(a.Body, "hx-post") {
					s.Errorf("%s shows a form in the past", route.Pattern)
				}
				if method == http.MethodGet && a.Code >= 500 {
					s.Errorf("%s in the past = %d", route.Pattern, a.Code)
				}
			}
			if after := s.size(p.id); after != size {
				s.Errorf("%s in the past left %d entries", route.Pattern, after-size)
			}
		}
	})
}

// TestEveryMomentHasItsPages walks through the life of an organisation.
func TestEveryMomentHasItsPages(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		secret := s.signIn(p.people[identity.Administrator], true)
		for size := int64(1); size <= s.size(p.id); size += 7 {
			for _, page := range []string{
				"", "/profiel", "/wat-geldt", "/kalender", "/quickscan", "/maatregelen", "/bewijs", "/verbeterplan", "/verbeterplan/vooruitblik", "/telt-mee", "/verklaring",
				"/bestuur", "/bestuur/rapport", "/dossier", "/mensen", "/logboek", "/op", "/zoeken?q=zq", "/nakijken", "/tabel",
				"/beoordelingen", "/auditprogramma",
			} {
				a := s.ask(http.MethodGet, p.onEarlierDay("/o/"+string(p.id)+page, size), secret, "")
				if a.Code != http.StatusOK || !strings.Contains(a.Body, fmt.Sprintf("na wijziging %d.", size)) {
					s.Errorf("%s after %d changes = %d", page, size, a.Code)
				}
			}
		}
	})
}

// TestAMomentThatNeverWasIsRefused tries addresses that speak of no moment.
func TestAMomentThatNeverWasIsRefused(t *testing.T) {
	each(t, func(s *site) {
		p, other := s.provider(1), s.provider(2)
		size := s.size(p.id)
		secret := s.signIn(p.people[identity.Administrator], true)
		for _, moment := range []string{
			fmt.Sprintf("/op/2026-11-24/%d", size+1), "/op/2026-11-24/0", "/op/2026-11-24/-1", fmt.Sprintf("/op/2026-11-24/0%d", size), "/op/2026-11-24/9223372036854775808",
			fmt.Sprintf("/op/2026-11-23/%d", size), fmt.Sprintf("/op/2026-11-25/%d", size), "/op/2026-13-01/3", "/op/24-11-2026/3", "/op/2026-11-24",
		} {
			if a := s.ask(http.MethodGet, "/o/"+string(p.id)+moment+"/maatregelen", secret, ""); a.Code != http.StatusNotFound {
				s.Errorf("%s = %d, want 404", moment, a.Code)
			}
		}
		theirs := s.ask(http.MethodGet, other.onEarlierDay("/o/"+string(other.id)+"/bewijs", 3), secret, "")
		none := s.ask(http.MethodGet, strings.ReplaceAll(other.onEarlierDay("/o/"+string(other.id)+"/bewijs", 3), string(other.id), string(other.id[:len(other.id)-4])+"zzzz"), secret, "")
		if diff := gocmp.Diff(mask(none, other.id[:len(other.id)-4]+"zzzz"), mask(theirs, other.id)); diff != "" || theirs.Code != http.StatusNotFound {
			s.Errorf("another organisation's past shows (%d):\n%.2000s", theirs.Code, diff)
		}
	})
}

// TestLookingBackNeedsTheHistory: who may not see what changed when, may not lay
// two days beside each other either.
func TestLookingBackNeedsTheHistory(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		for _, role := range identity.Roles {
			want := http.StatusForbidden
			if identity.May(p.by(role), identity.ReadHistory) {
				want = http.StatusOK
			}
			if role == identity.Assessor {
				want = http.StatusSeeOther // to the moment that was fixed, whichever is asked for
			}
			page := p.onEarlierDay("/o/"+string(p.id)+"/maatregelen", 5)
			if a := s.ask(http.MethodGet, page, s.signIn(p.people[role], true), ""); a.Code != want {
				s.Errorf("%s looking back = %d, want %d", role, a.Code, want)
			}
		}
		if a := s.ask(http.MethodGet, p.onEarlierDay("/o/"+string(p.id), 5), "", ""); a.Code != http.StatusSeeOther || !strings.Contains(a.Header.Get("Location"), "%2Fop%2F2026-11-24%2F5") {
			s.Errorf("nobody looking back = %d %s, want to sign in and go on there", a.Code, a.Header.Get("Location"))
		}
	})
}

// TestADayBecomesItsLastMoment goes from a day that somebody types to the pages.
func TestADayBecomesItsLastMoment(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		before := s.size(p.id)
		s.at(s.clock().AddDate(0, 0, 20))
		s.must(only(p.Evidence.Add(s.ctx(), p.by(identity.Contributor), evidence.Item{
			Title: "Later", Form: evidence.Note, Text: "Later", Kind: framework.Design, VouchedBy: "Joost", SpeaksFrom: midnight(s.clock()),
		}, nil)))
		secret, page := s.signIn(p.people[identity.Contributor], true), "/o/"+string(p.id)+"/op"
		for day, want := range map[string]string{
			"2026-11-24": fmt.Sprintf("/op/2026-11-24/%d", before), "2026-12-13": fmt.Sprintf("/op/2026-12-13/%d", before), "2026-12-14": fmt.Sprintf("/op/2026-12-14/%d", s.size(p.id)),
		} {
			a := s.ask(http.MethodGet, page+"?dag="+day, secret, "")
			if to := a.Header.Get("Location"); a.Code != http.StatusSeeOther || to != "/o/"+string(p.id)+want {
				s.Errorf("%s leads to %d %q, want %s", day, a.Code, to, want)
				continue
			}
			if then := s.ask(http.MethodGet, a.Header.Get("Location")+"/maatregelen", secret, ""); then.Code != http.StatusOK {
				s.Errorf("the pages of %s = %d", day, then.Code)
			}
		}
		for _, day := range []string{"", "2026-11-23", "2026-12-15", "gisteren"} {
			if a := s.ask(http.MethodGet, page+"?dag="+day, secret, ""); a.Code != http.StatusUnprocessableEntity {
				s.Errorf("%q = %d, want 422", day, a.Code)
			}
		}
	})
}
