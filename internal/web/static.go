package web

import (
	"embed"
	"encoding/json"
	"net/http"
	"strings"
)

//go:generate go run ../gen/assets .

//go:embed static
var static embed.FS

// asset says under which name a source file is served: "app.css" as "app-ZRHEZE74.css".
var asset = func() map[string]string {
	names := map[string]string{}
	text, err := static.ReadFile("static/manifest.json")
	if err == nil {
		err = json.Unmarshal(text, &names)
	}
	if err != nil {
		panic(err) // the build is broken: run go generate ./internal/web
	}
	return names
}()

// Asset returns an embedded file by the name of its source, such as "worker.js"; it
// panics for one that is not there, which is a mistake of ours.
func Asset(name string) []byte {
	b, err := static.ReadFile("static/" + asset[name])
	if err != nil {
		panic(err)
	}
	return b
}

// Static serves the embedded front end. A name holds the hash of its content,
// so a browser may keep it for ever.
func Static() http.Handler {
	files := http.FileServerFS(static)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		files.ServeHTTP(w, r)
	})
}
