package peopleweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/phishfile"
	"aantoonbaar/internal/web"
)

const phishingPath = home + "/phishing"

// phishingRoutes are the pages of practice mails.
func (h *Handler) phishingRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/scholing/phishing", identity.Read, h.campaigns),
		web.Upload("POST /o/{org}/scholing/phishing/inlezen", identity.KeepTraining, maxUpload, h.previewCampaign),
		web.Upload("POST /o/{org}/scholing/phishing", identity.KeepTraining, maxUpload, h.addCampaign),
		web.On("GET /o/{org}/scholing/phishing/{id}", identity.Read, h.campaign),
		web.On("POST /o/{org}/scholing/phishing/{id}/bewijs", identity.Evidence, h.proveCampaign),
		web.On("POST /o/{org}/scholing/phishing/{id}/intrekken", identity.KeepTraining, h.withdrawCampaign),
	}
}

// A phishingPage is every practice mail, or what was understood of a new one.
type phishingPage struct {
	page
	T        phishfile.Table
	M        phishfile.Mapping
	Outcomes []people.Outcome
	Wrong    []phishfile.Wrong
	Carried  string // the table as JSON, without names, between preview and confirmation
	name, on string
}

// campaigns serves GET …/phishing.
func (h *Handler) campaigns(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, phishingView(phishingPage{page: p}))
}

// previewCampaign serves POST …/phishing/inlezen: with a file what we read from it,
// without one the same table under other meanings.
func (h *Handler) previewCampaign(w http.ResponseWriter, r *http.Request) error {
	_, book, err := readBook(r, maxPeople)
	t, ok := phishfile.TableOf(book)
	if err == nil && !ok {
		err = noHeadings()
	}
	m := phishfile.Guess(t.Head)
	t.Forget(m)
	if refusal := web.Again(err, fault.TooLarge); refusal != nil {
		p, err := h.page(r, refusal)
		if err != nil {
			return err
		}
		return web.Render(w, r, web.StatusOf(refusal), phishingView(phishingPage{page: p}))
	}
	if err != nil {
		return err
	}
	return h.renderPreview(w, r, phishingPage{T: t, M: m}, nil)
}

func (h *Handler) renderPreview(w http.ResponseWriter, r *http.Request, x phishingPage, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	x.page = p
	x.Outcomes, x.Wrong = x.T.Count(x.M)
	x.Outcomes = people.Merge(x.Outcomes)
	carried, err := json.Marshal(x.T)
	if err != nil {
		return fmt.Errorf("encode table: %w", err)
	}
	x.Carried = string(carried)
	return web.Render(w, r, web.CodeOf(refusal), campaignPreview(x))
}

// addCampaign serves POST …/phishing: it stores what the preview showed, or shows it
// again under the meanings that were chosen. What came back is counted anew.
func (h *Handler) addCampaign(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	if err != nil {
		return err
	}
	x := phishingPage{name: u.Fields.Get("name"), on: u.Fields.Get("on")}
	if err := json.Unmarshal([]byte(u.Fields.Get("carried")), &x.T); err != nil || !x.T.Whole(maxPeople) {
		return web.NotWhole()
	}
	for i := range x.T.Head {
		m := phishfile.Meaning(u.Fields.Get(fmt.Sprintf("column-%d", i)))
		if !slices.Contains(phishfile.Meanings, m) {
			return web.NotWhole()
		}
		x.M = append(x.M, m)
	}
	if u.Fields.Get("act") == "look" {
		return h.renderPreview(w, r, x, nil)
	}
	outcomes, wrong := x.T.Count(x.M)
	if len(wrong) > 0 {
		return h.renderPreview(w, r, x, wrongRows(len(wrong)))
	}
	var k fault.Checker
	c := people.Campaign{Name: x.name, On: web.ParseDay(&k, "on", x.on), Outcomes: outcomes}
	if err = k.Fault("people.unreadable"); err == nil {
		c, err = h.Service.AddCampaign(r.Context(), identity.ActorOf(r.Context()), c)
	}
	if refusal := web.Again(err); refusal != nil {
		return h.renderPreview(w, r, x, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(phishingPath, c.ID), "De uitslag is opgeslagen, in aantallen.", "The result was stored, in numbers.")
}

func noHeadings() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "people.no-headings",
		Says: i18n.T("In dit bestand vinden wij geen regel met koppen.", "We find no row of headings in this file."),
		Hint: i18n.T("Zet boven de kolommen wat erin staat, zoals: groep, verstuurd, geklikt, gemeld. Er is niets opgeslagen.", "Put above the columns what they hold, such as: group, sent, clicked, reported. Nothing was stored."),
	}
}

func wrongRows(n int) *fault.Fault {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "people.rows-refused",
		Says: i18n.Plural(n, "%s regel kunnen wij niet tellen. Zonder die regel klopt het totaal niet.", "%s regels kunnen wij niet tellen. Zonder die regels klopt het totaal niet.", "%s row cannot be counted. Without it the total is wrong.", "%s rows cannot be counted. Without them the total is wrong."),
		Hint: i18n.T("Verbeter het bestand, of kies hieronder wat een kolom betekent. Er is niets opgeslagen.", "Correct the file, or choose below what a column means. Nothing was stored."),
	}
}

// A campaignPage is one practice mail.
type campaignPage struct {
	page
	C people.CampaignFile
}

func (h *Handler) campaignPage(r *http.Request, refusal *fault.Fault) (campaignPage, error) {
	p, err := h.page(r, refusal)
	if err != nil {
		return campaignPage{}, err
	}
	c, err := h.Service.FindCampaign(r.Context(), p.by, people.ID(r.PathValue("id")))
	return campaignPage{p, c}, err
}

// campaign serves GET …/phishing/{id}.
func (h *Handler) campaign(w http.ResponseWriter, r *http.Request) error {
	p, err := h.campaignPage(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, campaignView(p))
}

// proveCampaign serves POST …/phishing/{id}/bewijs.
func (h *Handler) proveCampaign(w http.ResponseWriter, r *http.Request) error {
	id := people.ID(r.PathValue("id"))
	if err := h.Service.ProveCampaign(r.Context(), identity.ActorOf(r.Context()), id); err != nil {
		return err
	}
	return done(w, r, under(phishingPath, id), "De uitslag staat bij het bewijs van 6.3.", "The result is among the evidence of 6.3.")
}

// withdrawCampaign serves POST …/phishing/{id}/intrekken.
func (h *Handler) withdrawCampaign(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.WithdrawCampaign(r.Context(), identity.ActorOf(r.Context()), people.ID(r.PathValue("id")), web.Text(r, "because"))
	if refusal := web.Again(err); refusal != nil {
		p, err := h.campaignPage(r, refusal)
		if err != nil {
			return err
		}
		return web.Render(w, r, web.CodeOf(refusal), campaignView(p))
	}
	if err != nil {
		return err
	}
	return done(w, r, phishingPath, "De uitslag telt niet meer. In het logboek blijft hij staan.", "The result no longer counts. It stays in the journal.")
}
