package peopleweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// A trainingPage is one training, with who stands where.
type trainingPage struct {
	page
	X        people.Training // as stored; zero for a new one
	F        trainingForm
	Measures string // numbers
}

// trainingForm is the form exactly as typed.
type trainingForm struct {
	kind, title, about, whom, groups, every, requirements, subject string
	roles                                                          []string
	version                                                        int64
}

// Choices of for whom a training is.
const (
	forAll  = "all"
	forSome = "some"
)

func (h *Handler) formOfTraining(p page, t people.Training) trainingForm {
	whom := forSome
	if t.For.Everybody {
		whom = forAll
	}
	f := trainingForm{string(t.Kind), t.Title, t.About, whom, strings.Join(t.For.Groups, ", "), strconv.Itoa(t.Every), p.measures(h.Catalogue, t.Requirements), t.Subject, nil, t.Version}
	for _, r := range t.For.Roles {
		f.roles = append(f.roles, string(r))
	}
	return f
}

func readTraining(r *http.Request) trainingForm {
	t := func(name string) string { return web.Text(r, name) }
	return trainingForm{t("kind"), t("title"), t("about"), t("for"), t("groups"), t("every"), t("requirements"), t("subject"), r.PostForm["roles"], web.FormVersion(r)}
}

// parse turns what was typed into a training. It judges spelling only.
func (f trainingForm) parse(h *Handler, id people.ID) (people.Training, error) {
	var k fault.Checker
	t := people.Training{ID: id, Kind: people.Kind(f.kind), Title: f.title, About: f.about, Subject: f.subject}
	if n := web.ParseInt(&k, "every", f.every); n != nil {
		t.Every = int(min(*n, 1000))
	}
	switch f.whom {
	case forAll:
		t.For.Everybody = true
	case forSome:
		t.For.Groups = people.SplitGroups(f.groups)
		for _, r := range f.roles {
			t.For.Roles = append(t.For.Roles, identity.Role(r))
		}
	}
	for n := range strings.FieldsFuncSeq(f.requirements, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		id := n // what the catalogue does not know is refused by its own spelling
		if r := h.Catalogue.BySlug(n); r != nil {
			id = r.ID
		}
		if slices.Contains(t.Requirements, id) {
			continue
		}
		if t.Requirements = append(t.Requirements, id); len(t.Requirements) > people.MaxLinks {
			break // one more than there may be: that is refused
		}
	}
	t.Version = f.version
	return t, k.Fault("people.unreadable")
}

// newTraining serves GET …/trainingen/nieuw?onderwerp=phishing.
func (h *Handler) newTraining(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	t := people.Training{Kind: people.Course, Every: 12, Requirements: []string{people.Always}, For: people.Audience{Everybody: true}}
	if s, ok := h.Service.Subject(r.URL.Query().Get("onderwerp")); ok {
		t = s.Training(p.Lang)
	}
	return web.Render(w, r, http.StatusOK, trainingFormView(trainingPage{page: p, F: h.formOfTraining(p, t)}))
}

// stored finds the training of the address.
func (h *Handler) stored(r *http.Request) (trainingPage, error) {
	p, err := h.page(r, nil)
	if err != nil {
		return trainingPage{}, err
	}
	t, ok := p.S.Training(people.ID(r.PathValue("id")))
	if !ok {
		return trainingPage{}, fault.Missing("people.none")
	}
	return trainingPage{p, t, h.formOfTraining(p, t), p.measures(h.Catalogue, t.Requirements)}, nil
}

// training serves GET …/trainingen/{id}.
func (h *Handler) training(w http.ResponseWriter, r *http.Request) error {
	p, err := h.stored(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, trainingView(p))
}

// editTraining serves GET …/trainingen/{id}/wijzigen.
func (h *Handler) editTraining(w http.ResponseWriter, r *http.Request) error {
	p, err := h.stored(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, trainingFormView(p))
}

