package app

import (
	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog/quality"
)

// benchAccesslog measures how good log review is.
type benchAccesslog struct {
	Seeds int    `default:"20" help:"How many simulated logs of each kind."`
	From  uint64 `default:"1000" help:"The first seed. Those below a thousand were looked at while templates and signals were made."`
}

// Run prints the tables.
func (b *benchAccesslog) Run(t *terminal) error {
	return quality.Study{Content: content.FS, Seeds: max(1, b.Seeds), From: b.From, Out: t.out}.Tables()
}
