package programme

import (
	"strings"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Group is requirements that are chosen together.
type Group struct {
	Key          string
	Name         i18n.Text
	Requirements []string // in the norm's order
}

// Care is the key of the group of the measures that only care has. They are in a
// theme as well.
const Care = "zorg"

// clauses are those of part 1, in one word.
var clauses = []Group{
	{Key: "4", Name: i18n.T("4 Omgeving", "4 Surroundings")},
	{Key: "5", Name: i18n.T("5 Leiding", "5 Leading")},
	{Key: "6", Name: i18n.T("6 Plannen", "6 Planning")},
	{Key: "7", Name: i18n.T("7 Middelen", "7 Means")},
	{Key: "8", Name: i18n.T("8 Uitvoeren", "8 Doing")},
	{Key: "9", Name: i18n.T("9 Meten", "9 Measuring")},
	{Key: "10", Name: i18n.T("10 Verbeteren", "10 Improving")},
}

// Groups lists the clauses of part 1, the themes of part 2, and the measures that
// only care has. Together they hold every requirement.
func Groups(cat *framework.Catalogue) (all []Group) {
	for _, g := range clauses {
		for _, r := range cat.In(framework.System) {
			if strings.HasPrefix(r.Number, g.Key+".") {
				g.Requirements = append(g.Requirements, r.ID)
			}
		}
		all = append(all, g)
	}
	care := Group{Key: Care, Name: i18n.T("Zorgmaatregelen", "Care measures")}
	for _, t := range framework.Themes[1:] {
		g := Group{Key: string(t), Name: t.Name()}
		if t == framework.Buildings {
			g.Name = i18n.T("Gebouwen", "Buildings")
		}
		for _, r := range cat.In(t) {
			g.Requirements = append(g.Requirements, r.ID)
			if r.CareSpecific {
				care.Requirements = append(care.Requirements, r.ID)
			}
		}
		all = append(all, g)
	}
	return append(all, care)
}
