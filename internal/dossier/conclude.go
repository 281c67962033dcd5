package dossier

import (
	"encoding/json"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/journal"
)

// conclude compares what the dossier claims with what its entries say.
func (v *verifier) conclude() {
	stated, own := v.stated, v.own
	if stated.Format != own.Format || stated.Org != own.Org || stated.Organisation != own.Organisation || stated.Size != own.Size || stated.At != own.At || stated.On != own.On {
		v.problem("%s begint niet met wat de regels zeggen", "%s does not begin with what the entries say", ClaimsName)
	}
	v.report.Book, v.report.Organisation, v.report.At, v.report.On = own, own.Organisation, own.At, own.On
	said := map[string]Claim{}
	for _, c := range stated.Claims {
		if _, twice := said[c.ID]; twice {
			v.problem("%s staat twee keer bij de beweringen", "%s stands twice among the claims", c.ID)
		}
		said[c.ID] = c
	}
	for _, c := range own.Claims {
		v.report.Findings = append(v.report.Findings, v.judge(c, said))
		delete(said, c.ID)
	}
	for _, c := range stated.Claims {
		if _, left := said[c.ID]; left {
			v.report.Findings = append(v.report.Findings, Finding{c.ID, Contradicted, []Reason{because("geen regel van het logboek zegt dit", "no entry says this")}})
		}
	}
}

// judge gives the verdict on one claim, of which c is what the entries say.
func (v *verifier) judge(c Claim, stated map[string]Claim) Finding {
	f := Finding{Claim: c.ID, Verdict: Proven}
	say := func(verdict Verdict, nl, en string, args ...any) {
		f.Why = append(f.Why, because(nl, en, args...))
		if verdict == Contradicted || f.Verdict == Proven {
			f.Verdict = verdict
		}
	}
	claimed, ok := stated[c.ID]
	switch {
	case !ok:
		say(Contradicted, "de regels van het logboek zeggen er iets over, en bij de beweringen is het weggelaten", "the entries say something about it, and the claims leave it out")
	case !same(claimed, c):
		say(Contradicted, "de regels van het logboek zeggen iets anders", "the entries say otherwise")
	}
	if i := slices.IndexFunc(c.Entries, func(seq int64) bool { return v.changed[seq] }); i >= 0 {
		say(Contradicted, "wat regel %d zegt, is veranderd nadat die was geschreven", "what entry %d says was changed after it was written", c.Entries[i])
	}
	if i := slices.IndexFunc(c.Entries, func(seq int64) bool { return v.odd[seq] }); i >= 0 {
		e := v.entries[c.Entries[i]]
		say(NotProven, "volgens regel %d was het %s, en de regels eromheen zeggen iets anders: de klok liep verkeerd, of iemand koos de datum", "entry %d says %s, and those around it say otherwise: the clock was wrong, or somebody dated it", e.Seq, journal.Stamp(e.At))
	}
	if err := v.included(c.Entries[len(c.Entries)-1]); err != nil {
		say(Contradicted, "het bewijs dat het in het logboek zit, klopt niet: %v", "inclusion proof: %v", err)
	}
	switch {
	case c.Says.Erasure != nil:
		say(Erased, "gewist op %s door %s (%s); de regels staan er nog, wat zij zeiden is niet meer te laten zien", "erased on %s by %s (%s); its entries stand, what they said can no longer be shown", c.At, c.By, c.Says.Erasure.Ground)
	case c.Erased:
		say(NotProven, "wat er is gezegd is weg, en geen regel van dit logboek zegt dat het is gewist; wie, wat en wanneer staan er nog", "what was said is gone, and no entry of this journal says that it was erased; who, what and when stand")
	}
	for _, beside := range []func(Claim) (Reason, Verdict){v.filed, v.reported} {
		if why, verdict := beside(c); !why.IsZero() {
			say(verdict, "%[1]s", "%[2]s", why.NL, why.EN)
		}
	}
	return f
}

// filed checks the file of a piece of evidence. It returns what is wrong, zero for
// nothing, and whether that contradicts the claim or only leaves it open.
func (v *verifier) filed(c Claim) (why Reason, verdict Verdict) {
	p := c.Says.Evidence
	if p == nil || p.SHA256 == "" {
		return Reason{}, Proven
	}
	switch v.manifest.of(EvidencePath(p.SHA256)) {
	case "":
		return because("het bestand zit niet in dit dossier; wie het heeft, vergelijkt zijn SHA-256 met %s", "the file is not in this dossier; whoever has it compares its SHA-256 with %s", p.SHA256), NotProven
	case p.SHA256:
		return Reason{}, Proven
	}
	return because("het bestand in dit dossier is een ander", "the file in this dossier is another one"), Contradicted
}

// same reports whether two claims are written alike.
func same(a, b Claim) bool {
	if !slices.Equal(a.Entries, b.Entries) {
		return false
	}
	a.Entries, b.Entries = nil, nil // there can be very many
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// included checks the proof that an entry is in the signed tree.
func (v *verifier) included(seq int64) error {
	text, err := v.archive.read(proofPath(seq), 1<<20)
	if err != nil {
		return err
	}
	index, path, checkpoint, err := readProof(string(text))
	if err != nil {
		return err
	}
	if index != seq {
		return fmt.Errorf("is of entry %d", index)
	}
	c, err := v.point(checkpoint)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, c.Size, c.Root, seq, v.tree[seq])
}
