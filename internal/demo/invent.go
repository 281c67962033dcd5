package demo

import (
	"fmt"
	"math"
	"math/rand/v2"

	"aantoonbaar/internal/org"
)

// An Invented is one organisation of [Generator.Load], before it is stored.
type Invented struct {
	Name     string
	Profile  org.Profile
	Person   string  // its only member, an administrator
	Email    string  // of that person; unique
	Maturity float64 // share of requirements that stood on some level when it began, 0 to 1
}

// A kind is what organisations of one sector are like. Ranges are drawn from evenly.
type kind struct {
	sector  org.Sector
	of1000  int     // how many of a thousand organisations are of this sector
	fte     float64 // the middle one's
	spread  float64 // standard deviation of the logarithm of fte
	least   float64 // fte
	most    float64
	euros   [2]float64 // turnover per fte, in thousands
	clients [2]float64 // per fte and year
	devices float64    // chance of medical devices
	exchang float64    // chance of electronic exchange
}

// kinds are the proportions of Dutch care, rounded: many small providers, few
// large ones. They are for trying things out and are no statistics.
var kinds = []kind{
	{org.VVT, 300, 14, 1.45, 2, 6_500, [2]float64{55, 74}, [2]float64{3.5, 8}, .35, .85},
	{org.GP, 268, 6, .45, 2, 40, [2]float64{72, 95}, [2]float64{480, 760}, .9, 1},
	{org.Pharmacy, 115, 8, .4, 3, 45, [2]float64{210, 320}, [2]float64{850, 1_300}, .5, 1},
	{org.GGZ, 85, 16, 1.5, 2, 4_500, [2]float64{64, 88}, [2]float64{8, 17}, .15, .9},
	{org.GHZ, 75, 34, 1.5, 2, 5_500, [2]float64{56, 76}, [2]float64{.9, 1.7}, .3, .7},
	{org.Youth, 60, 20, 1.4, 2, 2_500, [2]float64{58, 80}, [2]float64{5, 13}, .05, .7},
	{org.Other, 46, 9, .8, 2, 240, [2]float64{60, 92}, [2]float64{90, 210}, .8, .8},
	{org.Clinic, 30, 28, .9, 4, 420, [2]float64{78, 95}, [2]float64{60, 160}, .95, .95},
	{org.Hospital, 5, 2_300, .55, 650, 9_800, [2]float64{112, 152}, [2]float64{58, 92}, 1, 1},
	{org.HAP, 5, 62, .5, 18, 260, [2]float64{85, 140}, [2]float64{380, 600}, 1, 1},
	{org.Lab, 5, 150, .8, 25, 1_200, [2]float64{120, 190}, [2]float64{800, 1_400}, 1, 1},
	{org.Ambulance, 2, 310, .45, 130, 900, [2]float64{80, 95}, [2]float64{36, 52}, 1, 1},
	{org.Branch, 3, 14, .6, 4, 120, [2]float64{90, 170}, [2]float64{0, 0}, 0, 0},
	{org.Assessor, 1, 6, .6, 2, 40, [2]float64{95, 150}, [2]float64{0, 0}, 0, 0},
}

// Invent makes up n organisations. The first n of more are the same.
func (g *Generator) Invent(n int) []Invented {
	taken := map[string]bool{}
	all := make([]Invented, n)
	for i := range all {
		r := rand.New(rand.NewPCG(g.Seed, 1<<32+uint64(i))) // the same chance every time
		k := kindOf(r)
		p := k.profile(r)
		first := pick(r, firstNames)
		all[i] = Invented{
			Name: nameOf(r, k.sector, taken), Profile: p,
			Person: first + " " + pick(r, lastNames), Email: emailOf(i),
			// Large organisations began earlier; within a size everything occurs.
			Maturity: min(max(0.2+0.09*math.Log10(*p.FTE)+0.17*r.NormFloat64(), 0.03), 0.93),
		}
	}
	return all
}

// emailOf is the address of the only member of the organisation at i.
func emailOf(i int) string { return fmt.Sprintf("beheer@zorg-%05d.example", i) }

func kindOf(r *rand.Rand) kind {
	x := r.IntN(1000)
	for _, k := range kinds {
		if x -= k.of1000; x < 0 {
			return k
		}
	}
	return kinds[0]
}

// profile draws an organisation of the kind, in numbers that fit each other.
func (k kind) profile(r *rand.Rand) org.Profile {
	fte := k.fte * math.Exp(k.spread*r.NormFloat64())
	fte = math.Round(min(max(fte, k.least), k.most)*10) / 10
	staff := int(math.Round(fte * between(r, 1.2, 1.5)))
	turnover := round(fte * 1000 * between(r, k.euros[0], k.euros[1]))
	balance := round(float64(turnover) * between(r, 0.25, 0.75))
	clients := int(fte * between(r, k.clients[0], k.clients[1]))
	p := size([]org.Sector{k.sector}, fte, staff, turnover, balance, clients)
	p.MedicalDevices, p.Exchanges, p.Cloud = yes(r, k.devices), yes(r, k.exchang), yes(r, 0.93)
	p.SelfHosted = yes(r, 0.02+0.12*math.Log10(fte))
	p.UsesAI = yes(r, 0.1+0.1*math.Log10(fte))
	p.DevelopsSoftware = yes(r, 0.01+0.1*max(math.Log10(fte)-1.5, 0))
	if r.Float64() < 0.06 {
		in(&p, between(r, 1.5, 6))
	}
	if r.Float64() < 0.04 {
		p.Balance = nil // nobody at hand knew
	}
	return p
}

// in makes the organisation part of a group that is times as large.
func in(p *org.Profile, times float64) {
	p.InGroup = org.Yes
	p.GroupStaff = n(int(float64(*p.Staff) * times))
	p.GroupTurnover, p.GroupBalance = n(round(float64(*p.Turnover)*times)), n(round(float64(*p.Balance)*times))
}

func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// round keeps three figures, as people give amounts.
func round(x float64) int64 {
	unit := math.Pow(10, math.Floor(math.Log10(max(x, 1)))-2)
	return int64(math.Round(x/unit) * unit)
}

func yes(r *rand.Rand, chance float64) org.Fact {
	if r.Float64() < chance {
		return org.Yes
	}
	return org.No
}
