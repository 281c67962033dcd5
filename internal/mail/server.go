package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// A Server is the mail server that takes our messages.
type Server struct {
	Host     string
	Port     int
	TLS      bool // from the first byte; else STARTTLS
	Plain    bool // may go without TLS: on this very machine only
	User     string
	Password string
	From     mail.Address

	Trust *tls.Config // whom to believe about its name; nil for whom the machine believes
}

// patience is how long the server may take: to connect, and for each message.
const patience = 30 * time.Second

// NewServer reads where the server is: smtps://user@host:465 for TLS from the
// first byte, smtp://user@host:587 for STARTTLS. A server that does not offer it
// is refused, but for one on this machine. passwordFile holds the password of
// the user, if the address names one; from is who sends.
func NewServer(address, passwordFile, from string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("mail: write the server as smtps://user@host:465 or smtp://user@host:587")
	}
	if _, has := u.User.Password(); has {
		return nil, errors.New("mail: put the password in a file and name it with mail-password, not in the address of the server")
	}
	s := &Server{Host: u.Hostname(), TLS: u.Scheme == "smtps", User: u.User.Username()}
	s.Plain = s.Host == "localhost" || net.ParseIP(s.Host).IsLoopback()
	s.Port = map[bool]int{true: 465, false: 587}[s.TLS]
	if u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("mail: port %q is no number", u.Port())
		}
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail-from %q: write an address, such as Aantoonbaar <aantoonbaar@zorg.example>", from)
	}
	s.From = *sender
	if (s.User == "") != (passwordFile == "") {
		return nil, errors.New("mail: a user in the address of the server and a file with the password belong together; give both or neither")
	}
	if passwordFile == "" {
		return s, nil
	}
	password, err := os.ReadFile(passwordFile)
	if err != nil {
		return nil, fmt.Errorf("mail-password: %w", err)
	}
	s.Password = strings.TrimRight(string(password), "\r\n")
	return s, nil
}

// Domain is what stands after the @ of the sender.
func (s *Server) Domain() string {
	return s.From.Address[strings.LastIndexByte(s.From.Address, '@')+1:]
}

// A line is an open connection to the server.
type line struct {
	client *gomail.Client
	conn   *smtp.Client
}

// dial connects, and signs in where there is a user.
func (s *Server) dial(ctx context.Context) (*line, error) {
	policy := gomail.TLSMandatory
	if s.Plain {
		policy = gomail.TLSOpportunistic
	}
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(patience), gomail.WithTLSPolicy(policy), gomail.WithoutRset()}
	if s.Trust != nil {
		options = append(options, gomail.WithTLSConfig(s.Trust))
	}
	if s.TLS {
		options = append(options, gomail.WithSSL())
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, err
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	return &line{client, conn}, nil
}

// send hands one message over. When it returns nil the server has taken it.
func (l *line) send(m *gomail.Msg) error {
	err := l.client.SendWithSMTPClient(l.conn, m)
	if m.IsDelivered() {
		return nil // whatever went wrong after the server said so
	}
	return err
}

// end says goodbye when the connection is whole, and closes it in any case.
func (l *line) end() {
	if l == nil {
		return
	}
	if err := l.client.CloseWithSMTPClient(l.conn); err != nil {
		_ = l.conn.Close() // the server has left already
	}
}

// write makes a message as it goes over the line. Programs do not answer it with
// a message that somebody is away (RFC 3834).
func (s *Server) write(m Message, now time.Time) *gomail.Msg {
	text := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := s.From
	text.FromMailAddress(&from)
	text.ToMailAddress(m.To())
	text.Subject(m.Subject)
	text.SetDateWithValue(now)
	text.SetMessageIDWithValue(m.ID + "@" + s.Domain())
	text.SetGenHeader("Auto-Submitted", "auto-generated")
	text.SetBodyString(gomail.TypeTextPlain, m.Body)
	return text
}

// What is kept of a failure that the server did not put in words.
const (
	Unreachable = "unreachable" // or it did not let us in
	Broken      = "broken"      // the connection, while the message was on its way
	NoAddress   = "no address"
)

// lasting are the moments at which a refusal is about the message itself.
var lasting = []gomail.SendErrReason{gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose}

// refusal is what is kept of a failure: the server's codes, without its words, in
// which addresses of people may stand. final tells that it is of no use to try
// again.
func refusal(err error) (says string, final bool) {
	sent, ok := errors.AsType[*gomail.SendError](err)
	switch {
	case ok && sent.Reason == gomail.ErrGetRcpts:
		return NoAddress, true
	case !ok || sent.ErrorCode() == 0:
		return Broken, false
	}
	says = strings.TrimSpace(strconv.Itoa(sent.ErrorCode()) + " " + sent.EnhancedStatusCode())
	return says, sent.ErrorCode() >= 500 && slices.Contains(lasting, sent.Reason)
}
