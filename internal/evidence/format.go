package evidence

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A format is a kind of file that people may add. What is not in the list is
// refused; so are pages and drawings that a browser would run (HTML, SVG),
// programs, files with macros, archives, whose content nobody has looked at, and
// the Office formats of before 2007, in which a macro cannot be told from text.
type format struct {
	ends  string    // of the name, with its dot
	media string    // the type with which the file is handed out
	name  i18n.Text // to follow "this is not a"
	fits  func(*seen) bool
}

const office = "application/vnd.openxmlformats-officedocument."

var formats = []format{
	{".pdf", "application/pdf", i18n.T("PDF-bestand", "PDF file"), isPDF},
	{".docx", office + "wordprocessingml.document", i18n.T("Word-bestand", "Word file"), isOffice("word/")},
	{".xlsx", office + "spreadsheetml.sheet", i18n.T("Excel-bestand", "Excel file"), isOffice("xl/")},
	{".pptx", office + "presentationml.presentation", i18n.T("PowerPoint-bestand", "PowerPoint file"), isOffice("ppt/")},
	{".odt", "application/vnd.oasis.opendocument.text", i18n.T("OpenDocument-tekst", "OpenDocument text"), isOpenDocument("text")},
	{".ods", "application/vnd.oasis.opendocument.spreadsheet", i18n.T("OpenDocument-rekenblad", "OpenDocument spreadsheet"), isOpenDocument("spreadsheet")},
	{".odp", "application/vnd.oasis.opendocument.presentation", i18n.T("OpenDocument-presentatie", "OpenDocument presentation"), isOpenDocument("presentation")},
	{".png", "image/png", i18n.T("PNG-afbeelding", "PNG image"), starts("\x89PNG\r\n\x1a\n")},
	{".jpg", "image/jpeg", i18n.T("JPEG-afbeelding", "JPEG image"), starts("\xff\xd8\xff")},
	{".jpeg", "image/jpeg", i18n.T("JPEG-afbeelding", "JPEG image"), starts("\xff\xd8\xff")},
	{".webp", "image/webp", i18n.T("WebP-afbeelding", "WebP image"), isWebP},
	{".txt", "text/plain; charset=utf-8", i18n.T("leesbaar tekstbestand", "readable text file"), isText},
	{".csv", "text/csv; charset=utf-8", i18n.T("leesbaar CSV-bestand", "readable CSV file"), isText},
	{".eml", "message/rfc822", i18n.T("e-mailbericht", "e-mail message"), isMail},
	{".msg", "application/vnd.ms-outlook", i18n.T("Outlook-bericht", "Outlook message"), isOutlook},
}

// Accept is the list of endings for a file input.
func Accept() string {
	var ends []string
	for _, f := range formats {
		ends = append(ends, f.ends)
	}
	return strings.Join(ends, ",")
}

// formatOf returns the format that a file's name promises.
func formatOf(name string) (format, bool) {
	end := strings.ToLower(path.Ext(name))
	for _, f := range formats {
		if f.ends == end {
			return f, true
		}
	}
	return format{}, false
}

// FormatName returns what people call the format of a stored file, e.g. "PDF".
func (f File) FormatName() string {
	return strings.ToUpper(strings.TrimPrefix(path.Ext(f.Name), "."))
}

// CleanName makes a name of what a browser sent: without folders, without signs
// that cannot be seen (some of which turn "gnp.exe" into "exe.png" on screen),
// and not longer than file systems take.
func CleanName(sent string) string {
	if i := strings.LastIndexAny(sent, `/\`); i >= 0 {
		sent = sent[i+1:]
	}
	name := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, sent)
	name = strings.Trim(name, " .")
	end := path.Ext(name)
	if stem := strings.TrimSuffix(name, end); len(stem)+len(end) > maxName && len(end) < 20 {
		stem = strings.ToValidUTF8(stem[:maxName-len(end)], "")
		name = strings.TrimSpace(stem) + end
	}
	return name
}

// maxName is the longest file name, in bytes.
const maxName = 180

// TitleOf makes a title of a file's name: what stands before its ending.
func TitleOf(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "_", " "))
}

// checkName complains about a name that promises nothing we can keep.
func checkName(c *fault.Checker, name string) {
	if name == "" {
		c.Need(false, "file", i18n.T("Kies een bestand.", "Choose a file."))
		return
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".potm", ".ppsm", ".ppam":
		c.Need(false, "file", hasMacros)
		return
	case ".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps":
		c.Need(false, "file", i18n.T(
			"Dit is een bestand van een oude versie van Word, Excel of PowerPoint. Sla het op als .docx, .xlsx, .pptx of PDF en kies dat bestand.",
			"This is a file of an old version of Word, Excel or PowerPoint. Save it as .docx, .xlsx, .pptx or PDF and choose that file."))
		return
	case ".zip", ".7z", ".rar", ".tar", ".gz":
		c.Need(false, "file", i18n.T(
			"Dit is een ingepakt bestand. Pak het uit en voeg de bestanden één voor één toe.",
			"This is a packed file. Unpack it and add the files one by one."))
		return
	}
	_, ok := formatOf(name)
	c.Need(ok, "file", i18n.T(
		"Dit soort bestand kunnen wij niet aannemen. Kies PDF, Word, Excel, PowerPoint, OpenDocument, tekst, CSV, e-mail of een afbeelding (PNG, JPEG, WebP).",
		"We cannot take this kind of file. Choose PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV, e-mail or an image (PNG, JPEG, WebP)."))
}

var hasMacros = i18n.T(
	"In dit bestand kunnen macro's zitten. Sla het op zonder macro's (.docx, .xlsx of .pptx) of als PDF.",
	"This file may hold macros. Save it without macros (.docx, .xlsx or .pptx) or as PDF.")

func starts(with string) func(*seen) bool {
	return func(s *seen) bool { return bytes.HasPrefix(s.head, []byte(with)) }
}

// isPDF wants the mark at the very start. Readers search for it in the first
// kilobyte, and that is where another format could hide before it.
func isPDF(s *seen) bool {
	end := s.tail[max(0, len(s.tail)-2048):]
	return bytes.HasPrefix(s.head, []byte("%PDF-")) && bytes.Contains(end, []byte("%%EOF"))
}

func isWebP(s *seen) bool {
	return len(s.head) > 16 && string(s.head[:4]) == "RIFF" && string(s.head[8:12]) == "WEBP"
}

// isText takes what has no control characters, in whatever alphabet.
func isText(s *seen) bool { return !s.binary && !s.markup(1024) }

// isMail takes a message that begins with header lines, one of which every
// message has.
func isMail(s *seen) bool {
	name, _, ok := bytes.Cut(s.head, []byte(":"))
	word := func(r rune) bool { return r != '-' && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }
	if s.binary || !ok || len(name) == 0 || bytes.ContainsFunc(name, word) {
		return false
	}
	lower := append([]byte("\n"), bytes.ToLower(s.head)...)
	for _, h := range []string{"\nfrom:", "\ndate:", "\nreceived:", "\nmime-version:", "\nsubject:"} {
		if bytes.Contains(lower, []byte(h)) {
			return true
		}
	}
	return false
}

func isOutlook(s *seen) bool { return s.isCompound() && s.outlook }
