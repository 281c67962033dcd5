package workbook_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/workbook"
)

// A part is one file in a zip.
type part struct{ name, text string }

func zipOf(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	types    = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	rootRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	book     = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`
	bookRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

// handmade is the smallest workbook around the rows of one sheet, with more parts.
func handmade(t testing.TB, rows string, more ...part) []byte {
	t.Helper()
	return zipOf(t, append([]part{
		{"[Content_Types].xml", types},
		{"_rels/.rels", rootRels},
		{"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels", bookRels},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`},
	}, more...)...)
}

func read(t testing.TB, name string, file []byte) (workbook.Book, error) {
	t.Helper()
	return workbook.Read(t.Context(), name, bytes.NewReader(file), workbook.StandardLimits())
}

func TestRefusals(t *testing.T) {
	inline := func(n int) string {
		return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>5.1</t></is></c></row>`, n, n)
	}
	var many strings.Builder
	for n := range 100_000 {
		many.WriteString(inline(n + 1))
	}
	good := handmade(t, inline(1))
	for _, tt := range []struct {
		name string
		file []byte
		code string
	}{
		{"an empty file.csv", nil, "empty"},
		{"only a mark.csv", []byte("\xef\xbb\xbf\r\n"), "empty"},
		{"only separators.csv", []byte(";;;\n;;;\n"), "empty"},
		{"no rows.xlsx", handmade(t, ""), "empty"},
		{"old.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "other-kind"},
		{"statement.pdf", []byte("%PDF-1.7 …"), "other-kind"},
		{"web page.xls", []byte("\n<html><table><tr><td>5.1</td></tr></table></html>"), "other-kind"},
		{"xml 2003.xls", []byte(`<?xml version="1.0"?><Workbook/>`), "other-kind"},
		{"picture.xlsx", []byte("\x89PNG\r\n\x1a\n"), "other-kind"},
		{"word.xlsx", zipOf(t, part{"[Content_Types].xml", types}, part{"word/document.xml", "<w/>"}), "other-kind"},
		{"libreoffice.ods", zipOf(t, part{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, part{"content.xml", "<x/>"}), "other-kind"},
		{"binary.xlsb", zipOf(t, part{"[Content_Types].xml", types}, part{"xl/workbook.bin", ""}), "other-kind"},
		{"a zip.xlsx", zipOf(t, part{"notes.txt", "hello"}), "other-kind"},
		{"macro.xlsx", handmade(t, inline(1), part{"xl/vbaProject.bin", "x"}), "macros"},
		{"macro sheet.xlsx", handmade(t, inline(1), part{"xl/macrosheets/sheet1.xml", "<x/>"}), "macros"},
		{"by name.XLSM", good, "macros"},
		{"by type.xlsx", zipOf(t, part{"[Content_Types].xml", strings.Replace(types, "openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled", 1)}), "macros"},
		{"cut off.xlsx", good[:len(good)/2], "damaged"},
		{"twice the same part.xlsx", handmade(t, inline(1), part{"XL/worksheets\\Sheet1.xml", "<x/>"}), "damaged"},
		{"half a sheet.xlsx", handmade(t, `<row r="1"><c r="A1"><v>5`), "damaged"},
		{"an entity.xlsx", handmade(t, inline(1), part{"xl/sharedStrings.xml", `<!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>`}), "damaged"},
		{"a negative place.xlsx", handmade(t, `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`), "damaged"},
		{"a row too far.xlsx", handmade(t, `<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>`), "damaged"},
		{"a negative row.xlsx", handmade(t, `<row r="-5"><c r="A1"><v>1</v></c></row>`), "damaged"},
		{"a column too far.xlsx", handmade(t, `<row r="1"><c r="XFD1"><v>1</v></c></row>`), "too-many"},
		{"NUL in XML.xlsx", handmade(t, "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\x00b</t></is></c></row>"), "damaged"},
		{"broken UTF-8 in XML.xlsx", handmade(t, "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\xffb</t></is></c></row>"), "damaged"},
		{"100 000 rows.xlsx", handmade(t, many.String()), "too-many"},
		{"100 000 rows.csv", []byte(strings.Repeat("5.1;ja\n", 100_000)), "too-many"},
		{"a line of separators.csv", []byte(strings.Repeat(";", 1<<20)), "too-many"},
		{"11 MB.csv", bytes.Repeat([]byte("x"), 11<<20), "too-large"},
		{"bomb.xlsx", handmade(t, inline(1), part{"xl/media/a.bin", strings.Repeat("\x00", 40<<20)}), "too-big-inside"},
		{"small bomb.xlsx", handmade(t, inline(1), part{"xl/media/a.bin", strings.Repeat("\x00", 2<<20)}), "too-big-inside"},
		{"a bomb that lies.xlsx", lying(t), "damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book, err := read(t, tt.name, tt.file)
			f, ok := fault.Of(err)
			if !ok || f.Code != "soafile."+tt.code {
				t.Fatalf("Read = %+v, %v; want refusal soafile.%s", book, err, tt.code)
			}
			if !f.Says.Complete() || !strings.Contains(f.Hint.NL, "niets opgeslagen") || !strings.Contains(f.Hint.EN, "Nothing was stored") {
				t.Errorf("refusal in words: %+v", f)
			}
		})
	}
}

func TestARefusalSpeaksOfWhatThereIsTooMuchOf(t *testing.T) {
	_, err := read(t, "wide.csv", []byte(strings.Repeat(";", 1000)))
	f, ok := fault.Of(err)
	if !ok || !strings.Contains(f.Says.EN, "columns") || strings.Contains(f.Hint.EN, "rows") || strings.Contains(f.Hint.NL, "rijen") {
		t.Errorf("refusal of too many columns: %+v", f)
	}
}

// lying is a workbook whose directory says that a part is small.
func lying(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []part{{"[Content_Types].xml", types}, {"_rels/.rels", rootRels}, {"xl/workbook.xml", book}, {"xl/_rels/workbook.xml.rels", bookRels}} {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(p.text))
	}
	sheet := []byte(`<worksheet><sheetData>` + strings.Repeat(`<row><c><v>5</v></c></row>`, 100_000) + `</sheetData></worksheet>`)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Store, CRC32: crc32.ChecksumIEEE(sheet), CompressedSize64: uint64(len(sheet)), UncompressedSize64: 100})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(sheet)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileFilesStayCheap(t *testing.T) {
	texts := `<sst>` + strings.Repeat(`<si><t>a</t></si>`, 1_500_000) + `</sst>`
	file := handmade(t, `<row r="1"><c r="A1"><v>1</v></c></row>`, part{"xl/sharedStrings.xml", texts})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	if _, err := read(t, "texts.xlsx", file); fault.KindOf(err) != fault.TooLarge && fault.KindOf(err) != fault.Invalid {
		t.Fatalf("1.5 million texts: %v, want a refusal", err)
	}
	runtime.ReadMemStats(&after)
	if took := time.Since(start); took > 8*time.Second {
		t.Errorf("took %s", took)
	}
	if grown := int64(after.Sys) - int64(before.Sys); grown > 256<<20 {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
}

func TestACallerWhoLeavesIsNoRefusal(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := workbook.Read(ctx, "a.csv", strings.NewReader(strings.Repeat("5.1;ja\n", 1000)), workbook.StandardLimits())
	if _, refused := fault.Of(err); err == nil || refused {
		t.Errorf("Read with a cancelled context = %v, want the context's error", err)
	}
	limits := workbook.StandardLimits()
	limits.Time = time.Nanosecond
	_, err = workbook.Read(t.Context(), "a.csv", strings.NewReader(strings.Repeat("5.1;ja\n", 1000)), limits)
	if f, ok := fault.Of(err); !ok || f.Code != "soafile.too-slow" {
		t.Errorf("Read out of time = %v, want soafile.too-slow", err)
	}
}

func TestCellsAsTheyAreStored(t *testing.T) {
	f := excelize.NewFile()
	two, day := "0.00", "d-mmm"
	for cell, style := range map[string]*excelize.Style{"A1": {CustomNumFmt: &two}, "B1": {NumFmt: 9}, "C1": {CustomNumFmt: &day}} {
		id, err := f.NewStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", cell, cell, id); err != nil {
			t.Fatal(err)
		}
	}
	for cell, v := range map[string]any{"A1": 5.1, "B1": 0.6, "C1": 46300, "D1": " tekst\u00a0hier\u200b ", "E1": true, "A3": "onder"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "F1", "1+1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	got, err := read(t, `C:\mappen\..\vvt.xlsx`, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := workbook.Book{Name: "vvt.xlsx", Sheets: []workbook.Sheet{{Name: "Sheet1", HiddenColumns: map[int]bool{}, Rows: []workbook.Row{
		{Number: 1, Cells: []workbook.Cell{
			{Text: "5.1", Number: true},
			{Text: "60%", Number: true},
			{Text: "5-Oct", Number: true, Day: time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)},
			{Text: "tekst hier"},
			{Text: "TRUE"},
			{Formula: true},
		}},
		{Number: 3, Cells: []workbook.Cell{{Text: "onder"}}},
	}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
}

func TestCSVShapes(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"commas", "a,b\n1,2\n", "1:a|b 2:1|2"},
		{"semicolons with commas inside", "a;b\n\"1,5\";\"2,5\"\n", "1:a|b 2:1,5|2,5"},
		{"tabs", "a\tb\n1\t2", "1:a|b 2:1|2"},
		{"told by the first line", "sep=|\na|b;c;d\n1|2;3;4", "2:a|b;c;d 3:1|2;3;4"},
		{"old Mac line ends", "a;b\r1;2\r", "1:a|b 2:1|2"},
		{"blank lines keep the numbers right", "a;b\n\n\n1;2", "1:a|b 4:1|2"},
		{"doubled quotes", `"say ""hi""";b`, `1:say "hi"|b`},
		{"noise behind a quote", `"a" x;b`, "1:a|b"},
		{"a quote that never closes", "\"a;b\nc;d\n", `1:"a|b 2:c|d`},
		{"kept as text", `="5.10";="01"`, "1:5.10|01"},
		{"escaped before", `'=1+1;'quoted'`, "1:=1+1|'quoted'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := read(t, "x.csv", []byte(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, row := range b.Sheets[0].Rows {
				var cells []string
				for _, c := range row.Cells {
					cells = append(cells, c.Text)
				}
				got = append(got, fmt.Sprintf("%d:%s", row.Number, strings.Join(cells, "|")))
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("rows %q, want %q", s, tt.want)
			}
		})
	}
}

