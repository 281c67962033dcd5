package workbook

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode turns the bytes of a text file into UTF-8. What cannot be read becomes
// U+FFFD, so that the row can say so. Guessed is true when nothing in the file
// says how its letters are written and they were taken for Windows-1252.
func decode(data []byte) (text string, guessed bool) {
	if text, ok := asUnicode(data); ok {
		return text, false
	}
	return FromWindows1252(data), true
}

// asUnicode reads UTF-8 and UTF-16, with and without their mark.
func asUnicode(data []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian), true
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian), true
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return string(bytes.ToValidUTF8(data[3:], []byte("\ufffd"))), true
	}
	if order := bareUTF16(data); order != nil {
		return fromUTF16(data, order), true
	}
	if utf8.Valid(data) || mostlyUTF8(data) {
		return string(bytes.ToValidUTF8(data, []byte("\ufffd"))), true
	}
	return "", false
}

// bareUTF16 recognises UTF-16 without its mark: in European text every other
// byte is then zero. A stray NUL is not enough.
func bareUTF16(data []byte) binary.ByteOrder {
	head := data[:min(len(data), 4096)&^1]
	even, odd := 0, 0
	for i := 0; i < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch half := len(head) / 2; {
	case half < 4:
	case odd > half*3/4 && even < half/8:
		return binary.LittleEndian
	case even > half*3/4 && odd < half/8:
		return binary.BigEndian
	}
	return nil
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// mostlyUTF8 tells a UTF-8 file with a broken spot from a file in Windows-1252,
// in which a sequence that is valid UTF-8 hardly ever happens.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > bad
}

// windows1252 holds what bytes 0x80 to 0x9f mean on a Windows machine in Western
// Europe; zero where they mean nothing.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// FromWindows1252 reads text as a Windows machine in Western Europe writes it. A byte
// that means nothing there becomes U+FFFD.
func FromWindows1252(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		r := rune(c)
		if c >= 0x80 && c < 0xa0 {
			if r = windows1252[c-0x80]; r == 0 {
				r = utf8.RuneError
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// withoutAccents turns the letters that Dutch and its neighbours put signs on into bare
// ones.
var withoutAccents = strings.NewReplacer(
	"á", "a", "à", "a", "ä", "a", "â", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ë", "e", "ê", "e",
	"í", "i", "ì", "i", "ï", "i", "î", "i", "ñ", "n", "ó", "o", "ò", "o", "ö", "o", "ô", "o", "õ", "o", "ú", "u", "ù", "u", "ü", "u", "û", "u", "ý", "y", "ÿ", "y",
)

// PlainWords writes text in lower case without accents, with single spaces for
// everything that is not a letter, a digit or a percent sign: as headings are compared.
func PlainWords(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '%' {
			return r
		}
		return ' '
	}, withoutAccents.Replace(strings.ToLower(s)))
	return strings.Join(strings.Fields(s), " ")
}
