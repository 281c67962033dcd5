package anchor

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Serve answers POST …/add-checkpoint. Its refusals are for a program, in plain
// text; an error that it returns is ours.
func (w *Witness) Serve(rw http.ResponseWriter, r *http.Request) error {
	request, err := io.ReadAll(io.LimitReader(r.Body, MaxRequest+1))
	if err != nil || len(request) > MaxRequest {
		return answer(rw, &denial{status: http.StatusRequestEntityTooLarge, says: "this request is too long"})
	}
	line, err := w.Add(r.Context(), string(request))
	if no := (*denial)(nil); errors.As(err, &no) {
		return answer(rw, no)
	}
	if err != nil {
		return fmt.Errorf("see a checkpoint: %w", err)
	}
	return answer(rw, &denial{status: http.StatusOK, says: line})
}

func answer(rw http.ResponseWriter, d *denial) error {
	media, text := "text/plain; charset=utf-8", d.says
	if d.media != "" {
		media = d.media
	}
	if d.status != http.StatusOK {
		text += "\n"
	}
	rw.Header().Set("Content-Type", media)
	rw.WriteHeader(d.status)
	_, _ = io.WriteString(rw, text) // whoever asked may be gone, and may ask again
	return nil
}
