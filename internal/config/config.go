// Package config is how the program is told where it runs. The type is its own
// manual: docs/reference/configuration.md is made from it.
package config

import (
	"fmt"
	"net/url"
	"path/filepath"
	"time"
	_ "time/tzdata" // zones are known on machines that have none
)

// A Config is everything that can be set, by flag or by environment variable.
type Config struct {
	Database    string `default:".local/aantoonbaar.db" env:"AANTOONBAAR_DATABASE" placeholder:"WHERE" help:"Path of the SQLite file, or a postgres:// address. Who can read it reads everything but files and passwords; who can write it can change the present, and shows in the journal."`
	Data        string `default:".local" env:"AANTOONBAAR_DATA" placeholder:"FOLDER" help:"Folder for files of evidence and for the keys. Lose it, and files are gone and no new checkpoint can be signed; leak it, and others can sign in your name."`
	EvidenceKey string `name:"evidence-key" default:"" env:"AANTOONBAAR_EVIDENCE_KEY" placeholder:"FILE" help:"File with the key that opens the files of evidence, made on first start; evidence-key in the data folder when empty. Lose it, and every file is lost; keep it on another disk, and the disk with the files tells nothing."`

	Bucket       string `name:"evidence-bucket" default:"" env:"AANTOONBAAR_EVIDENCE_BUCKET" placeholder:"URL" help:"A bucket that speaks S3, for the files of evidence: https://HOST/BUCKET or https://HOST/BUCKET/PREFIX. Without one they lie in the data folder. They are encrypted before they leave, and the keys stay in the data folder: keep a copy of both. See docs/howto/bucket.md."`
	BucketRegion string `name:"evidence-bucket-region" default:"us-east-1" env:"AANTOONBAAR_EVIDENCE_BUCKET_REGION" placeholder:"NAME" help:"The region of the bucket, as its provider calls it."`
	BucketKey    string `name:"evidence-bucket-key" default:"" env:"AANTOONBAAR_EVIDENCE_BUCKET_KEY" placeholder:"FILE" help:"File with the access key of the bucket on its first line, and its secret on the second. Who has it can remove every file, and can read none."`
	BucketStyle  string `name:"evidence-bucket-style" default:"auto" env:"AANTOONBAAR_EVIDENCE_BUCKET_STYLE" placeholder:"STYLE" help:"How the bucket is named in addresses: path (https://HOST/BUCKET), host (https://BUCKET.HOST), or auto: host at Amazon and Google, path elsewhere."`

	Pages    int    `name:"evidence-pages" default:"2000" env:"AANTOONBAAR_EVIDENCE_PAGES" placeholder:"PAGES" help:"The most pages that a PDF of evidence may have. Pages are counted as far as they can be seen: those of a PDF with a password often cannot."`
	Unpacked int    `name:"evidence-unpacked" default:"200" env:"AANTOONBAAR_EVIDENCE_UNPACKED" placeholder:"MB" help:"The most megabytes to which an Office or OpenDocument file of evidence may unpack, as it declares or as it really does."`
	Listen   string `default:"127.0.0.1:8080" env:"AANTOONBAAR_LISTEN" placeholder:"ADDRESS" help:"Where to listen. Beyond the machine itself, put a server with TLS before it."`
	Address  string `default:"http://localhost:8080" env:"AANTOONBAAR_ADDRESS" placeholder:"URL" help:"The address under which people reach the program. Passkeys are bound to it: after a change they must be made anew."`
	Zone     string `default:"Europe/Amsterdam" env:"AANTOONBAAR_ZONE" help:"The time zone in which days and months are counted."`
	Chromium string `default:"" env:"AANTOONBAAR_CHROMIUM" placeholder:"PATH" help:"Path of a Chromium that prints reports as PDF. Without one, people print from their own browser."`

	Mail         string `default:"" env:"AANTOONBAAR_MAIL" placeholder:"URL" help:"The mail server: smtp://user@host:587 (STARTTLS) or smtps://user@host:465 (TLS from the first byte). Without TLS nothing is sent, but to a server on this machine. Empty: no mail, and nobody is told of an incident or a term that ends unless they look."`
	MailPassword string `name:"mail-password" default:"" env:"AANTOONBAAR_MAIL_PASSWORD" placeholder:"FILE" help:"File with the password of the user in the address of the mail server."`
	MailFrom     string `name:"mail-from" default:"" env:"AANTOONBAAR_MAIL_FROM" placeholder:"ADDRESS" help:"Who sends the mail, such as: Aantoonbaar <aantoonbaar@zorg.example>. Needed with mail."`

	HookAllow []string `name:"hook-allow" env:"AANTOONBAAR_HOOK_ALLOW" placeholder:"RANGE" help:"Ranges of private addresses that webhooks may call, such as 10.1.0.0/16, with commas between them; 127.0.0.0/8 for this machine itself. Empty: none, and that keeps who sets a webhook out of the network in which this program stands."`

	Timestamp      []string `env:"AANTOONBAAR_TIMESTAMP" placeholder:"URL" help:"Addresses of time-stamping authorities (RFC 3161), with commas between them. Each gets the hash of a checkpoint of every journal that grew, at most once a day. Without one, nothing is sent."`
	TimestampRoots string   `name:"timestamp-roots" default:"" env:"AANTOONBAAR_TIMESTAMP_ROOTS" placeholder:"PATH" help:"PEM file with the root certificates of those authorities. Without it a time stamp is taken from whoever signed it, and their name is shown."`
	Witness        []string `env:"AANTOONBAAR_WITNESS" placeholder:"KEY@URL" help:"Witnesses (C2SP tlog-witness) that see the checkpoints of every journal: the key of each, and the address before /add-checkpoint. Without one, nothing is sent."`
	WitnessFor     []string `name:"witness-for" env:"AANTOONBAAR_WITNESS_FOR" placeholder:"KEY" help:"Public keys of other installations, for whose journals this one is a witness, at /witness/add-checkpoint."`
}

// Location returns the zone.
func (c Config) Location() (*time.Location, error) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, fmt.Errorf("zone %q is not known: %w", c.Zone, err)
	}
	return zone, nil
}

// KeyFile returns where the key of the evidence lies.
func (c Config) KeyFile() string {
	if c.EvidenceKey != "" {
		return c.EvidenceKey
	}
	return filepath.Join(c.Data, "evidence-key")
}

// Check refuses settings that cannot work, before anything is opened.
func (c Config) Check() error {
	u, err := url.Parse(c.Address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("address %q: write it as https://name, as people type it", c.Address)
	}
	if (c.Bucket == "") != (c.BucketKey == "") {
		return fmt.Errorf("evidence-bucket %q and evidence-bucket-key %q go together: name both, or neither to keep files in the data folder", c.Bucket, c.BucketKey)
	}
	if c.Pages < 0 || c.Unpacked < 0 {
		return fmt.Errorf("evidence-pages %d and evidence-unpacked %d: neither can be below zero; 0 means the default", c.Pages, c.Unpacked)
	}
	_, err = c.Location()
	return err
}
