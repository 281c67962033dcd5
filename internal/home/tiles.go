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

func (h *Handler) lastPoint(ctx context.Context, id org.ID) (journal.Checkpoint, error) {
	return found(ctx, h, id, "journal.no-checkpoint", func(tx *sqldb.Tx) (journal.Checkpoint, bool, error) {
		return journal.Last(ctx, tx, string(id))
	})
}

// found reads one thing of an organisation, or refuses with missing when it is not there.
func found[T any](ctx context.Context, h *Handler, id org.ID, missing string, read func(*sqldb.Tx) (T, bool, error)) (one T, err error) {
	ok := false
	err = h.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		one, ok, err = read(tx)
		return err
	})
	if err == nil && !ok {
		err = fault.Missing(missing)
	}
	return one, err
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
		text, err := found(r.Context(), h, id, "journal.no-tile", func(tx *sqldb.Tx) ([]byte, bool, error) {
			return journal.Tile(r.Context(), tx, string(id), r.PathValue("tile"), point.Size)
		})
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		_, err = w.Write(text)
		return err
	}
}

// signedAt serves the checkpoint of one size, byte for byte: what a time stamp is over.
func (h *Handler) signedAt(w http.ResponseWriter, r *http.Request) error {
	size, _ := strconv.ParseInt(r.PathValue("size"), 10, 64) // no number: no checkpoint
	id := identity.ActorOf(r.Context()).Org
	point, err := found(r.Context(), h, id, "journal.no-checkpoint", func(tx *sqldb.Tx) (journal.Checkpoint, bool, error) {
		return journal.Point(r.Context(), tx, string(id), size)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="checkpoint-`+strconv.FormatInt(size, 10)+`.txt"`)
	return sendText(w, point.Note)
}

// anchorFile serves what somebody outside gave back, as they gave it.
func (h *Handler) anchorFile(w http.ResponseWriter, r *http.Request) error {
	id := identity.ActorOf(r.Context()).Org
	a, err := found(r.Context(), h, id, "journal.no-anchor", func(tx *sqldb.Tx) (anchor.Anchor, bool, error) {
		return anchordb.Find(r.Context(), tx, string(id), r.PathValue("anchor"))
	})
	if err != nil {
		return err
	}
	name := "timestamp-" + strconv.FormatInt(a.Size, 10) + ".der"
	w.Header().Set("Content-Type", "application/octet-stream")
	if a.Kind != anchor.TimeStamp {
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
