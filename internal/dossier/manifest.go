package dossier

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Format names the spelling of a dossier. Another spelling has another name.
const Format = "aantoonbaar/dossier/1"

// A Manifest is what is signed of a dossier besides its checkpoint: which files
// there are, and the SHA-256 of each. It ends the zip.
type Manifest struct {
	Org    string // the organisation, "org_…"
	Size   int64  // of the journal; the root goes with it
	Root   tlog.Hash
	Public string // the key that verifies manifest and checkpoint, as the dossier states it
	Files  []Sum  // in the order of the zip
}

// A Sum is one line of a manifest.
type Sum struct {
	Name   string
	SHA256 string // hex
}

// text is what is signed: four lines, and one for each file as sha256sum writes it.
func (m Manifest) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%d %s\n%s\n", Format, m.Org, m.Size, base64.StdEncoding.EncodeToString(m.Root[:]), m.Public)
	for _, f := range m.Files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Name)
	}
	return b.String()
}

// parseManifest reads a signed manifest. Whose signature it is, is for the caller:
// which keys count stands in the journal, of which the manifest tells the place.
func parseManifest(signed []byte) (m Manifest, err error) {
	text, _, ok := strings.Cut(string(signed), "\n\n")
	if !ok {
		return m, fmt.Errorf("the manifest is not signed")
	}
	return readManifest(text + "\n")
}

func readManifest(text string) (m Manifest, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 4 || lines[0] != Format {
		return m, fmt.Errorf("the manifest is not one of a dossier that this program knows")
	}
	m.Org, m.Public = lines[1], lines[3]
	size, root, _ := strings.Cut(lines[2], " ")
	if m.Size, err = strconv.ParseInt(size, 10, 64); err != nil || m.Size < 1 {
		return m, fmt.Errorf("size %q in the manifest is no number of entries", size)
	}
	b, err := base64.StdEncoding.DecodeString(root)
	if err != nil || len(b) != len(m.Root) {
		return m, fmt.Errorf("root %q in the manifest is no hash", root)
	}
	copy(m.Root[:], b)
	for _, line := range lines[4:] {
		sum, name, ok := strings.Cut(line, "  ")
		if !ok || len(sum) != 64 || name == "" {
			return m, fmt.Errorf("line %q of the manifest names no file", line)
		}
		m.Files = append(m.Files, Sum{name, sum})
	}
	if m.text() != text {
		return m, fmt.Errorf("the manifest is not spelled as the program spells it")
	}
	return m, nil
}

// of returns the sum of the named file; "" when the manifest does not have it.
func (m Manifest) of(name string) string {
	i := slices.IndexFunc(m.Files, func(f Sum) bool { return f.Name == name })
	if i < 0 {
		return ""
	}
	return m.Files[i].SHA256
}
