package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/app"
)

func TestAnAccessLogIsMadeInAFolder(t *testing.T) {
	for format, want := range map[string]string{"csv": "Datum en tijd;Medewerker;", "fhir": `{"action":"`, "atna": "<85>1 2026-11-02T"} {
		folder := filepath.Join(t.TempDir(), "log")
		var out, wrong bytes.Buffer
		if code := app.Main(t.Context(), []string{"simulate", "accesslog", folder, "--format", format, "--days", "2", "--planted", "500"}, &out, &wrong); code != 0 {
			t.Fatalf("%s: exit code %d: %s", format, code, wrong.String())
		}
		names := map[string]string{"csv": "log.csv", "fhir": "log.ndjson", "atna": "log.syslog"}
		for _, name := range []string{names[format], "facts.csv", "users.csv", "patients.csv", "truth.csv"} {
			text, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil || bytes.Count(text, []byte("\n")) < 2 {
				t.Errorf("%s: %s has %d lines, %v", format, name, bytes.Count(text, []byte("\n")), err)
			}
			if name == names[format] && !strings.HasPrefix(string(text), want) {
				t.Errorf("%s begins with %.60q, want %q", name, text, want)
			}
		}
		if !strings.Contains(out.String(), "without a reason") {
			t.Errorf("it said %q", out.String())
		}
	}
}

func TestAnAccessLogIsNotMadeOverWhatIsThere(t *testing.T) {
	folder := t.TempDir()
	for _, args := range [][]string{{folder}, {filepath.Join(folder, "new"), "--days", "0"}, {filepath.Join(folder, "new"), "--staff", "3"}, {filepath.Join(folder, "new"), "--planted=-1"}} {
		var out, wrong bytes.Buffer
		if code := app.Main(t.Context(), append([]string{"simulate", "accesslog"}, args...), &out, &wrong); code != 1 || wrong.Len() == 0 {
			t.Errorf("%v: exit code %d, said %q", args, code, wrong.String())
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%d files were made, %v", len(left), err)
	}
}
