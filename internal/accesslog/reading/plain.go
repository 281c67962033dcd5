package reading

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// prefixes are the words that stand before a Dutch surname and by which it is not
// ordered, with how they are shortened, and those that neighbours bring.
var prefixes = strings.Fields("van de der den het t ter ten te in op aan bij onder over uit voor vd v d von vom zu zur du des la le el al da dos di della")

// titles are what stands before names and is none.
var titles = strings.Fields("dhr heer mevr mevrouw mw mr mrs ms dr drs prof ing ir")

// unknown is what stands in lists where nobody knows.
var unknown = strings.Fields("onbekend nvt geen unknown none null leeg")

// nothing reports whether a cell says nothing, or that nobody knows. Two lists that both
// say so have nothing in common.
func nothing(cell string) bool {
	if strings.ContainsAny(cell, "0123456789") {
		return false
	}
	plain := strings.Join(strings.Fields(plainLetters(cell)), "")
	return plain == "" || slices.Contains(unknown, plain)
}

// bare are letters that have no bare one below their sign in Unicode.
var bare = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th")

// plainLetters is text in lower case without accents, with a space for everything that
// is no letter or digit of whatever script. Apostrophes fall out.
func plainLetters(text string) string {
	return bare.Replace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == '`':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(text)))
}

// plainSurname is a surname as two lists are compared by it: without case, accents,
// spaces, and the prefix, which one list has before it, another after a comma, and a
// third in a column of its own. It is "" for what is no name.
func plainSurname(name string) string {
	if nothing(name) {
		return ""
	}
	name, _, _ = strings.Cut(name, ",")
	words := strings.Fields(plainLetters(name))
	if own := slices.DeleteFunc(slices.Clone(words), isPrefix); len(own) > 0 {
		words = own
	}
	plain := strings.Join(words, "")
	if strings.IndexFunc(plain, unicode.IsLetter) < 0 {
		return ""
	}
	return plain
}

func isPrefix(word string) bool { return slices.Contains(prefixes, word) }

// surnameIn finds the surname in a whole name: before a comma, after a prefix, besides
// initials, or the last word.
func surnameIn(name string) string {
	if surname, _, found := strings.Cut(name, ","); found {
		return surname
	}
	var words []string
	initials := false
	for _, word := range strings.Fields(name) {
		plain := strings.TrimSpace(plainLetters(word))
		switch {
		case slices.Contains(titles, plain), strings.HasPrefix(word, "("):
		case isPrefix(plain):
			words = append(words[:0], plain)
		case strings.Contains(word, "."), len([]rune(plain)) == 1:
			initials = true
		default:
			words = append(words, word)
		}
	}
	if len(words) > 1 && !isPrefix(words[0]) && !initials {
		words = words[len(words)-1:]
	}
	return strings.Join(words, " ")
}

// plainPostcode is a postcode without case and spaces; "" for what has no digit.
func plainPostcode(postcode string) string {
	plain := strings.Join(strings.Fields(plainLetters(postcode)), "")
	if strings.IndexFunc(plain, unicode.IsDigit) < 0 {
		return ""
	}
	return plain
}

// plainHouse is a house number with its addition, without case and spaces but those
// between two numbers; "" for what has no digit.
func plainHouse(house string) string {
	var b strings.Builder
	last := ' '
	for _, word := range strings.Fields(plainLetters(house)) {
		if unicode.IsDigit(last) && unicode.IsDigit([]rune(word)[0]) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		last = []rune(word)[len([]rune(word))-1]
	}
	plain := strings.TrimLeft(b.String(), "0")
	if strings.IndexFunc(plain, unicode.IsDigit) < 0 {
		return ""
	}
	return plain
}

// atEnd is a house number at the end of a street, with its addition.
var atEnd = regexp.MustCompile(`\s(\d+(?:\s?[-/]?\s?(?:[A-Za-z]{1,4}|\d{1,4}))?)$`)

// houseIn is the house number with which an address ends; "" for none.
func houseIn(address string) string {
	if found := atEnd.FindStringSubmatch(strings.TrimSpace(address)); found != nil {
		return found[1]
	}
	return ""
}
