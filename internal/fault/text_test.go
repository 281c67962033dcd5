package fault_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/fault"
)

// TestATextShowsAsItIs: what turns the direction of reading is refused wherever
// it stands, and the refusal says where.
func TestATextShowsAsItIs(t *testing.T) {
	for _, r := range "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" {
		for _, tt := range []struct{ text, where string }{
			{string(r) + "Beleid", "aan het begin"},
			{"Beleid " + string(r) + "fdp.exe", "na ‘Beleid’"},
			{strings.Repeat("x", 90) + "Einde" + string(r), "na ‘xxxxxxxxxxxxxxxEinde’"},
		} {
			for kind, check := range map[string]func(*fault.Checker){
				"Line": func(c *fault.Checker) { c.Line(tt.text, "title", 200) },
				"Text": func(c *fault.Checker) { c.Text("Eerst een regel.\n"+tt.text, "title", 200) },
			} {
				var c fault.Checker
				check(&c)
				f, ok := fault.Of(c.Fault("x"))
				if !ok || len(f.Fields) != 1 {
					t.Errorf("%s takes %+q", kind, tt.text)
					continue
				}
				says := f.Fields[0].Says
				if kind == "Line" && !strings.Contains(says.NL, tt.where) || strings.ContainsRune(says.NL+says.EN, r) || !strings.Contains(says.EN, "direction of reading") {
					t.Errorf("%s refuses %+q with %+q, want it to say %q", kind, tt.text, says.NL, tt.where)
				}
			}
		}
	}
	for _, text := range []string{
		"Patiëntveiligheid – ‘goed’ geregeld…", "שלום עולם", "مرحبا بالعالم", "Zoë 👩‍⚕️ en co\u00adoperatie", "één\tregel", "a\u200bb",
	} {
		var c fault.Checker
		c.Text(text, "title", 200)
		if err := c.Fault("x"); err != nil {
			t.Errorf("%+q is refused: %v", text, err)
		}
	}
}
