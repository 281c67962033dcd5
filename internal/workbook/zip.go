package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// A container is the zip that an XLSX file is, looked through before anything
// in it is unpacked.
type container struct {
	parts map[string]*zip.File // by lower-case path with forward slashes
}

// openContainer reads the directory and refuses what no statement of
// applicability needs: macros, parts that unpack to a multiple of themselves,
// and two parts with one name, of which two readers may each take another.
func openContainer(name string, data []byte, limits Limits) (container, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return container{}, damaged(err.Error())
	}
	if len(z.File) > limits.Entries {
		return container{}, tooBigInside()
	}
	c := container{map[string]*zip.File{}}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > uint64(limits.Unpacked) || total > uint64(limits.Unpacked) || inflates(f, limits) {
			return container{}, tooBigInside()
		}
		key := partKey(f.Name)
		if c.parts[key] != nil {
			return container{}, damaged("two parts named " + key)
		}
		c.parts[key] = f
	}
	return c, c.check(name)
}

// inflates reports whether a part grows like a bomb. Small parts may: a sheet of
// the same word over and over packs very well.
func inflates(f *zip.File, limits Limits) bool {
	return f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > uint64(limits.Ratio)*max(f.CompressedSize64, 1)
}

func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (c container) check(name string) error {
	for key := range c.parts {
		if strings.Contains(key, "vbaproject") || strings.HasPrefix(key, "xl/macrosheets/") {
			return macros()
		}
	}
	switch {
	case strings.HasSuffix(strings.ToLower(name), ".xlsm"):
		return macros()
	case c.has("word/document.xml"):
		return otherKind(word)
	case c.has("xl/workbook.bin"):
		return otherKind(binaryXLS)
	case c.has("mimetype") && c.has("content.xml"):
		return otherKind(openSheet)
	case !c.has("[content_types].xml"):
		return otherKind(otherZip)
	}
	types, err := c.read("[content_types].xml", 1<<20)
	if err != nil {
		return err
	}
	if bytes.Contains(bytes.ToLower(types), []byte("macroenabled")) {
		return macros()
	}
	if !bytes.Contains(types, []byte("spreadsheetml")) {
		return otherKind(otherZip)
	}
	return nil
}

func (c container) has(key string) bool { return c.parts[key] != nil }

// read unpacks one part that must stay small.
func (c container) read(key string, limit int64) ([]byte, error) {
	f := c.parts[key]
	if f == nil {
		return nil, damaged("no part " + key)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err.Error())
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, damaged(err.Error())
	}
	if int64(len(data)) > limit {
		return nil, tooBigInside()
	}
	return data, nil
}

// walk hands every token of a part to visit. A part that is not whole is
// damaged; one that declares entities has no business in a spreadsheet.
func (c container) walk(ctx context.Context, key string, visit func(xml.Token) error) error {
	f := c.parts[key]
	if f == nil {
		return damaged("no part " + key)
	}
	r, err := f.Open()
	if err != nil {
		return damaged(err.Error())
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for depth, n := 0, 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(err.Error())
		}
		switch token.(type) {
		case xml.Directive:
			return damaged("declares a document type")
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth++; depth > 100 {
				return tooBigInside()
			}
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

// openings is a visit that only looks at opening tags of one name.
func openings(name string, visit func(xml.StartElement)) func(xml.Token) error {
	return func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == name {
			visit(e)
		}
		return nil
	}
}

// A tab is a sheet's name with the part that holds it.
type tab struct {
	name, part string
	hidden     bool
}

// tabs lists the worksheets in the order of the workbook. Charts have no rows
// and are left out.
func (c container) tabs(ctx context.Context) ([]tab, error) {
	book := "xl/workbook.xml"
	roots, err := c.relations(ctx, "_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	for _, r := range roots {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			book = r.target
		}
	}
	sheets, err := c.relations(ctx, path.Join(path.Dir(book), "_rels", path.Base(book)+".rels"), path.Dir(book))
	if err != nil {
		return nil, err
	}
	var tabs []tab
	err = c.walk(ctx, book, openings("sheet", func(e xml.StartElement) {
		r, ok := sheets[attr(e, "id")]
		if ok && strings.HasSuffix(r.kind, "/worksheet") {
			tabs = append(tabs, tab{attr(e, "name"), r.target, attr(e, "state") != "" && attr(e, "state") != "visible"})
		}
	}))
	return tabs, err
}

type relation struct{ kind, target string }

// relations reads where a part's references point: inside the file only.
func (c container) relations(ctx context.Context, key, folder string) (map[string]relation, error) {
	found := map[string]relation{}
	err := c.walk(ctx, strings.ToLower(key), openings("Relationship", func(e xml.StartElement) {
		if attr(e, "TargetMode") == "External" {
			return
		}
		target := strings.ReplaceAll(attr(e, "Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		found[attr(e, "Id")] = relation{attr(e, "Type"), partKey(path.Clean(target))}
	}))
	return found, err
}

// attr returns an attribute by its local name. In a workbook a sheet's "id" is
// the only attribute of that name: its number is called sheetId.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
