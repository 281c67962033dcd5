package main

import (
	"fmt"
	"strings"

	"aantoonbaar/internal/identity"
)

// permissions writes identity.Table out, role by role and action by action.
func permissions() string {
	var b strings.Builder
	b.WriteString(`# Who may do what

One table decides (` + "`identity.Table`" + ` in internal/identity/may.go). What it does not list is refused. People see the same table on the page
` + "`/wie-mag-wat`" + `. A role holds in one organisation: the same person may be an administrator in one and a reader in another.

| may |`)
	for _, r := range identity.Roles {
		fmt.Fprintf(&b, " %s |", r.Name().EN)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" :-: |", len(identity.Roles)) + "\n")
	for _, a := range identity.Actions {
		fmt.Fprintf(&b, "| %s (`%s`) |", a.Name.EN, a.Action)
		for _, r := range identity.Roles {
			in := identity.Actor{Person: "per", Org: "org", Role: r, Credential: identity.Session}
			b.WriteString(map[bool]string{true: " yes |", false: " |"}[identity.May(in, a.Action)])
		}
		b.WriteString("\n")
	}
	b.WriteString("\n| role in the code | on screen |\n| --- | --- |\n")
	for _, r := range identity.Roles {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r, r.Name().NL)
	}
	b.WriteString(`
## Other ways in

| credential | may |
| --- | --- |
| ` + "`session`" + ` | what the role of the person in that organisation may, and manage the own account |
| ` + "`ask-link`" + ` | answer the one question of the link (` + "`answer-asked`" + `), and nothing else |
| ` + "`operator`" + ` | on the command line, what an administrator may; whoever runs the machine reaches the database anyway |
| ` + "`system`" + ` | the program's own jobs: what an administrator may |

Somebody without a place in an organisation gets the answer "not found", whether the organisation exists or not.

## Where it is enforced

Three times, each enough by itself: a route names its action and ` + "`identityweb.Guard.Enter`" + ` asks the table before the handler runs; every service
method begins with ` + "`by.Need(…)`" + `; every store method takes the organisation and touches its rows only, on PostgreSQL held to it by row-level
security. ` + "`TestMayIsThePromisedTable`" + ` in internal/identity compares the table with a second one, written by hand.
`)
	return b.String()
}
