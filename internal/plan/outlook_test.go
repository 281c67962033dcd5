package plan_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

func TestForecast(t *testing.T) {
	day := func(ago, inPlace, takenOver int) plan.Day {
		return plan.Day{On: in(-ago), InPlace: inPlace, Applicable: 100, TakenOver: takenOver}
	}
	for name, test := range map[string]struct {
		history []plan.Day
		inPlace int
		want    plan.Outlook
	}{
		"no history": {nil, 0, plan.Outlook{Why: plan.TooShort}},
		"27 days of history": {
			[]plan.Day{day(27, 0, 0), day(0, 10, 0)},
			10,
			plan.Outlook{Why: plan.TooShort, Days: 27, SayableOn: in(1)},
		},
		"28 days of history": {
			[]plan.Day{day(28, 0, 0), day(0, 16, 0)},
			16,
			plan.Outlook{Days: 28, Gained: 16, PerMonth: 16 * 30. / 28, Likely: in(147), Earliest: in(118), Latest: in(196)},
		},
		"nine in a full window": { // 9−3 and 9+3 in 90 days, 91 to go
			[]plan.Day{day(200, 0, 0), day(90, 0, 0), day(10, 9, 0)},
			9,
			plan.Outlook{Days: 90, Gained: 9, PerMonth: 3, Likely: in(910), Earliest: in(683), Latest: in(1365)},
		},
		"what lies before the window does not count": {
			[]plan.Day{day(200, 0, 0), day(91, 40, 0), day(89, 49, 0)},
			49,
			plan.Outlook{Days: 90, Gained: 9, PerMonth: 3, Likely: in(510), Earliest: in(383), Latest: in(765)},
		},
		"one gives no latest day": {
			[]plan.Day{day(90, 95, 0), day(1, 96, 0)},
			96,
			plan.Outlook{Days: 90, Gained: 1, PerMonth: 1. / 3, Likely: in(360), Earliest: in(180)},
		},
		"an import is not pace": {
			[]plan.Day{day(90, 0, 0), day(50, 40, 40), day(1, 49, 0)},
			49,
			plan.Outlook{Days: 90, Gained: 9, PerMonth: 3, Likely: in(510), Earliest: in(383), Latest: in(765)},
		},
		"nothing but an import": {
			[]plan.Day{day(90, 0, 0), day(50, 40, 40)},
			40,
			plan.Outlook{Why: plan.NoProgress, Days: 90},
		},
		"going back": {
			[]plan.Day{day(60, 40, 0), day(5, 38, 0)},
			38,
			plan.Outlook{Why: plan.NoProgress, Days: 60, Gained: -2},
		},
		"more than ten years": {
			[]plan.Day{day(90, 1, 0), day(5, 3, 0)},
			3,
			plan.Outlook{Why: plan.TooFar, Days: 90, Gained: 2, PerMonth: 2. / 3},
		},
		"all done": {
			[]plan.Day{day(5, 100, 0)},
			100,
			plan.Outlook{Why: plan.AllDone},
		},
	} {
		test.want.Applicable, test.want.InPlace = 100, test.inPlace
		got := plan.Forecast(test.history, 100, test.inPlace, today)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestForecastNeverLooksBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var history []plan.Day
		n, on := 0, in(-rapid.IntRange(1, 400).Draw(t, "since"))
		for on.Before(today) {
			n = max(0, n+rapid.IntRange(-1, 3).Draw(t, "gained"))
			history = append(history, plan.Day{On: on, InPlace: n, Applicable: 1000})
			on = on.AddDate(0, 0, rapid.IntRange(1, 40).Draw(t, "pause"))
		}
		o := plan.Forecast(history, 1000, n, today)
		if o.Why != plan.Said {
			if !o.Likely.IsZero() || !o.Earliest.IsZero() || !o.Latest.IsZero() {
				t.Fatalf("a day in spite of %q: %+v", o.Why, o)
			}
			return
		}
		if !o.Earliest.After(today) || o.Likely.Before(o.Earliest) || !o.Latest.IsZero() && o.Latest.Before(o.Likely) {
			t.Fatalf("days out of order: %+v", o)
		}
	})
}

