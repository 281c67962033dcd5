package web

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"
)

// Icon draws an icon beside a text: it says nothing by itself. It panics on a
// name that is not in assets/icons.txt, which the first test of a page finds.
func Icon(name string) templ.Component { return IconAs(name, "zi-icon") }

// IconAs is Icon with a class of its own.
func IconAs(name, class string) templ.Component {
	inside, ok := icons[name]
	if !ok {
		panic(fmt.Sprintf("no icon %q; add it to assets/icons.txt and run assets/vendor.sh", name))
	}
	return svg(`<svg class="` + class + `" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">` + inside + `</svg>`)
}

// svg is a drawing that this package made itself.
func svg(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// glyphs are the five shapes of a state; they can be told apart without colour.
var glyphs = map[string]string{
	"ja":    `<circle cx="8" cy="8" r="7.25" fill="currentColor"/><path d="M4.8 8.3l2.2 2.2 4.3-4.6" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`,
	"deels": `<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 3.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor"/>`,
	"nee":   `<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>`,
	"nvt":   `<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M4.6 11.4l6.8-6.8" stroke="currentColor" stroke-width="1.6"/>`,
	"open":  `<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 2.3"/>`,
}

// Glyph draws the shape of a state: ja, deels, nee, nvt or open. The word
// always stands beside it, or is there for those who hear the page.
func Glyph(kind string) templ.Component {
	return svg(`<svg class="zi-glyph zi-glyph--` + kind + `" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + glyphs[kind] + `</svg>`)
}

// stackbar draws the parts of a whole beside each other, widths in percent.
func stackbar(parts []int) templ.Component {
	classes := []string{"c-ja", "c-deels", "c-nee", "c-open"}
	total := 0
	for _, p := range parts {
		total += p
	}
	text, x := `<svg class="zi-stackbar" aria-hidden="true" focusable="false">`, 0.0
	for i, p := range parts {
		if p == 0 {
			continue
		}
		w := float64(p) * 100 / float64(total)
		text += fmt.Sprintf(`<rect x="%.2f%%" y="0" width="%.2f%%" height="100%%" class="%s"/>`, x, w, classes[i])
		if x > 0 {
			text += fmt.Sprintf(`<rect x="%.2f%%" y="0" width="1.5" height="100%%" fill="#fff"/>`, x)
		}
		x += w
	}
	return svg(text + `</svg>`)
}
