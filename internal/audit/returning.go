package audit

import (
	"context"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Return is access that the organisation gave again after it had ended, to close
// findings and for nothing else. Days are midnight UTC, both included.
type Return struct {
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
	Because string    `json:"because"`
	ByName  string    `json:"by"`
}

// maxReturn is how many days access to close findings takes at most.
const maxReturn = 31

// access is the first day of the access that was given last, and the last one.
func (e Engagement) access() (from, until time.Time) {
	if n := len(e.Returns); n > 0 {
		return e.Returns[n-1].From, e.Returns[n-1].Until
	}
	return e.Terms.AccessFrom, e.Terms.AccessUntil
}

// ClosesOnly reports whether assessors have access to close findings and for nothing
// else.
func (e Engagement) ClosesOnly() bool { return len(e.Returns) > 0 }

// MayReturn reports whether access can be given again on a day: the report is signed,
// a finding is open, and the access that was given before has ended.
func (f File) MayReturn(today time.Time) bool {
	_, until := f.Engagement.access()
	return f.Engagement.Status == Reported && until.Before(today) && slices.ContainsFunc(f.Findings, Finding.IsOpen)
}

// Readmit gives access to assessors again, from today, to close findings and for
// nothing else. Who gets it is invited as before: see [Service.Invite].
//
// Refusals: Denied; NotFound; Invalid without a reason, or for a day that has passed
// or is too far away; Conflict while there is access, or nothing to close.
func (s *Service) Readmit(ctx context.Context, by identity.Actor, id ID, until time.Time, because string) (Engagement, error) {
	if err := by.Need(identity.Commission); err != nil {
		return Engagement{}, err
	}
	f, err := s.in(ctx, by, id, Reported)
	if err != nil {
		return Engagement{}, err
	}
	e, today := f.Engagement, s.today()
	if !f.MayReturn(today) {
		return Engagement{}, noReturn(e, today)
	}
	because = strings.TrimSpace(because)
	var c fault.Checker
	c.Need(!until.Before(today), "return_until", i18n.T("Kies een dag vanaf vandaag.", "Choose today or a later day."))
	c.Need(!until.After(today.AddDate(0, 0, maxReturn)), "return_until", i18n.Tf("Geef hoogstens %d dagen toegang om te sluiten.", "Give access to close for at most %d days.", maxReturn))
	c.Need(because != "", "return_because", i18n.T("Schrijf waarom de beoordelaar terugkomt. De reden blijft zichtbaar.", "Write why the assessor comes back. The reason stays to be seen."))
	c.Text(because, "return_because", MaxText)
	if err := c.Fault("audit.return-refused"); err != nil {
		return Engagement{}, err
	}
	again := Return{From: today, Until: until, Because: because, ByName: by.Name}
	e.Returns = append(slices.Clone(e.Returns), again)
	return s.step(ctx, by, e, "audit.readmit", again)
}

// noReturn is why access is not given again.
func noReturn(e Engagement, today time.Time) error {
	says := i18n.T("Er staat geen bevinding open. Er is dus niets te sluiten.", "No finding is open, so there is nothing to close.")
	if _, until := e.access(); !until.Before(today) {
		says = i18n.T("De toegang loopt nog, tot en met "+i18n.NL.Day(until)+".", "There is access still, until "+i18n.EN.Day(until)+".")
	}
	return &fault.Fault{
		Kind: fault.Conflict, Code: "audit.no-return", Says: says,
		Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored."),
	}
}

// onlyCloses refuses what is more than closing a finding.
func onlyCloses(e Engagement) error {
	if !e.ClosesOnly() {
		return nil
	}
	return &fault.Fault{
		Kind: fault.Conflict, Code: "audit.only-closing",
		Says: i18n.T("Uw toegang is terug om bevindingen te sluiten, en voor niets anders.", "Your access is back to close findings, and for nothing else."),
		Hint: i18n.T("Vraag de organisatie om een nieuwe opdracht als het rapport niet klopt. Er is niets opgeslagen.", "Ask the organisation for a new engagement when the report is wrong. Nothing was stored."),
	}
}