func TestBurnUpEndsToday(t *testing.T) {
	history := []plan.Day{{On: in(-15), InPlace: 2, Applicable: 90}, {On: in(-14), InPlace: 3, Applicable: 90}, {On: in(-3), InPlace: 7, Applicable: 91}}
	want := []plan.Point{{in(-14), 3, 90}, {in(-7), 3, 90}, {in(0), 7, 91}}
	if diff := cmp.Diff(want, plan.BurnUp(history, today)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	long := plan.BurnUp([]plan.Day{{On: in(-600), InPlace: 1, Applicable: 90}}, today)
	if len(long) != 22 || !long[21].On.Equal(today) || long[0].InPlace != 1 {
		t.Errorf("600 days give %d points from %v to %v, want 22 of four weeks that end today", len(long), long[0], long[len(long)-1])
	}
	if got := plan.BurnUp(nil, today); got != nil {
		t.Errorf("no history gives %v", got)
	}
}

func saved(t interface{ Fatal(...any) }, seq int64, at time.Time, action string, before, after assessment.Answer) journal.Entry {
	data, err := json.Marshal(assessment.Saved{Before: before, After: after})
	if err != nil {
		t.Fatal(err)
	}
	return journal.Entry{Seq: seq, At: at, Action: action, Object: assessment.ObjectOf(after.Requirement), Data: data}
}

func given(t interface{ Fatal(...any) }, entries ...journal.Entry) []plan.Given {
	all, err := plan.GivenIn(entries)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestReplayFollowsAnswersAndEvidence(t *testing.T) {
	cat := catalogue(t)
	done := says(login, assessment.Yes, assessment.Yes, assessment.Yes)
	other := says("nen7510-2:2024/8.8", assessment.Yes, assessment.Yes, assessment.Yes)
	out := assessment.Answer{Requirement: "nen7510-2:2024/8.8", Applies: assessment.NotApplicable, Reason: "…"}
	noon := func(ago int) time.Time { return in(-ago).Add(12 * time.Hour) }
	days := plan.Replay(plan.Past{
		Catalogue: cat, Facts: org.Profile{}.Facts(), Zone: time.UTC, Today: today,
		Spells: []plan.Spell{
			{login, in(-50), in(-21)},
			{login, in(-10), time.Time{}},
			{other.Requirement, in(-90), time.Time{}},
		},
		Given: given(t,
			saved(t, 3, noon(60), "answer.save", assessment.Answer{}, done),
			saved(t, 4, noon(40), "answer.import", assessment.Answer{}, other),
			journal.Entry{Seq: 5, At: noon(39), Action: "answer.save"}, // erased
			saved(t, 6, noon(30), "answer.save", other, out),
		),
	})
	all := len(cat.Requirements)
	want := []plan.Day{
		{in(-60), 0, all, 0},     // yes, without evidence
		{in(-50), 1, all, 0},     // the evidence comes
		{in(-40), 2, all, 1},     // 8.8 was taken over, with evidence
		{in(-39), 2, all, 0},     //
		{in(-30), 1, all - 1, 0}, // 8.8 does not apply
		{in(-20), 0, all - 1, 0}, // the day after the evidence expired
		{in(-10), 1, all - 1, 0},
	}
	if diff := cmp.Diff(want, days); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReplayKnowsTheDayOfTheZone(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC) // half past midnight in Amsterdam
	days := plan.Replay(plan.Past{
		Catalogue: catalogue(t), Facts: org.Profile{}.Facts(), Zone: amsterdam, Today: today,
		Given: given(t, saved(t, 0, late, "answer.save", assessment.Answer{}, says(login, assessment.No, "", ""))),
	})
	if len(days) != 1 || !days[0].On.Equal(in(-3)) {
		t.Errorf("Replay = %v, want 21 November", days)
	}
}

// TestReplayEndsInThePicture holds that a replay of any history ends in what the
// self-assessment says today.
func TestReplayEndsInThePicture(t *testing.T) {
	cat := catalogue(t)
	facts := org.Profile{DevelopsSoftware: org.No}.Facts()
	replies := rapid.SampledFrom([]assessment.Reply{assessment.Unanswered, assessment.Yes, assessment.Yes, assessment.Yes, assessment.Partly, assessment.No, assessment.Unknown})
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfNDistinct(rapid.IntRange(0, len(cat.Requirements)-1), 1, 12, rapid.ID).Draw(t, "requirements")
		answers := map[string]assessment.Answer{}
		var entries []journal.Entry
		at := in(-rapid.IntRange(0, 300).Draw(t, "since"))
		for i := range rapid.IntRange(1, 40).Draw(t, "entries") {
			id := cat.Requirements[rapid.SampledFrom(some).Draw(t, "requirement")].ID
			a := says(id, replies.Draw(t, "design"), replies.Draw(t, "existence"), replies.Draw(t, "operation"))
			a.Applies = rapid.SampledFrom([]string{"", "", assessment.Applies, assessment.NotApplicable}).Draw(t, "applies")
			if at = at.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour); at.After(today) {
				at = today
			}
			action := rapid.SampledFrom(plan.AnswerActions).Draw(t, "action")
			entries = append(entries, saved(t, int64(i), at, action, answers[id], a))
			answers[id] = a
		}
		var spells []plan.Spell
		behind := map[string]assessment.Evidence{}
		for range rapid.IntRange(0, 12).Draw(t, "spells") {
			s := plan.Spell{Requirement: cat.Requirements[rapid.SampledFrom(some).Draw(t, "of")].ID, From: in(rapid.IntRange(-300, 20).Draw(t, "from"))}
			if rapid.Bool().Draw(t, "ends") {
				s.Until = s.From.AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, "days"))
			}
			spells = append(spells, s)
			if !s.From.After(today) && (s.Until.IsZero() || !s.Until.Before(today)) {
				behind[s.Requirement] = assessment.Evidence{Support: assessment.Support{Operation: true}}
			}
		}
		days := plan.Replay(plan.Past{Catalogue: cat, Facts: facts, Spells: spells, Given: given(t, entries...), Zone: time.UTC, Today: today})
		want := assessment.Draw(cat, assessment.Said{Answers: answers}, facts, behind, identity.Roll{}, today).Counts
		last := days[len(days)-1]
		if last.InPlace != want.InPlace || last.Applicable != want.Applicable() {
			t.Fatalf("the replay ends with %d of %d, want %d of %d", last.InPlace, last.Applicable, want.InPlace, want.Applicable())
		}
		for i := 1; i < len(days); i++ {
			if !days[i].On.After(days[i-1].On) {
				t.Fatalf("days out of order: %v", days)
			}
		}
	})
}

func TestSpellsAreOfOperationOnly(t *testing.T) {
	added := in(-30).Add(9 * time.Hour)
	items := []evidence.Item{
		{Kind: framework.Design, AddedAt: added, Requirements: []string{"a"}},
		{Kind: framework.Operation, AddedAt: added, Requirements: []string{"a", "b"}},
		{Kind: framework.Operation, AddedAt: added, SpeaksFrom: in(-20), ValidUntil: in(-5), Requirements: []string{"c"}},
		{Kind: framework.Operation, AddedAt: added, WithdrawnAt: in(-10).Add(time.Hour), ValidUntil: in(90), Requirements: []string{"d"}},
		{Kind: framework.Operation, AddedAt: added, WithdrawnAt: added.Add(time.Hour), Requirements: []string{"withdrawn the same day"}},
		{Kind: framework.Operation, AddedAt: added, ValidUntil: in(-40), Requirements: []string{"expired before it came"}},
	}
	want := []plan.Spell{
		{"a", in(-30), time.Time{}},
		{"b", in(-30), time.Time{}},
		{"c", in(-20), in(-5)},
		{"d", in(-30), in(-11)},
	}
	if diff := cmp.Diff(want, plan.Spells(items, time.UTC)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
