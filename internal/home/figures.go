package home

import (
	"math"
	"strconv"
)

// grew says the finding of the trend in a sentence.
func (p overviewPage) grew(values []float64, since string) string {
	first, last := int(values[0]), int(values[len(values)-1])
	if last > first {
		return p.Lang.Tf("U groeide van %s naar %s ingerichte onderdelen sinds %s", "You grew from %s to %s parts in place since %s", p.Lang.Num(first), p.Lang.Num(last), since)
	}
	if last < first {
		return p.Lang.Tf("Er zijn nu %s onderdelen ingericht; in %s waren het er %s", "There are %s parts in place now; in %s there were %s", p.Lang.Num(last), since, p.Lang.Num(first))
	}
	return p.Lang.Tf("Sinds %s bleef het bij %s ingerichte onderdelen", "Since %s it stayed at %s parts in place", since, p.Lang.Num(last))
}

func rows(values []float64, names []string) [][]string {
	all := make([][]string, len(values))
	for i := range values {
		all[i] = []string{names[i], strconv.Itoa(int(values[i]))}
	}
	return all
}

// ceiling is a round number at or above total, so that the scale has whole steps.
func ceiling(total float64) float64 { return math.Max(4, math.Ceil(total/20)*20) }
