package web

import "net/http"

// A HandlerFunc serves one route. If it returns an error it must not have
// written anything: the frame sends the page that explains the error.
type HandlerFunc func(http.ResponseWriter, *http.Request) error

// Public is the action of a route that anybody may use, signed in or not.
const Public = "public"

// A Route is one page or act: where it is, what one must be allowed to do, and
// what it does. There is no way to serve a page without naming its action.
type Route struct {
	Pattern string // "GET /o/{org}/maatregelen"
	Do      string // an identity.Action, or Public
	Handle  HandlerFunc
	MaxBody int64 // bytes of the longest body; 0 means MaxForm
	Files   bool  // the body is multipart and the handler reads it as a stream
	Keep    bool  // see Kept
}

// On makes a route.
func On[A ~string](pattern string, do A, h HandlerFunc) Route {
	return Route{Pattern: pattern, Do: string(do), Handle: h}
}

// Upload makes a route that takes a file of at most limit bytes.
func Upload[A ~string](pattern string, do A, limit int64, h HandlerFunc) Route {
	return Route{Pattern: pattern, Do: string(do), Handle: h, MaxBody: limit, Files: true}
}

// MaxForm is the longest form that a person may send, in bytes.
const MaxForm = 1 << 20