func TestEscapeIsUndone(t *testing.T) {
	for _, s := range []string{"", "gewoon", "=1", "+31 6", "-", "- punt", "@SUM(1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", " =1", "'=1", "''=1", "'t gaat", "'", "5-10"} {
		escaped := workbook.Escape(s)
		if back := workbook.Unescape(escaped); back != s {
			t.Errorf("Escape(%q) = %q, which reads back as %q", s, escaped, back)
		}
		if escaped != "" && strings.ContainsAny(string([]rune(strings.TrimLeft(escaped, " "))[0]), "=+-@\t\r＝＋－＠") {
			t.Errorf("Escape(%q) = %q, which still starts with a sign", s, escaped)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"a;b\n1;2", "\"a\"\"b\";c\r\n", "\xff\xfea\x00;\x00b\x00", "sep=,\na,b", "\xe9;\x81\x00", `="5.10";"`, "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		b, err := workbook.Read(t.Context(), "x.csv", bytes.NewReader(file), workbook.StandardLimits())
		if _, refused := fault.Of(err); err != nil && !refused {
			t.Fatalf("Read = %v, want a refusal in words", err)
		}
		last := 0
		for _, s := range b.Sheets {
			for _, row := range s.Rows {
				if row.Number <= last {
					t.Fatalf("row %d after row %d", row.Number, last)
				}
				last = row.Number
				for _, c := range row.Cells {
					if strings.ContainsAny(c.Text, "\x00\ufffd\r") {
						t.Fatalf("row %d holds %q", row.Number, c.Text)
					}
				}
			}
		}
	})
}

func FuzzReadXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<sst><si><t>a</t></si></sst>`)
	f.Add(`<row><c s="3"><f>1+1</f><v>2</v></c><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`, `<sst/>`)
	f.Add(`<row r="9"><c r="Z9" t="e"><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`, ``)
	f.Fuzz(func(t *testing.T, rows, texts string) {
		_, err := workbook.Read(t.Context(), "x.xlsx", bytes.NewReader(handmade(t, rows, part{"xl/sharedStrings.xml", texts})), workbook.StandardLimits())
		if _, refused := fault.Of(err); err != nil && !refused {
			t.Fatalf("Read = %v, want a refusal in words", err)
		}
	})
}
