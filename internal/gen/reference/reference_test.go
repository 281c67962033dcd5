package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

const root = "../../.."

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReferencePagesAreUpToDate(t *testing.T) {
	for name, want := range pages() {
		if diff := cmp.Diff(read(t, "docs/reference/"+name), want); diff != "" {
			t.Errorf("docs/reference/%s is out of date; run go generate ./internal/gen/reference (-file +now)\n%s", name, diff)
		}
	}
}

// TestDependenciesNamesWhatWeUse holds the page against the three places where
// versions are pinned.
func TestDependenciesNamesWhatWeUse(t *testing.T) {
	page := read(t, "docs/reference/dependencies.md")
	mod, err := modfile.Parse("go.mod", []byte(read(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, r := range mod.Require {
		if !r.Indirect {
			want[r.Mod.Path] = r.Mod.Version
		}
	}
	var front struct{ Dependencies map[string]string }
	if err := json.Unmarshal([]byte(read(t, "internal/web/assets/package.json")), &front); err != nil {
		t.Fatal(err)
	}
	for name, version := range front.Dependencies {
		want[name] = version
	}
	tools := read(t, "scripts/tools.sh")
	for _, m := range regexp.MustCompile(`(?m)^go_tool \S+ (\S+) (v\S+) `).FindAllStringSubmatch(tools, -1) {
		want[m[1]] = m[2]
	}
	for _, m := range regexp.MustCompile(`(?m)^axe=(\S+)$`).FindAllStringSubmatch(tools, -1) {
		want["axe-core"] = m[1]
	}
	for name, version := range want {
		if row := fmt.Sprintf("| `%s` | %s |", name, version); !strings.Contains(page, row) {
			t.Errorf("docs/reference/dependencies.md has no row %s", row)
		}
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(page, -1)
	for _, row := range rows {
		if want[row[1]] == "" {
			t.Errorf("docs/reference/dependencies.md lists %s, which nothing uses any more", row[1])
		}
	}
}

// TestTheJournalOfTheManualHolds computes the worked example of
// docs/reference/journal.md with the program's own code.
func TestTheJournalOfTheManualHolds(t *testing.T) {
	page := read(t, "docs/reference/journal.md")
	var tree hashes
	for i, e := range []journal.Entry{
		{Action: "organisation.found", Object: ref.Ref{Kind: "profile", ID: "profile"}, Data: []byte(`{"after":{"name":"De Linde"}}`)},
		{Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: "nen7510-2:2024/8.5"}, Data: []byte(`{"after":{"design":{"reply":"yes"}}}`)},
		{Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: "nen7510-2:2024/8.13"}, Data: []byte(`{"after":{"design":{"reply":"no"}}}`)},
	} {
		e.Seq, e.ActorID = int64(i), "per_marieke"
		e.At = time.Date(2026, 11, 23, 9, i, 0, 0, time.UTC)
		e.ActorName = "Marieke"
		e.Salt = []byte(strings.Repeat(fmt.Sprint(i), 32))
		e.Commit = journal.Commitment(e)
		rec, err := e.Record("org_linde")
		if err != nil {
			t.Fatal(err)
		}
		leaf := tlog.RecordHash(rec)
		stored, err := tlog.StoredHashesForRecordHash(e.Seq, leaf, tree)
		if err != nil {
			t.Fatal(err)
		}
		tree = append(tree, stored...)
		if i == 0 && !strings.Contains(page, string(rec)) {
			t.Errorf("the page does not hold the first record:\n%s", rec)
		}
		if !strings.Contains(page, fmt.Sprintf("%x", leaf[:])) {
			t.Errorf("the page does not hold leaf %d: %x", i, leaf[:])
		}
	}
	top, err := tlog.TreeHash(3, tree)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page, top.String()) {
		t.Errorf("the page does not hold the root %s", top)
	}
}

// hashes is a whole tree's stored hashes, by index.
type hashes []tlog.Hash

// ReadHashes implements [tlog.HashReader].
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		all[i] = h[at]
	}
	return all, nil
}

var (
	link = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	// path finds what looks like a file or folder of this tree.
	path = regexp.MustCompile(`\b(?:cmd|content|docs|internal|scripts|changes)/[A-Za-z0-9_./-]*[A-Za-z0-9_]`)
)

// TestEveryPathInTheDocumentsExists follows every link and every path of our own
// that a document names.
func TestEveryPathInTheDocumentsExists(t *testing.T) {
	for _, doc := range documents(t) {
		text := read(t, doc)
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			u, err := url.Parse(m[1])
			if err != nil || u.Scheme != "" || u.Path == "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(doc), u.Path)); err != nil {
				t.Errorf("%s links to %s, which does not exist", doc, m[1])
			}
		}
		for _, p := range path.FindAllString(text, -1) {
			if _, err := os.Stat(filepath.Join(root, p)); err != nil {
				t.Errorf("%s names %s, which does not exist", doc, p)
			}
		}
	}
}

// documents lists every Markdown file that people read.
func documents(t *testing.T) []string {
	t.Helper()
	docs := []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "content/README.md"}
	for _, dir := range []string{"docs", "changes"} {
		err := fs.WalkDir(os.DirFS(root), dir, func(name string, d fs.DirEntry, err error) error {
			if strings.HasSuffix(name, ".md") {
				docs = append(docs, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return docs
}
