// Package archtest keeps the map of the code true.
//
// testdata/layers.txt is the map: every package with what it imports, what only
// its tests import after the bar. A new import is a line in its diff, to be read
// like any other change. rules_test.go says what no map may hold.
package archtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/golden"
)

const module = "aantoonbaar/"

// A pkg is one package of the module. Names are without the module and without
// "internal/".
type pkg struct {
	name  string
	dir   string
	code  []string // imports of the code
	tests []string // imports that only the tests have
}

// packages reads every package, in order of name.
func packages(t *testing.T) (all []pkg) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,Imports,TestImports,XTestImports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath                         string
			Dir                                string
			Imports, TestImports, XTestImports []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		one := pkg{name: short(p.ImportPath), dir: p.Dir, code: ours(p.Imports)}
		for _, imp := range ours(append(p.TestImports, p.XTestImports...)) {
			if imp != one.name && !slices.Contains(one.code, imp) {
				one.tests = append(one.tests, imp)
			}
		}
		all = append(all, one)
	}
}

func short(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "internal/")
}

// ours returns the imports that are of this module, each once.
func ours(imports []string) []string {
	set := map[string]bool{}
	for _, imp := range imports {
		if strings.HasPrefix(imp, module) {
			set[short(imp)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// TestTheMapIsTrue fails when a package imports something new, or no longer
// imports what the map says. Is the change meant? Then
//
//	go test ./internal/archtest -update
//
// writes the map anew. Read its diff.
func TestTheMapIsTrue(t *testing.T) {
	var b strings.Builder
	for _, p := range packages(t) {
		fmt.Fprintf(&b, "%s:\n", p.name)
		line(&b, "  ", p.code)
		line(&b, "  | ", p.tests)
	}
	golden.Check(t, "layers.txt", b.String())
}

// line writes names, if there are any, wrapped at about a hundred letters.
func line(b *strings.Builder, lead string, names []string) {
	for len(names) > 0 {
		n, width := 0, 0
		for ; n < len(names) && width < 100; n++ {
			width += len(names[n]) + 1
		}
		fmt.Fprintln(b, lead+strings.Join(names[:n], " "))
		names = names[n:]
	}
}

// TestEveryPackageSaysWhatItIs in a comment that begins as Go wants it. It reads
// the files itself: to Go, the first line of generated code is such a comment too.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	says := regexp.MustCompile(`(?m)^// (Package|Command) \w+ \w`)
	for _, p := range packages(t) {
		names, err := filepath.Glob(filepath.Join(p.dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(names, func(name string) bool {
			text, err := os.ReadFile(name)
			before, _, _ := strings.Cut(string(text), "\npackage ")
			return err == nil && !strings.HasSuffix(name, "_templ.go") && says.MatchString(before)
		}) {
			t.Errorf("package %s has no comment that says what it is: // Package …", p.name)
		}
	}
}
