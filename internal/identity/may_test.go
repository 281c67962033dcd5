package identity_test

import (
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// whoMay is the decision table once more, written by hand from what people are
// promised on /wie-mag-wat. A change of either without the other fails.
const whoMay = `
               administrator security-officer privacy-officer contributor board-member reader assessor
read           yes           yes              yes             yes         yes          yes    no
read-history   yes           yes              yes             yes         yes          no     no
answer         yes           yes              yes             yes         no           no     no
evidence       yes           yes              yes             yes         no           no     no
erase-evidence yes           no               no              no          no           no     no
plan           yes           yes              yes             yes         no           no     no
ask            yes           yes              yes             yes         no           no     no
import         yes           yes              no              no          no           no     no
export         yes           yes              yes             no          yes          no     no
edit-profile   yes           yes              no              no          no           no     no
prepare-board  yes           yes              no              no          no           no     no
sign           no            no               no              no          yes          no     no
training       yes           yes              no              no          yes          no     no
manage-people  yes           no               no              no          no           no     no
report-incident yes          yes              yes             yes         yes          yes    no
see-incidents  yes           yes              yes             no          yes          no     no
handle-incident yes          yes              yes             no          no           no     no
see-assessment yes           yes              yes             yes         yes          yes    yes
commission     yes           yes              no              no          yes          no     no
assess         no            no               no              no          no           no     yes
plan-audits    yes           yes              no              no          no           no     no
carry-out-audit yes          yes              yes             yes         yes          yes    no
keep-continuity yes          yes              yes             yes         no           no     no
see-training   yes           yes              yes             yes         no           no     no
keep-training  yes           yes              yes             yes         no           no     no
say-followed   yes           yes              yes             yes         yes          yes    no
see-received   yes           yes              yes             yes         yes          yes    no
lead-exercise  yes           yes              yes             yes         no           no     no
join-exercise  yes           yes              yes             yes         yes          yes    no
see-log-review yes           yes              yes             no          yes          no     no
review-logs    yes           yes              yes             no          no           no     no
self           yes           yes              yes             yes         yes          yes    yes
answer-asked   no            no               no              no          no           no     no
`

func promised(t *testing.T) map[identity.Role]map[identity.Action]bool {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(whoMay), "\n")
	roles := strings.Fields(lines[0])
	table := map[identity.Role]map[identity.Action]bool{}
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		for i, role := range roles {
			if table[identity.Role(role)] == nil {
				table[identity.Role(role)] = map[identity.Action]bool{}
			}
			table[identity.Role(role)][identity.Action(cells[0])] = cells[i+1] == "yes"
		}
	}
	if len(table) != len(identity.Roles) || len(lines)-1 != len(identity.Actions) {
		t.Fatalf("the promise has %d roles and %d actions, the program %d and %d", len(table), len(lines)-1, len(identity.Roles), len(identity.Actions))
	}
	return table
}

// TestMayIsThePromisedTable goes through every role, action, credential and
// place, with roles and credentials that do not exist among them.
func TestMayIsThePromisedTable(t *testing.T) {
	table := promised(t)
	roles := append([]identity.Role{"", "owner"}, identity.Roles...)
	credentials := []identity.Credential{"", "token", identity.Session, identity.AskLink, identity.Feed, identity.System, identity.Operator}
	actions := []identity.Action{"", "erase"}
	for _, a := range identity.Actions {
		actions = append(actions, a.Action)
	}
	n := 0
	for _, role := range roles {
		for _, credential := range credentials {
			for _, act := range actions {
				for _, place := range []org.ID{"org_own", ""} {
					for _, about := range []string{"", "nen7510-2:2024/8.5"} {
						a := identity.Actor{Person: "per_1", Org: place, Role: role, Credential: credential, About: about}
						var want bool
						switch {
						case act == identity.SelfOnly:
							want = credential == identity.Session
						case place == "":
						case credential == identity.Session:
							want = table[role][act]
						case credential == identity.Feed:
							want = table[role][act] && (act == identity.Read || act == identity.SeeIncidents || act == identity.SeeAssessment || act == identity.SeeLogReview)
						case credential == identity.AskLink:
							want = act == identity.AnswerAsked && about != ""
						case credential == identity.System || credential == identity.Operator:
							want = table[identity.Administrator][act]
						}
						if got := identity.May(a, act); got != want {
							t.Errorf("May(%+v, %q) = %t, want %t", a, act, got, want)
						}
						if err := a.Need(act); (err == nil) != want {
							t.Errorf("Need(%q) of %+v = %v, want allowed %t", act, a, err, want)
						}
						n++
					}
				}
			}
		}
	}
	t.Logf("%d decisions", n)
}

