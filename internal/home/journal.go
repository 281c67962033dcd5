package home

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// latest returns the journal's newest entries before seq (0 for the end) as lines.
func (h *Handler) latest(ctx context.Context, v web.View, by identity.Actor, before int64, limit int) ([]web.Line, error) {
	strangers, err := h.Identity.Strangers(ctx, by)
	if err != nil {
		return nil, err
	}
	var lines []web.Line
	err = h.DB.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) error {
		entries, err := journal.Latest(ctx, tx, by.Org, h.within(before), limit)
		lines = h.lines(v, by, strangers, entries)
		return err
	})
	return lines, err
}

// lines makes entries readable, but for those about what the reader may not know of,
// or by or about strangers.
func (h *Handler) lines(v web.View, by identity.Actor, strangers map[identity.PersonID]bool, entries []journal.Entry) (lines []web.Line) {
	for _, e := range entries {
		about := e.Object.Kind == "person" && strangers[identity.PersonID(e.Object.ID)]
		if !about && !strangers[identity.PersonID(e.ActorID)] && !hidden(by, e) {
			lines = append(lines, h.line(v, by, e))
		}
	}
	return lines
}

// hidden reports whether an entry is about an assessment of which the reader may not
// know, or lets somebody in for one.
func hidden(by identity.Actor, e journal.Entry) bool {
	var said struct{ About string }
	if strings.HasPrefix(e.Action, "identity.") {
		_ = json.Unmarshal(e.Data, &said) // erased: then it does not say for what
	}
	return audit.IsHidden(by, e.Object) || said.About != "" && audit.IsHidden(by, audit.ID(said.About).Ref())
}

// within keeps a number of an entry at or below the size at which one looks back.
func (h *Handler) within(before int64) int64 {
	if h.Size > 0 && (before <= 0 || before > h.Size) {
		return h.Size
	}
	return before
}

// seenWith are the kinds of record that not everybody sees who reads the journal.
var seenWith = map[string]identity.Action{"incident": identity.SeeIncidents, "roster": identity.SeeIncidents, "hook": identity.SeeIncidents, "received": identity.SeeReceived, "staff": identity.SeeTraining, "training-session": identity.SeeTraining, "training-certificate": identity.SeeTraining, "training-said": identity.SeeTraining}

// line makes one entry readable. What an incident is called is for those who may
// see it; that something was done about one is for everybody who reads the journal.
func (h *Handler) line(v web.View, by identity.Actor, e journal.Entry) web.Line {
	name, path := h.Object(e.Object)
	done, _ := ActionName(e.Action)
	text := done.In(v.Lang)
	if act, ok := seenWith[e.Object.Kind]; ok && !identity.May(by, act) {
		e.Data, path = nil, ""
	}
	switch n := name.In(v.Lang); {
	case titleIn(e) != "":
		text = titleIn(e) + ": " + text
	case e.Action == "board.approve":
		text = subjectIn(e).In(v.Lang) + ": " + text
	case namesItself[e.Object.Kind]:
		text = strings.ToUpper(text[:1]) + text[1:]
	case n != "":
		text = n + ": " + text
	}
	l := web.Line{Text: text, Who: cmp.Or(e.ActorName, h.nameless(v, e)), At: e.At}
	if path != "" {
		l.Link = v.In(path)
	}
	switch e.Action {
	case "board.approve", "board.decide", "review.sign", "round.report":
		l.Kind = "main"
	case "identity.access-ended", "received.fork", "evidence.withdraw", "evidence.erase", "journal.accepted", "journal.forgotten":
		l.Kind = "alert"
	}
	return l
}

// nameless says why an entry has no name.
func (h *Handler) nameless(v web.View, e journal.Entry) string {
	if h.Closed != nil && h.Closed(e.Action) {
		return v.T("niet meegenomen", "not taken along")
	}
	return v.T("naam gewist", "name erased")
}

// namesItself are the kinds of record that the words for an action already name.
var namesItself = map[string]bool{"evidence": true, "action": true, "decision": true, "approval": true, "board": true, "certificate": true, "dossier": true, "received": true, "review": true, "programme": true, "round": true, "judgement": true, "round-finding": true}

