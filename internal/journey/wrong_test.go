package journey_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"aantoonbaar/internal/i18n"
)

// wrong is a page with everything that look is there to find.
const wrong = `<!DOCTYPE html><html lang="en"><head><title>Wrong</title><style>p { color: red }</style></head>
<body><main><h1>Wrong</h1><p id="twice">Dit is niet in het English.</p><p id="twice" lang="nl">Dit wel.</p>
<a href="/o/org_1">To a Dutch page</a><img src="/x.png"><div><pre>` +
	`wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide wide</pre></div>
<details><summary>Folded</summary><input name="nameless"></details><script>document.title = "ran"</script></main></body></html>`

// TestTheChecksFindWhatIsWrong, because a check that finds nothing looks the same
// as a page with nothing to find.
func TestTheChecksFindWhatIsWrong(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write([]byte(wrong))
	}))
	defer server.Close()
	r := &run{T: t, site: &site{address: server.URL}, lang: i18n.EN, width: 390, script: true, step: "wrong"}
	v := r.visit(openBrowser(t), "nobody")
	v.quietly(func() { v.open("/") })
	v.bring(checks)
	v.bring(axeCore(t))
	eval[bool](v, `(journeyChecks.unfold(), true)`)
	for check, want := range map[string]int{
		`journeyChecks.words(document, "en", ["dit", "het", "niet"])`: 1,
		`journeyChecks.strays(document, "en")`:                        1,
		`journeyChecks.twins(document)`:                               1,
		`journeyChecks.sideways()`:                                    1,
		`journeyChecks.axe()`:                                         2, // a picture and a field without a name
	} {
		if found, err := raw[[]string](v, check); err != nil || len(found) < want {
			t.Errorf("%s finds %q and %v, want %d at least", check, found, err, want)
		}
	}
	v.await("the browser to complain about style, script and picture", func() bool {
		v.mu.Lock()
		defer v.mu.Unlock()
		return len(v.said) >= 3
	})
}
