package report

import (
	"cmp"
	_ "embed"
	"fmt"

	"aantoonbaar/internal/dossier"
)

//go:embed letter.txt
var letter string

// Letter is the README of a dossier: plain text for whoever opens the file and
// knows nothing of it.
func Letter(book dossier.Book, key string) []byte {
	return fmt.Appendf(nil, letter, book.Organisation, cmp.Or(book.On, book.At[:10]), book.Size, key)
}
