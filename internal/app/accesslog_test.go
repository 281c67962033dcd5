package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

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

// TestAParquetLogIsChecked as a list is; one that is cut off is refused with why.
func TestAParquetLogIsChecked(t *testing.T) {
	type row struct {
		When   time.Time `parquet:"Tijdstip,timestamp(microsecond)"`
		User   string    `parquet:"Medewerker"`
		Client int64     `parquet:"Cliënt"`
		Colour string    `parquet:"Kleur"`
	}
	var file bytes.Buffer
	w := parquet.NewGenericWriter[row](&file)
	_, err := w.Write([]row{{time.Date(2026, 11, 2, 8, 13, 0, 0, time.UTC), "m1", 7, "rood"}, {time.Date(2026, 11, 2, 8, 14, 0, 0, time.UTC), "m1", 7, "rood"}})
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "log.parquet")
	for name, c := range map[string]struct {
		b    []byte
		code int
		says []string
	}{
		"whole": {file.Bytes(), 0, []string{"columns of Parquet", `Who looked             read from "Medewerker"`, `not read               "Kleur"`, "2 read, 0 refused", "from 2026-11-02 08:13:00"}},
		"cut":   {file.Bytes()[:file.Len()-20], 3, []string{"is not whole"}},
	} {
		if err := os.WriteFile(path, c.b, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, wrong bytes.Buffer
		if code := app.Main(t.Context(), []string{"accesslog", "check", path}, &out, &wrong); code != c.code {
			t.Errorf("%s: exit code %d, want %d: %s", name, code, c.code, wrong.String())
		}
		for _, want := range c.says {
			if !strings.Contains(out.String()+wrong.String(), want) {
				t.Errorf("%s: nothing of %q in\n%s%s", name, want, out.String(), wrong.String())
			}
		}
	}
}