func TestRefusalsHideOrganisationsFromStrangers(t *testing.T) {
	for _, tt := range []struct {
		name  string
		actor identity.Actor
		want  fault.Kind
	}{
		{"nobody", identity.Actor{}, fault.NotFound},
		{"somebody without a place", identity.Actor{Person: "per_1", Credential: identity.Session}, fault.NotFound},
		{"a place without a role", identity.Actor{Person: "per_1", Org: "org_a", Credential: identity.Session}, fault.NotFound},
		{"a reader", identity.Actor{Person: "per_1", Org: "org_a", Role: identity.Reader, Credential: identity.Session}, fault.Denied},
		{"a link for one question", identity.Actor{Org: "org_a", Credential: identity.AskLink, About: "x/8.5"}, fault.Denied},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fault.KindOf(tt.actor.Need(identity.ManagePeople)); got != tt.want {
				t.Errorf("refusal is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEveryRoleAndActionHasItsWords(t *testing.T) {
	for _, r := range identity.Roles {
		if !r.Name().Complete() {
			t.Errorf("role %s has no name in both languages", r)
		}
	}
	for _, a := range identity.Actions {
		if !a.Name.Complete() {
			t.Errorf("action %s has no name in both languages", a.Action)
		}
	}
	for role, acts := range identity.Table {
		for _, a := range acts {
			if a.Name().NL == string(a) {
				t.Errorf("role %s has action %s, which is not in Actions", role, a)
			}
		}
	}
}

func TestWhoListsRolesInTheirOrder(t *testing.T) {
	got := identity.Who(identity.Export)
	want := []identity.Role{identity.Administrator, identity.SecurityOfficer, identity.PrivacyOfficer, identity.BoardMember}
	if len(got) != len(want) {
		t.Fatalf("Who(export) = %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("Who(export)[%d] = %s, want %s", i, got[i], want[i])
		}
	}
}

// TestAnEarlierDayIsForReading: looking back takes away all that change anything,
// and gives a right to the assessor alone: to read what is assessed.
func TestAnEarlierDayIsForReading(t *testing.T) {
	for _, role := range identity.Roles {
		for _, a := range identity.Actions {
			now := identity.Actor{Person: "per_1", Org: "org_1", Role: role, Credential: identity.Session}
			then := now
			then.Past = true
			reads := slices.Contains([]identity.Action{identity.Read, identity.ReadHistory, identity.SeeAssessment, identity.SeeIncidents, identity.SeeReceived, identity.SeeTraining, identity.SeeLogReview, identity.Export}, a.Action)
			if got, want := identity.May(then, a.Action), reads && identity.May(now, a.Action) || role == identity.Assessor && (a.Action == identity.Read || a.Action == identity.ReadHistory); got != want {
				t.Errorf("%s may %s on an earlier day: %t, want %t", role, a.Action, got, want)
			}
			if f, _ := fault.Of(then.Need(a.Action)); !reads && identity.May(now, a.Action) && (f == nil || f.Code != "identity.past") {
				t.Errorf("%s is refused %s with %v, want to hear that it is another day", role, a.Action, f)
			}
		}
	}
}
