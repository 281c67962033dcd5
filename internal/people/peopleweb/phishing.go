package peopleweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/phishfile"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
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

// meanings are the choices for one column.
func (p phishingPage) meanings(i int) (options []web.Option) {
	for _, m := range phishfile.Meanings {
		options = append(options, web.Option{Value: string(m), Label: m.Name().In(p.Lang), Chosen: p.M[i] == m})
	}
	return options
}

// example is what stands in a column, from its first rows.
func (p phishingPage) example(i int) string {
	if p.M[i] == phishfile.Person {
		return p.View.T("niet bewaard", "not kept")
	}
	var seen []string
	for _, row := range p.T.Rows[:min(50, len(p.T.Rows))] {
		if i < len(row) && row[i] != "" && !slices.Contains(seen, row[i]) && len(seen) < 3 {
			seen = append(seen, row[i])
		}
	}
	return web.OrDash(strings.Join(seen, "; "))
}

// maxWrong is how many wrong rows are named.
const maxWrong = 20

// percent writes a share, with its margin where it is wide.
func (p page) percent(k, n int) string {
	if n == 0 {
		return "–"
	}
	r := people.RateOf(k, n)
	text := p.Lang.Tf("%.0f%%", "%.0f%%", 100*r.Share)
	if r.High-r.Low > 0.1 {
		text += p.Lang.Tf(" (%.0f tot %.0f)", " (%.0f to %.0f)", 100*r.Low, 100*r.High)
	}
	return text
}

// groupName names a group of an outcome.
func (p page) groupName(o people.Outcome) string {
	if o.Group == "" {
		return p.T("Alle overigen", "All others")
	}
	return o.Group
}

// trend draws how many reported and clicked, mail by mail.
func (p page) trend() templ.Component {
	all := slices.Clone(p.S.Campaigns)
	slices.Reverse(all)
	all = all[max(0, len(all)-12):]
	reported := chart.Line{Name: p.T("meldt", "report"), Class: "main", Low: []float64{}, High: []float64{}}
	clicked := chart.Line{Name: p.T("klikt", "click"), Class: "accent", Low: []float64{}, High: []float64{}}
	l := chart.LineChart{Label: p.trendFinding(all), Top: 100, Unit: "%", Now: -1}
	f := chart.Figure{
		ID: "verloop", Title: p.trendFinding(all),
		Sub:     p.T("Van wie de oefenmail kreeg: hoeveel procent hem meldt, en hoeveel erop klikt. Het streepje is de marge: bij weinig mensen is die groot.", "Of those who got the practice mail: how many per cent report it, and how many click. The bar is the margin: with few people it is wide."),
		Source:  p.T("Bron: de uitslagen hieronder. Melden telt: wie meldt, helpt alle anderen.", "Source: the results below. Reporting counts: whoever reports helps all others."),
		Columns: []string{p.T("Oefenmail", "Practice mail"), p.T("Verstuurd", "Sent"), p.T("Gemeld", "Reported"), p.T("Geklikt", "Clicked")},
	}
	for _, c := range all {
		o := c.Total()
		l.Steps = append(l.Steps, p.Lang.ShortMonth(c.On)+" "+fmt.Sprint(c.On.Year()%100))
		for _, x := range []struct {
			line *chart.Line
			k    int
		}{{&reported, o.Reported}, {&clicked, o.Clicked}} {
			r := people.RateOf(x.k, o.Sent)
			x.line.Values, x.line.Low, x.line.High = append(x.line.Values, 100*r.Share), append(x.line.Low, 100*r.Low), append(x.line.High, 100*r.High)
		}
		f.Rows = append(f.Rows, []string{p.Lang.Day(c.On), p.Lang.Num(o.Sent), p.percent(o.Reported, o.Sent), p.percent(o.Clicked, o.Sent)})
	}
	l.Lines = []chart.Line{reported, clicked}
	return f.With(p.Lang, l.Component())
}

// trendFinding says in one sentence what the mails tell, and no more than they do.
func (p page) trendFinding(all []people.Campaign) string {
	last := all[len(all)-1].Total()
	now := people.RateOf(last.Reported, last.Sent)
	if len(all) == 1 {
		return p.Lang.Tf("%.0f%% meldde de oefenmail", "%.0f%% reported the practice mail", 100*now.Share)
	}
	first := all[0].Total()
	was := people.RateOf(first.Reported, first.Sent)
	says := p.Lang.Tf("Van %.0f%% naar %.0f%% meldt de oefenmail", "From %.0f%% to %.0f%% report the practice mail", 100*was.Share, 100*now.Share)
	if !now.Differs(was) {
		says += p.T("; dat verschil kan toeval zijn", "; that difference may be chance")
	}
	return says
}
