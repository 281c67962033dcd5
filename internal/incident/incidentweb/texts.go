package incidentweb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/web"
)

// A textPage is one text of an incident, being written or as it was saved.
type textPage struct {
	page
	Paper     incident.Paper
	E         incident.Edition // of the address; zero while it is being written
	MayExport bool
	HasPDF    bool // this installation can make one
	Mails     bool // this installation sends mail
}

func textPath(id incident.ID, text string) string { return pathOf(id) + "/tekst/" + text }

func editionPath(id incident.ID, text string, n int) string {
	return textPath(id, text) + "/" + strconv.Itoa(n)
}

// paper gathers what the pages of a text show, with what was wrong with the form
// that was just sent.
func (h *Handler) paper(r *http.Request, wrong error) (p textPage, code int, err error) {
	refusal := web.Again(wrong, fault.Conflict)
	if wrong != nil && refusal == nil {
		return p, 0, wrong
	}
	if p.page, err = h.read(r); err != nil {
		return p, 0, err
	}
	by := identity.ActorOf(r.Context())
	p.Refusal, p.MayExport, p.HasPDF = refusal, identity.May(by, identity.Export), h.PDF != nil
	p.Mails = h.Service.Mails != nil && h.Service.Mails()
	n, number := r.PathValue("n"), 0
	if n != "" {
		if number, err = strconv.Atoi(n); err != nil {
			return p, 0, fault.Missing("incident.no-edition")
		}
	}
	if p.Paper, err = h.Service.Paper(r.Context(), by, idOf(r), r.PathValue("text"), number, p.Lang); err != nil {
		return p, 0, err
	}
	if n != "" {
		if number < 1 || number > len(p.Paper.Editions) {
			return p, 0, fault.Missing("incident.no-edition")
		}
		p.E = p.Paper.Editions[number-1]
	}
	return p, web.CodeOf(refusal), nil
}

// text serves GET /o/{org}/incidenten/{id}/tekst/{text}.
func (h *Handler) text(w http.ResponseWriter, r *http.Request) error { return h.textAgain(w, r, nil) }

func (h *Handler) textAgain(w http.ResponseWriter, r *http.Request, wrong error) error {
	p, code, err := h.paper(r, wrong)
	if err != nil {
		return err
	}
	return web.Render(w, r, code, textView(p))
}

// write serves POST /o/{org}/incidenten/{id}/tekst/{text}.
func (h *Handler) write(w http.ResponseWriter, r *http.Request) error {
	t, _ := h.Service.Rules.Text(r.PathValue("text"))
	fields := map[string]incident.Written{}
	for _, f := range t.Fields {
		fields[f.ID] = incident.Written{Value: web.Text(r, f.ID), Offered: web.Text(r, "offered-"+f.ID), Choice: incident.Choice(web.Text(r, "choice-"+f.ID))}
	}
	number, err := strconv.Atoi(web.Text(r, "number"))
	if err != nil {
		number = -1 // fits nothing: the form is stale
	}
	v := web.ViewOf(r.Context())
	e, err := h.Service.Write(r.Context(), identity.ActorOf(r.Context()), idOf(r), t.ID, number, v.Lang, fields)
	if err != nil {
		return h.textAgain(w, r, err)
	}
	return web.Go(w, r, v.HrefIn(editionPath(idOf(r), t.ID, e.Number)), v.Lang.Tf("Opgeslagen als versie %d. Er is niets verstuurd.", "Saved as version %d. Nothing was sent.", e.Number))
}

// edition serves GET /o/{org}/incidenten/{id}/tekst/{text}/{n}: a text as it was
// saved, to be copied, kept and sent.
func (h *Handler) edition(w http.ResponseWriter, r *http.Request) error {
	return h.editionAgain(w, r, nil)
}

func (h *Handler) editionAgain(w http.ResponseWriter, r *http.Request, wrong error) error {
	p, code, err := h.paper(r, wrong)
	if err != nil {
		return err
	}
	return web.Render(w, r, code, editionView(p))
}

