package home

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// outsideView is what others saw of the journal, and who may look along.
type outsideView struct {
	Anchors  []anchor.Anchor // the newest few, of those who are asked
	Receipts []anchor.Anchor // the newest few; whose they are, only a reader who knows the key can tell
	Tries    []anchor.Try    // at targets that gave none since
	Set      bool            // somebody outside is asked, or was
	Keys     []journal.Key
	Links    []identity.Link // with which somebody outside reads the tree
	MayGive  bool            // make and withdraw such links
	Name     string          // of a link, as typed
	Refusal  *fault.Fault
	Receipt  receiptForm
}

// maxAnchors is how many anchors the page shows, and how many receipts; a check reads all of them.
const maxAnchors = 6

func (h *Handler) outside(ctx context.Context, by identity.Actor) (v outsideView, err error) {
	if v.Keys, err = h.Signer.Keys(); err != nil {
		return v, err
	}
	err = h.DB.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) (err error) {
		if v.Anchors, err = anchordb.Latest(ctx, tx, string(by.Org), maxAnchors); err != nil {
			return err
		}
		if v.Receipts, err = anchordb.Receipts(ctx, tx, string(by.Org), maxAnchors); err != nil {
			return err
		}
		v.Tries, err = anchordb.Tries(ctx, tx, string(by.Org))
		return err
	})
	v.Receipt.May = identity.May(by, identity.Export) && !by.Past
	v.Set = len(h.Targets)+len(v.Anchors) > 0
	v.Tries = slices.DeleteFunc(v.Tries, func(t anchor.Try) bool {
		return !slices.ContainsFunc(h.Targets, func(x anchor.Target) bool { return x.Kind() == t.Kind && x.Name() == t.Who })
	})
	if v.MayGive = identity.May(by, identity.ManagePeople); err != nil || !v.MayGive {
		return v, err
	}
	links, err := h.Identity.OpenLinks(ctx, by)
	v.Links = slices.DeleteFunc(links, func(l identity.Link) bool { return l.Kind != identity.LogLinks })
	return v, err
}

// lastSeen is when somebody who is asked last saw the journal; zero for never. A
// receipt does not count: anybody can make one, and put it in.
func (v outsideView) lastSeen() time.Time {
	if len(v.Anchors) == 0 {
		return time.Time{}
	}
	return v.Anchors[0].Kept
}

// keyTime says when a key signed.
func keyTime(v web.View, k journal.Key) string {
	switch {
	case !k.Until.IsZero():
		return v.Lang.Tf("(tot %s)", "(until %s)", v.Lang.Day(v.Local(k.Until)))
	case !k.From.IsZero():
		return v.Lang.Tf("(sinds %s)", "(since %s)", v.Lang.Day(v.Local(k.From)))
	}
	return v.T("(vanaf het begin)", "(from the beginning)")
}

// shareLog serves POST /o/{org}/logboek/links. It shows the link, this once: we
// keep only its hash.
func (h *Handler) shareLog(w http.ResponseWriter, r *http.Request) error {
	name := web.Text(r, "name")
	secret, err := h.Identity.MakeLogLink(r.Context(), identity.ActorOf(r.Context()), name)
	if refusal := (*fault.Fault)(nil); errors.As(err, &refusal) && refusal.Kind == fault.Invalid {
		p, err := h.journalPage(r.Context(), 0)
		if err != nil {
			return err
		}
		p.Outside.Name, p.Outside.Refusal = name, refusal
		return web.Render(w, r, web.StatusOf(refusal), journalView(p))
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, sharedView(web.ViewOf(r.Context()), name, web.Origin(r)+"/loglink/"+secret))
}

// unshareLog serves POST /o/{org}/logboek/links/{link}/einde.
func (h *Handler) unshareLog(w http.ResponseWriter, r *http.Request) error {
	if err := h.Identity.WithdrawLink(r.Context(), identity.ActorOf(r.Context()), r.PathValue("link")); err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn("/logboek"), i18n.T("De link werkt niet meer.", "The link no longer works.").In(v.Lang))
}
