package oscal_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/dossier/oscal"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/golden"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/plan"
)

type document = oscal.Document

func write(t *testing.T, s oscal.State) []document {
	t.Helper()
	documents, err := oscal.Documents(s)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// A written is a state with its documents, as they are and as a reader parses them.
type written struct {
	oscal.State
	documents []document
	content   map[string]any // by name
}

// known are the states that were written before: writing and reading one takes
// longer than any check on it.
var known = map[string]written{}

// each runs a test on every state, in both languages.
func each(t *testing.T, test func(t *testing.T, w written)) {
	for name, state := range map[string]func(*testing.T) oscal.State{"empty": empty, "half": half, "full": full, "small": small, "nothing applies": nothing} {
		for _, lang := range i18n.Langs {
			t.Run(name+" "+string(lang), func(t *testing.T) {
				w, ok := known[name+" "+string(lang)]
				if !ok {
					w = written{State: state(t), content: map[string]any{}}
					w.Lang = lang
					w.documents = write(t, w.State)
					for _, d := range w.documents {
						w.content[d.Name] = parse(t, d)
					}
					known[name+" "+string(lang)] = w
				}
				test(t, w)
			})
		}
	}
}

// nothing is an organisation that says that nothing concerns it.
func nothing(t *testing.T) oscal.State {
	s := empty(t)
	s.Answers = map[string]assessment.Answer{}
	for _, r := range s.Catalogue.Requirements {
		s.Answers[r.ID] = assessment.Answer{Requirement: r.ID, Applies: assessment.NotApplicable, Reason: "Wij geven geen zorg."}
	}
	return s
}

func TestEveryDocumentIsOSCAL(t *testing.T) {
	all := nist(t)
	if all == nil {
		return
	}
	each(t, func(t *testing.T, w written) {
		for _, d := range w.documents {
			if err := all.validate(d.JSON); err != nil {
				t.Errorf("%s: %v", d.Name, err)
			}
		}
	})
}

func TestSmallStateReadsAsItShould(t *testing.T) {
	for _, d := range write(t, small(t)) {
		golden.Check(t, d.Name, string(d.JSON))
	}
}

// TestSameStateSameBytes: neither the order of lists nor the zone of the machine
// nor what happens to the state meanwhile makes a difference.
func TestSameStateSameBytes(t *testing.T) {
	s := half(t)
	first := write(t, s)
	again := half(t)
	slices.Reverse(again.Evidence)
	slices.Reverse(again.Actions)
	for i := range again.Actions {
		slices.Reverse(again.Actions[i].Requirements)
	}
	again.Moment.At = again.Moment.At.In(time.FixedZone("elsewhere", -5*3600))
	for i, d := range write(t, again) {
		if d.Name != first[i].Name || !bytes.Equal(d.JSON, first[i].JSON) {
			t.Errorf("%s differs", d.Name)
		}
	}
	if s.Evidence[0].ID != "evi_000" || s.Actions[0].ID != "act_000" {
		t.Error("the lists of the caller were put in another order")
	}
}

// TestThingsKeepTheirUUID from one moment to the next, and documents do not.
func TestThingsKeepTheirUUID(t *testing.T) {
	before, s := write(t, small(t)), small(t)
	s.Moment.Size++
	for i, d := range write(t, s) {
		old, now := uuids(before[i].JSON), uuids(d.JSON)
		if old[0] == now[0] {
			t.Errorf("%s is another document with the same UUID", d.Name)
		}
		if !slices.Equal(old[1:], now[1:]) {
			t.Errorf("%s: what is in it got other UUIDs", d.Name)
		}
	}
	s.Organisation.ID = "org_other"
	for i, d := range write(t, s) {
		for _, id := range uuids(d.JSON) {
			if slices.Contains(uuids(before[i].JSON), id) {
				t.Errorf("%s: %s is of two organisations", d.Name, id)
			}
		}
	}
}

func TestWithoutActionsThereIsNoPlan(t *testing.T) {
	var names []string
	for _, d := range write(t, empty(t)) {
		names = append(names, d.Name)
	}
	if want := []string{oscal.CatalogName, oscal.ProfileName, oscal.SSPName}; !slices.Equal(names, want) {
		t.Errorf("documents %v, want %v", names, want)
	}
}

func TestWhatIsAboutNothingIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*oscal.State){
		"an answer": func(s *oscal.State) { s.Answers["nen7510-2:2024/9.99"] = assessment.Answer{} },
		"evidence evi_none": func(s *oscal.State) {
			s.Evidence = append(s.Evidence, evidence.Item{ID: "evi_none", Requirements: []string{"x"}})
		},
		"action act_none": func(s *oscal.State) {
			s.Actions = append(s.Actions, plan.Action{ID: "act_none", Requirements: []string{"x"}})
		},
	} {
		s := small(t)
		s.Answers = maps.Clone(s.Answers)
		spoil(&s)
		if _, err := oscal.Documents(s); err == nil || !strings.HasPrefix(err.Error(), name+" is about requirement") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestStatesAsOSCALSaysThem is the table of docs/reference/oscal.md.
func TestStatesAsOSCALSaysThem(t *testing.T) {
	const requirement = "nen7510-2:2024/8.5"
	yes, partly, no := assessment.Statement{Reply: assessment.Yes}, assessment.Statement{Reply: assessment.Partly}, assessment.Statement{Reply: assessment.No}
	proof := evidence.Item{ID: "evi_2", Title: "Proef", Form: evidence.Note, Kind: "operation", SpeaksFrom: day(11, 1), Requirements: []string{requirement}}
	withdrawn, late, early := proof, proof, proof
	withdrawn.WithdrawnAt = moment.At
	late.ValidUntil = day(11, 26)
	early.SpeaksFrom = day(11, 28)
	last := proof
	last.ValidUntil = day(11, 27) // today, and it is half past ten
	for _, tt := range []struct {
		name     string
		answer   assessment.Answer
		evidence []evidence.Item
		action   plan.Status
		status   string
		counts   string // of operation; "" when it counts as said
		risk     string // "" without an action
	}{
		{"not answered", assessment.Answer{}, nil, "", "not-answered", "", ""},
		{"not answered, and an action", assessment.Answer{}, nil, plan.Open, "planned", "", "open"},
		{"not there", assessment.Answer{Design: no}, nil, "", "not-implemented", "", ""},
		{"not there, and an action under way", assessment.Answer{Design: no}, nil, plan.Busy, "planned", "", "remediating"},
		{"not there, and an action that is done", assessment.Answer{Design: no}, nil, plan.Done, "not-implemented", "", "open"},
		{"not there, and an action that was dropped", assessment.Answer{Design: no}, nil, plan.Dropped, "not-implemented", "", "open"},
		{"in part", assessment.Answer{Design: yes, Existence: partly}, nil, plan.Open, "partial", "", "open"},
		{"yes without proof", assessment.Answer{Design: yes, Existence: yes, Operation: yes}, nil, "", "partial", "partly", ""},
		{"yes with proof", assessment.Answer{Design: yes, Existence: yes, Operation: yes}, []evidence.Item{proof}, plan.Busy, "implemented", "", "closed"},
		{"yes with proof of which this is the last day", assessment.Answer{Design: yes, Existence: yes, Operation: yes}, []evidence.Item{last}, "", "implemented", "", ""},
		{"yes with proof that expired yesterday", assessment.Answer{Design: yes, Existence: yes, Operation: yes}, []evidence.Item{late}, "", "partial", "partly", ""},
		{"yes with proof that was withdrawn", assessment.Answer{Design: yes, Existence: yes, Operation: yes}, []evidence.Item{withdrawn}, "", "partial", "partly", ""},
		{"yes with proof of tomorrow", assessment.Answer{Design: yes, Existence: yes, Operation: yes}, []evidence.Item{early}, "", "partial", "partly", ""},
		{"not applicable", assessment.Answer{Applies: assessment.NotApplicable, Reason: "Nee."}, nil, plan.Open, "not-applicable", "", "closed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := small(t)
			tt.answer.Requirement = requirement
			s.Answers, s.Evidence, s.Actions = map[string]assessment.Answer{requirement: tt.answer}, tt.evidence, nil
			if tt.action != "" {
				s.Actions = []plan.Action{{ID: "act_1", Title: "Doen", Status: tt.action, Requirements: []string{requirement}}}
			}
			documents := write(t, s)
			one := find(t, documents[2], "system-security-plan", "control-implementation", "implemented-requirements", 1)
			if got := at(t, one, "by-components", 0, "implementation-status", "state"); got != tt.status {
				t.Errorf("implementation-status %v, want %s", got, tt.status)
			}
			if got := propOf(t, one, "operation-counts-as"); got != tt.counts {
				t.Errorf("operation counts as %q, want %q", got, tt.counts)
			}
			if tt.risk == "" {
				return
			}
			if got := find(t, documents[3], "plan-of-action-and-milestones", "risks", 0, "status"); got != tt.risk {
				t.Errorf("risk is %v, want %s", got, tt.risk)
			}
		})
	}
}

