package web

import (
	"net/http"
	"strings"
)

// Secure reports whether a cookie may only travel encrypted: always, but for
// plain HTTP on the machine itself, where browsers trust loopback.
func Secure(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(ViewOf(r.Context()).Address, "https://") || !Loopback(r.Host)
}

// CookieName returns the name under which a cookie is kept. With __Host- in
// front, a browser takes it from this very host over HTTPS only: another site
// under the same domain can plant none.
func CookieName(r *http.Request, name string) string {
	if Secure(r) {
		return "__Host-" + name
	}
	return name
}

// Origin is how a link of ours begins that somebody is to open elsewhere: as
// configured, and only where nothing is, as the request says.
func Origin(r *http.Request) string {
	if a := ViewOf(r.Context()).Address; a != "" {
		return a
	}
	if Secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// Loopback reports whether host is the machine itself.
func Loopback(host string) bool {
	if i := strings.LastIndexByte(host, ':'); i > 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return host == "localhost" || host == "127.0.0.1" || host == "[::1]"
}
