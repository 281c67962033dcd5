package app_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
)

// A pager is a system of those on duty, which takes calls.
type pager struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
}

func newPager(t *testing.T) *pager {
	p := &pager{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.bodies = append(p.bodies, string(body))
	}))
	t.Cleanup(p.Close)
	return p
}

// events are those that arrived since the last time somebody asked, and their bodies.
func (p *pager) events(t *testing.T) (events []string, bodies string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range p.bodies {
		var said struct{ Event string }
		if err := json.Unmarshal([]byte(b), &said); err != nil {
			t.Fatal(err)
		}
		events = append(events, said.Event)
	}
	bodies, p.bodies = strings.Join(p.bodies, "\n"), nil
	return events, bodies
}

// hooked sets the webhook of the organisation.
func (p *provider) hooked(address string, titles bool) {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	h, _, err := p.Incident.Hooked(p.ctx(), by)
	p.must(err)
	p.must(p.Incident.SetHook(p.ctx(), by, hook.Hook{URL: address, Titles: titles, Version: h.Version}, false))
}

// calls moves the clock, looks at what is due, and makes the calls.
func (s *site) calls(d time.Duration) {
	s.Helper()
	s.at(s.clock().Add(d))
	s.must(s.LookAll(s.ctx()))
	_, err := s.Hooks.Round(s.ctx())
	s.must(err)
}

// TestThoseOnDutyArePagedWithoutMail lets an incident go unanswered and a term pass in
// an installation without a mail server, which is opened anew before each look.
func TestThoseOnDutyArePagedWithoutMail(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	c := setup(t, database)
	c.Mail, c.MailFrom, c.HookAllow = "", "", []string{"127.0.0.0/8"}
	s, pager := start(t, c), newPager(t)
	reopen := func() {
		s.must(s.Close())
		a, err := app.Open(s.ctx(), c, s.clock, slog.New(slog.DiscardHandler))
		s.must(err)
		s.App = a
		s.Cleanup(func() { _ = a.Close() })
	}
	p := s.provider(1)
	for _, i := range p.open() {
		p.must(p.Incident.Close(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, "klaar"))
	}
	p.hooked(pager.URL+"/"+p.mark("key"), false)
	i := p.gone()
	who := p.by(identity.PrivacyOfficer)
	for _, step := range []struct {
		what string
		wait time.Duration
		do   func()
		want []string
	}{
		{"at once", 0, nil, []string{"incident.reported"}},
		{"a look too many", 0, nil, nil},
		{"after half an hour", 30 * time.Minute, nil, []string{"incident.unanswered"}},
		{"after an hour", 30 * time.Minute, nil, []string{"incident.unanswered"}},
		{"somebody answers what must be done", 0, func() {
			p.must(p.Incident.TakeOn(p.ctx(), who, i.ID, 1))
			p.must(p.Incident.Answer(p.ctx(), who, i.ID, 2, map[string]incident.Reply{
				"disruption": incident.No, "loss": incident.No, "harm": incident.No, "calamity": incident.No, "device": incident.No, "ai": incident.No,
				"personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes, "high_risk": incident.No, "contract": incident.No,
			}))
		}, nil},
		{"a day before the term ends", 48 * time.Hour, nil, []string{"incident.term-ends"}},
		{"once it has passed", 24 * time.Hour, nil, []string{"incident.term-passed"}},
		{"after that", 24 * time.Hour, nil, nil},
	} {
		if step.do != nil {
			step.do()
		}
		reopen()
		s.calls(step.wait)
		got, bodies := pager.events(t)
		if !slices.Equal(got, step.want) {
			t.Errorf("%s: %v, want %v", step.what, got, step.want)
		}
		if m := mark.FindString(bodies); m != "" {
			t.Errorf("%s: the call holds %s: %s", step.what, m, bodies)
		}
		if len(got) > 0 && (!strings.Contains(bodies, i.Name()) || !strings.Contains(bodies, origin+"/o/"+string(p.id)+"/incidenten/")) {
			t.Errorf("%s: the call does not say which incident and where: %s", step.what, bodies)
		}
	}
	f, err := p.Incident.Find(p.ctx(), who, i.ID)
	p.must(err)
	if l := f.Lines[0]; l.Tier != incident.First || !l.Hook || len(l.Told) > 0 {
		t.Errorf("the log begins with %+v", l)
	}
}

// open are the incidents that are not closed.
func (p *provider) open() (open []incident.Incident) {
	p.Helper()
	all, err := p.Incident.Open(p.ctx(), p.by(identity.SecurityOfficer))
	p.must(err)
	for _, i := range all {
		open = append(open, i.Incident)
	}
	return open
}