// saveTraining serves POST …/trainingen and …/trainingen/{id}.
func (h *Handler) saveTraining(w http.ResponseWriter, r *http.Request) error {
	id, f := people.ID(r.PathValue("id")), readTraining(r)
	t, err := f.parse(h, id)
	if err == nil {
		t, err = h.Service.SaveTraining(r.Context(), identity.ActorOf(r.Context()), t)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.page(r, refusal)
		if err != nil {
			return err
		}
		x, _ := p.S.Training(id)
		if refusal.Kind == fault.Conflict {
			f.version = x.Version // what was typed may be stored over what is there now
		}
		return web.Render(w, r, web.CodeOf(refusal), trainingFormView(trainingPage{p, x, f, p.measures(h.Catalogue, x.Requirements)}))
	}
	if err != nil {
		return err
	}
	return done(w, r, under(trainingPath, t.ID), "De training is opgeslagen.", "The training was stored.")
}

// dropTraining serves POST …/trainingen/{id}/weg.
func (h *Handler) dropTraining(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.DropTraining(r.Context(), identity.ActorOf(r.Context()), people.ID(r.PathValue("id")), web.FormVersion(r))
	if err != nil {
		return err
	}
	return done(w, r, home, "De training is weggehaald. In het logboek blijft hij staan.", "The training was taken out. It stays in the journal.")
}

// title is the name of the page.
func (p trainingPage) title() string {
	if p.X.ID == "" {
		return p.T("Nieuwe training", "New training")
	}
	return p.X.Title
}

// action is where the form goes.
func (p trainingPage) action() string {
	if p.X.ID == "" {
		return trainingPath
	}
	return under(trainingPath, p.X.ID)
}

func (p trainingPage) kinds() (options []web.Option) {
	for _, k := range people.Kinds {
		options = append(options, web.Option{Value: string(k), Label: k.Name().In(p.Lang), Chosen: p.F.kind == string(k)})
	}
	return options
}

func (p trainingPage) everys() (options []web.Option) {
	for _, n := range people.Everys {
		options = append(options, web.Option{Value: strconv.Itoa(n), Label: p.every(n), Chosen: p.F.every == strconv.Itoa(n)})
	}
	return options
}

func (p trainingPage) whom() []web.Option {
	return []web.Option{
		{Value: forAll, Label: p.T("Iedereen", "Everybody"), Chosen: p.F.whom == forAll},
		{Value: forSome, Label: p.T("Alleen deze rollen en groepen", "Only these roles and groups"), Chosen: p.F.whom == forSome},
	}
}

func (p trainingPage) roles() (options []web.Option) {
	for _, r := range identity.Roles {
		if r != identity.Assessor {
			options = append(options, web.Option{Value: string(r), Label: r.Name().In(p.Lang), Chosen: slices.Contains(p.F.roles, string(r))})
		}
	}
	return options
}

// groupHint says which groups there are.
func (p page) groupHint() string {
	hint := p.T("Eigen woorden, met komma’s ertussen. Zoals: wijkteam, planning, nachtdienst.", "Your own words, with commas between them. Such as: district team, planning, night shift.")
	if groups := p.S.Groups(); len(groups) > 0 {
		hint += p.T(" U heeft al: ", " You have: ") + strings.Join(groups, ", ") + "."
	}
	return hint
}

// now is what somebody else stored meanwhile.
func (p trainingPage) now() []string {
	return []string{
		p.X.Title, p.X.Kind.Name().In(p.Lang), p.T("Voor: ", "For: ") + p.audience(p.X.For), p.every(p.X.Every),
		p.T("Maatregelen: ", "Measures: ") + p.Measures, p.T("Waarover: ", "About: ") + web.OrDash(p.X.About),
	}
}

// A row is one participant on the page of a training.
type row struct {
	P people.Participant
	M people.Mark
}

// rows lists those for whom the training is: who is late first.
func (p trainingPage) rows() (all []row) {
	for _, s := range []people.Standing{people.Late, people.Soon, people.Good} {
		for _, who := range p.S.All {
			if m := p.S.Stand(who, p.X); m.Standing == s {
				all = append(all, row{who, m})
			}
		}
	}
	return all
}
