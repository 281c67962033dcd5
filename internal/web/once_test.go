package web_test

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"aantoonbaar/internal/web"
)

// TestEveryFormThatSendsSomethingHasANumber, wherever in the page it stands, and nothing
// else of the page is other than it was written.
func TestEveryFormThatSendsSomethingHasANumber(t *testing.T) {
	const page = `<p>&lt;form method="post"&gt;</p><form method="get"><b></b></form><form class="a" method="post" action="/x?a=1&amp;b=2"><input name="x"></form><formless></formless>` +
		`<form
	method="post"></form> einde`
	w := ask(site(t, ""), http.MethodGet, "/waar")
	if err := web.Send(w, http.StatusOK, bytes.NewBufferString(page)); err != nil {
		t.Fatal(err)
	}
	_, sent, _ := strings.Cut(w.Body.String(), "<p>")
	number := regexp.MustCompile(`<input type="hidden" name="once" value="[A-Z2-7]{26}">`)
	if found := number.FindAllString(sent, -1); len(found) != 2 || found[0] != found[1] {
		t.Errorf("numbers: %q", found)
	}
	if !strings.Contains(sent, `b=2"><input type="hidden"`) || !strings.Contains(sent, "method=\"post\"><input type=\"hidden\"") {
		t.Errorf("the number is not the first that the form sends: %s", sent)
	}
	if without := "<p>" + number.ReplaceAllString(sent, ""); without != page {
		t.Errorf("the page became %q", without)
	}
}
