package workbook

import (
	"fmt"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

func refuse(kind fault.Kind, code string, says, hint i18n.Text) *fault.Fault {
	hint.NL += " Er is niets opgeslagen."
	hint.EN += " Nothing was stored."
	return &fault.Fault{Kind: kind, Code: "soafile." + code, Says: says, Hint: hint}
}

// saveAs is what to do with most files that we do not read.
func saveAs() i18n.Text {
	return i18n.T("Open het in Excel of LibreOffice, kies ‘Opslaan als’ en daarna ‘Excel-werkmap (.xlsx)’.", "Open it in Excel or LibreOffice, choose ‘Save as’ and then ‘Excel workbook (.xlsx)’.")
}

func tooLarge(limit int64) error {
	return refuse(fault.TooLarge, "too-large",
		i18n.Tf("Dit bestand is groter dan %d MB.", "This file is larger than %d MB.", limit>>20),
		i18n.T("Bewaar alleen het blad dat u nodig heeft als nieuw bestand, zonder afbeeldingen.", "Save only the sheet that you need as a new file, without pictures."))
}

func tooBigInside() error {
	return refuse(fault.TooLarge, "too-big-inside",
		i18n.T("Dit bestand is klein, maar wordt bij het openen heel groot.", "This file is small, but becomes very large when it is opened."),
		i18n.T("Kopieer alleen de rijen die u nodig heeft naar een nieuw bestand.", "Copy only the rows that you need to a new file."))
}

func tooManyRows(limit int) error {
	return tooMany(i18n.T("rijen", "rows"), limit,
		i18n.T("Kopieer alleen de rijen die u nodig heeft naar een nieuw bestand.", "Copy only the rows that you need to a new file."))
}

func tooManyColumns(limit int) error {
	return tooMany(i18n.T("kolommen", "columns"), limit,
		i18n.T("Kopieer alleen de kolommen die u nodig heeft naar een nieuw bestand.", "Copy only the columns that you need to a new file."))
}

func tooManyCells(limit int) error {
	return tooMany(i18n.T("vakken", "cells"), limit,
		i18n.T("Kopieer alleen de rijen en kolommen die u nodig heeft naar een nieuw bestand.", "Copy only the rows and columns that you need to a new file."))
}

func tooManySheets(limit int) error {
	return tooMany(i18n.T("bladen", "sheets"), limit,
		i18n.T("Bewaar alleen het blad dat u nodig heeft als nieuw bestand.", "Save only the sheet that you need as a new file."))
}

func tooMany(what i18n.Text, limit int, hint i18n.Text) error {
	return refuse(fault.TooLarge, "too-many",
		i18n.T(fmt.Sprintf("Dit bestand heeft meer dan %s %s.", i18n.NL.Num(limit), what.NL), fmt.Sprintf("This file has more than %s %s.", i18n.EN.Num(limit), what.EN)), hint)
}

func tooSlow() error {
	return refuse(fault.TooLarge, "too-slow",
		i18n.T("Het lezen van dit bestand duurt te lang.", "Reading this file takes too long."),
		i18n.T("Kopieer alleen de rijen die u nodig heeft naar een nieuw bestand.", "Copy only the rows that you need to a new file."))
}

func macros() error {
	return refuse(fault.Invalid, "macros",
		i18n.T("In dit bestand zitten macro's. Zulke bestanden openen wij niet.", "This file holds macros. We do not open such files."),
		i18n.T("Kies in Excel ‘Opslaan als’ en daarna ‘Excel-werkmap (.xlsx)’: dan gaan de macro's eruit.", "In Excel choose ‘Save as’ and then ‘Excel workbook (.xlsx)’: that takes the macros out."))
}

func nothingInIt() error {
	return refuse(fault.Invalid, "empty",
		i18n.T("In dit bestand staat niets.", "There is nothing in this file."),
		i18n.T("Kies het bestand waar uw rijen in staan.", "Choose the file that holds your rows."))
}

// damaged keeps the library's own words for the log, not for the person: they
// are the library's, in one language, and may quote the file.
func damaged(string) error {
	return refuse(fault.Invalid, "damaged",
		i18n.T("Dit bestand is beschadigd, of het is geen Excel-bestand.", "This file is damaged, or it is not an Excel file."), saveAs())
}

func otherKind(kind fileKind) error {
	says, hint := i18n.T("Dit is geen Excel- of CSV-bestand.", "This is not an Excel or CSV file."), saveAs()
	switch kind {
	case oldOffice:
		says = i18n.T("Dit is een oud Excel-bestand (.xls), of een bestand met een wachtwoord.", "This is an old Excel file (.xls), or a file with a password.")
	case pdfFile:
		says = i18n.T("Dit is een PDF. Daar kunnen wij geen rijen uit lezen.", "This is a PDF. We cannot read rows from it.")
		hint = i18n.T("Zoek het Excel-bestand waar de PDF van is gemaakt.", "Look for the Excel file that the PDF was made from.")
	case webPage, xmlFile:
		says = i18n.T("Dit is een webpagina of XML-bestand, ook al heet het misschien .xls.", "This is a web page or XML file, even though it may be called .xls.")
	case picture:
		says = i18n.T("Dit is een afbeelding.", "This is a picture.")
		hint = i18n.T("Zoek het Excel-bestand waar de afbeelding van is gemaakt.", "Look for the Excel file that the picture was made from.")
	case packed, otherZip:
		says = i18n.T("Dit is een ingepakt bestand (zip), geen Excel-bestand.", "This is a packed file (zip), not an Excel file.")
		hint = i18n.T("Pak het eerst uit en kies het Excel- of CSV-bestand dat erin zit.", "Unpack it first and choose the Excel or CSV file inside.")
	case word:
		says = i18n.T("Dit is een Word-bestand, ook al heet het misschien .xlsx.", "This is a Word file, even though it may be called .xlsx.")
		hint = i18n.T("Kopieer de tabel naar een leeg Excel-bestand en bewaar dat als .xlsx.", "Copy the table to an empty Excel file and save that as .xlsx.")
	case openSheet:
		says = i18n.T("Dit is een LibreOffice-bestand (.ods).", "This is a LibreOffice file (.ods).")
	case binaryXLS:
		says = i18n.T("Dit is een Excel-bestand in binaire vorm (.xlsb).", "This is an Excel file in binary form (.xlsb).")
	case emptyFile, textFile, zipFile:
	}
	return refuse(fault.Invalid, "other-kind", says, hint)
}
