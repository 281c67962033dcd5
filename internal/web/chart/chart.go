// Package chart draws figures as SVG on the server: they print, need no script,
// and come with the same numbers as a table.
//
// A figure is drawn at four widths, of which the page's style shows one, so
// that letters keep their size. Colours are classes; the pictures hold no style.
package chart

import (
	"context"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// A canvas gathers shapes. Only attributes and classes are written, no style
// attributes, so that a strict content policy holds.
type canvas struct{ strings.Builder }

func num(f float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") }

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(c, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`, num(x1), num(y1), num(x2), num(y2), class)
}

// text writes at x, y; anchor is start, middle or end.
func (c *canvas) text(x, y float64, anchor, class, t string) {
	fmt.Fprintf(c, `<text x="%s" y="%s" text-anchor="%s" class="c-text %s">%s</text>`, num(x), num(y), anchor, class, html.EscapeString(t))
}

// aslant writes from x, y upwards under an angle in degrees.
func (c *canvas) aslant(x, y, angle float64, t string) {
	fmt.Fprintf(c, `<text transform="translate(%s %s) rotate(%s)" class="c-text c-text--soft c-text--s">%s</text>`, num(x), num(y), num(-angle), html.EscapeString(t))
}

func (c *canvas) dot(x, y, r float64, class string) {
	fmt.Fprintf(c, `<circle cx="%s" cy="%s" r="%s" class="%s"/>`, num(x), num(y), num(r), class)
}

func (c *canvas) rect(x, y, w, h float64, class string) {
	fmt.Fprintf(c, `<rect x="%s" y="%s" width="%s" height="%s" class="%s"/>`, num(x), num(y), num(w), num(h), class)
}

func (c *canvas) path(d, class string) { fmt.Fprintf(c, `<path d="%s" class="%s"/>`, d, class) }

func poly(xs, ys []float64) string {
	var b strings.Builder
	for i := range xs {
		step := "L"
		if i == 0 {
			step = "M"
		}
		b.WriteString(step + num(xs[i]) + " " + num(ys[i]))
	}
	return b.String()
}

// widths are the four sizes at which a figure is drawn.
var widths = []struct {
	class string
	width float64
}{{"s", 340}, {"m", 480}, {"l", 680}, {"xl", 1040}}

// atWidths draws a figure at every width. Label tells the finding with its numbers to
// those who do not see the picture.
func atWidths(label string, draw func(c *canvas, width float64) (height float64)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for _, v := range widths {
			var c canvas
			h := draw(&c, v.width)
			_, err := fmt.Fprintf(w, `<svg class="zi-chart__svg zi-chart__svg--%s" viewBox="0 0 %s %s" role="img" aria-label="%s">%s</svg>`,
				v.class, num(v.width), num(h), html.EscapeString(label), c.String())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Spark draws a trend as small as a word. Fewer than two values draw nothing.
func Spark(values []float64) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if len(values) < 2 {
			return nil
		}
		lo, hi := values[0], values[0]
		for _, v := range values {
			lo, hi = min(lo, v), max(hi, v)
		}
		xs, ys := make([]float64, len(values)), make([]float64, len(values))
		for i, v := range values {
			xs[i] = 4 + float64(i)*80/float64(len(values)-1)
			ys[i] = 24 - (v-lo)/(hi-lo+1e-9)*20
		}
		var c canvas
		c.path(poly(xs, ys), "c-line c-line--b")
		c.dot(xs[len(xs)-1], ys[len(ys)-1], 4, "c-dot")
		_, err := io.WriteString(w, `<svg class="zi-figure__spark" viewBox="0 0 88 28" aria-hidden="true" focusable="false">`+c.String()+`</svg>`)
		return err
	})
}
