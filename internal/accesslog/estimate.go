package accesslog

import "math"

// A Checked is what people found in a stratum.
type Checked struct {
	Of       int // units in the stratum
	Seen     int // of them that were drawn and judged
	Unlawful int // of those
}

// An Estimate is a share with what it is at least and at most, in 95 of 100 rounds.
type Estimate struct{ Share, Low, High float64 }

// EstimateOf says which share of all units of the strata was without a reason, from what
// was found in those that were drawn. Each stratum counts by its size. The bounds are
// careful: each stratum has exact bounds (Clopper and Pearson, 1934) at such a level
// that all of them hold at once (Bonferroni), so the whole is rather too wide than too
// narrow. A stratum of which nothing was judged may hold anything: it widens the bounds,
// and the share is that of the others. Without anything judged nothing is known: from 0
// to 1.
func EstimateOf(strata []Checked) (e Estimate) {
	total, groups := 0, 0
	for _, s := range strata {
		total += s.Of
		if s.Of > 0 && s.Seen < s.Of {
			groups++
		}
	}
	if total == 0 {
		return Estimate{High: 1}
	}
	level, known := .05/float64(max(1, groups)), 0.0
	for _, s := range strata {
		weight := float64(s.Of) / float64(total)
		low, high := bounds(s, level)
		e.Low, e.High = e.Low+weight*low, e.High+weight*high
		if s.Seen > 0 {
			e.Share += weight * float64(s.Unlawful) / float64(s.Seen)
			known += weight
		}
	}
	if known > 0 {
		e.Share /= known
	}
	return e
}

// bounds are those of the share in one stratum. A stratum that was judged whole is known.
func bounds(s Checked, level float64) (low, high float64) {
	switch {
	case s.Of == 0:
		return 0, 0
	case s.Seen == 0:
		return 0, 1
	case s.Seen >= s.Of:
		share := float64(s.Unlawful) / float64(s.Seen)
		return share, share
	}
	low, high = 0, 1
	if s.Unlawful > 0 {
		low = root(func(p float64) float64 { return 1 - binomial(s.Unlawful-1, s.Seen, p) - level/2 })
	}
	if s.Unlawful < s.Seen {
		high = root(func(p float64) float64 { return level/2 - binomial(s.Unlawful, s.Seen, p) })
	}
	return low, high
}

// root is where a function that rises on 0 to 1 passes zero.
func root(f func(float64) float64) float64 {
	low, high := 0.0, 1.0
	for range 60 {
		if middle := (low + high) / 2; f(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// binomial is the chance of at most k of n, each with chance p.
func binomial(k, n int, p float64) (sum float64) {
	if p <= 0 {
		return 1
	}
	if p >= 1 {
		if k >= n {
			return 1
		}
		return 0
	}
	all, _ := math.Lgamma(float64(n + 1))
	for i := 0; i <= k; i++ {
		one, _ := math.Lgamma(float64(i + 1))
		rest, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(all - one - rest + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(1, sum)
}
