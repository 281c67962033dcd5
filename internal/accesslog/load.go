package accesslog

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"aantoonbaar/internal/framework"
)

// maxTemplates is how many bits there are in [Explanation.All].
const maxTemplates = 32

// Load reads content/accesslog/templates.yaml. It refuses templates that are no path,
// and a list that is not in the order of grades.
func Load(content fs.FS) ([]Template, error) {
	var file struct {
		CheckedOn string     `yaml:"checked_on"`
		Templates []Template `yaml:"templates"`
	}
	if err := framework.Decode(content, "accesslog/templates.yaml", &file); err != nil {
		return nil, err
	}
	var wrong []error
	for i, t := range file.Templates {
		if why := t.wrong(); why != "" {
			wrong = append(wrong, fmt.Errorf("accesslog: template %q: %s", t.ID, why))
		}
		if slices.ContainsFunc(file.Templates[:i], func(o Template) bool { return o.ID == t.ID }) {
			wrong = append(wrong, fmt.Errorf("accesslog: template %q stands twice", t.ID))
		}
		if i > 0 && file.Templates[i-1].Grade > t.Grade {
			wrong = append(wrong, fmt.Errorf("accesslog: template %q stands after a weaker one", t.ID))
		}
	}
	if len(file.Templates) > maxTemplates {
		wrong = append(wrong, fmt.Errorf("accesslog: %d templates, and %d is the most", len(file.Templates), maxTemplates))
	}
	return file.Templates, errors.Join(wrong...)
}
