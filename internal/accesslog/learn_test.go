package accesslog_test

import (
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog"
)

// TestTeamsThatShareManyPatientsAreLearned, and neither chance nor one curious person
// makes a pair.
func TestTeamsThatShareManyPatientsAreLearned(t *testing.T) {
	var c accesslog.Coding
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	var units []accesslog.Unit
	var facts []accesslog.Fact
	look := func(u, p int) {
		units = append(units, accesslog.Unit{User: c.Users.Add(user(u)), Patient: c.Patients.Add(patient(p)), First: at.Unix(), Last: at.Unix()})
	}
	for u := range 40 { // ten in each of four teams
		facts = append(facts, accesslog.Fact{Kind: accesslog.Staff, User: user(u), Team: fmt.Sprint("team ", u/10)})
	}
	for p := range 200 { // fifty in each
		facts = append(facts, accesslog.Fact{Kind: accesslog.Admission, Patient: patient(p), Team: fmt.Sprint("team ", p/50), From: at.Add(-time.Hour), To: at.Add(time.Hour)})
		look(p/50*10+p%10, p) // their own team
		look((p*7)%40, p)     // somebody of any team
		if p < 40 {           // the first team works with the second
			look(10+p%10, p)
		}
		if p >= 100 && p < 150 { // one of the last team looks at everybody of the third
			look(39, p)
		}
	}
	pairs := accesslog.Learn(units, facts, &c)
	if len(pairs) != 1 || pairs[0].Team != "team 0" || pairs[0].Other != "team 1" || pairs[0].Users < 9 || pairs[0].Seen < 35 || pairs[0].Of != 50 {
		t.Fatalf("learned %+v, want that the second works with the first", pairs)
	}
	if f := pairs[0].Fact(); f.Kind != accesslog.Together || f.Team != "team 0" || f.Other != "team 1" {
		t.Errorf("as a fact: %+v", f)
	}
}
