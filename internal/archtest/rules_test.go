package archtest

import (
	"slices"
	"strings"
	"testing"
)

// ground is what knows no law and no room.
var ground = []string{
	"anchor", "blob", "config", "fault", "gen", "golden", "hook", "i18n", "jobs", "journal", "legaltime", "mail", "memo", "once", "pdf", "record", "ref", "rule", "source", "sqldb", "web", "workbook",
}

// rooms are the nouns, each with the rooms whose domain package its own may
// know. This is docs/adr/0001-rooms.md as a test.
var rooms = map[string][]string{
	"org":           {},
	"framework":     {},
	"identity":      {"org"},
	"duty":          {"identity", "org"},
	"evidence":      {"framework", "identity", "org"},
	"assessment":    {"framework", "identity", "org"},
	"plan":          {"assessment", "evidence", "framework", "identity", "org"},
	"board":         {"assessment", "framework", "identity", "org", "plan"},
	"accesslog":     {"evidence", "framework", "identity", "org", "plan"},
	"certification": {"identity", "org"},
	"continuity":    {"evidence", "framework", "identity", "org", "plan"},
	"people":        {"evidence", "framework", "identity", "org"},
	"exercise":      {"continuity", "evidence", "framework", "identity", "org", "plan"},
	"review":        {"evidence", "framework", "identity", "org", "plan"},
	"incident":      {"evidence", "framework", "identity", "org", "plan"},
	"dossier":       {"anchor", "assessment", "audit", "board", "duty", "evidence", "framework", "identity", "org", "plan"},
	"received":      {"dossier", "identity", "org"},
	"programme":     {"assessment", "audit", "evidence", "framework", "identity", "org", "plan"},
	"audit":         {"assessment", "evidence", "framework", "identity", "org", "plan"},
}

// above is where rooms meet: the wiring, the pages that gather several rooms, and
// what drives the whole.
var above = []string{"app", "home", "past", "demo", "bench", "journey", "cmd/aantoonbaar", "archtest", "content", "gen/reference"}

func isGround(name string) bool {
	return slices.Contains(ground, top(name)) && !slices.Contains(above, name)
}

// top is the first part of a package's name: "board" of "board/boardweb".
func top(name string) string {
	first, _, _ := strings.Cut(name, "/")
	return first
}

func isRoom(name string) bool {
	_, ok := rooms[top(name)]
	return ok
}

// face reports whether a package is the database or the pages of a room.
func face(name string) bool {
	return isRoom(name) && (strings.HasSuffix(name, "db") || strings.HasSuffix(name, "web"))
}

// TestEveryPackageHasAFloor fails on a new package that nobody gave a place.
func TestEveryPackageHasAFloor(t *testing.T) {
	for _, p := range packages(t) {
		if !isGround(p.name) && !isRoom(p.name) && !slices.Contains(above, p.name) {
			t.Errorf("package %s is neither ground nor room nor above them; say in rules_test.go which", p.name)
		}
	}
}

// TestTheGroundKnowsNoRoom, in its tests either.
func TestTheGroundKnowsNoRoom(t *testing.T) {
	for _, p := range packages(t) {
		if !isGround(p.name) {
			continue
		}
		for _, imp := range slices.Concat(p.code, p.tests) {
			if !isGround(imp) {
				t.Errorf("%s is ground and imports %s", p.name, imp)
			}
		}
	}
}

// TestRoomsKnowOnlyTheRoomsBelow: their domain packages, and never their
// databases or pages. Tests may store what they need in another room's database.
func TestRoomsKnowOnlyTheRoomsBelow(t *testing.T) {
	for _, p := range packages(t) {
		if !isRoom(p.name) {
			continue
		}
		for _, imp := range p.code {
			if !isRoom(imp) || top(imp) == top(p.name) {
				continue
			}
			if face(imp) || imp != top(imp) {
				t.Errorf("%s imports %s, which is another room's own", p.name, imp)
			}
			if face(p.name) && strings.HasSuffix(p.name, "web") {
				continue // pages show what the rooms below have
			}
			if !slices.Contains(rooms[top(p.name)], imp) {
				t.Errorf("%s imports %s, which is not below it", p.name, imp)
			}
		}
		for _, imp := range p.tests {
			if face(imp) && strings.HasSuffix(imp, "web") && top(imp) != top(p.name) {
				t.Errorf("the tests of %s import the pages of another room, %s", p.name, imp)
			}
		}
	}
}

// TestOnlyDatabasePackagesKnowSQL: everybody else asks a store. The exceptions
// have their reason beside them.
func TestOnlyDatabasePackagesKnowSQL(t *testing.T) {
	may := []string{
		"sqldb/sqldbtest",
		"journal", // is written in the caller's transaction
		"app",     // opens the database; keeps the program's own settings
		"home",    // shows the journal, which belongs to no room
		"bench",   // measures the database
	}
	for _, p := range packages(t) {
		if slices.Contains(p.code, "sqldb") && !strings.HasSuffix(p.name, "db") && !slices.Contains(may, p.name) {
			t.Errorf("%s imports sqldb; put its SQL in a …db package", p.name)
		}
	}
}

// TestRoomsMeetInAppOnly: databases and pages of rooms are put together in one
// place. home gathers what several rooms show, and borrows the calendar's rows.
func TestRoomsMeetInAppOnly(t *testing.T) {
	may := map[string][]string{
		"app":  nil, // all of them
		"home": {"duty/dutyweb"},
	}
	for _, p := range packages(t) {
		for _, imp := range p.code {
			if !face(imp) || top(imp) == top(p.name) || p.name == "app" {
				continue
			}
			if !slices.Contains(may[p.name], imp) {
				t.Errorf("%s imports %s; only app puts rooms together", p.name, imp)
			}
		}
	}
}
