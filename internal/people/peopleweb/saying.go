package peopleweb

import (
	"net/http"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// sayFollowed serves POST …/trainingen/{id}/gevolgd: the reader says to have read a text
// or done an e-learning, or takes that back.
func (h *Handler) sayFollowed(w http.ResponseWriter, r *http.Request) error {
	by, id := identity.ActorOf(r.Context()), people.ID(r.PathValue("id"))
	if web.Text(r, "undo") != "" {
		if err := h.Service.TakeBack(r.Context(), by, id); err != nil {
			return err
		}
		return done(w, r, under(trainingPath, id), "Teruggenomen. Dit telt niet meer.", "Taken back. This counts no longer.")
	}
	if err := h.Service.SayFollowed(r.Context(), by, id); err != nil {
		return err
	}
	return done(w, r, under(trainingPath, id), "Vastgelegd op uw eigen opgave.", "Recorded by your own word.")
}

// own is where the reader stands with the training; ok is false when nobody asks the
// reader to say so.
func (p trainingPage) own() (m people.Mark, ok bool) {
	who, here := p.S.Participant(people.ID(p.by.Person))
	if !here || !p.X.Kind.IsAlone() || !p.may(identity.SayFollowed) {
		return m, false
	}
	m = p.S.Stand(who, p.X)
	return m, m.Standing != people.Free
}

// asks is what the reader says to have done.
func (p trainingPage) asks() string {
	if p.X.Kind == people.Reading {
		return p.T("Ik heb dit gelezen", "I have read this")
	}
	return p.T("Ik heb dit gedaan", "I have done this")
}
