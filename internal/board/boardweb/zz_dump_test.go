package boardweb_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/pdf"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

func TestZZDump(t *testing.T) {
	x := newHouse(t)
	c, _ := exec.LookPath("chromium")
	x.handler.PDF = pdf.New(c, web.Static()).Print
	at := x.sign(hanna, "plan")
	x.sign(hanna, "maatregelen")
	q := question()
	for _, n := range []string{"Tweede stap verplicht", "Oude tablets vervangen", "Jaarlijks oefenen met uitval"} {
		q.Set("title", n)
		x.post(sanne, "/bestuur/besluiten", http.StatusSeeOther, q)
	}
	x.post(sanne, "/bestuur/zin", http.StatusSeeOther, url.Values{"version": {"0"}, "sentence": {"Wij zijn op koers, behalve bij leveranciers."}})
	x.post(hanna, "/bestuur/scholing", http.StatusSeeOther, url.Values{
		"person": {"Hanna Bos"}, "role": {"voorzitter"}, "topics": {"kinds-of-risk", "risk-processes", "measures"}, "provider": {"Leergang"},
		"from": {"2026-10-01"}, "valid_until": {"15-12-2026"}, "evidence": {"Personeelsdossier"},
	})
	x.world.brief.Actions[1].Due = "2027-06-01"
	x.world.brief.Actions[1].Status = plan.Busy
	x.at = now.Add(26 * time.Hour)
	d := "/tmp/boarddump"
	os.MkdirAll(d, 0o755)
	for n, p := range map[string]string{"bestuur": "/bestuur", "besluiten": "/bestuur/besluiten", "onderteken": "/bestuur/ondertekenen/plan", "maatregelen": "/bestuur/ondertekenen/maatregelen", "goedkeuring": at, "scholing": "/bestuur/scholing", "rapport": "/bestuur/rapport"} {
		by := hanna
		if n == "besluiten" {
			by = sanne
		}
		os.WriteFile(d+"/"+n+".html", []byte(x.page(by, p)), 0o644)
	}
	x.lang = i18n.EN
	os.WriteFile(d+"/en.html", []byte(x.page(hanna, "/bestuur")), 0o644)
	x.lang = i18n.NL
	w := x.send(hanna, "GET", "/bestuur/rapport.pdf", nil)
	os.WriteFile(d+"/rapport.pdf", w.Body.Bytes(), 0o644)
}
