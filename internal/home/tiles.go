package home

import (
	"context"
	"net/http"
	"strconv"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// treeRoutes lists what programs of others read of a journal (C2SP tlog-tiles):
// with a session that may read the history, or with a link that somebody outside
// was given.
func (h *Handler) treeRoutes() []web.Route {
	session := func(r *http.Request) (org.ID, error) { return identity.ActorOf(r.Context()).Org, nil }
	link := func(r *http.Request) (org.ID, error) {
		return h.Identity.OpenLogLink(r.Context(), r.PathValue("secret"))
	}
	return []web.Route{
		web.On("GET /log/{org}/checkpoint", identity.ReadHistory, h.checkpoint(session)),
		web.On("GET /log/{org}/tile/{tile...}", identity.ReadHistory, h.tile(session)),
		web.On("GET /loglink/{secret}/checkpoint", web.Public, h.checkpoint(link)),
		web.On("GET /loglink/{secret}/tile/{tile...}", web.Public, h.tile(link)),
		web.On("GET /o/{org}/logboek/handtekening/{size}", identity.ReadHistory, h.signedAt),
		web.On("GET /o/{org}/logboek/vastgelegd/{anchor}", identity.ReadHistory, h.anchorFile),
	}
}

// whose tells whose journal a request reads, or refuses.
type whose = func(*http.Request) (org.ID, error)

// checkpoint serves the last signed checkpoint.
func (h *Handler) checkpoint(of whose) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := of(r)
		if err != nil {
			return err
		}
		point, err := h.lastPoint(r.Context(), id)
		if err != nil {
			return err
		}
		return sendText(w, point.Note)
	}
}

func (h *Handler) lastPoint(ctx context.Context, id org.ID) (point journal.Checkpoint, err error) {
	ok := false
	err = h.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		point, ok, err = journal.Last(ctx, tx, string(id))
		return err
	})
	if err == nil && !ok {
		err = fault.Missing("journal.no-checkpoint")
	}
	return point, err
}

// tile serves hashes or records, as far as the last checkpoint reaches.
func (h *Handler) tile(of whose) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := of(r)
		if err != nil {
			return err
		}
		point, err := h.lastPoint(r.Context(), id)
		if err != nil {
			return err
		}
		var text []byte
		ok := false
		err = h.DB.Read(r.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			text, ok, err = journal.Tile(r.Context(), tx, string(id), r.PathValue("tile"), point.Size)
			return err
		})
		if err != nil {
			return err
		}
		if !ok {
			return fault.Missing("journal.no-tile")
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		_, err = w.Write(text)
		return err
	}
}

// signedAt serves the checkpoint of one size, byte for byte: what a time stamp is over.
func (h *Handler) signedAt(w http.ResponseWriter, r *http.Request) error {
	size, _ := strconv.ParseInt(r.PathValue("size"), 10, 64) // no number: no checkpoint
	var point journal.Checkpoint
	ok := false
	by := identity.ActorOf(r.Context())
	err := h.DB.Read(r.Context(), sqldb.Org(by.Org), func(tx *sqldb.Tx) (err error) {
		point, ok, err = journal.Point(r.Context(), tx, string(by.Org), size)
		return err
	})
	if err != nil {
		return err
	}
	if !ok {
		return fault.Missing("journal.no-checkpoint")
	}
	w.Header().Set("Content-Disposition", `attachment; filename="checkpoint-`+strconv.FormatInt(size, 10)+`.txt"`)
	return sendText(w, point.Note)
}

// anchorFile serves what somebody outside gave back, as they gave it.
func (h *Handler) anchorFile(w http.ResponseWriter, r *http.Request) error {
	var a anchor.Anchor
	ok := false
	by := identity.ActorOf(r.Context())
	err := h.DB.Read(r.Context(), sqldb.Org(by.Org), func(tx *sqldb.Tx) (err error) {
		a, ok, err = anchordb.Find(r.Context(), tx, string(by.Org), r.PathValue("anchor"))
		return err
	})
	if err != nil {
		return err
	}
	if !ok {
		return fault.Missing("journal.no-anchor")
	}
	name := "timestamp-" + strconv.FormatInt(a.Size, 10) + ".der"
	w.Header().Set("Content-Type", "application/octet-stream")
	if a.Kind == anchor.Cosignature {
		name = "cosigned-" + strconv.FormatInt(a.Size, 10) + ".txt"
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err = w.Write(a.Proof)
	return err
}

func sendText(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte(text))
	return err
}
