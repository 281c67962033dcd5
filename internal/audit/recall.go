package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall brings engagements to how they stood after the given entries, which are
// those of a journal from its start, oldest first; entries about anything else are
// passed over. Newest first, as a [Store] lists them, with everything that came of
// them. Of a report the journal tells what was signed, by whom and when: its text,
// signature and key, and the checkpoint that came after it, stand beside the journal.
//
// Unknown names engagements of which the content of an entry was erased: they are
// left out, for what is left of them would say something else. It also names those
// of which an older entry does not tell everything.
func Recall(entries []journal.Entry) (files []File, unknown []ref.Ref, err error) {
	found := map[ref.Ref]*life{}
	for _, e := range entries {
		if e.Object.Kind != "audit" || !strings.HasPrefix(e.Action, "audit.") {
			continue
		}
		l := found[e.Object]
		if l == nil {
			l = &life{lost: e.Action != "audit.draft"}
			found[e.Object] = l
		}
		if err := l.read(e); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	for object, l := range found {
		if l.lost || l.vague {
			unknown = append(unknown, object)
		}
		if !l.lost {
			files = append(files, l.file())
		}
	}
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(b.Engagement.CreatedAt.Compare(a.Engagement.CreatedAt), cmp.Compare(b.Engagement.ID, a.Engagement.ID))
	})
	slices.SortFunc(unknown, ref.Ref.Compare)
	return files, unknown, nil
}

// A life is one engagement, as far as its entries were read.
type life struct {
	File
	lost  bool // what an entry said was erased, or is not of a kind that this program knows
	vague bool // an older entry does not tell everything

	back int // entries to come that are of what was brought back last
	took int // place of its taking
}

// file is the engagement after the last entry.
func (l *life) file() File {
	slices.SortFunc(l.Verdicts, func(a, b Verdict) int {
		return cmp.Or(cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(a.Level, b.Level))
	})
	return l.File
}

// read takes in the next entry.
func (l *life) read(e journal.Entry) error {
	if l.lost = l.lost || e.Data == nil; l.lost {
		return nil
	}
	from := l.back // this one came with what was brought back, when it is above zero
	l.back = max(0, from-1)
	switch e.Action {
	case "audit.verdict", "audit.find", "audit.respond", "audit.close-finding":
		l.Engagement.Work++
		return l.readWork(e, from > 0)
	case "audit.conclude":
		if from == 0 {
			l.Engagement.Version++
		}
		return l.readConclusion(e, from > 0)
	case "audit.draft", "audit.change", "audit.agree", "audit.correct", "audit.close", "audit.stop":
		l.Engagement.Version++
		return told(e, l.step)
	}
	l.Engagement.Version++
	return l.readAct(e)
}

// told hands what an entry says to into.
func told[T any](e journal.Entry, into func(journal.Entry, T)) error {
	var said T
	err := json.Unmarshal(e.Data, &said)
	if err == nil {
		into(e, said)
	}
	return err
}

// step takes in that the engagement went on.
func (l *life) step(e journal.Entry, s Step) {
	x := &l.Engagement
	switch e.Action {
	case "audit.draft":
		x.ID, x.CreatedBy, x.CreatedAt = ID(e.Object.ID), e.ActorName, e.At
	case "audit.agree":
		x.agree(s.Side, Agreement{identity.PersonID(e.ActorID), e.ActorName, e.At})
	case "audit.correct":
		x.Correcting = s.Because
	case "audit.stop":
		x.Because = s.Because
	}
	if s.Terms != nil {
		x.reword(*s.Terms)
	}
	x.Status = s.Status
}

// readAct takes in what says something of its own about the engagement.
func (l *life) readAct(e journal.Entry) error {
	x := &l.Engagement
	switch e.Action {
	case "audit.declare":
		return told(e, func(_ journal.Entry, d Declared) {
			l.vague = l.vague || d.TookBack == nil && x.leads(d.Person)
			x.state(d.Statement, d.TookBack != nil && *d.TookBack)
		})
	case "audit.begin":
		return told(e, func(e journal.Entry, b Begun) {
			x.Status, x.Situation = AtWork, Situation{b.Size, b.Root, b.Note, e.At}
			x.Seed, x.Sample = b.Seed, b.Sample
		})
	case "audit.move-on":
		return told(e, func(_ journal.Entry, n Newer) { x.Newer = append(x.Newer, n) })
	case "audit.readmit":
		return told(e, func(_ journal.Entry, r Return) { x.Returns = append(x.Returns, r) })
	case "audit.sample":
		return told(e, func(_ journal.Entry, p Pick) { x.pick(p) })
	case "audit.take-along":
		return told(e, func(e journal.Entry, t TakenAlong) {
			x.Taken = append(x.Taken, Taking{ID: t.Taking, Person: identity.PersonID(e.ActorID), Name: e.ActorName, At: e.At, Size: t.Size, Files: t.Files})
		})
	case "audit.bring-back":
		return told(e, l.broughtBack)
	case ActSign:
		return told(e, l.signed)
	}
	l.lost = true
	return nil
}

// signed takes in a report.
func (l *life) signed(e journal.Entry, s Signed) {
	l.Engagement.Status, l.Engagement.Correcting = Reported, ""
	l.Reports = slices.Insert(l.Reports, 0, Report{
		Number: s.Number, SHA256: s.SHA256, Key: s.Key, By: identity.PersonID(e.ActorID), Name: e.ActorName, At: e.At, OnPaper: s.OnPaper, Size: e.Seq + 1,
	})
}

// broughtBack takes in that work came back. The entries that follow say what.
func (l *life) broughtBack(e journal.Entry, b BroughtBack) {
	i, ok := l.Engagement.taking(b.Taking)
	if !ok {
		l.lost = true
		return
	}
	l.took, l.back = i, b.Verdicts+b.Findings
	if b.Conclusion {
		l.back++
	}
	t := l.Engagement.Taken[i].clone()
	t.Brought = append(t.Brought, Brought{SHA256: b.SHA256, At: e.At, Verdicts: b.Verdicts, Findings: b.Findings, Conclusion: b.Conclusion, Left: b.Left})
	t.Numbers = b.Numbers
	l.Engagement.Taken[i] = t
}

// readConclusion takes in what the assessor concludes.
func (l *life) readConclusion(e journal.Entry, back bool) error {
	return told(e, func(_ journal.Entry, said map[string]string) {
		l.Engagement.Conclusion = said["conclusion"]
		if back {
			l.Engagement.Taken[l.took].Stored["conclusion"] = markOfText(said["conclusion"])
		}
	})
}
