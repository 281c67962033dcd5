package accesslog

import (
	"cmp"
	"math"
	"slices"
)

// A CaseKind is what holds the looks of a case together.
type CaseKind string

// The kinds of cases.
const (
	OwnRecord  CaseKind = "own"   // one user and their own record: for the policy, not for suspicion
	ManyByUser CaseKind = "bulk"  // one user and many patients
	GlassByOne CaseKind = "glass" // one user and the emergency procedure
	ManyByOne  CaseKind = "crowd" // many users and one patient
	PairOfTwo  CaseKind = "pair"  // one user and one patient
)

// manyGlass is how many openings by the emergency procedure, by one user in a round,
// make one case of them.
const manyGlass = 5

// A Case is what one person looks at: looks that belong together.
type Case struct {
	Kind    CaseKind
	User    uint32 // 0 in a crowd
	Patient uint32 // 0 where there are many
	Looks   []Look // the highest score first
}

// Score is that of the strongest look, and more with more looks: those of a case are
// not independent, so only the logarithm of their number counts.
func (c *Case) Score() float64 { return c.Looks[0].Score() + math.Log(float64(len(c.Looks))) }

// Cases puts looks together, the highest score first. Each look is in one case. Own
// records come last, whatever their score.
func Cases(looks []Look) []Case {
	glass := map[uint32]int{}
	for i := range looks {
		if looks[i].Glass {
			glass[looks[i].User]++
		}
	}
	at := map[caseKey]int{}
	var all []Case
	for _, l := range looks {
		key := keyOf(&l, glass[l.User])
		i, known := at[key]
		if !known {
			i = len(all)
			at[key] = i
			all = append(all, Case{Kind: key.kind, User: key.user, Patient: key.patient})
		}
		all[i].Looks = append(all[i].Looks, l)
	}
	slices.SortStableFunc(all, func(a, b Case) int {
		return cmp.Or(cmp.Compare(last(a.Kind), last(b.Kind)), cmp.Compare(b.Score(), a.Score()))
	})
	return all
}

func last(k CaseKind) int {
	if k == OwnRecord {
		return 1
	}
	return 0
}

// caseKey is what a case is known by.
type caseKey struct {
	kind          CaseKind
	user, patient uint32
}

func keyOf(l *Look, glass int) caseKey {
	switch {
	case l.Has(Own):
		return caseKey{OwnRecord, l.User, l.Patient}
	case l.Glass && glass >= manyGlass:
		return caseKey{GlassByOne, l.User, 0}
	case l.Has(Volume):
		return caseKey{ManyByUser, l.User, 0}
	case l.Has(Crowd):
		return caseKey{ManyByOne, 0, l.Patient}
	}
	return caseKey{PairOfTwo, l.User, l.Patient}
}
