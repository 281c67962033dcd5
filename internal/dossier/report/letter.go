package report

import (
	"fmt"

	"aantoonbaar/internal/dossier"
)

// Letter is the README of a dossier: plain text for whoever opens the file and
// knows nothing of it.
func Letter(book dossier.Book, key string) []byte {
	return fmt.Appendf(nil, `DOSSIER INFORMATIEBEVEILIGING: %[1]s
(English below)

Dit bestand laat zien wat %[1]s over haar informatiebeveiliging zegt en kan
laten zien, op %[2]s, na %[3]d wijzigingen in het logboek.

  rapport.html             om te lezen; open het in een browser
  claims.json              dezelfde beweringen, voor een programma
  oscal/                   dezelfde stand in OSCAL, voor andere programma's
  evidence/                bewijsstukken; de naam is de SHA-256 van de inhoud
  assessments/             rapporten van beoordelaars, met hun handtekening
  journal/                 het logboek: van elke wijziging wie, wat en wanneer,
                           en de ondertekende controlestand eroverheen
  proofs/                  bij elke bewering het bewijs dat zij in het logboek zit
  anchors/                 tijdstempels en getuigen van het logboek, als die er zijn
  MANIFEST.txt             de SHA-256 van elk bestand, ondertekend

Controleren, zonder internet en zonder ons:

  aantoonbaar verify BESTAND.zip --key SLEUTEL

Vraag de sleutel aan de organisatie, langs een andere weg dan dit bestand: wie
een vals bestand maakt, zet er zijn eigen sleutel in. Volgens dit bestand is de
sleutel:

  %[4]s

Het programma zegt van elke bewering: bewezen, gewist, niet bewezen of weersproken.
Wie een tijdstempel of getuige vertrouwt, geeft dat erbij op: --trust-tsa CERTIFICATEN.pem
en --trust-witness SLEUTEL. Anders bewijzen die niets. Het
logboek kunt u ook controleren met een klein programma voor Node, dat los van het
eerste is geschreven: dossier.mjs, bij de documentatie van Aantoonbaar.

Dit bewijst niet dat het waar is wat er staat. Het bewijst dat het is gezegd, door
wie, en in welke volgorde, en dat daarna niets is gewijzigd.

--------------------------------------------------------------------------------

INFORMATION SECURITY DOSSIER: %[1]s

This file shows what %[1]s says about its information security and can show, on
%[2]s, after %[3]d changes in its journal.

  report.html              to read; open it in a browser
  claims.json              the same claims, for a program
  oscal/                   the same in OSCAL, for programs of others
  evidence/                files of evidence; the name is the SHA-256 of the content
  assessments/             reports of assessors, with their signature
  journal/                 the journal: who, what and when of every change, and the
                           signed checkpoint over it
  proofs/                  with every claim, the proof that it is in the journal
  anchors/                 time stamps and witnesses of the journal, if there are any
  MANIFEST.txt             the SHA-256 of every file, signed

To check it, without the internet and without us:

  aantoonbaar verify FILE.zip --key KEY

Ask the organisation for the key, by another way than this file: whoever makes a
false file puts their own key into it. According to this file the key is:

  %[4]s

The program says of every claim: proven, erased, not proven or contradicted. Who
trusts a time stamp or a witness says so: --trust-tsa CERTIFICATES.pem and --trust-witness KEY.
Otherwise they prove nothing. The journal
can also be checked with a small program for Node that was written apart from the
first: dossier.mjs, in the documentation of Aantoonbaar.

This does not prove that what it says is true. It proves that it was said, by
whom, and in which order, and that nothing was changed since.
`, book.Organisation, book.At[:10], book.Size, key)
}
