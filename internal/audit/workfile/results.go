package workfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/i18n"
)

// MaxResults is the most bytes that results may have, encrypted or not: three long
// verdicts on every measure of the norm are a fifth of it.
const MaxResults = 16 << 20

// WriteResults writes results, encrypted under a passphrase.
func WriteResults(w io.Writer, passphrase string, r audit.Results) error {
	text, _, err := r.Text()
	if err != nil {
		return err
	}
	sealed, err := seal(w, passphrase)
	if err != nil {
		return err
	}
	if _, err := sealed.Write(text); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	return sealed.Close()
}

// ReadResults reads what WriteResults wrote. Of whom they are and whether they can
// be stored is for [audit.Service.Compare].
//
// Refusals: Invalid for another passphrase, and for a file that was altered, cut
// off, or is none; TooLarge.
func ReadResults(file []byte, passphrase string) (r audit.Results, err error) {
	if len(file) > MaxResults {
		return r, tooLarge()
	}
	plain, err := open(bytes.NewReader(file), passphrase)
	if err != nil {
		return r, err
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		return r, altered()
	}
	return ParseResults(text)
}

// ParseResults reads results that are in the clear.
//
// Refusals: Invalid for what is none.
func ParseResults(text []byte) (r audit.Results, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	err = dec.Decode(&r)
	if _, more := dec.Token(); err != nil || !errors.Is(more, io.EOF) || r.Format != audit.ResultsFormat {
		return audit.Results{}, unreadable(i18n.T("In dit bestand staan geen resultaten die wij kunnen lezen.", "This file holds no results that we can read."))
	}
	return r, nil
}
