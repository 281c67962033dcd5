package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/app"
)

func TestALogIsCheckedBeforeItIsUsed(t *testing.T) {
	folder := t.TempDir()
	for name, c := range map[string]struct {
		text string
		code int
		says []string
	}{
		"good.csv": {"Datum en tijd;Medewerker;Cliënt;Kleur\n02-11-2026 08:13;m1;p7;rood\n04-11-2026 08:13;m1;p7;rood\n", 0, []string{"a list of columns", `Who looked             read from "Medewerker"`, `not read               "Kleur"`, "2 read, 0 refused", "7.3.4  role of who did it                    0.0 %", "nothing was logged from 2026-11-02 08:00:00"}},
		"bad.csv":  {"Datum en tijd;Medewerker;Cliënt\n02-11-2026 08:13;m1;p7\nmorgen;m1;p7\n", 3, []string{"1 read, 1 refused"}},
		"none.csv": {"Kleur;Vorm\nrood;rond\n", 3, []string{"no column was found for: Date and time, Who looked, Whose record it is"}},
		"one.json": {`{"resourceType":"AuditEvent","recorded":"2026-11-02T08:00:00Z","action":"R","agent":[{"who":{"reference":"Practitioner/1"}}],"entity":[{"what":{"reference":"Patient/1"}}]}`, 0, []string{"AuditEvents of FHIR", "1 read, 0 refused"}},
	} {
		path, refused := filepath.Join(folder, name), filepath.Join(folder, name+".refused")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, wrong bytes.Buffer
		if code := app.Main(t.Context(), []string{"accesslog", "check", path, "--refused", refused}, &out, &wrong); code != c.code {
			t.Errorf("%s: exit code %d, want %d: %s", name, code, c.code, wrong.String())
		}
		for _, want := range c.says {
			if !strings.Contains(out.String()+wrong.String(), want) {
				t.Errorf("%s: nothing of %q in\n%s%s", name, want, out.String(), wrong.String())
			}
		}
		if name == "bad.csv" {
			if text, err := os.ReadFile(refused); err != nil || string(text) != "3\tThere is no date and time that we can read.\tmorgen;m1;p7\n" {
				t.Errorf("refused: %q, %v", text, err)
			}
		}
	}
}
