package simulate

// shapes are the kinds of organisations. Patients a head of staff in a hospital: OLVG
// had 500,000 a year and 5,890 employees (AP, 26-11-2020), of whom a fifth are active
// at a time. Lines a day, lines in a look and floating: our reading of the studies in
// the shared design, accesslog.md section 4.1, and a judgement of ours.
var shapes = map[Kind]shape{
	HomeCare: {
		patients: 7, team: 15, lines: 22, events: 4, atHome: .03, float: .1,
		roles: []share[string]{{.45, "verzorgende"}, {.25, "verpleegkundige"}, {.15, "helpende"}, {.06, "planner"}, {.04, "teamleider"}, {.05, "administratie"}},
		ways: []share[func(*maker) bool]{
			{.55, (*maker).visit}, {.25, (*maker).teamMate}, {.10, (*maker).planner}, {.04, (*maker).intake}, {.03, (*maker).emergency}, {.03, (*maker).undocumented},
		},
	},
	HAP: {
		patients: 300, team: 45, lines: 15, events: 5, atHome: .3, float: .1,
		roles: []share[string]{{.45, "triagist"}, {.40, "huisarts"}, {.05, "chauffeur"}, {.05, "kwaliteit"}, {.05, "administratie"}},
		ways: []share[func(*maker) bool]{
			{.90, (*maker).call}, {.03, (*maker).task}, {.03, (*maker).emergency}, {.04, (*maker).undocumented},
		},
	},
	Hospital: {
		patients: 17, team: 40, lines: 170, events: 10, atHome: .6, float: .08,
		roles: []share[string]{
			{.40, "verpleegkundige"},
			{.14, "arts"},
			{.12, "secretaresse"},
			{.10, "doktersassistent"},
			{.06, "laborant"},
			{.05, "fysiotherapeut"},
			{.05, "aios"},
			{.03, "apotheker"},
			{.02, "coassistent"},
			{.02, "kwaliteit"},
			{.01, "ict"},
		},
		ways: []share[func(*maker) bool]{
			{.15, (*maker).appointment},
			{.25, (*maker).teamMate},
			{.27, (*maker).admission},
			{.15, (*maker).order},
			{.12, (*maker).colleague},
			{.03, (*maker).task},
			{.01, (*maker).ticket},
			{.015, (*maker).emergency},
			{.005, (*maker).undocumented},
		},
	},
}
