// Package soafile reads and writes statements of applicability as files: the
// spreadsheets in which people keep them, in any shape.
//
// It knows no storage and decides nothing. [Read] turns a file into rows of
// text, [Understand] says row by row what those rows seem to say, [Merge] says
// what that would change, and a person decides. [WriteXLSX] and [WriteCSV] go
// the other way.
//
// # Caution
//
// Where a file is vaguer than our three questions, the lower answer is taken.
// "Done" in a list says that it was agreed and that it is done; that it keeps
// working is something else. Nothing is guessed without saying so.
package soafile

import (
	"context"
	"io"

	"aantoonbaar/internal/workbook"
)

// A Workbook is a file as rows of text.
type Workbook = workbook.Book

// Limits bound what reading one file may cost.
type Limits = workbook.Limits

// StandardLimits are what a statement of applicability needs, and then some.
func StandardLimits() Limits { return workbook.StandardLimits() }

// Read reads a file that a person chose; see [workbook.Read] for the refusals.
func Read(ctx context.Context, name string, r io.Reader, limits Limits) (Workbook, error) {
	return workbook.Read(ctx, name, r, limits)
}
