package archtest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the repository, seen from this package.
const root = "../.."

// A file is one that people wrote, with its path from the root.
type file struct {
	path, text string
}

// files reads every file of ours with one of the endings. Left out is what
// others wrote or a program made, and test data.
func files(t *testing.T, endings ...string) (all []file) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == ".git" || name == ".local" || name == "node_modules" || name == "vendor" || name == "static" || name == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		for _, e := range endings {
			if strings.HasSuffix(name, e) && !strings.HasSuffix(name, "_templ.go") && !strings.HasSuffix(name, "_gen.go") {
				text, err := os.ReadFile(p)
				if err != nil {
					return err
				}
				rel, err := filepath.Rel(root, p)
				all = append(all, file{filepath.ToSlash(rel), string(text)})
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("no file ends in %v: is %s the repository?", endings, root)
	}
	return all
}

// find reports every line on which pattern stands, with what to do about it.
func find(t *testing.T, all []file, pattern, todo string) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for _, f := range all {
		for i, line := range strings.Split(f.text, "\n") {
			if m := re.FindString(line); m != "" {
				t.Errorf("%s:%d: %s: %s", f.path, i+1, strings.TrimSpace(m), todo)
			}
		}
	}
}

// TestNothingIsLeftToDo: what is not done is not there, or is an issue.
func TestNothingIsLeftToDo(t *testing.T) {
	find(t, files(t, ".go", ".templ", ".sql", ".css", ".js", ".yaml"), `\b(TO`+`DO|FIX`+`ME|XX`+`X)\b`, "do it, or write it down where people plan")
}

// TestFilesCanBeReadInOneSitting. Tests and tables of data may be longer.
func TestFilesCanBeReadInOneSitting(t *testing.T) {
	for _, f := range files(t, ".go", ".templ") {
		if n := strings.Count(f.text, "\n"); n > 500 && !strings.HasSuffix(f.path, "_test.go") {
			t.Errorf("%s has %d lines; from 350 on ask why, and 500 is the end", f.path, n)
		}
	}
}

// TestPagesHoldNoScriptAndNoStyle, or the content policy would have to allow
// what an attacker writes into a page.
func TestPagesHoldNoScriptAndNoStyle(t *testing.T) {
	pages := files(t, ".templ")
	find(t, pages, `\sstyle\s*=`, "use a class")
	find(t, pages, `\son[a-z]+\s*=`, "listen in a script of our own")
	find(t, pages, `<style|<script(?:>|\s+[^>]*>)\s*[^<\s]`, "put it in a file of its own")
	find(t, pages, `<script(?:>|\s+(?:[^s>]|s[^r>])*>)`, "name its file with src")
	find(t, pages, `templ\.(Raw|JSONScript|JSFuncCall|JSUnsafe\w*|SafeCSS\w*|SafeScript\w*)|^\s*(script|css)\s+\w+\(`, "let the template escape it")
}

// TestRoutesAreServedByTheFrame and by nothing beside it, so that every page has
// passed the guard.
func TestRoutesAreServedByTheFrame(t *testing.T) {
	var code []file
	for _, f := range files(t, ".go") {
		private := f.path == "internal/web/frame.go" || strings.HasPrefix(f.path, "internal/pdf/") || strings.HasPrefix(f.path, "internal/bench/") // pdf and bench serve themselves, on this machine
		if !private && !strings.HasSuffix(f.path, "_test.go") {
			code = append(code, f)
		}
	}
	find(t, code, `http\.NewServeMux|http\.Handle\(|\.HandleFunc\(|http\.DefaultServeMux|http\.ListenAndServe`, "add it to the room's Routes")
}

// TestRecordsAreKeptByOneTable: who keeps whole records with a version does so through
// recorddb. Those of exercises hang under their exercise, and are held by it.
func TestRecordsAreKeptByOneTable(t *testing.T) {
	var code []file
	for _, f := range files(t, ".go") {
		if !strings.HasSuffix(f.path, "_test.go") && !strings.HasPrefix(f.path, "internal/exercise/exercisedb/") {
			code = append(code, f)
		}
	}
	find(t, code, `(FROM|INTO|UPDATE)\s+\w+_records\b`, "use a recorddb.Table")
}

// TestARegionIsReachedByAPlaceOrACode: what organisations share in an exercise stands in a
// table without row-level security (docs/adr/0040), so every query that reads it goes through
// a place of the organisation or the hash of a code, and only its own store has such queries.
func TestARegionIsReachedByAPlaceOrACode(t *testing.T) {
	reads := regexp.MustCompile("(?s)(FROM|JOIN)\\s+exercise_regions\\b[^`]*`")
	bound := regexp.MustCompile(`s\.org_id = \$\d|WHERE code_hash = \$\d`)
	var elsewhere []file
	n := 0
	for _, f := range files(t, ".go") {
		switch {
		case strings.HasSuffix(f.path, "_test.go"):
		case f.path != "internal/exercise/exercisedb/region.go":
			elsewhere = append(elsewhere, f)
		default:
			for _, q := range reads.FindAllString(f.text, -1) {
				if n++; !bound.MatchString(q) {
					t.Errorf("%s reads regions of anybody: %s", f.path, q)
				}
			}
		}
	}
	if n != 3 {
		t.Errorf("%d queries read regions, want the three that were thought through", n)
	}
	find(t, elsewhere, `(FROM|JOIN|INTO|UPDATE)\s+exercise_regions\b`, "ask exercisedb")
}

var (
	mdLink   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	docNamed = regexp.MustCompile(`\bdocs/[a-z0-9/_-]+\.md\b`)
)

// TestDocumentsThatAreNamedExist: links between documents, and documents that
// code and messages name.
func TestDocumentsThatAreNamedExist(t *testing.T) {
	for _, f := range files(t, ".md") {
		for _, m := range mdLink.FindAllStringSubmatch(f.text, -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, path.Dir(f.path), to)); err != nil {
				t.Errorf("%s links to %s, which is not there", f.path, m[1])
			}
		}
	}
	for _, f := range files(t, ".go", ".templ", ".yaml", ".sql", ".md") {
		for _, name := range docNamed.FindAllString(f.text, -1) {
			if _, err := os.Stat(filepath.Join(root, name)); err != nil {
				t.Errorf("%s names %s, which is not there", f.path, name)
			}
		}
	}
}
