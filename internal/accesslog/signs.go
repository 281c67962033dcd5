package accesslog

import "math"

// From when on something is often, many or a crowd. Judgements of ours.
const (
	fewest   = 5    // records in a day, from which a day can be one with many
	unlikely = 1e-4 // chance of so many in a day, below which it is
	crowded  = 8    // users on one patient within three days, from which it is a crowd
	often    = 3    // days on one patient, from which it is again and again
)

// A tally counts looks that nothing explains.
type tally struct {
	strangers map[userDay]int    // patients of a user on a day
	days      map[pair]int       // on which a user looked at a patient
	lookers   map[patientDay]int // users who looked at a patient on a day, the day before or the day after
	mean      float64            // of strangers
}

type (
	userDay        struct{ user, day uint32 }
	patientDay     struct{ patient, day uint32 }
	userPatientDay struct{ user, patient, day uint32 }
)

// counts adds up what signs need of all looks.
func (s *Scorer) counts(rest []Unit) *tally {
	t := &tally{strangers: map[userDay]int{}, days: map[pair]int{}, lookers: map[patientDay]int{}}
	looked := map[userPatientDay]bool{} // or the day before or after: who looks on three days is one looker
	for i := range rest {
		u := &rest[i]
		t.strangers[userDay{u.User, uint32(u.Day)}]++
		t.days[pair{u.User, u.Patient}]++
		for d := u.Day - 1; d <= u.Day+1; d++ {
			if key := (userPatientDay{u.User, u.Patient, uint32(d)}); !looked[key] {
				looked[key] = true
				t.lookers[patientDay{u.Patient, uint32(d)}]++
			}
		}
	}
	t.mean = float64(len(rest)) / float64(max(1, len(t.strangers)))
	return t
}

// signs are the signs of one look.
func (s *Scorer) signs(u *Unit, t *tally) (parts []Part) {
	add := func(has bool, sign Sign, number int, points float64) {
		if has {
			parts = append(parts, Part{Sign: sign, Number: number, Points: points})
		}
	}
	userKey, patientKey := s.coding.Users.Of(u.User), s.coding.Patients.Of(u.Patient)
	user, patient := s.links.Users[userKey], s.links.Patients[patientKey]
	own := !user.Patient.Zero() && user.Patient == patientKey
	house := !user.House.Zero() && user.House == patient.House
	add(own, Own, 0, 0)
	add(house && !own, Household, 0, 0)
	add(!own && !user.Surname.Zero() && user.Surname == patient.Surname, Surname, 0, s.rarity(patient.Surname))
	add(!own && !house && !user.Postcode.Zero() && user.Postcode == patient.Postcode, Postcode, 0, 0)
	colleague := !own && s.employed[patientKey] && user.Team != "" && s.teams[patientKey] == user.Team
	add(colleague, Colleague, 0, 0)
	add(!own && !colleague && s.employed[patientKey], Employee, 0, 0)
	add(patient.Known, WellKnown, 0, 0)
	add(u.Glass, Glass, 0, 0)
	add(u.Search, Searched, 0, 0)
	add(s.ended[pair{u.User, u.Patient}] > 0 && s.ended[pair{u.User, u.Patient}] < u.First, Ended, 0, 0)
	add(s.offDuty(u), OffDuty, 0, 0)
	if n := t.days[pair{u.User, u.Patient}]; n >= often {
		add(true, Again, n, math.Log(float64(n)/often))
	}
	if n := t.lookers[patientDay{u.Patient, uint32(u.Day)}]; n >= crowded {
		add(true, Crowd, n, math.Log(float64(n)/crowded))
	}
	if n := t.strangers[userDay{u.User, uint32(u.Day)}]; n >= fewest && poissonTail(n, t.mean) < unlikely {
		add(true, Volume, n, 0)
	}
	return parts
}

// rarity is how much a surname in common says: the more, the fewer have it.
func (s *Scorer) rarity(name Key) float64 {
	share := max(s.names[name], 1e-6)
	return max(0, math.Log(s.signals[Surname].Share/share))
}

// offDuty reports whether a user was not on duty at any time of a look. Of somebody of
// whom no duty is known, nothing is said.
func (s *Scorer) offDuty(u *Unit) bool {
	for _, d := range s.duties[u.User] {
		if u.First <= d.to && u.Last >= d.from {
			return false
		}
	}
	return len(s.duties[u.User]) > 0
}

// poissonTail is the chance of n or more when there are mean on average.
func poissonTail(n int, mean float64) float64 {
	term := math.Exp(-mean)
	below := 0.0
	for i := range n {
		below += term
		term *= mean / float64(i+1)
	}
	return max(0, 1-below)
}
