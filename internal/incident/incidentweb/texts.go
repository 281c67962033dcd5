package incidentweb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
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
	if last := p.Paper.Last(); errors.Is(wrong, incident.ErrStale) && last.ByID == by.Person {
		p.Refusal = incident.ErrStaleByYou
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
