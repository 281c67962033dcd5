package assessmentweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// scanPage is what the start and the result of the quick scan show.
type scanPage struct {
	page
	Signals []assessment.Signal
	Small   bool                // up to 100 fte, for whom the quick scan is made
	Next    *assessment.Element // the first question without an answer; nil when none is left
}

func (h *Handler) scanPage(r *http.Request) (scanPage, error) {
	p, err := h.page(r)
	if err != nil {
		return scanPage{}, err
	}
	s := scanPage{page: p, Signals: assessment.Signals(h.Service.Elements, p.pic.Said.Scan)}
	if i := slices.IndexFunc(s.Signals, func(s assessment.Signal) bool { return s.Value == assessment.Unanswered }); i >= 0 {
		s.Next = s.Signals[i].Element
	}
	s.Small, err = h.IsSmall(r.Context(), p.by)
	return s, err
}

// scanStart serves GET /o/{org}/quickscan: what it is, and where one was.
func (h *Handler) scanStart(w http.ResponseWriter, r *http.Request) error {
	p, err := h.scanPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, scanStartPage(p))
}

// scanResult serves GET /o/{org}/quickscan/resultaat: the signals and what to do first.
func (h *Handler) scanResult(w http.ResponseWriter, r *http.Request) error {
	p, err := h.scanPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, scanResultPage(p, assessment.FirstActions(p.Signals), p.prefilled()))
}

// answered counts the questions with an answer.
func (p scanPage) answered() int {
	n := 0
	for _, s := range p.Signals {
		if s.Value != assessment.Unanswered {
			n++
		}
	}
	return n
}

// inWords counts the signals per answer: "3 in orde, 4 deels en 1 nog niet".
// There is no total and no score: a scan of eleven questions cannot carry one.
func (p scanPage) inWords() string {
	count := map[assessment.Reply]int{}
	for _, s := range p.Signals {
		count[s.Value]++
	}
	var parts []string
	for _, r := range []assessment.Reply{assessment.Yes, assessment.Partly, assessment.No, assessment.Unknown, assessment.Unanswered} {
		if count[r] > 0 {
			parts = append(parts, p.Lang.Num(count[r])+" "+strings.ToLower(signalWord(r).In(p.Lang)))
		}
	}
	return p.Lang.And(parts)
}

// prefilled lists the requirements that still stand as the quick scan filled them.
func (p scanPage) prefilled() []*framework.Requirement {
	var all []*framework.Requirement
	for _, r := range p.cat.Requirements {
		if a, ok := p.pic.Said.Answers[r.ID]; ok && a.Origin == assessment.QuickScan && !a.IsBlank() {
			all = append(all, r)
		}
	}
	return all
}

// A questionPage is one question of the quick scan.
type questionPage struct {
	page
	E       *assessment.Element
	A       assessment.ScanAnswer // as stored or, in a form that came back, as chosen
	Theirs  *assessment.ScanAnswer
	Refusal *fault.Fault
	Signals []assessment.Signal
	mayAsk  bool
}

func (h *Handler) questionPage(r *http.Request) (questionPage, error) {
	n, err := strconv.Atoi(r.PathValue("n"))
	i := slices.IndexFunc(h.Service.Elements, func(e *assessment.Element) bool { return e.Number == n })
	if err != nil || i < 0 {
		return questionPage{}, fault.Missing("assessment.no-element")
	}
	p, err := h.page(r)
	if err != nil {
		return questionPage{}, err
	}
	e := h.Service.Elements[i]
	return questionPage{
		page: p, E: e, A: p.pic.Said.Scan[e.ID],
		Signals: assessment.Signals(h.Service.Elements, p.pic.Said.Scan),
		mayAsk:  identity.May(p.by, identity.Ask),
	}, nil
}

// scanQuestion serves GET /o/{org}/quickscan/{n}.
func (h *Handler) scanQuestion(w http.ResponseWriter, r *http.Request) error {
	p, err := h.questionPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, scanQuestionPage(p))
}

