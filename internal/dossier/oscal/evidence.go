package oscal

import (
	"cmp"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/legaltime"
)

// A backMatter is back-matter: the evidence.
type backMatter struct {
	Resources []resource `json:"resources"`
}

// A resource is one piece of evidence.
type resource struct {
	UUID        string  `json:"uuid"`
	Title       string  `json:"title"`
	Description string  `json:"description,omitempty"` // what a note says, or where a paper lies
	Props       props   `json:"props"`
	Rlinks      []rlink `json:"rlinks,omitempty"`
	Remarks     string  `json:"remarks,omitempty"` // why it was withdrawn
}

// An rlink is where the evidence is.
type rlink struct {
	Href      string `json:"href"`
	MediaType string `json:"media-type,omitempty"`
	Hashes    []hash `json:"hashes,omitempty"`
}

// A hash is of a file's bytes.
type hash struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"` // hex
}

// backMatter holds every piece, withdrawn ones too; nil without evidence.
func (b *book) backMatter() *backMatter {
	if len(b.evidence) == 0 {
		return nil
	}
	m := &backMatter{}
	for _, it := range b.evidence {
		m.Resources = append(m.Resources, b.resource(it))
	}
	return m
}

func (b *book) resource(it evidence.Item) resource {
	today := b.Moment.today()
	r := resource{UUID: b.evidenceID(it.ID), Title: cmp.Or(line(it.Title), line(string(it.ID))), Description: text(it.Text), Props: props{{Name: "type", Value: "evidence"}}, Rlinks: b.rlinks(it)}
	r.Props.add("evidence", string(it.ID))
	r.Props.explain("form", string(it.Form), it.Form.Name().In(b.Lang))
	r.Props.explain("level", string(it.Kind), it.Kind.Name().In(b.Lang))
	r.Props.explain("standing", string(it.Standing(today)), it.Standing(today).Name().In(b.Lang))
	r.Props.add("counts", map[bool]string{true: "yes", false: "no"}[it.Counts(it.Kind, today)])
	r.Props.add("vouched-by", it.VouchedBy)
	r.Props.add("speaks-from", legaltime.Text(it.SpeaksFrom))
	r.Props.add("speaks-until", legaltime.Text(it.SpeaksUntil))
	r.Props.add("valid-until", legaltime.Text(it.ValidUntil))
	if !it.AddedAt.IsZero() {
		r.Props.add("added-at", instant(it.AddedAt))
	}
	if it.Form == evidence.FileForm {
		r.Props.add("file-name", it.File.Name)
	}
	if !it.WithdrawnAt.IsZero() {
		r.Props.add("withdrawn-at", instant(it.WithdrawnAt))
		r.Remarks = text(it.WithdrawnBecause)
	}
	return r
}

// rlinks says where the piece is: a file with the hash of its bytes, or an
// address. A note and a place have none.
func (b *book) rlinks(it evidence.Item) []rlink {
	switch it.Form {
	case evidence.FileForm:
		return []rlink{{b.fileRef(it.File), value(it.File.Media), []hash{{"SHA-256", it.File.Sum.String()}}}}
	case evidence.Link:
		if address := webRef(it.URL); address != "" {
			return []rlink{{Href: address}}
		}
	case evidence.Note, evidence.Place:
	}
	return nil
}

func (b *book) evidenceID(id evidence.ID) string { return b.uuid("evidence", string(id)) }

// links point at pieces of evidence.
func (b *book) links(items []evidence.Item) (all []link) {
	for _, it := range items {
		all = append(all, link{Href: "#" + b.evidenceID(it.ID), Rel: "reference", Text: line(it.Title)})
	}
	return all
}
