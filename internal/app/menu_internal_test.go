package app

import (
	"testing"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// TestTheMenuIsShort counts the lines that each role sees at once, and looks for
// a line that stands there twice.
func TestTheMenuIsShort(t *testing.T) {
	for _, role := range identity.Roles {
		most := 12
		if role == identity.BoardMember {
			most = 4
		}
		lines, seen := 0, map[string]bool{}
		once := func(item web.NavItem) {
			if seen[item.Path] || item.Name == "" {
				t.Errorf("%s: the line %q to %q stands there twice, or has no name", role, item.Name, item.Path)
			}
			seen[item.Path] = true
		}
		for _, group := range nav(identity.Actor{Role: role, Org: "org_1", Credential: identity.Session}, web.View{Lang: i18n.NL}) {
			for _, item := range group.Items {
				lines++
				once(item)
				for _, under := range item.Under {
					once(under)
				}
			}
		}
		if lines > most || lines == 0 {
			t.Errorf("%s: %d lines, want at most %d", role, lines, most)
		}
	}
}