// scanSave serves POST /o/{org}/quickscan/{n}: it stores the answer and goes on,
// or tells a form that saves itself how that went.
func (h *Handler) scanSave(w http.ResponseWriter, r *http.Request) error {
	p, err := h.questionPage(r)
	if err != nil {
		return err
	}
	chosen, err := readScan(r, p.E)
	if err == nil {
		p.A, err = h.storeScan(r, p, chosen)
	}
	if err == nil {
		if web.IsPart(r) {
			return web.Render(w, r, http.StatusOK, scanBar(p))
		}
		return web.Go(w, r, p.HrefIn(p.after()), "")
	}
	if refusal := web.Again(err); refusal != nil {
		p.Refusal, p.A = refusal, p.pic.Said.Scan[p.E.ID]
	} else if fault.KindOf(err) == fault.Conflict {
		theirs := p.A
		p.Theirs, p.A = &theirs, chosen
		p.A.Version = theirs.Version
	} else {
		return err
	}
	page := scanQuestionPage(p)
	if web.IsPart(r) {
		page = scanBar(p)
	}
	return web.Render(w, r, web.StatusOf(err), page)
}

// readScan parses the form. It judges spelling only.
func readScan(r *http.Request, e *assessment.Element) (assessment.ScanAnswer, error) {
	var c fault.Checker
	version, err := strconv.ParseInt(r.FormValue("version"), 10, 64)
	c.Need(err == nil && version >= 0, "version", staleForm)
	return assessment.ScanAnswer{Element: e.ID, Value: assessment.Reply(r.FormValue("value")), Version: version}, c.Fault("assessment.unreadable")
}

// storeScan stores the choice. A choice that says what is there already is no
// conflict, nor is one that follows an own choice still under way: a form that
// saves itself overtakes itself when somebody is quick. On any other conflict
// it returns what the colleague chose.
func (h *Handler) storeScan(r *http.Request, p questionPage, chosen assessment.ScanAnswer) (assessment.ScanAnswer, error) {
	saved, err := h.Service.Scan(r.Context(), p.by, chosen)
	if fault.KindOf(err) != fault.Conflict {
		return saved, err
	}
	now, readErr := h.Service.Picture(r.Context(), p.by)
	if readErr != nil {
		return saved, readErr
	}
	theirs := now.Said.Scan[p.E.ID]
	switch {
	case theirs.Value == chosen.Value:
		return theirs, nil
	case theirs.ChangedByID == p.by.Person:
		chosen.Version = theirs.Version
		return h.Service.Scan(r.Context(), p.by, chosen)
	}
	return theirs, err
}

// before and after are the pages around the question.
func (p questionPage) before() string {
	if p.E.Number == 1 {
		return "/quickscan"
	}
	return "/quickscan/" + strconv.Itoa(p.E.Number-1)
}

func (p questionPage) after() string {
	if p.isLast() {
		return "/quickscan/resultaat"
	}
	return "/quickscan/" + strconv.Itoa(p.E.Number+1)
}

func (p questionPage) isLast() bool { return p.E.Number == len(p.Signals) }

// chosenWords repeats an answer as the question offered it.
func (p questionPage) chosenWords(a assessment.ScanAnswer) string {
	o, ok := p.E.Option(a.Value)
	if !ok {
		return assessment.Unanswered.Name().In(p.Lang)
	}
	return o.In(p.Lang)
}

func (p questionPage) options() []web.Option {
	var options []web.Option
	for _, o := range p.E.Answers {
		options = append(options, web.Option{Value: string(o.Value), Label: o.In(p.Lang), Chosen: o.Value == p.A.Value})
	}
	return options
}

// feeds lists the requirements for which the question gives a starting point.
func (p questionPage) feeds() []*framework.Requirement {
	var all []*framework.Requirement
	for _, f := range p.E.Prefills {
		if r := p.cat.Find(f.Requirement); r != nil && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

// nearest is the requirement closest to the question: the one of which it fills
// the most levels, the first of equals. It is what a colleague can be asked about.
func (p questionPage) nearest() *framework.Requirement {
	levels := map[string]int{}
	for _, f := range p.E.Prefills {
		levels[f.Requirement]++
	}
	feeds := p.feeds()
	if len(feeds) == 0 {
		return nil
	}
	return slices.MaxFunc(feeds, func(a, b *framework.Requirement) int { return levels[a.ID] - levels[b.ID] })
}

// dueOn is the day that an action is proposed for.
func (p scanPage) dueOn(e *assessment.Element) time.Time {
	return p.Today().AddDate(0, 0, e.WithinDays)
}

func (p scanPage) mayPlan() bool { return identity.May(p.by, identity.Plan) }

func (p scanPage) placeName() string {
	if p.Place == nil {
		return ""
	}
	return p.Place.Name
}
