package accesslogweb

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/workbook"
)

func (h *Handler) tellRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/inzage/client", identity.ReviewLogs, h.tellForm),
		web.On("POST /o/{org}/inzage/client", identity.ReviewLogs, h.tell),
	}
}

// A tellPage is the question of a client, or the answer to it.
type tellPage struct {
	page
	Number, From, Last, For string // as typed
	Named                   bool   // employees by name, and not by their task only
	O                       *rounds.Overview
}

// tellForm serves GET …/inzage/client.
func (h *Handler) tellForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, tellView(tellPage{page: p, From: web.TypedDay(p.S.Today.AddDate(-1, 0, 0)), Last: web.TypedDay(p.S.Today)}))
}

// tell serves POST …/inzage/client: the overview as a page, or as a file.
func (h *Handler) tell(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	from, last := web.ParseDay(&k, "from", web.Text(r, "from")), web.ParseDay(&k, "until", web.Text(r, "until"))
	err := k.Fault("accesslog.unreadable")
	var o rounds.Overview
	if err == nil {
		if !last.IsZero() {
			last = last.AddDate(0, 0, 1)
		}
		o, err = h.Service.Overview(r.Context(), identity.ActorOf(r.Context()), rounds.Wish{Number: web.Text(r, "number"), From: from, Until: last, For: web.Text(r, "for")})
	}
	refusal := web.Again(err)
	if err != nil && refusal == nil {
		return err
	}
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	x := tellPage{page: p, Number: web.Text(r, "number"), From: web.Text(r, "from"), Last: web.Text(r, "until"), For: web.Text(r, "for"), Named: web.Text(r, "named") == "yes"}
	if refusal == nil {
		x.O = &o
	}
	if x.O != nil && web.Text(r, "do") == "file" {
		return x.file(w)
	}
	return web.Render(w, r, web.CodeOf(refusal), tellView(x))
}

// file gives the overview as a list that a spreadsheet reads.
func (p tellPage) file(w http.ResponseWriter) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.Comma = ';'
	rows := [][]string{{p.T("Eerste keer", "First time"), p.T("Laatste keer", "Last time"), p.T("Wie", "Who"), p.T("Functie", "Role"), p.T("Afdeling", "Department"), p.T("Wat", "What"), p.T("Regels", "Lines"), p.T("Noodprocedure", "Emergency procedure"), p.T("Waarom", "Why")}}
	for _, r := range p.O.Rows {
		rows = append(rows, []string{p.moment(r.First), p.moment(r.Last), p.whoOf(r), r.Role, r.Team, p.didOf(r), strconv.Itoa(r.Events), p.glassOf(r), p.whyOf(r)})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = workbook.Escape(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="inzage.csv"`)
	_, err := w.Write(b.Bytes())
	return err
}

func (p tellPage) whoOf(r rounds.Row) string {
	if p.Named {
		return r.Who.String()
	}
	return web.OrDash(r.Role)
}

func (p tellPage) didOf(r rounds.Row) string {
	return p.did(rounds.Look{Actions: r.Actions, Search: r.Search})
}

func (p tellPage) glassOf(r rounds.Row) string {
	if !r.Glass {
		return ""
	}
	if r.Reason == "" {
		return p.T("ja, zonder reden", "yes, without a reason")
	}
	return p.T("ja: ", "yes: ") + r.Reason
}

func (p tellPage) whyOf(r rounds.Row) string {
	if r.Path == nil {
		return p.T("Hiervoor vinden wij geen afspraak, dienst of team.", "We find no appointment, shift or team for this.")
	}
	return p.explained(*r.Path)
}

// filesOf names the files that the overview was read from.
func (p tellPage) filesOf() string {
	var names []string
	for _, l := range p.O.Files {
		names = append(names, l.Source+" ("+p.span(l)+")")
	}
	return p.Lang.And(names) + "."
}
