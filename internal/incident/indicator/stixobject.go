package indicator

import (
	"encoding/json"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
)

// object takes one object; one that is not as STIX has it is counted.
func (b *bundleReader) object(raw json.RawMessage) {
	var o bundled
	if len(raw) > maxObject || json.Unmarshal(raw, &o) != nil || len(o.Markings) > maxOf || len(o.Hashes) > maxOf {
		var named struct {
			Type string `json:"type"`
		}
		_ = json.Unmarshal(raw, &named) // what has no type is an object without one
		b.skip(named.Type, i18n.T("dit onderdeel is te groot, of niet zoals STIX het voorschrijft", "this object is too large, or not as STIX has it"))
		return
	}
	switch o.Type {
	case "identity":
		b.names[o.ID] = o.Name
	case "marking-definition":
		b.mark(o)
	case "sighting":
		b.seen[o.SightingOf] = [2]time.Time{sane(o.FirstSeen), sane(o.LastSeen)}
	case "indicator":
		b.add(o, b.indicator(o))
	case "ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr":
		k, _ := kindAt(o.Type + ":value")
		b.add(o, b.plain(o, k, o.Value))
	case "file":
		b.add(o, b.file(o))
	case "note":
		b.note(o)
	default:
		b.skip(o.Type, i18n.T("dit soort onderdeel is geen spoor", "an object of this type is no trace"))
	}
}

func (b *bundleReader) mark(o bundled) {
	says := o.Definition.TLP
	for _, e := range o.Extensions {
		if e.TLP != "" {
			says = e.TLP
		}
	}
	if t, ok := ParseTLP(says); ok && t != "" {
		b.marks[o.ID] = t
		return
	}
	b.marks[o.ID] = "" // it narrows nothing
	b.skip("marking-definition", i18n.T("deze afspraak over delen is geen TLP-kleur", "this rule on sharing is no TLP colour"))
}

func (b *bundleReader) indicator(o bundled) []Indicator {
	switch {
	case o.Revoked:
		b.skip(o.Name, i18n.T("de afzender heeft dit spoor ingetrokken", "the sender revoked this trace"))
		return nil
	case o.PatternType != "" && o.PatternType != "stix":
		b.skip("indicator, "+o.PatternType, i18n.T("dit patroon is niet in de taal van STIX", "this pattern is not in the language of STIX"))
		return nil
	}
	all, err := ReadPattern(o.Pattern)
	if err != nil {
		b.skip(o.Pattern, i18n.T("dit patroon zegt meer dan dat één ding is gezien", "this pattern says more than that one thing was seen"))
		return nil
	}
	return all
}

// plain is the trace that a value is; none when it is no such thing.
func (b *bundleReader) plain(o bundled, k Kind, value string) []Indicator {
	i, ok := As(k, value)
	if !ok {
		b.skip(o.Type+": "+value, i18n.T("hier herkennen wij geen spoor in", "we recognise no trace in it"))
		return nil
	}
	return []Indicator{i}
}

func (b *bundleReader) file(o bundled) (all []Indicator) {
	found := false
	for name, value := range o.Hashes {
		if k, ok := kindAt("file:hashes." + name); ok {
			all = append(all, b.plain(o, k, value)...)
			found = true
		} else {
			b.skip("file: "+name, i18n.T("dit controlegetal kennen wij niet", "we do not know this hash"))
		}
	}
	if o.Name != "" {
		all = append(all, b.plain(o, FileName, o.Name)...)
		found = true
	}
	if !found {
		b.skip("file", i18n.T("dit bestand heeft geen naam en geen controlegetal", "this file has no name and no hash"))
	}
	return all
}

// note takes a trace that we wrote as a note ourselves.
func (b *bundleReader) note(o bundled) {
	for _, l := range o.Labels {
		if l == otherLabel {
			value, rest, _ := strings.Cut(o.Content, "\n")
			o.Description = rest
			b.add(o, b.plain(o, Other, value))
			return
		}
	}
	b.skip("note", i18n.T("dit soort onderdeel is geen spoor", "an object of this type is no trace"))
}

// add takes the traces of an object. What it says of them is kept once, and nothing
// else of it.
func (b *bundleReader) add(o bundled, all []Indicator) {
	if len(all) == 0 {
		return
	}
	note, source, written := strings.Cut(o.Description, "Bron: ") // as we write it ourselves
	says := Indicator{Note: cut(note, MaxNote), Valid: b.validFrom(o)}
	if written {
		says.Source = cut(source, MaxSource)
	}
	if o.Confidence > 0 && o.Confidence <= 100 {
		says.Confidence = o.Confidence
	}
	b.Found = append(b.Found, all...)
	b.from = append(b.from, teller{o.ID, o.CreatedBy, o.Markings, says, len(b.Found)})
}

// validFrom is from when on an object holds. One that cannot be read is named, and the
// trace is taken without.
func (b *bundleReader) validFrom(o bundled) time.Time {
	var t time.Time
	if len(o.ValidFrom) > 0 && json.Unmarshal(o.ValidFrom, &t) != nil {
		b.skip("valid_from: "+string(o.ValidFrom), i18n.T("dit moment kunnen wij niet lezen; het spoor is zonder overgenomen", "we cannot read this moment; the trace was taken without it"))
	}
	return sane(t)
}
