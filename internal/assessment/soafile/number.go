package soafile

import (
	"regexp"
	"strconv"
	"strings"
)

// A cited is a number of a requirement as a row cites it, in any of the ways in
// which people write one: "A.5.1", "5,1", "NEN 7510-2:2024 5.1", "H9.2".
type cited struct {
	digits []int // 5.10 is 5, 10
	annex  bool  // said to be a measure: "A.", "bijlage A", "7510-2"
	clause bool  // said to be a clause of the management system: "H", "§", "7510-1"
	year   int   // of the edition named with it; 0 for none
	sub    bool  // more stood behind it: "9.2.1.1", "6.1.3 a"
	many   bool  // more numbers stand in the same place
	rest   string
}

func (c cited) key() string {
	parts := make([]string, len(c.digits))
	for i, d := range c.digits {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, ".")
}

// parent is the number without its last part.
func (c cited) parent() string {
	return cited{digits: c.digits[:max(len(c.digits)-1, 0)]}.key()
}

var (
	standardName = regexp.MustCompile(`(?i)^(?:nen|iso|iec|en|[/\s-])*(?:7510|2700[12])(?:\s*-\s*([12])\b)?(?:\s*[:(/-]?\s*((?:19|20)\d\d)\)?)?(?:\s*\+\s*a1(?:\s*:\s*\d{4})?)?`)
	numberPrefix = regexp.MustCompile(`(?i)^(annex\s*a|bijlage\s*a|appendix\s*a|a|beheersmaatregel|maatregel|measure|control|clause|hoofdstuk|hfst|chapter|paragraaf|par|section|artikel|art|normeis|eis|requirement|nummer|number|nr|no|ref|h|§)\b?\s*[.:)-]?\s*`)
	numberItself = regexp.MustCompile(`^(\d{1,2})((?:\.\s?\d{1,2}){1,3}|(?:,\d{1,2}){1,3})`)
	onwards      = regexp.MustCompile(`(?i)^\s*(?:t/m|tot en met|en|and|to|&|[,;/+–-]|\n)\s*(?:a\.?\s?)?\d{1,2}[.,]\d`)
	moreDigits   = regexp.MustCompile(`^\s?%|^\.?\d`) // a percentage, a longer figure, a day
	subLetter    = regexp.MustCompile(`(?i)^\s?\(?[a-k]\)?(?:[\s.):]|$)`)
)

// says reports which part of the norm a word before a number belongs to.
func says(word string) (annex, clause bool) {
	switch strings.ToLower(strings.ReplaceAll(word, " ", "")) {
	case "a", "annexa", "bijlagea", "appendixa", "beheersmaatregel", "maatregel", "measure", "control":
		return true, false
	case "clause", "hoofdstuk", "hfst", "chapter", "h", "§":
		return false, true
	}
	return false, false
}

// parseNumber reads the number at the start of a text.
func parseNumber(text string) (cited, bool) {
	var c cited
	text = strings.TrimSpace(text)
	if len(text) > 400 {
		text = strings.ToValidUTF8(text[:400], "")
	}
	if m := standardName.FindStringSubmatch(text); m != nil {
		c.annex, c.clause = m[1] == "2" || strings.Contains(m[0], "27002"), m[1] == "1"
		c.year, _ = strconv.Atoi(m[2])
		text = strings.TrimLeft(text[len(m[0]):], " ,:;-–()[]")
	}
	for range 3 {
		m := numberPrefix.FindStringSubmatch(text)
		if m == nil {
			break
		}
		if annex, clause := says(m[1]); !c.annex && !c.clause { // the first word counts: "7510-2, hoofdstuk 5.1"
			c.annex, c.clause = annex, clause
		}
		text = text[len(m[0]):]
	}
	return c.readDigits(strings.TrimLeft(text, "([ "))
}

func (c cited) readDigits(text string) (cited, bool) {
	m := numberItself.FindStringSubmatch(text)
	if m == nil {
		return cited{}, false
	}
	c.rest = text[len(m[0]):]
	if moreDigits.MatchString(c.rest) {
		return cited{}, false
	}
	for _, part := range strings.FieldsFunc(m[1]+m[2], func(r rune) bool { return r == '.' || r == ',' || r == ' ' }) {
		d, _ := strconv.Atoi(part) // two digits at most
		if d == 0 {
			return cited{}, false
		}
		c.digits = append(c.digits, d)
	}
	if len(c.digits) > 3 {
		c.digits, c.sub = c.digits[:3], true
	}
	c.many = onwards.MatchString(c.rest)
	if subLetter.MatchString(c.rest) && !strings.HasPrefix(c.rest, " a ") { // "5.1 a policy"
		c.sub = true
	}
	c.rest = strings.TrimLeft(c.rest, " .:;)]-–\n")
	return c, true
}
