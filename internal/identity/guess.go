package identity

import (
	_ "embed" // the list of common words
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// common is the list of words of which passwords that are guessed first are made.
//
//go:embed common.txt
var common string

// commonWords are the words of the list.
var commonWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(common) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			words[w] = true
		}
	}
	return words
})

// rows are what a finger runs along: the alphabet and the keys, in either
// direction.
var rows = []string{
	"abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
	"1234567890", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
}

// isRun reports whether s lies along one of the rows.
func isRun(s string) bool {
	back := []byte(s)
	slices.Reverse(back)
	return slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, s) || strings.Contains(row, string(back)) })
}

const (
	fewWords   = 3  // so many common words together are still guessed
	shortPart  = 4  // letters: shorter parts of a name are in many a word
	shortRun   = 4  // signs: shorter runs are in many a word
	longestRun = 36 // signs: of the words and runs that are looked for
)

// isCommon reports whether a password is a word that is guessed first, or a few of
// them: with capitals, figures and signs put around or between them, with figures
// in the place of letters, or again and again.
func isCommon(password string) bool {
	low := strings.ToLower(password)
	asLetters := strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")
	ends := strings.TrimFunc(low, func(r rune) bool { return !unicode.IsLetter(r) })
	return isFewWords(bare(low)) || isFewWords(bare(asLetters.Replace(ends)))
}

// bare leaves letters and figures, in lower case.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// isFewWords reports whether s is made of at most [fewWords] common words and runs,
// and figures, after a part that comes again and again is taken once.
func isFewWords(s string) bool {
	if s == "" {
		return false
	}
	for n := 1; n <= len(s)/2; n++ {
		if len(s)%n == 0 && s == strings.Repeat(s[:n], len(s)/n) {
			s = s[:n]
			break
		}
	}
	least := make([]int, len(s)+1) // the fewest words that end there; fewWords+1 for more, or none
	for end := 1; end <= len(s); end++ {
		least[end] = fewWords + 1
		if c := s[end-1]; c >= '0' && c <= '9' {
			least[end] = least[end-1]
		}
		for from := max(0, end-longestRun); from < end; from++ {
			if piece := s[from:end]; least[from] < least[end] && (commonWords()[piece] || len(piece) >= shortRun && isRun(piece)) {
				least[end] = least[from] + 1
			}
		}
	}
	return least[len(s)] <= fewWords
}

// knownOf lists what others know of a person: the name, the address and the
// organisations, whole and in parts, as [bare] writes them.
func knownOf(p Person, orgs []string) (all []string) {
	local, domain, _ := strings.Cut(p.Email, "@")
	if dot := strings.LastIndexByte(domain, '.'); dot >= 0 {
		domain = domain[:dot] // "nl" is known of everybody
	}
	for _, text := range append([]string{p.Name, local, domain}, orgs...) {
		parts := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, part := range append(parts, text) {
			if part = bare(part); utf8.RuneCountInString(part) >= shortPart {
				all = append(all, part)
			}
		}
	}
	return all
}

// checkGuess complains about a password that somebody who knows the person, or
// what people choose, would try first.
func checkGuess(c *fault.Checker, name, password string, p Person, orgs []string) {
	low, held := bare(password), ""
	for _, known := range knownOf(p, orgs) {
		if strings.Contains(low, known) && len(known) > len(held) {
			held = known
		}
	}
	if held != "" {
		c.Need(false, name, i18n.Tf(
			"Hier staat ‘%s’ in, uit uw naam, uw e-mailadres of de naam van uw organisatie. Dat raden anderen het eerst. Kies een zin zonder dat woord.",
			"This holds ‘%s’, of your name, your e-mail address or the name of your organisation. Others try that first. Choose a sentence without that word.", held))
		return
	}
	c.Need(!isCommon(password), name, i18n.T(
		"Dit bestaat uit woorden of rijtjes die heel veel mensen kiezen. Die worden het eerst geprobeerd. Kies een zin van een paar woorden die alleen u bedenkt.",
		"This is made of words or rows of keys that very many people choose. Those are tried first. Choose a sentence of a few words that only you would think of."))
}
