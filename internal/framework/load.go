package framework

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Load reads the catalogue from content/. A file that does not fit is an error
// that names it: the program does not start with half a norm.
func Load(content fs.FS) (*Catalogue, error) {
	c := &Catalogue{byID: map[string]*Requirement{}, bySlug: map[string]*Requirement{}}
	files, err := fs.Glob(content, "frameworks/*/*.yaml")
	if err != nil {
		return nil, err
	}
	c.Requirements = make([]*Requirement, len(files))
	errs := make([]error, len(files))
	var wg sync.WaitGroup // parsing is most of the program's start
	for part := range 2 {
		wg.Go(func() {
			for i := part; i < len(files); i += 2 {
				c.Requirements[i], errs[i] = loadRequirement(content, files[i])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(c.Requirements, inOrder)
	for _, r := range c.Requirements {
		if c.byID[r.ID] != nil {
			return nil, fmt.Errorf("requirement %s stands twice", r.ID)
		}
		c.byID[r.ID], c.bySlug[r.Slug()] = r, r
	}
	return c, c.loadCrosswalks(content)
}

func loadRequirement(content fs.FS, file string) (*Requirement, error) {
	r := &Requirement{}
	if err := Decode(content, file, r); err != nil {
		return nil, err
	}
	if path.Base(file) != r.Number+".yaml" {
		return nil, fmt.Errorf("%s holds requirement %s", file, r.Number)
	}
	return r, nil
}

// Decode reads one YAML file strictly: a field that we do not know is an error.
func Decode(content fs.FS, file string, into any) error {
	text, err := fs.ReadFile(content, file)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// inOrder sorts as the norm does: part, then each number by its value.
func inOrder(a, b *Requirement) int {
	if a.Part() != b.Part() {
		return cmp.Compare(a.Part(), b.Part())
	}
	return CompareNumbers(a.Number, b.Number)
}

// CompareNumbers orders "8.5" before "8.10".
func CompareNumbers(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		return cmp.Compare(m, n)
	})
}
