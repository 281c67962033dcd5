package oscal_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/dossier/oscal"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

var (
	amsterdam = time.FixedZone("CET", 3600)
	moment    = oscal.Moment{
		At: time.Date(2026, 11, 27, 10, 30, 15, 123456000, amsterdam), Zone: amsterdam, Size: 1234,
		Root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", Origin: "aantoonbaar/org_linde",
	}
	norm = sync.OnceValues(func() (*framework.Catalogue, error) { return framework.Load(os.DirFS("../../../content")) })
)

func day(month, date int) time.Time {
	return time.Date(2026, time.Month(month), date, 0, 0, 0, 0, time.UTC)
}

func whole(t *testing.T) *framework.Catalogue {
	t.Helper()
	c, err := norm()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// empty is an organisation on its first day.
func empty(t *testing.T) oscal.State {
	return oscal.State{Catalogue: whole(t), Organisation: org.Organisation{ID: "org_linde", Name: "Thuiszorg De Linde"}, Moment: oscal.Moment{At: moment.At}}
}

// nasty is what people type and paste.
const nasty = "Zie *map 3* & <b>beleid_2026</b> [hier](http://x)\r\n- eerst\r\n- dan {{ insert: param, x }} `code` \\ C:\\map ~ ^ “ok”\u00a0 "

// half is an organisation under way: every kind of answer, of evidence and of action.
func half(t *testing.T) oscal.State {
	s := empty(t)
	fte, staff := 28.5, 34
	s.Organisation.Profile = org.Profile{Sectors: []org.Sector{org.VVT, org.Other}, FTE: &fte, Staff: &staff}
	s.Moment, s.EvidenceAt = moment, "../evidence/"
	s.Names = map[identity.PersonID]string{"per_1": "Marieke de Vries"}
	s.Answers = answers(s.Catalogue)
	s.Evidence = pieces(s.Catalogue)
	s.Actions = actions(s.Catalogue)
	return s
}

// answers goes along every combination of replies, and leaves every eighth
// requirement unanswered.
func answers(c *framework.Catalogue) map[string]assessment.Answer {
	all := map[string]assessment.Answer{}
	replies := append([]assessment.Reply{assessment.Unanswered}, assessment.Replies...)
	for i, r := range c.Requirements {
		a := assessment.Answer{Requirement: r.ID, Applies: assessment.Applies, Version: int64(i + 1), ChangedAt: moment.At.Add(-time.Duration(i) * time.Hour)}
		a.Design = assessment.Statement{Reply: replies[i%5], On: day(3, 1)}
		a.Existence = assessment.Statement{Reply: replies[i/5%5]}
		a.Operation = assessment.Statement{Reply: replies[i/25%5]}
		switch i % 8 {
		case 0:
			continue
		case 1:
			a = assessment.Answer{Requirement: r.ID, Applies: assessment.NotApplicable, Reason: nasty}
		case 2:
			a.Explanation, a.Owner, a.ReviewOn, a.Reason = nasty, "per_1", day(12, 31), "Wij geven zorg."
		case 3:
			a.Owner, a.Origin, a.Explanation = "per_left", assessment.QuickScan, " \n "
		case 4:
			a.Applies, a.Origin = assessment.Undecided, assessment.Imported
		}
		all[r.ID] = a
	}
	return all
}

// pieces are of every form, level and standing.
func pieces(c *framework.Catalogue) (all []evidence.Item) {
	for i, r := range c.Requirements[:60] {
		it := evidence.Item{
			ID: evidence.ID(fmt.Sprintf("evi_%03d", i)), Title: "Bewijs *" + r.Number + "*", Form: evidence.Forms[i%4], Kind: framework.Levels[i%3],
			VouchedBy: "Joost,\tapplicatiebeheer", SpeaksFrom: day(1+i%11, 1), Requirements: []string{r.ID, c.Requirements[i+1].ID},
			AddedAt: moment.At.AddDate(0, -1, 0),
		}
		switch it.Form {
		case evidence.FileForm:
			it.File = evidence.File{Name: "proef 27 maart.pdf", Size: 12, Media: "application/pdf", Sum: sha256.Sum256([]byte(r.ID))}
		case evidence.Link:
			it.URL = "https://intranet.example/map één?q=a b#deel"
		case evidence.Note, evidence.Place:
			it.Text = nasty
		}
		switch i % 5 {
		case 0:
			it.ValidUntil = day(11, 26)
		case 1:
			it.ValidUntil, it.SpeaksUntil = day(12, 24), day(12, 1)
		case 2:
			it.WithdrawnAt, it.WithdrawnBecause = moment.At, nasty
		case 3:
			it.SpeaksFrom = day(12, 25)
		}
		all = append(all, it)
	}
	return all
}

// actions are of every status, with and without a day, an owner, requirements.
func actions(c *framework.Catalogue) (all []plan.Action) {
	for i := range 40 {
		a := plan.Action{
			ID: fmt.Sprintf("act_%03d", i), Title: "Stap " + fmt.Sprint(i), Status: plan.Statuses[i%4], Source: ref.Ref{Kind: plan.FromOwn},
			CreatedAt: moment.At.AddDate(0, -2, 0),
		}
		switch i % 3 {
		case 0:
			a.Requirements, a.Owner, a.Due = []string{c.Requirements[i+1].ID, c.Requirements[i].ID}, "per_1", day(12, 31)
		case 1:
			a.Requirements, a.OwnerText, a.Due, a.Description = []string{c.Requirements[i].ID}, "Team Noord", day(10, 1), nasty
		}
		a.Level, a.Effort, a.CostCents = framework.Operation, framework.High, int64(i*100)
		switch a.Status {
		case plan.Done:
			a.DoneOn = day(11, 1)
		case plan.Dropped:
			a.Reason = nasty
		case plan.Open, plan.Busy:
		}
		all = append(all, a)
	}
	return all
}

// full is an organisation where everything is in place and everything can be shown.
func full(t *testing.T) oscal.State {
	s := half(t)
	s.Answers, s.Evidence, s.Actions = map[string]assessment.Answer{}, nil, nil
	s.Lang = i18n.EN
	s.EvidenceAt = ""
	for i, r := range s.Catalogue.Requirements {
		yes := assessment.Statement{Reply: assessment.Yes, On: day(6, 1)}
		s.Answers[r.ID] = assessment.Answer{Requirement: r.ID, Applies: assessment.Applies, Design: yes, Existence: yes, Operation: yes, Explanation: "Zo doen wij het.", Owner: "per_1", Version: 3, ChangedAt: moment.At}
		for _, l := range framework.Levels {
			id := fmt.Sprintf("evi_%03d_%s", i, l)
			s.Evidence = append(s.Evidence, evidence.Item{
				ID: evidence.ID(id), Title: "Bewijs", Form: evidence.FileForm, Kind: l, SpeaksFrom: day(6, 1), ValidUntil: day(12, 31), Requirements: []string{r.ID},
				File: evidence.File{Name: "bewijs.pdf", Media: "application/pdf", Sum: sha256.Sum256([]byte(id))},
			})
		}
		s.Actions = append(s.Actions, plan.Action{ID: fmt.Sprintf("act_%03d", i), Title: "Gedaan", Status: plan.Done, DoneOn: day(9, 1), Due: day(10, 1), Requirements: []string{r.ID}})
	}
	return s
}

// small is a state that a person can read whole, for the golden files.
func small(t *testing.T) oscal.State {
	t.Helper()
	c, err := framework.Load(os.DirFS("testdata/content"))
	if err != nil {
		t.Fatal(err)
	}
	yes, paper := assessment.Statement{Reply: assessment.Yes, On: day(3, 1)}, sha256.Sum256([]byte("paper"))
	return oscal.State{
		Catalogue: c, Organisation: org.Organisation{ID: "org_linde", Name: "Thuiszorg De Linde", Profile: org.Profile{Sectors: []org.Sector{org.VVT}}},
		Answers: map[string]assessment.Answer{
			"nen7510-2:2024/8.5":  {Requirement: "nen7510-2:2024/8.5", Applies: assessment.Applies, Design: yes, Existence: yes, Operation: yes, Explanation: "Met een app. Nog niet op de oude tablets.", Owner: "per_1", Version: 2, ChangedAt: moment.At},
			"nen7510-2:2024/8.26": {Requirement: "nen7510-2:2024/8.26", Applies: assessment.NotApplicable, Reason: "Wij maken geen programma's.", Version: 1, ChangedAt: moment.At},
		},
		Evidence: []evidence.Item{
			{ID: "evi_1", Title: "Afspraak over inloggen", Form: evidence.FileForm, Kind: framework.Design, VouchedBy: "Joost", SpeaksFrom: day(3, 1), Requirements: []string{"nen7510-2:2024/8.5"}, AddedAt: moment.At, File: evidence.File{Name: "inloggen.pdf", Media: "application/pdf", Sum: paper}},
		},
		Actions: []plan.Action{
			{ID: "act_1", Title: "Proef met inloggen", Requirements: []string{"nen7510-2:2024/8.5"}, Owner: "per_1", Due: day(12, 31), Status: plan.Busy, Source: ref.Ref{Kind: plan.FromGap}, CreatedAt: moment.At},
		},
		Names: map[identity.PersonID]string{"per_1": "Marieke de Vries"}, EvidenceAt: "../evidence/", Moment: moment,
	}
}
