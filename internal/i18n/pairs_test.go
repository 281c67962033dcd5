package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestEveryPairHasBothTexts reads every call of T, Tf and Plural in the
// repository, generated pages included. That both languages are given is the compiler's
// business; that neither is empty, or forgotten by copying, is this test's.
func TestEveryPairHasBothTexts(t *testing.T) {
	pairs := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 || d.Name() == "testdata" || d.Name() == "node_modules") {
			return skip(err, d)
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			nl, en, ok := pair(call)
			if !ok {
				return true
			}
			pairs++
			where := files.Position(call.Pos())
			if strings.TrimSpace(nl) == "" || strings.TrimSpace(en) == "" {
				t.Errorf("%s: a text is missing: %q, %q", where, nl, en)
			}
			if nl == en && strings.Count(nl, " ") > 1 {
				t.Errorf("%s: the same words in both languages: %q", where, nl)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pairs < 500 {
		t.Errorf("only %d pairs found: the test looks in the wrong place", pairs)
	}
}

func skip(err error, d fs.DirEntry) error {
	if err == nil && d.IsDir() {
		return filepath.SkipDir
	}
	return err
}

// pair returns the two texts of a call of T or Tf with both written out.
func pair(call *ast.CallExpr) (nl, en string, ok bool) {
	sel, isSel := call.Fun.(*ast.SelectorExpr)
	if !isSel || (sel.Sel.Name != "T" && sel.Sel.Name != "Tf") || len(call.Args) < 2 {
		return "", "", false
	}
	nl, okNL := text(call.Args[0])
	en, okEN := text(call.Args[1])
	return nl, en, okNL && okEN
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
