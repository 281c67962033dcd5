package audit

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Reason says why a requirement is in the sample.
type Reason string

// The reasons. The last two are no risks: the draw, and a person.
const (
	Claimed  Reason = "claimed"
	Doubted  Reason = "doubt"
	Effect   Reason = "effect"
	Untested Reason = "untested"
	Changed  Reason = "changed"
	AtRandom Reason = "random"
	ByHand   Reason = "hand" // the assessor added it, and says why
)

var riskReasons = []Reason{Claimed, Doubted, Effect, Untested, Changed}

// Name returns the reason as lists show it.
func (r Reason) Name() i18n.Text {
	switch r {
	case Claimed:
		return i18n.T("Werkt volgens de organisatie, maar zonder geldig bewijs", "Works, the organisation says, but without valid evidence")
	case Doubted:
		return i18n.T("Er is twijfel over het antwoord", "There is doubt about the answer")
	case Effect:
		return i18n.T("Groot gevolg voor cliënten", "Serious effect on clients")
	case Untested:
		return i18n.T("Nog nooit in de praktijk getoetst", "Never tested in practice yet")
	case Changed:
		return i18n.T("Kort geleden gewijzigd", "Changed lately")
	case AtRandom:
		return i18n.T("Door het lot gekozen", "Drawn at random")
	case ByHand:
		return i18n.T("Toegevoegd door de beoordelaar", "Added by the assessor")
	}
	return i18n.Same(string(r))
}

// A Pick is one requirement of the sample, with all that made it one.
type Pick struct {
	Requirement string   `json:"requirement"`
	Reasons     []Reason `json:"reasons"`
	Why         string   `json:"why,omitempty"`     // ByHand: in the assessor's words
	Dropped     string   `json:"dropped,omitempty"` // why it need not be looked at after all; "" while it must
}

// Known is what the sample is drawn from: one requirement of the scope.
type Known struct {
	Requirement string
	Out         bool // said not to apply, and nothing about that is doubtful
	Reasons     []Reason
}

// KnownOf gathers what is known of every requirement in scope, in the norm's
// order. Tested holds those that a signed report tested in practice.
func KnownOf(r Rules, cat *framework.Catalogue, scope []string, p *assessment.Picture, tested map[string]bool) []Known {
	var all []Known
	for _, req := range cat.Requirements {
		if !slices.Contains(scope, req.ID) {
			continue
		}
		a, doubts := p.Answer(req), len(p.ByReq[req.ID]) > 0
		k := Known{Requirement: req.ID, Out: a.Applies == assessment.NotApplicable && !doubts}
		for _, x := range []struct {
			holds  bool
			reason Reason
		}{
			{a.Operation.Reply == assessment.Yes && !p.Evidence[req.ID].Support.Operation, Claimed},
			{doubts, Doubted},
			{req.PatientEffect == framework.High, Effect},
			{!tested[req.ID], Untested},
			{!a.ChangedAt.IsZero() && p.Today.Sub(a.ChangedAt) <= time.Duration(r.ChangedWithin)*24*time.Hour, Changed},
		} {
			if x.holds {
				k.Reasons = append(k.Reasons, x.reason)
			}
		}
		all = append(all, k)
	}
	return all
}

// SeedOf makes the seed of the random part: SHA-256 over the root of the journal
// that is assessed, in base64, a zero byte, and the engagement. The organisation
// makes the journal and the assessor chooses the moment: neither has it alone.
func SeedOf(root string, id ID) [sha256.Size]byte {
	return sha256.Sum256([]byte(root + "\x00" + string(id)))
}

// Draw proposes a sample of what is known: first the highest risks, then some of
// the rest at random. The same input gives the same sample on every machine; how
// to draw it by hand stands in docs/reference/assessment.md.
func Draw(r Rules, known []Known, seed [sha256.Size]byte) []Pick {
	pool := slices.DeleteFunc(slices.Clone(known), func(k Known) bool { return k.Out })
	if len(pool) == 0 {
		return nil
	}
	byRisk := slices.Clone(pool)
	slices.SortStableFunc(byRisk, func(a, b Known) int { return cmp.Compare(r.risk(b), r.risk(a)) })
	chosen := map[string]Pick{}
	for _, k := range byRisk[:share(len(pool), r.RiskPercent)] {
		if r.risk(k) > 0 {
			chosen[k.Requirement] = Pick{Requirement: k.Requirement, Reasons: k.Reasons}
		}
	}
	rest := slices.DeleteFunc(slices.Clone(pool), func(k Known) bool { return chosen[k.Requirement].Requirement != "" })
	shuffle(rest, &dice{seed: seed})
	for _, k := range rest[:min(len(rest), share(len(pool), r.RandomPercent))] {
		chosen[k.Requirement] = Pick{Requirement: k.Requirement, Reasons: []Reason{AtRandom}}
	}
	var sample []Pick
	for _, k := range pool { // in the norm's order
		if p, ok := chosen[k.Requirement]; ok {
			sample = append(sample, p)
		}
	}
	return sample
}

func (r Rules) risk(k Known) (sum int) {
	for _, reason := range k.Reasons {
		sum += r.Weights[reason]
	}
	return sum
}

// share is percent of n, rounded up.
func share(n, percent int) int { return (n*percent + 99) / 100 }

// dice throws numbers out of a seed: the first eight bytes, big-endian, of
// SHA-256 over the seed and a count from 0 of eight bytes, big-endian. Ours
// because a draw must be repeatable outside this program, for years.
type dice struct {
	seed  [sha256.Size]byte
	count uint64
}

func (d *dice) throw() uint64 {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(d.seed[:], d.count))
	d.count++
	return binary.BigEndian.Uint64(sum[:])
}

// below returns a number from 0 up to n, each as likely: a throw that would make
// the low ones likelier is thrown again.
func (d *dice) below(n uint64) uint64 {
	limit := -n % n // 2^64 modulo n
	for {
		if x := d.throw(); x >= limit {
			return x % n
		}
	}
}

// shuffle puts all in an order by chance: for i from the last down to the second,
// it changes places with one from the first up to itself.
func shuffle[T any](all []T, d *dice) {
	for i := len(all) - 1; i > 0; i-- {
		j := d.below(uint64(i) + 1)
		all[i], all[j] = all[j], all[i]
	}
}

func seedText(seed [sha256.Size]byte) string { return hex.EncodeToString(seed[:]) }

// Owed returns the picks that must be looked at.
func Owed(sample []Pick) []Pick {
	return slices.DeleteFunc(slices.Clone(sample), func(p Pick) bool { return p.Dropped != "" })
}
