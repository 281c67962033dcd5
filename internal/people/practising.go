package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// AddCampaign stores what came of a practice mail. Groups that are too small are put
// together: see [Merge].
//
// Refusals: Denied; Invalid with every wrong field; ErrFull.
func (s *Service) AddCampaign(ctx context.Context, by identity.Actor, c Campaign) (Campaign, error) {
	if err := by.Need(identity.KeepTraining); err != nil {
		return Campaign{}, err
	}
	var k fault.Checker
	c = c.tidy()
	c.check(&k, s.today())
	if err := k.Fault("people.campaign-refused"); err != nil {
		return Campaign{}, err
	}
	c.ID, c.Withdrawn, c.Because = ID(s.NewID("phi")), time.Time{}, ""
	c.Change = Change{Version: 1, At: s.now(), By: by.Name}
	return c, s.save(ctx, by, "training.phishing", c, c.Change)
}

// WithdrawCampaign takes out a practice mail that was read wrong, and says why. It
// stays in the journal. Evidence that was made of it is withdrawn in the room of
// evidence.
//
// Refusals: Denied; NotFound; Invalid without a reason.
func (s *Service) WithdrawCampaign(ctx context.Context, by identity.Actor, id ID, because string) error {
	if err := by.Need(identity.KeepTraining); err != nil {
		return err
	}
	c, err := s.campaign(ctx, by, id)
	if err != nil {
		return err
	}
	if because, err = reason(because); err != nil {
		return err
	}
	c.Change = Change{Version: c.Version + 1, At: s.now(), By: by.Name}
	c.Withdrawn, c.Because = c.At, because
	return s.save(ctx, by, "training.withdraw-phishing", c, c.Change)
}

func (s *Service) campaign(ctx context.Context, by identity.Actor, id ID) (Campaign, error) {
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return Campaign{}, err
	}
	c, ok := f.Campaign(id)
	if !ok {
		return Campaign{}, fault.Missing("people.none")
	}
	return c, nil
}

// A CampaignFile is a practice mail with what came of it.
type CampaignFile struct {
	Campaign

	Proven bool // it stands among the evidence
}

// FindCampaign returns a practice mail.
//
// Refusals: Denied; NotFound.
func (s *Service) FindCampaign(ctx context.Context, by identity.Actor, id ID) (CampaignFile, error) {
	if err := by.Need(identity.Read); err != nil {
		return CampaignFile{}, err
	}
	c, err := s.campaign(ctx, by, id)
	if err != nil {
		return CampaignFile{}, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return CampaignFile{}, fmt.Errorf("list evidence: %w", err)
	}
	sum, err := c.sum()
	return CampaignFile{c, evidence.HasNote(items, sum)}, err
}

// ProveCampaign adds a practice mail to the evidence of 6.3, on the level of
// operation, for half a year. Where it is evidence already, nothing is added.
//
// Refusals: Denied; NotFound.
func (s *Service) ProveCampaign(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	c, err := s.campaign(ctx, by, id)
	if err != nil {
		return err
	}
	sum, err := c.sum()
	if err != nil {
		return err
	}
	if err := s.World.AddOnce(ctx, by, c.evidence(by.Name, sum), sum); err != nil {
		return fmt.Errorf("add campaign %s to the evidence: %w", id, err)
	}
	return nil
}

// sum is the SHA-256 of the campaign as it was recorded, in hexadecimal.
func (c Campaign) sum() (string, error) {
	c.Withdrawn, c.Because, c.Change = time.Time{}, "", Change{}
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("encode campaign: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

func (c Campaign) evidence(by, sum string) evidence.Item {
	all := c.Total()
	text := fmt.Sprintf("Verstuurd aan %d mensen. Geopend: %d. Geklikt: %d. Gegevens ingevuld: %d. Gemeld: %d.\nVaste versie: %s", all.Sent, all.Opened, all.Clicked, all.Gave, all.Reported, sum)
	return evidence.Item{
		Title: "Oefenmail van " + i18n.NL.Day(c.On) + ": " + c.Name, Form: evidence.Note, Kind: framework.Operation, Text: text,
		VouchedBy: by, SpeaksFrom: c.On, ValidUntil: monthsOn(c.On, provesFor), Requirements: []string{Always},
	}
}
