package incident

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// An Event is what a webhook tells of.
type Event string

// The events.
const (
	Reported   Event = "incident.reported"
	Unanswered Event = "incident.unanswered"  // nobody took it on yet
	TermEnds   Event = "incident.term-ends"   // soon
	TermPassed Event = "incident.term-passed" // and nothing was recorded as sent
	Trial      Event = "trial"                // somebody tries whether it works
)

// A told is the body of a call. It says that there is something and where to look,
// and nothing of people; what the incident is called only where that was chosen.
type told struct {
	Event        Event     `json:"event"`
	At           time.Time `json:"at"` // when it became known here
	Organisation org.ID    `json:"organisation"`
	Incident     string    `json:"incident,omitempty"` // "INC-2026-014"
	Title        string    `json:"title,omitempty"`
	Due          time.Time `json:"due,omitzero"` // the last moment of the term
	Link         string    `json:"link,omitempty"`
}

// call is a call with a body. key says what it tells.
func (t told) call(key string) hook.Call {
	body, _ := json.Marshal(t) // strings and moments: nothing that cannot be written
	return hook.Call{Key: key, Body: string(body), Put: t.At}
}

// tell calls the webhook; nothing where there is none.
func (s speaker) tell(event Event, key string, due time.Time) []hook.Call {
	if !s.Hook.IsSet() {
		return nil
	}
	t := told{
		Event: event, At: s.now, Organisation: s.org, Incident: s.f.Name(), Due: due.UTC(),
		Link: s.Address + "/o/" + string(s.org) + "/incidenten/" + string(s.f.ID),
	}
	if due.IsZero() {
		t.Due = time.Time{}
	}
	if s.Hook.Titles {
		t.Title = s.f.Title
	}
	return []hook.Call{t.call(fmt.Sprintf("incident/%s/%s", s.f.ID, key))}
}

// tellOf calls the webhook about a term.
func (s speaker) tellOf(n notice) []hook.Call {
	event := TermEnds
	if n.before == 0 {
		event = TermPassed
	}
	return s.tell(event, n.key(), n.end.Due)
}

// HookRef points at the webhook of an organisation.
func HookRef(id org.ID) ref.Ref { return ref.Ref{Kind: "hook", ID: string(id)} }

// arranged is what the journal tells of a webhook: where the calls go, without what
// may be a key in the address.
type arranged struct {
	Place  string `json:"place"` // "" for nowhere
	Titles bool   `json:"titles,omitempty"`
}

// MaxCalls is how many calls a page shows.
const MaxCalls = 50

// Hooked returns the webhook of the organisation and the calls that were put last,
// newest first.
//
// Refusals: Denied.
func (s *Service) Hooked(ctx context.Context, by identity.Actor) (hook.Hook, []hook.Delivery, error) {
	if err := by.Need(identity.HandleIncident); err != nil {
		return hook.Hook{}, nil, err
	}
	h, err := s.Store.Hook(ctx, by.Org)
	if err != nil {
		return h, nil, fmt.Errorf("load webhook: %w", err)
	}
	calls, err := s.Store.Called(ctx, by.Org, MaxCalls)
	if err != nil {
		return h, nil, fmt.Errorf("list calls: %w", err)
	}
	return h, calls, nil
}

// SetHook sets where the organisation is called, and whether calls name incidents.
// An empty URL keeps the one that is there, off takes it away. A new URL gets a new
// secret. Version is the one that the actor looked at.
//
// Refusals: Denied; Invalid; Conflict when somebody else changed it since.
func (s *Service) SetHook(ctx context.Context, by identity.Actor, h hook.Hook, off bool) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	now, err := s.Store.Hook(ctx, by.Org)
	switch {
	case err != nil:
		return fmt.Errorf("load webhook: %w", err)
	case now.Version != h.Version:
		return ErrStale
	}
	h.Secret = now.Secret
	switch {
	case off:
		h.URL, h.Secret = "", ""
	case h.URL == "":
		h.URL = now.URL
	case h.URL != now.URL:
		h.Secret = hook.NewSecret()
	}
	var k fault.Checker
	k.Need(off || h.URL != "", "url", i18n.T("Schrijf het adres op dat wij moeten aanroepen.", "Write the address that we are to call."))
	if h.URL != "" {
		wrong := s.Guard.Check(h.URL)
		k.Need(!errors.Is(wrong, hook.ErrForm), "url", i18n.T("Schrijf het adres als https://voorbeeld.nl/pad, zonder naam en wachtwoord erin.", "Write the address as https://example.org/path, without a name and password in it."))
		k.Need(!errors.Is(wrong, hook.ErrPlain), "url", i18n.T("Gebruik een adres dat met https begint. Alleen op deze machine zelf mag http.", "Use an address that begins with https. Only on this very machine may it be http."))
		k.Need(!errors.Is(wrong, hook.ErrPrivate), "url", i18n.T("Dit adres ligt in een besloten netwerk. Dat mag alleen als de beheerder van dit systeem het toestaat.", "This address lies in a private network. That is allowed only when the operator of this system lets it."))
		k.Text(h.URL, "url", hook.MaxURL)
	}
	if err := k.Fault("incident.hook-refused"); err != nil {
		return err
	}
	h.Version++
	entry := by.Draft(s.now(), "incident.hook", HookRef(by.Org), arranged{h.Place(), h.Titles})
	if err := s.Store.SetHook(ctx, by.Org, h, entry); err != nil {
		return fmt.Errorf("set webhook: %w", err)
	}
	return nil
}

// ErrTrying is what a Store says when the trial before has not ended.
var ErrTrying = &fault.Fault{
	Kind: fault.Conflict, Code: "incident.hook-trying",
	Says: i18n.T("Er loopt al een proef.", "A trial is under way already."),
	Hint: i18n.T("Ververs deze pagina om te zien of die lukte. Er is geen tweede proef verstuurd.", "Reload this page to see whether it worked. No second trial was sent."),
}

// TryHook puts a call by which people see whether their webhook works.
//
// Refusals: Denied; Conflict when there is no webhook, or a trial is still under way.
func (s *Service) TryHook(ctx context.Context, by identity.Actor) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	h, err := s.Store.Hook(ctx, by.Org)
	if err != nil {
		return fmt.Errorf("load webhook: %w", err)
	}
	if !h.IsSet() {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "incident.no-hook",
			Says: i18n.T("Er is geen webhook ingesteld.", "No webhook is set."),
			Hint: i18n.T("Stel eerst een adres in. Er is niets verstuurd.", "Set an address first. Nothing was sent."),
		}
	}
	now := s.now()
	call := told{Event: Trial, At: now, Organisation: by.Org}.call(hook.Trial + s.NewID("try"))
	if err := s.Store.TryHook(ctx, by.Org, call, by.Draft(now, "incident.hook-try", HookRef(by.Org), arranged{h.Place(), h.Titles})); err != nil {
		return fmt.Errorf("try webhook: %w", err)
	}
	return nil
}
