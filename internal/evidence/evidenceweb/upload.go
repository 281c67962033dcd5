package evidenceweb

import (
	"errors"
	"io"
	"net/http"

	"aantoonbaar/internal/web"
)

// cutOff turns an upload that broke off halfway into words; other errors stay.
func cutOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*http.MaxBytesError)) {
		return web.NotWhole()
	}
	return err
}
