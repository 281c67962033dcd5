package web_test

import (
	"testing"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

func TestBackStaysInTheOrganisation(t *testing.T) {
	v := web.View{Lang: i18n.NL, Place: &web.Place{ID: "org_a"}}
	for to, want := range map[string]string{
		"/o/org_a/maatregelen/8.5":         "/o/org_a/maatregelen/8.5",
		"/o/org_a/bewijs?q=a#b":            "/o/org_a/bewijs?q=a#b",
		"":                                 "",
		"/o/org_b/bewijs":                  "",
		"/o/org_a/../org_b/bewijs":         "",
		"//elders.nl/o/org_a/":             "",
		"https://elders.nl/o/org_a/x":      "",
		`/\elders.nl`:                      "",
		"/o/org_a/x\r\nSet-Cookie: a=b":    "",
		"javascript:alert(1)//o/org_a/":    "",
		"/o/org_a/%2e%2e/org_b/bewijs":     "",
		"/mijn":                            "",
		"/o/org_a/maatregelen/8.5/../8.6/": "",
	} {
		if got := v.Back(to); got != want {
			t.Errorf("Back(%q) = %q, want %q", to, got, want)
		}
	}
}

func TestBackSpeaksTheReadersLanguage(t *testing.T) {
	v := web.View{Lang: i18n.EN, Place: &web.Place{ID: "org_a"}}
	for to, want := range map[string]string{
		"/en/o/org_a/maatregelen/8.5": "/en/o/org_a/maatregelen/8.5",
		"/o/org_a/maatregelen/8.5":    "",
	} {
		if got := v.Back(to); got != want {
			t.Errorf("Back(%q) = %q, want %q", to, got, want)
		}
	}
}