// titleIn is the title of the record as the entry tells it; "" where it tells
// none, or no longer does.
func titleIn(e journal.Entry) string {
	var said struct {
		Title, Person string
		After         json.RawMessage
	}
	_ = json.Unmarshal(e.Data, &said) // erased or of another shape: then there is no title to show
	var after struct{ Title string }
	_ = json.Unmarshal(said.After, &after)
	if strings.HasPrefix(said.Person, "per_") {
		said.Person = "" // the number of an account is no title
	}
	return cmp.Or(said.Title, after.Title, said.Person)
}

// subjectIn is what the board signed.
func subjectIn(e journal.Entry) i18n.Text {
	var signed board.Signed
	_ = json.Unmarshal(e.Data, &signed) // erased: then the subject is not known
	return signed.Subject.Name()
}

// journalPage is the record of every change, a hundred at a time.
type journalPage struct {
	web.View
	Lines      []web.Line
	Next       int64 // before which the following page begins; 0 for none
	Size       int64
	Checkpoint journal.Checkpoint
	Outside    outsideView
	Audit      *journal.Audit
}

const perPage = 100

func (h *Handler) journal(w http.ResponseWriter, r *http.Request) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("voor"), 10, 64) // anything else is the end
	p, err := h.journalPage(r.Context(), before)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, journalView(p))
}

func (h *Handler) journalPage(ctx context.Context, before int64) (journalPage, error) {
	p := journalPage{View: web.ViewOf(ctx)}
	by := identity.ActorOf(ctx)
	strangers, err := h.Identity.Strangers(ctx, by)
	if err != nil {
		return p, err
	}
	err = h.DB.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) error {
		entries, err := journal.Latest(ctx, tx, by.Org, h.within(before), perPage)
		if err != nil {
			return err
		}
		p.Lines = h.lines(p.View, by, strangers, entries)
		if n := len(entries); n == perPage {
			p.Next = entries[n-1].Seq
		}
		if p.Size, err = journal.Size(ctx, tx, by.Org); err != nil {
			return err
		}
		if h.Size > 0 {
			p.Size = h.Size
		}
		p.Checkpoint, _, err = journal.LastWithin(ctx, tx, string(by.Org), p.Size)
		return err
	})
	if err != nil {
		return p, err
	}
	p.Outside, err = h.outside(ctx, by)
	return p, err
}

// audit reads the whole journal again and says what holds.
func (h *Handler) audit(w http.ResponseWriter, r *http.Request) error {
	p, err := h.journalPage(r.Context(), 0)
	if err != nil {
		return err
	}
	by := identity.ActorOf(r.Context())
	checked, err := h.Audit(r.Context(), by.Org)
	if err != nil {
		return err
	}
	p.Audit = &checked
	return web.Render(w, r, http.StatusOK, journalView(p))
}

// oddSays names the lines whose moment does not fit their place, the first few.
func (p journalPage) oddSays() string {
	var lines []string
	for _, seq := range p.Audit.Odd[:min(len(p.Audit.Odd), 5)] {
		lines = append(lines, p.Lang.Num64(seq))
	}
	return p.Lang.Plural(len(p.Audit.Odd), "Bij %s regel past de tijd niet bij de plaats", "Bij %s regels past de tijd niet bij de plaats", "Of %s line the moment does not fit its place", "Of %s lines the moment does not fit their place") +
		" (" + p.Lang.And(lines) + "). " + p.T("De klok van de server stond verkeerd, of iemand gaf een andere dag op dan de echte. Vraag het na: in een dossier zijn deze regels niet bewezen.", "The clock of the server was wrong, or somebody gave another day than the real one. Ask: in a dossier these lines are not proven.")
}

// erased says of how many lines the content was erased; nothing when of none.
func (p journalPage) erased() string {
	if p.Audit.Erased == 0 {
		return ""
	}
	return " " + p.Lang.Plural(int(p.Audit.Erased), "Van %s regel is de inhoud gewist; wie, wat en wanneer staan vast.", "Van %s regels is de inhoud gewist; wie, wat en wanneer staan vast.", "Of %s line the content was erased; who, what and when still hold.", "Of %s lines the content was erased; who, what and when still hold.")
}
