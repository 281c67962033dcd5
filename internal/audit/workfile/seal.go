package workfile

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"filippo.io/age"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// workFactor is the logarithm of what it costs to try a passphrase: 64 MB of memory
// and a fifth of a second. A file that asks for more is not opened.
const workFactor = 16

// minPassphrase is the fewest characters: whoever finds the file can try at leisure.
const minPassphrase = 16

// CheckPassphrase complains about a passphrase that would not hold.
func CheckPassphrase(c *fault.Checker, field, passphrase string) {
	c.Need(utf8.RuneCountInString(passphrase) >= minPassphrase, field, i18n.Tf(
		"Kies een zin van ten minste %d tekens, zoals vier woorden die niets met elkaar te maken hebben.", "Choose a sentence of at least %d characters, such as four words that have nothing to do with each other.", minPassphrase))
}

// seal encrypts what is written to it. Without Close the file is not whole, and
// opens as one that was damaged.
func seal(w io.Writer, passphrase string) (io.WriteCloser, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("passphrase: %w", err)
	}
	r.SetWorkFactor(workFactor)
	return age.Encrypt(w, r)
}

// open decrypts what seal made.
//
// Refusals: Invalid for another passphrase, and for what is no such file.
func open(r io.Reader, passphrase string) (io.Reader, error) {
	i, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, wrongPassphrase()
	}
	i.SetMaxWorkFactor(workFactor)
	plain, err := age.Decrypt(r, i)
	if errors.Is(err, age.ErrIncorrectIdentity) || errors.As(err, new(*age.NoIdentityMatchError)) {
		return nil, wrongPassphrase()
	}
	if err != nil {
		return nil, unreadable(i18n.T("Dit bestand is niet door dit programma gemaakt, of het is beschadigd.", "This file was not made by this program, or it was damaged."))
	}
	return plain, nil
}

func wrongPassphrase() error {
	says := i18n.T("Met deze wachtzin gaat het bestand niet open.", "This passphrase does not open the file.")
	return &fault.Fault{
		Kind: fault.Invalid, Code: "workfile.wrong-passphrase", Says: says,
		Hint:   i18n.T("Typ de zin die u koos toen u het bestand maakte. Er is niets opgeslagen.", "Type the sentence that you chose when you made the file. Nothing was stored."),
		Fields: []fault.Field{{Name: "passphrase", Says: says}},
	}
}

// unreadable refuses a file as a whole.
func unreadable(says i18n.Text) error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "workfile.unreadable", Says: says,
		Hint: i18n.T("Kies een ander bestand, of haal het opnieuw op. Er is niets opgeslagen.", "Choose another file, or fetch it once more. Nothing was stored."),
	}
}

// altered refuses a file of which the content is not what was written.
func altered() error {
	return unreadable(i18n.T("Dit bestand is veranderd of niet heel: de inhoud klopt niet meer.", "This file was altered or is not whole: its content no longer holds."))
}

// tooLarge refuses a file that holds more than is read.
func tooLarge() error {
	return &fault.Fault{
		Kind: fault.TooLarge, Code: "workfile.too-large",
		Says: i18n.T("Dit bestand is groter dan wij lezen.", "This file is larger than we read."),
		Hint: i18n.T("Neem de beoordeling mee zonder de bestanden van het bewijs. Er is niets opgeslagen.", "Take the assessment along without the files of evidence. Nothing was stored."),
	}
}
