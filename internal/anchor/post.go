package anchor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// A reply is what came back of a request.
type reply struct {
	status int
	media  string
	body   []byte
}

// maxReply is the longest answer that is read: a token with a long chain of
// certificates is some 10 kB.
const maxReply = 256 << 10

// NewClient makes the client with which targets are asked. It waits at most half
// a minute, and follows no redirect: what was configured is what is asked.
func NewClient() *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func post(ctx context.Context, client *http.Client, address, media string, body []byte) (reply, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	r.Header.Set("Content-Type", media)
	r.Header.Set("User-Agent", "aantoonbaar")
	got, err := client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(got.Body, maxReply+1))
	if err != nil {
		return reply{}, fmt.Errorf("read answer of %s: %w", address, err)
	}
	if len(text) > maxReply {
		return reply{}, fmt.Errorf("the answer of %s is longer than %d bytes", address, maxReply)
	}
	return reply{got.StatusCode, got.Header.Get("Content-Type"), text}, nil
}

// checkAddress refuses what is no web address.
func checkAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no web address", address)
	}
	return u, nil
}