// mail serves POST /o/{org}/incidenten/{id}/tekst/{text}/{n}/mail.
func (h *Handler) mail(w http.ResponseWriter, r *http.Request) error {
	number, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return fault.Missing("incident.no-edition")
	}
	text, to := r.PathValue("text"), web.Text(r, "address")
	if err := h.Service.Mail(r.Context(), identity.ActorOf(r.Context()), idOf(r), text, number, to); err != nil {
		return h.editionAgain(w, r, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(editionPath(idOf(r), text, number)), v.Lang.Tf("De mail aan %s staat klaar en gaat zo weg.", "The mail to %s is ready and about to go.", to))
}

// editionPDF serves GET /o/{org}/incidenten/{id}/tekst/{text}/{n}/tekst.pdf.
func (h *Handler) editionPDF(w http.ResponseWriter, r *http.Request) error {
	if h.PDF == nil {
		return fault.Missing("incident.no-pdf")
	}
	p, _, err := h.paper(r, nil)
	if err != nil {
		return err
	}
	var html bytes.Buffer
	if err := editionView(p).Render(r.Context(), &html); err != nil {
		return fmt.Errorf("render text: %w", err)
	}
	file, err := h.PDF(r.Context(), html.String())
	if err != nil {
		return fmt.Errorf("print text: %w", err)
	}
	p.send(w, "application/pdf", "pdf", file)
	return nil
}

// A taken is an edition as a file for programs.
type taken struct {
	Format       string       `json:"format"` // "aantoonbaar-incident-text/1"
	Organisation string       `json:"organisation"`
	Incident     string       `json:"incident"` // "INC-2026-014"
	Text         string       `json:"text"`
	Title        string       `json:"title"`
	Version      int          `json:"version"`
	Language     i18n.Lang    `json:"language"`
	SavedBy      string       `json:"saved_by"`
	SavedAt      string       `json:"saved_at"` // RFC 3339, UTC
	Fields       []takenField `json:"fields"`   // in the order of the other side
}

type takenField struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Value   string `json:"value"`
	Missing bool   `json:"missing,omitempty"` // it has to be filled in, and is not
}

// editionJSON serves GET /o/{org}/incidenten/{id}/tekst/{text}/{n}/tekst.json.
func (h *Handler) editionJSON(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.paper(r, nil)
	if err != nil {
		return err
	}
	t, e := p.Paper.Text, p.E
	file := taken{
		Format: "aantoonbaar-incident-text/1", Organisation: p.Place.Name, Incident: p.F.Name(), Text: t.ID, Title: t.Title.In(e.Lang),
		Version: e.Number, Language: e.Lang, SavedBy: e.By, SavedAt: e.At.UTC().Format("2006-01-02T15:04:05Z"),
	}
	missing := p.missing(e.Values)
	for _, f := range t.Fields {
		wanting := slices.ContainsFunc(missing, func(m incident.Field) bool { return m.ID == f.ID })
		file.Fields = append(file.Fields, takenField{f.ID, f.Title.In(e.Lang), e.Values[f.ID], wanting})
	}
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return fmt.Errorf("encode text: %w", err)
	}
	p.send(w, "application/json", "json", append(text, '\n'))
	return nil
}

// send sends the edition as a file.
func (p textPage) send(w http.ResponseWriter, media, ext string, file []byte) {
	name := fmt.Sprintf("%s-%s-%d.%s", strings.ToLower(p.F.Name()), p.Paper.Text.ID, p.E.Number, ext)
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(file)))
	_, _ = w.Write(file) // fails only when the reader has left, and then there is nobody to tell
}

// missing are the fields that have to be filled in and are not.
func (p textPage) missing(values map[string]string) []incident.Field {
	return p.Paper.Text.Missing(values, p.Paper.Late)
}

// onScreen is the class of what stays off the paper of a letter: who gets it reads
// running text, and nothing of numbers and versions.
func (p textPage) onScreen() string {
	if p.Paper.Text.Letter {
		return "zi-no-print"
	}
	return ""
}

// written is the language in which the text is, whatever that of the page.
func (p textPage) written() i18n.Lang {
	switch {
	case p.E.Number > 0:
		return p.E.Lang
	case p.Paper.Last().Number > 0:
		return p.Paper.Last().Lang
	}
	return p.Lang
}

