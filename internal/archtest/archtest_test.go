// Package archtest keeps the map of the code true.
package archtest

import (
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

//go:embed layers.txt
var layers string

const module = "aantoonbaar/"

// TestLayers fails on an import that layers.txt does not allow, on a package
// that it does not list, and on a line that no package needs any more.
func TestLayers(t *testing.T) {
	allowed := map[string][]string{}
	for line := range strings.Lines(layers) {
		if f := strings.Fields(line); len(f) > 0 && !strings.HasPrefix(f[0], "#") {
			allowed[f[0]] = f[1:]
		}
	}

	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Doc", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]map[string]bool{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath                         string
			Doc                                string
			Imports, TestImports, XTestImports []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := strings.TrimPrefix(p.ImportPath, module)
		if _, ok := allowed[from]; !ok {
			t.Errorf("package %s is not in layers.txt; add it with what it may import", from)
			continue
		}
		if p.Doc == "" && len(p.Imports) > 0 {
			t.Errorf("package %s has no package comment", from)
		}
		used[from] = map[string]bool{}
		for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			to, ours := strings.CutPrefix(imp, module)
			if !ours || to == from {
				continue
			}
			used[from][to] = true
			if !slices.Contains(allowed[from], to) {
				t.Errorf("%s imports %s, which layers.txt does not allow", from, to)
			}
		}
	}
	for from, tos := range allowed {
		if used[from] == nil {
			t.Errorf("layers.txt lists %s, which no longer exists", from)
		}
		for _, to := range tos {
			if !used[from][to] {
				t.Errorf("layers.txt lets %s import %s, which it no longer does", from, to)
			}
		}
	}
}