// TestDaysEndInTheZoneOfTheInstallation: what is due on 31 December is in time
// until midnight where the organisation is.
func TestDaysEndInTheZoneOfTheInstallation(t *testing.T) {
	got := find(t, write(t, small(t))[3], "plan-of-action-and-milestones", "risks", 0, "deadline")
	if got != "2026-12-31T22:59:59Z" {
		t.Errorf("deadline %v", got)
	}
}

// TestADeadlineIsOfAllOpenActions: the last of them, and none while one has no day.
func TestADeadlineIsOfAllOpenActions(t *testing.T) {
	action := func(id string, status plan.Status, due time.Time) plan.Action {
		return plan.Action{ID: id, Title: id, Status: status, Due: due, Requirements: []string{"nen7510-2:2024/8.5"}}
	}
	first, second := action("a", plan.Open, day(12, 1)), action("b", plan.Busy, day(12, 2))
	for _, tt := range []struct {
		name    string
		actions []plan.Action
		want    any
	}{
		{"the last of two", []plan.Action{second, first}, "2026-12-02T22:59:59Z"},
		{"what is done is past", []plan.Action{first, action("c", plan.Done, day(12, 31))}, "2026-12-01T22:59:59Z"},
		{"one without a day", []plan.Action{first, action("c", plan.Open, time.Time{})}, nil},
		{"none open", []plan.Action{action("c", plan.Done, day(12, 31))}, nil},
	} {
		s := small(t)
		s.Actions = tt.actions
		if got := find(t, write(t, s)[3], "plan-of-action-and-milestones", "risks", 0).(map[string]any)["deadline"]; got != tt.want {
			t.Errorf("%s: deadline %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestWordsStayWhatTheyAre: what people wrote is read as Markdown and must come
// out as they wrote it.
func TestWordsStayWhatTheyAre(t *testing.T) {
	s := small(t)
	a := s.Answers["nen7510-2:2024/8.5"]
	a.Explanation = "  Zie *map* en <b>c:\\x_y</b>\r\n\r\n{{ insert: param, x }} & meer  "
	s.Answers["nen7510-2:2024/8.5"] = a
	one := find(t, write(t, s)[2], "system-security-plan", "control-implementation", "implemented-requirements", 1)
	want := `Zie \*map\* en \<b>c:\\x\_y\</b>` + "\n\n" + `\{\{ insert: param, x }} & meer`
	if got := at(t, one, "by-components", 0, "description"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWithoutFilesEvidenceIsNamedByItsHash, so that nothing points at a file
// that nobody got.
func TestWithoutFilesEvidenceIsNamedByItsHash(t *testing.T) {
	s := small(t)
	s.EvidenceAt = ""
	got := find(t, write(t, s)[2], "system-security-plan", "back-matter", "resources", 0, "rlinks", 0)
	if href := at(t, got, "href"); href != "ni:///sha-256;OCY1yTJb8yc9GV_xuKROWxGv19l63euIY-o1_rmMGgc" {
		t.Errorf("href %v", href)
	}
}
