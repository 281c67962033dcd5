// Package pdf prints pages with a Chromium that the machine has. It decides how
// the browser is kept in its cage; what a page looks like on paper is the page's
// own style.
//
// # The cage
//
// The browser sees one page and the styles and fonts beside it, on a loopback
// port that lives as long as the page prints, under an address that nobody can
// guess. Scripts do not run, and no other address can be reached. Each print has
// a fresh profile, which is removed.
package pdf

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/chromedp/chromedp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A Printer prints pages, one at a time: a browser takes more memory than all
// the rest of the program.
type Printer struct {
	path   string
	assets http.Handler  // serves /static/
	limit  time.Duration // for one page, waiting for others included
	turn   chan struct{}
}

// Limit is how long one page may take, waiting for its turn included.
const Limit = 45 * time.Second

// New makes a printer of the Chromium at path, for pages whose styles and fonts
// assets serves under /static/.
func New(path string, assets http.Handler) *Printer {
	return &Printer{path: path, assets: assets, limit: Limit, turn: make(chan struct{}, 1)}
}

// Print makes a tagged PDF, with an outline of its headings, of a whole HTML page.
// The page's own lang and title become the document's.
//
// Refusals: Overload when it takes longer than Limit.
func (p *Printer) Print(ctx context.Context, page string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, busy()
	}
	file, err := p.print(ctx, page)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, busy()
	}
	return file, err
}

func busy() error {
	return &fault.Fault{
		Kind: fault.Overload, Code: "pdf.busy",
		Says: i18n.T("Het maken van de PDF duurt te lang.", "Making the PDF takes too long."),
		Hint: i18n.T("Probeer het over een minuut opnieuw, of druk de pagina af met uw browser.", "Try again in a minute, or print the page with your browser."),
	}
}

// print serves the page to a fresh browser and has it printed.
func (p *Printer) print(ctx context.Context, page string) ([]byte, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve page to print: %w", err)
	}
	path := "/" + rand.Text() + "/"
	server := &http.Server{Handler: p.stage(path, page), ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() {
		_ = server.Serve(l) // ends with ErrServerClosed below
		close(done)
	}()
	defer func() {
		_ = server.Close() // nobody is left to read
		<-done
	}()
	profile, err := os.MkdirTemp("", "aantoonbaar-print-")
	if err != nil {
		return nil, fmt.Errorf("make browser profile: %w", err)
	}
	defer func() { _ = os.RemoveAll(profile) }() // what stays lies in the folder for temporary files
	return p.browse(ctx, "http://"+l.Addr().String()+path, profile)
}

// policy lets the page take styles, fonts and pictures from beside it, and run nothing.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

// stage serves the page and what lies beside it, and nothing else.
func (p *Printer) stage(path, page string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", p.assets)
	mux.HandleFunc("GET "+path+"{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = w.Write([]byte(page)) // fails only when the browser is gone, and then printing fails
	})
	return mux
}

// browse starts the browser, opens address and prints it. The browser has ended
// when browse returns.
func (p *Printer) browse(ctx context.Context, address, profile string) ([]byte, error) {
	alloc, stop := chromedp.NewExecAllocator(ctx, p.options(profile)...)
	defer stop()
	tab, end := chromedp.NewContext(alloc)
	defer end()
	if err := chromedp.Do(tab, chromedp.Navigate(address)); err != nil {
		return nil, fmt.Errorf("open page in Chromium: %w", err)
	}
	if _, err := chromedp.Run(tab, chromedp.Evaluate[bool]("document.fonts.ready.then(() => true)", chromedp.EvalAwaitPromise)); err != nil {
		return nil, fmt.Errorf("wait for fonts: %w", err)
	}
	file, err := chromedp.Run(tab, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground(), chromedp.PDFOutlineAndTagged()))
	if err != nil {
		return nil, fmt.Errorf("print page: %w", err)
	}
	return file, nil
}

func (p *Printer) options(profile string) []chromedp.ExecAllocatorOption {
	return []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(p.path), chromedp.UserDataDir(profile),
		// The environment of this program is none of the browser's business.
		chromedp.NoInheritEnv, chromedp.Env("HOME="+profile, "PATH=/usr/bin:/bin", "TMPDIR="+profile),
		chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		// The sandbox needs rights that servers rarely give; the page is our own and runs no script.
		chromedp.NoSandbox,
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-default-apps", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), chromedp.Flag("proxy-server", "direct://"),
		chromedp.Flag("blink-settings", "scriptEnabled=false"),
	}
}
