package exerciseweb

import (
	"net/http"
	"slices"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// say serves POST …/oefeningen/{id}/notities.
func (h *Handler) say(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	minute := readMinute(&k, "minute", web.Text(r, "minute"))
	n := exercise.Note{Deed: exercise.Deed(web.Text(r, "deed")), Inject: web.Text(r, "inject"), Role: web.Text(r, "role"), Who: web.Text(r, "who"), Text: web.Text(r, "text")}
	err := k.Fault("exercise.unreadable")
	if err == nil {
		err = h.Service.Say(r.Context(), identity.ActorOf(r.Context()), idOf(r), n, minute)
	}
	if n.Deed == exercise.Reached {
		return h.acted(w, r, err, "Genoteerd: bereikt.", "Noted: reached.")
	}
	return h.acted(w, r, err, "Genoteerd.", "Noted.")
}

// readMinute reads a minute of the clock; nil for none.
func readMinute(k *fault.Checker, name, s string) *int {
	n := web.ParseInt(k, name, s)
	if n == nil {
		return nil
	}
	return new(int(min(max(*n, -1), 1<<20))) // what is too much is refused by the room
}

// strike serves POST …/oefeningen/{id}/notities/{note}/weg.
func (h *Handler) strike(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Strike(r.Context(), identity.ActorOf(r.Context()), idOf(r), exercise.ID(r.PathValue("note")))
	return h.acted(w, r, err, "De notitie telt niet meer mee.", "The note does not count any more.")
}

// deeds are what a note can say.
func (p exercisePage) deeds() (options []web.Option) {
	for _, d := range exercise.Deeds {
		if d == exercise.Reached || (d == exercise.Found) != (p.S.Form == exercise.BreakIn) && d == exercise.Found {
			continue
		}
		chosen := p.typed.deed == string(d) || p.typed.deed == "" && d == p.firstDeed()
		options = append(options, web.Option{Value: string(d), Label: d.Name().In(p.Lang), Chosen: chosen})
	}
	return options
}

// firstDeed is what players note most in this kind of exercise.
func (p exercisePage) firstDeed() exercise.Deed {
	if p.S.Form == exercise.BreakIn {
		return exercise.Found
	}
	return exercise.Did
}

// messages are the messages that a note can answer: the newest when nobody chooses.
func (p exercisePage) messages() (options []web.Option) {
	options = []web.Option{{Value: exercise.Latest, Label: p.T("Het nieuwste bericht", "The newest message"), Chosen: p.typed.inject == ""}}
	for _, x := range p.heard() {
		options = append(options, web.Option{Value: x.ID, Label: reading(x.Clock) + " " + x.From.In(p.Lang), Chosen: p.typed.inject == x.ID})
	}
	return append(options, web.Option{Value: "", Label: p.T("Geen bericht", "No message")})
}

// notes are the notes that count: the newest first while the clock runs, in their
// order afterwards.
func (p exercisePage) notes() (all []exercise.Note) {
	for _, n := range p.V.Notes {
		if n.Struck.IsZero() {
			all = append(all, n)
		}
	}
	if p.V.Exercise.Stage() == exercise.Running {
		slices.Reverse(all)
	}
	return all
}

// saying is what a note says.
func (p exercisePage) saying(n exercise.Note) string {
	if n.Text == "" {
		return n.Deed.Name().In(p.Lang)
	}
	return n.Deed.Name().In(p.Lang) + ": " + n.Text
}

// author says of whom a note tells, in which role, and who wrote it for them.
func (p exercisePage) author(n exercise.Note) string {
	who := n.Who + ", " + p.roleName(n.Role)
	if n.Who == "" {
		who = p.roleName(n.Role)
	}
	if by := n.Writer(); by != "" {
		who += p.T(". Opgeschreven door ", ". Written by ") + by
	}
	return who
}

// mayStrike reports whether the reader may take a note back.
func (p exercisePage) mayStrike(n exercise.Note) bool {
	return p.V.Exercise.Stage() != exercise.Signed && p.may(identity.JoinExercise) && (p.V.Leads || n.Person == p.by.Person)
}

// reached reports whether somebody was reached.
func (p exercisePage) reached(s exercise.Seat) bool {
	return slices.ContainsFunc(p.V.Notes, func(n exercise.Note) bool {
		return n.Struck.IsZero() && n.Deed == exercise.Reached && n.Role == s.Role && n.Who == s.Name
	})
}

// own is the reader's seat.
func (p exercisePage) own() exercise.Seat {
	i := slices.IndexFunc(p.V.Exercise.Seats, func(s exercise.Seat) bool { return s.Person == p.by.Person })
	return p.V.Exercise.Seats[max(i, 0)]
}

// asks is the title of the form for a note.
func (p exercisePage) asks() string {
	if p.V.Plays {
		return p.T("Wat doet u?", "What do you do?")
	}
	return p.T("Noteer wat er gebeurt", "Note what happens")
}
