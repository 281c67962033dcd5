package pdf_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/pdf"
)

// chromium finds the browser. There is no skipping: a machine without one fails
// the test (make tools installs it).
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	t.Fatal("no Chromium on this machine (make tools installs it)")
	return ""
}

const page = `<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Bestuursrapport</title><link rel="stylesheet" href="/static/app.css"></head>
<body><h1>Bestuursrapport</h1><p>Wij zijn op weg.</p><h2>Besluiten</h2><p>Geen.</p>
<script>document.title = "een script liep"</script><img src="http://192.0.2.1/elders.png" alt=""></body></html>`

func TestPrintMakesATaggedDocumentInItsOwnLanguage(t *testing.T) {
	temp, err := os.MkdirTemp("", "p") //nolint:usetesting // t.TempDir is too long for the browser's socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(temp)
	t.Setenv("TMPDIR", temp)
	var styles atomic.Int64
	assets := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		styles.Add(1)
		w.Header().Set("Content-Type", "text/css")
		_, _ = w.Write([]byte("@page { size: A4 }"))
	})
	p := pdf.New(chromium(t), assets)
	file, err := p.Print(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Errorf("Print begins with %q, want %%PDF-", file[:min(len(file), 8)])
	}
	for _, want := range []string{"/StructTreeRoot", "/Lang (nl)", "/Outlines", "/MarkInfo"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("the document does not hold %s", want)
		}
	}
	if bytes.Contains(file, []byte("een script liep")) {
		t.Error("a script of the page ran")
	}
	if styles.Load() == 0 {
		t.Error("the page's style was not asked for")
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "aantoonbaar-print-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("profiles left behind: %v, %v", left, err)
	}
}

func TestPrintWithoutABrowserFails(t *testing.T) {
	_, err := pdf.New(filepath.Join(t.TempDir(), "nothing"), http.NotFoundHandler()).Print(t.Context(), page)
	if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "Chromium") {
		t.Errorf("Print without a browser = %v, want an error of ours that names Chromium", err)
	}
}

func TestPrintStopsWhenTheReaderLeaves(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pdf.New(chromium(t), http.NotFoundHandler()).Print(ctx, page); err == nil {
		t.Error("Print for a reader who has left = no error")
	}
}
