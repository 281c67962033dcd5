// Package rule reads and weighs conditions such as
//
//	org.gives_care && (org.staff >= 50 || sector(vvt, ghz))
//
// over facts of which some may be missing. It knows no law and no organisation:
// content writes the conditions, [Facts] bring the answers.
//
// # Words
//
// A condition is [Always], a test, or conditions joined by !, && and || in that
// order of binding, with parentheses. A test is one of three:
//
//	org.uses_ai            a claim: the name alone
//	org.fte >= 11          a number against a limit: >= > <= < ==
//	sector(vvt, ghz)       a choice: at least one of these was chosen
//
// # Not knowing
//
// A test on a missing fact is Unknown, and stays so only where it matters: a
// provider with 300 staff is above a limit of "250 staff or 50 million" before
// anybody knows its turnover. This is Kleene's logic of three values, see [Truth].
//
// The answer is never bare: [Result] holds the whole calculation with the
// organisation's own numbers, so that a page can show why.
package rule

import (
	"slices"
	"strings"
)

// Always is how a condition is written that holds for everyone.
const Always = "always"

// An Expr is a condition that has been read. The zero Expr holds always.
type Expr struct{ root node }

// An Op says how the steps below a step make one truth.
type Op int

// The ways.
const (
	All Op = iota // every step holds; holds when there are none
	Any           // at least one step holds
	Not           // its only step does not hold
	Is            // a test on one fact; there are no steps below
)

// A node is one condition within an Expr. The zero node holds always.
type node struct {
	op   Op
	kids []node
	test test // for Is only
}

// A test asks one thing of one fact. At most one of compare and among is set;
// a test with neither is a claim.
type test struct {
	name    string
	compare string   // ">=", ">", "<=", "<" or "=="
	limit   float64  // for compare
	literal string   // the limit as it was typed: 10_000_000
	among   []string // of a choice: the words between the parentheses
	at      int      // the character at which the name starts, from 1
}

// IsAlways reports whether the condition holds for everyone, asking nothing.
func (e Expr) IsAlways() bool { return e.root.op == All && len(e.root.kids) == 0 }

// Names lists the facts that the condition asks for, each once, in the order of
// the text.
func (e Expr) Names() []string {
	var names []string
	for _, t := range e.root.tests() {
		if !slices.Contains(names, t.name) {
			names = append(names, t.name)
		}
	}
	return names
}

func (n node) tests() []test {
	if n.op == Is {
		return []test{n.test}
	}
	var all []test
	for _, k := range n.kids {
		all = append(all, k.tests()...)
	}
	return all
}

// String writes the condition in one spelling, which Parse reads back as the
// same condition: one space around operators, parentheses only where they
// matter.
func (e Expr) String() string {
	return e.root.String()
}

func (n node) String() string {
	switch n.op {
	case Not:
		return "!" + n.kids[0].within(Not)
	case Is:
		return n.test.String()
	case All, Any:
	}
	if len(n.kids) == 0 {
		return Always
	}
	parts := make([]string, len(n.kids))
	for i, k := range n.kids {
		parts[i] = k.within(n.op)
	}
	return strings.Join(parts, map[Op]string{All: " && ", Any: " || "}[n.op])
}

// within writes the node as a part of a condition that is joined by outer. Parts
// that were typed with parentheses of their own, as in (a && b) && c, keep them.
func (n node) within(outer Op) string {
	loose := false
	switch n.op {
	case Any:
		loose = true
	case All:
		loose = len(n.kids) > 0 && outer != Any
	case Is:
		loose = n.test.compare != "" && outer == Not
	case Not:
	}
	if loose {
		return "(" + n.String() + ")"
	}
	return n.String()
}

func (t test) String() string {
	switch {
	case t.compare != "":
		return t.name + " " + t.compare + " " + t.literal
	case t.among != nil:
		return t.name + "(" + strings.Join(t.among, ", ") + ")"
	}
	return t.name
}

// MarshalText writes the condition as String does.
func (e Expr) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads a condition, so that a file of content can hold one where
// a type holds an Expr.
func (e *Expr) UnmarshalText(text []byte) error {
	var err error
	*e, err = Parse(string(text))
	return err
}