// TestAWebhookIsSetTriedAndTurnedOff goes through its page, with what it refuses.
func TestAWebhookIsSetTriedAndTurnedOff(t *testing.T) {
	each(t, func(s *site) {
		pager, p := newPager(s.T), s.provider(1)
		officer := p.by(identity.SecurityOfficer)
		size := p.size()
		for address, want := range map[string]string{
			"": "adres op", "http://piket.example/": "begint", "https://10.0.0.1/": "besloten", "http://localhost/": "besloten", "https://a:b@piket.example/": "zonder naam", "piket": "https://voorbeeld.nl",
		} {
			f, _ := fault.Of(p.Incident.SetHook(p.ctx(), officer, hook.Hook{URL: address}, false))
			if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "url" || !strings.Contains(f.Fields[0].Says.NL, want) {
				s.Errorf("%q is answered with %v", address, f)
			}
		}
		s.wantCode("trying none", p.Incident.TryHook(p.ctx(), officer), "incident.no-hook")
		if p.size() != size {
			s.Error("something was stored by what was refused")
		}
		page, secret := "/o/"+string(p.id)+"/incidenten/webhook", s.signIn(p.people[identity.SecurityOfficer], true)
		set := s.ask(http.MethodPost, page, secret, url.Values{"version": {"0"}, "url": {"https://piket.example/sleutel-in-het-pad"}, "titles": {"yes"}}.Encode())
		body := s.ask(http.MethodGet, page, secret, "").Body
		if set.Code != http.StatusSeeOther || !strings.Contains(body, "https://piket.example") || strings.Contains(body, "sleutel-in-het-pad") || !strings.Contains(body, "whsec_") {
			s.Errorf("setting it = %d, and the page shows too much or too little", set.Code)
		}
		if a := s.ask(http.MethodPost, page, secret, url.Values{"version": {"0"}, "url": {"https://piket.example/"}}.Encode()); a.Code != http.StatusConflict {
			s.Errorf("an older version = %d, want 409", a.Code)
		}
		first, _, err := p.Incident.Hooked(p.ctx(), officer)
		p.must(err)
		p.must(p.Incident.SetHook(p.ctx(), officer, hook.Hook{Version: 1}, false))
		kept, _, err := p.Incident.Hooked(p.ctx(), officer)
		p.must(err)
		if kept.URL != first.URL || kept.Secret != first.Secret || kept.Titles {
			s.Errorf("an empty address changed %+v into %+v", first, kept)
		}
		for _, e := range entriesOf(s.T, s.App, p.id) {
			if text := string(e.Data); strings.Contains(text, "sleutel-in-het-pad") || strings.Contains(text, "whsec_") {
				s.Errorf("the journal holds %s", text)
			}
		}
		s.reach(p, pager)
		s.calls(0)
		pager.events(s.T) // what was reported before
		if a := s.ask(http.MethodPost, page+"/proef", secret, ""); a.Code != http.StatusSeeOther {
			s.Errorf("trying it = %d", a.Code)
		}
		size = p.size()
		if a := s.ask(http.MethodPost, page+"/proef", secret, ""); a.Code != http.StatusConflict || !strings.Contains(a.Body, "loopt al een proef") || p.size() != size {
			s.Errorf("a second trial beside it = %d", a.Code)
		}
		s.calls(0)
		if got, bodies := pager.events(s.T); !slices.Equal(got, []string{"trial"}) {
			s.Errorf("the trial brought %v: %s", got, bodies)
		}
		if body := s.ask(http.MethodGet, page, secret, "").Body; !strings.Contains(body, "Proef") || !strings.Contains(body, "Aangenomen") {
			s.Error("the page does not say that the trial was taken")
		}
		off := s.ask(http.MethodPost, page, secret, url.Values{"version": {"3"}, "off": {"yes"}}.Encode())
		if h, _, err := p.Incident.Hooked(p.ctx(), officer); off.Code != http.StatusSeeOther || err != nil || h.IsSet() || h.Secret != "" {
			s.Errorf("turning it off = %d: %+v %v", off.Code, h, err)
		}
	})
}

// reach lets this program call the pager, as an operator would.
func (s *site) reach(p *provider, pager *pager) {
	s.Helper()
	guard, err := hook.NewGuard([]string{"127.0.0.0/8"})
	s.must(err)
	s.Incident.Guard, s.Hooks.Client = guard, guard.Client(nil)
	p.hooked(pager.URL, false)
}