// values are what the fields show: as typed in a form that came back, or as they stand.
func (p textPage) values() map[string]string {
	values := map[string]string{}
	for _, f := range p.Paper.Text.Fields {
		values[f.ID] = p.typed(f.ID, p.Paper.Values()[f.ID])
	}
	return values
}

// fieldOf is the input of a field.
func (p textPage) fieldOf(f incident.Field) web.Field {
	value := p.typed(f.ID, p.Paper.Values()[f.ID])
	rows := strings.Count(value, "\n") + len(value)/70 + 1
	hint := f.Hint.In(p.Lang)
	if from := p.origins(f); from != "" && p.Paper.Offered[f.ID] != "" {
		hint = strings.TrimSpace(hint + " " + p.T("Ingevuld uit ", "Filled from ") + from + ".")
	}
	return p.field(web.Field{
		Name: f.ID, Label: f.Title.In(p.Lang), Hint: hint, Rows: min(max(rows, 2), 12), Value: value,
		Optional: f.Need == incident.Never || f.Need == incident.IfLate && !p.Paper.Late,
	})
}

func (p textPage) origins(f incident.Field) string {
	var from []string
	for _, o := range f.Origins() {
		from = append(from, o.In(p.Lang))
	}
	return p.Lang.And(from)
}

// choices are what one can do about a field that the incident changed underneath.
func (p textPage) choices(f incident.Field) []web.Option {
	now := incident.Choice(p.typed("choice-"+f.ID, ""))
	return []web.Option{
		{Value: string(incident.KeepMine), Label: p.T("Houd wat er staat", "Keep what stands there"), Chosen: now == incident.KeepMine},
		{Value: string(incident.TakeOver), Label: p.T("Neem dit over", "Take this over"), Chosen: now == incident.TakeOver},
		{Value: string(incident.Later), Label: p.T("Beslis later", "Decide later"), Chosen: now == incident.Later},
	}
}

// behind are the fields that the incident changed underneath.
func (p textPage) behind() (fields []incident.Field) {
	for _, f := range p.Paper.Text.Fields {
		if p.Paper.IsBehind(f.ID) {
			fields = append(fields, f)
		}
	}
	return fields
}

// order says how sure the order of the fields is.
func (p textPage) order() string {
	switch {
	case p.Paper.Text.Letter:
		return ""
	case slices.ContainsFunc(p.Paper.Text.Sources, func(s source.Source) bool { return s.Certainty == source.Reconstruction }):
		return p.T("Het formulier van de ontvanger is niet openbaar. De volgorde en de vragen zijn onze reconstructie; de wet zegt wel wat erin moet.", "The recipient's form is not public. The order and the questions are our reconstruction; the law does say what it must hold.")
	}
	return p.T("De volgorde kennen wij uit de tweede hand. De vragen staan in onze woorden.", "We know the order second-hand. The questions are in our words.")
}

// history is every edition, the last first.
func (p textPage) history() []incident.Edition {
	all := slices.Clone(p.Paper.Editions)
	slices.Reverse(all)
	return all
}

// differs says what changed in an edition.
func (p textPage) differs(e incident.Edition) string {
	var names []string
	for _, id := range e.Changed {
		if f, ok := p.Paper.Text.Field(id); ok {
			names = append(names, f.Title.In(p.Lang))
		}
	}
	switch {
	case e.Number == 1:
		return p.T("De eerste versie.", "The first version.")
	case len(names) == 0:
		return p.T("Niets gewijzigd.", "Nothing changed.")
	}
	return p.T("Gewijzigd: ", "Changed: ") + strings.Join(names, "; ") + "."
}

// A gone is that an edition left: recorded as sent, or mailed.
type gone struct {
	Edition int
	Says    string
}

// left is what is known of editions that left, in the order of the editions.
func (p textPage) left() (all []gone) {
	t := p.Paper.Text
	for name, s := range p.F.Sent {
		if s.Text == t.ID {
			duty, step, _ := strings.Cut(name, "/")
			says := p.Lang.Tf("%s: verstuurd op %s, vastgelegd door %s.", "%s: sent on %s, recorded by %s.", p.nameOf(duty, step), p.moment(s.At), s.By)
			if s.Receipt != "" {
				says += " " + p.T("Kenmerk: ", "Reference: ") + s.Receipt
			}
			all = append(all, gone{s.Edition, says})
		}
	}
	for _, l := range p.F.Lines {
		if l.Sent == t.ID {
			all = append(all, gone{l.Edition, p.mailed(l)})
		}
	}
	slices.SortStableFunc(all, func(a, b gone) int { return a.Edition - b.Edition })
	return all
}

