// Package exercise lets people practise what they do when it goes wrong.
//
// # Words
//
// A [Scenario] is what is played, from content/exercises. Its injects are the parts
// of the story that reach a role on a clock: a phone call, a mail, a screen.
package exercise

// FaultsOf stands in the place of an inject for what is wrong in a break-in room.
const FaultsOf = "faults"
