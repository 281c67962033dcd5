package app

import (
	"context"

	"aantoonbaar/internal/config"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
)

// mailServer reads from the configuration who takes our mail; nil for nobody.
func mailServer(c config.Config) (*mail.Server, error) {
	if c.Mail == "" {
		return nil, nil
	}
	return mail.NewServer(c.Mail, c.MailPassword, c.MailFrom)
}

// outbox makes the one that sends to s; nil without a server.
func (a *App) outbox(s *mail.Server) *mail.Outbox {
	if s == nil {
		return nil
	}
	return &mail.Outbox{Store: &maildb.Store{DB: a.DB}, Server: s, Now: a.Now, Log: a.log}
}

// mails tells whether mail is sent. That of the demo is not: its people are
// invented, and their addresses may be of somebody.
func (a *App) mails() bool { return a.Outbox != nil && !a.Demo }

// call calls webhooks until ctx ends; not those of the demo.
func (a *App) call(ctx context.Context) {
	if !a.Demo {
		a.Hooks.Run(ctx)
	}
}

// post sends mail until ctx ends. It stops between two messages.
func (a *App) post(ctx context.Context) {
	if a.mails() {
		a.Outbox.Run(ctx)
	}
}
