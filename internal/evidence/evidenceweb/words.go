package evidenceweb

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// iconOf is the drawing for a piece's form.
func iconOf(it evidence.Item) string {
	switch it.Form {
	case evidence.Link:
		return "link"
	case evidence.Note:
		return "sticky-note"
	case evidence.Place:
		return "map-pin"
	case evidence.FileForm:
	}
	if slices.Contains([]string{"XLSX", "ODS", "CSV"}, it.File.FormatName()) {
		return "file-spreadsheet"
	}
	return "file-text"
}

// formIcon is the drawing for a form that is still to be filled in.
func formIcon(f evidence.Form) string { return iconOf(evidence.Item{Form: f}) }

// titleOf is a piece's name; one that was erased has none.
func titleOf(v web.View, it evidence.Item) string {
	if !it.ErasedAt.IsZero() {
		return v.T("Gewist bewijs", "Erased evidence")
	}
	return it.Title
}

// formNote says in a few words what a piece is: "PDF, 1,2 MB", "Link naar wiki.nl".
func formNote(v web.View, it evidence.Item) string {
	if !it.ErasedAt.IsZero() {
		return it.Form.Name().In(v.Lang)
	}
	switch it.Form {
	case evidence.FileForm:
		return it.File.FormatName() + ", " + size(v.Lang, it.File.Size)
	case evidence.Link:
		u, err := url.Parse(it.URL)
		if err != nil {
			return it.Form.Name().In(v.Lang)
		}
		return v.T("Link naar ", "Link to ") + u.Hostname()
	case evidence.Place:
		return v.T("Ligt: ", "Lies: ") + short(it.Text, 60)
	case evidence.Note:
	}
	return it.Form.Name().In(v.Lang)
}

// short cuts a text to about n characters, at a word.
func short(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		s = string(r[:n])
		if i := strings.LastIndexByte(s, ' '); i > 0 {
			s = s[:i]
		}
		return s + "…"
	}
	return s
}

// size writes a number of bytes as people read it.
func size(l i18n.Lang, bytes int64) string {
	switch {
	case bytes < 1000:
		return l.Num64(bytes) + " bytes"
	case bytes < 1000*1000:
		return l.Num64(bytes/1000) + " kB"
	}
	return l.Decimal(float64(bytes)/1e6) + " MB"
}

// tagOf is the kind of label that a standing gets.
func tagOf(s evidence.Standing) string {
	return map[evidence.Standing]string{
		evidence.Fresh: "ok", evidence.Expiring: "warn", evidence.Expired: "late", evidence.Withdrawn: "info", evidence.Erased: "info",
	}[s]
}

// standingWord says how a piece stands; one that speaks of the future says so.
func standingWord(v web.View, it evidence.Item) string {
	s := it.Standing(v.Today())
	if it.Early(v.Today()) && (s == evidence.Fresh || s == evidence.Expiring) {
		return v.T("Gaat over later", "About later")
	}
	if s == evidence.Expiring {
		return left(v, it.ValidUntil)
	}
	return s.Name().In(v.Lang)
}

// left says how long a piece is still valid: "Nog 12 dagen".
func left(v web.View, until time.Time) string {
	days := int(until.Sub(v.Today()) / (24 * time.Hour))
	if days == 0 {
		return v.T("Laatste dag", "Last day")
	}
	return v.Lang.Plural(days, "Nog %s dag", "Nog %s dagen", "%s day left", "%s days left")
}

// until says until when a piece is valid.
func until(v web.View, it evidence.Item) string {
	if it.ValidUntil.IsZero() {
		return v.T("Geen einddatum", "No end")
	}
	return v.Lang.Day(it.ValidUntil)
}

// speaks says of which day or period a piece speaks.
func speaks(v web.View, it evidence.Item) string {
	if it.SpeaksUntil.IsZero() {
		return v.Lang.Day(it.SpeaksFrom)
	}
	return v.Lang.Day(it.SpeaksFrom) + v.T(" tot en met ", " up to ") + v.Lang.Day(it.SpeaksUntil)
}

// counts says for how many requirements a piece counts today.
func counts(v web.View, it evidence.Item) string {
	switch n := len(it.Requirements); {
	case n == 0:
		return v.T("Nog niet gekoppeld", "Not linked yet")
	case !it.Counts(it.Kind, v.Today()):
		return v.T("Telt nu niet mee", "Does not count now")
	default:
		return v.Lang.Plural(n, "%s maatregel", "%s maatregelen", "%s measure", "%s measures")
	}
}

// warning says what is the matter with a piece and what to do; "" when all is well.
func warning(v web.View, it evidence.Item) string {
	switch standing := it.Standing(v.Today()); {
	case standing == evidence.Erased:
		return v.Lang.Tf("Gewist op %s. Dit kan niet worden teruggedraaid. Dit bewijs telt nergens meer voor mee.", "Erased on %s. This cannot be taken back. This evidence no longer counts for anything.",
			v.Lang.Day(v.Local(it.ErasedAt)))
	case standing == evidence.Withdrawn:
		return v.Lang.Tf("Ingetrokken op %s: %s Dit bewijs telt nergens meer voor mee.", "Withdrawn on %s: %s This evidence no longer counts for anything.",
			v.Lang.Day(v.Local(it.WithdrawnAt)), sentence(it.WithdrawnBecause))
	case it.Early(v.Today()):
		return v.Lang.Tf("Dit bewijs gaat over een dag die nog moet komen (%s). Het telt mee vanaf die dag.", "This evidence is about a day that is still to come (%s). It counts from that day.", v.Lang.Day(it.SpeaksFrom))
	case standing == evidence.Expired && it.Kind == framework.Operation:
		return v.Lang.Tf("Verlopen op %s. Dit bewijs telt niet meer mee voor werking. Voeg nieuw bewijs toe.", "Expired on %s. This evidence no longer counts for operation. Add new evidence.", v.Lang.Day(it.ValidUntil))
	case standing == evidence.Expired:
		return v.Lang.Tf("Verlopen op %s. Kijk of het nog klopt, en kies een nieuwe datum of voeg nieuw bewijs toe.", "Expired on %s. See whether it still holds, and choose a new day or add new evidence.", v.Lang.Day(it.ValidUntil))
	case standing == evidence.Expiring:
		return v.Lang.Tf("Geldig tot en met %s. Zorg vóór die dag voor nieuw bewijs.", "Valid up to %s. See to new evidence before that day.", v.Lang.Day(it.ValidUntil))
	}
	return ""
}

// sentence ends a text with a full stop if it has no end of its own.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

// kindHint explains a level as a kind of evidence.
func kindHint(v web.View, l framework.Level) string {
	switch l {
	case framework.Design:
		return v.T("Wat u heeft afgesproken: beleid, een werkwijze, een contract.", "What you have agreed: policy, a way of working, a contract.")
	case framework.Existence:
		return v.T("Dat het er is: een instelling, een schermafdruk, een lijst van nu.", "That it is there: a setting, a screenshot, a list of today.")
	case framework.Operation:
		return v.T("Dat het over langere tijd werkt: een controle, een test, een logboek.", "That it works over time: a check, a test, a log.")
	}
	return ""
}

// requirementName is how lists name a requirement: "8.5 Veilig inloggen".
func requirementName(v web.View, r *framework.Requirement) string {
	return r.Short().In(v.Lang) + " " + r.Title.In(v.Lang)
}