// mailed says that an edition was mailed.
func (p page) mailed(l incident.Line) string {
	title := l.Sent
	for _, t := range p.Texts {
		if t.ID == l.Sent {
			title = t.Title.In(p.Lang)
		}
	}
	return p.Lang.Tf("Gemaild: %s, versie %d, aan %s.", "Mailed: %s, version %d, to %s.", title, l.Edition, l.To)
}

// A waiting is a step that the edition can be recorded for.
type waiting struct {
	Duty string
	Step incident.Step
}

// steps are those that the text serves and that are asked.
func (p textPage) steps() (all []waiting) {
	for _, j := range p.All {
		for _, c := range j.Clocks {
			if slices.Contains(p.Paper.Text.For, j.Duty.ID+"/"+c.Step.ID) {
				all = append(all, waiting{j.Duty.ID, c.Step})
			}
		}
	}
	return all
}

// A draft is a text in the list of an incident.
type draft struct {
	incident.Text
	Tone, Says, Below string
}

// drafts are the texts that matter now: those that a duty asks or may ask for, those
// that no duty asks for, and those that somebody began.
func (p page) drafts() (all []draft) {
	for _, t := range p.Texts {
		asked, late := t.Serves(p.All)
		e := p.Papers[t.ID]
		if !asked && len(t.For) > 0 && e.Number == 0 {
			continue
		}
		d := draft{Text: t, Says: p.T("Nog niet begonnen", "Not begun yet")}
		if e.Number > 0 {
			d.Tone, d.Says = "info", p.Lang.Tf("Versie %d", "Version %d", e.Number)
			d.Below = e.By + ", " + p.When(e.At)
			if n := len(t.Missing(e.Values, late)); n > 0 {
				d.Tone, d.Below = "warn", p.Lang.Plural(n, "nog %s veld open", "nog %s velden open", "%s field open", "%s fields open")
			}
		}
		for _, s := range p.F.Sent {
			if s.Text == t.ID {
				d.Tone, d.Says, d.Below = "ok", p.Lang.Tf("Versie %d verstuurd", "Version %d sent", s.Edition), p.moment(s.At)
			}
		}
		all = append(all, d)
	}
	return all
}

// editions are the editions of texts that can be what was sent as a step.
func (p page) editions() (options []web.Option) {
	now := p.typed("edition", editionName(p.C.Sent.Text, p.C.Sent.Edition))
	asked, fresh := p.r.URL.Query().Get("versie"), p.C.Sent.At.IsZero()
	if p.r.PostForm.Has("edition") {
		asked, fresh = "", false
	}
	if asked != "" {
		now, fresh = asked, false
	}
	for _, t := range p.Texts {
		if !slices.Contains(t.For, p.J.Duty.ID+"/"+p.C.Step.ID) {
			continue
		}
		for n := p.Papers[t.ID].Number; n > 0; n-- {
			name := editionName(t.ID, n)
			chosen := name == now || fresh && len(options) == 0 // as a rule what was saved last is what was sent
			options = append(options, web.Option{Value: name, Label: p.Lang.Tf("%s, versie %d", "%s, version %d", t.Title.In(p.Lang), n), Chosen: chosen})
		}
	}
	if len(options) == 0 {
		return nil
	}
	return append(options, web.Option{Label: p.T("Een andere tekst, niet van hier", "Another text, not from here"), Chosen: now == "" && !fresh})
}

// editionName names an edition in a form: "cbw-notification:2"; "" for none.
func editionName(text string, n int) string {
	if text == "" {
		return ""
	}
	return text + ":" + strconv.Itoa(n)
}

// parseEdition reads what editionName wrote. What is none is an edition that is not there.
func parseEdition(name string) (text string, n int) {
	text, number, _ := strings.Cut(name, ":")
	n, err := strconv.Atoi(number)
	if err != nil && text != "" {
		return text, -1
	}
	return text, n
}
