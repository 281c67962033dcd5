// Package content holds what people read about law and norms, as data: the
// measures, the duties, the legal calendar, the quick scan and the crosswalks.
// A change of the law is a change of a file here, and `go test ./content/`
// says whether the whole still holds together. See docs/howto/content.md.
package content

import "embed"

// FS holds every YAML file of this directory, up to two folders deep.
//
//go:embed *.yaml */*.yaml */*/*.yaml
var FS embed.FS
