// Command reference writes the pages of docs/reference that follow from the
// code: what can be configured, and who may do what. A test compares.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run . ../../../docs/reference

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: reference FOLDER (docs/reference)")
		os.Exit(2)
	}
	for name, text := range pages() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), []byte(text), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "reference:", err)
			os.Exit(1)
		}
	}
}

// made stands at the top of every page that is written here.
const made = "<!-- Made by internal/gen/reference. Change the code and run: go generate ./internal/gen/reference -->\n\n"

// pages returns the pages by file name.
func pages() map[string]string {
	return map[string]string{
		"configuration.md": made + configuration(),
		"permissions.md":   made + permissions(),
	}
}
