// Package mailtest is a mail server for tests: SMTP over TCP, with and without
// TLS, that refuses, drops and dawdles when it is told to.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A Received is a message that the server took.
type Received struct {
	ID      string // the Message-ID, between its brackets
	From    string // of the envelope
	To      string
	Header  mail.Header
	Body    string // as a person reads it
	Secured bool   // it came over TLS
	User    string
}

// A Stage is a moment at which the server can be made to misbehave.
type Stage string

// The stages.
const (
	Recipient Stage = "recipient" // at RCPT TO
	Halfway   Stage = "halfway"   // while the text comes in
	Accepting Stage = "accepting" // the text is in and was taken; the answer is not given yet
)

// ErrDrop makes the server break the connection without a word.
var ErrDrop = errors.New("drop")

// A Server is a mail server on this machine.
type Server struct {
	Host string
	Port int
	Pool *x509.CertPool // that knows its certificate

	mu   sync.Mutex
	do   func(stage Stage, to string) error
	got  []Received
	smtp *smtp.Server
}

// How a server speaks.
const (
	Bare     = "bare"     // no TLS
	StartTLS = "starttls" // offered
	TLS      = "tls"      // from the first byte
)

// Start starts a server that goes with the test. users are who may sign in, with
// their passwords; with none nobody need.
func Start(tb testing.TB, speaks string, users map[string]string) *Server {
	tb.Helper()
	s := &Server{Host: "127.0.0.1", Pool: x509.NewCertPool(), do: func(Stage, string) error { return nil }}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c, users: users}, nil }))
	s.smtp.Domain, s.smtp.ErrorLog = "mail.test", quiet{}
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = 10*time.Second, 10*time.Second
	s.smtp.AllowInsecureAuth = speaks == Bare
	certificate := s.certificate(tb)
	listener, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port
	if speaks != Bare {
		s.smtp.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	if speaks == TLS {
		listener = tls.NewListener(listener, s.smtp.TLSConfig)
	}
	go func() { _ = s.smtp.Serve(listener) }() // ends with Close
	tb.Cleanup(s.Stop)
	return s
}

// Stop ends the server. Nobody listens at its address afterwards.
func (s *Server) Stop() { _ = s.smtp.Close() }

// Address is host and port.
func (s *Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Got returns what was taken so far.
func (s *Server) Got() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.got...)
}

// Count returns how often each message was taken, by Message-ID.
func (s *Server) Count() map[string]int {
	count := map[string]int{}
	for _, r := range s.Got() {
		count[r.ID]++
	}
	return count
}

// Act sets what happens to a message at a stage: nil to go on, an
// [smtp.SMTPError] to refuse, [ErrDrop] to hang up. do is called for one
// connection at a time, and may not ask the server anything.
func (s *Server) Act(do func(stage Stage, to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
}

func (s *Server) act(stage Stage, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.do(stage, to)
}

// certificate makes one for this machine that signs itself.
func (s *Server) certificate(tb testing.TB) tls.Certificate {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	paper := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"mail.test"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, paper, paper, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatal(err)
	}
	s.Pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// A session is one connection.
type session struct {
	server *Server
	conn   *smtp.Conn
	users  map[string]string
	user   string
	from   string
	to     string
}

// AuthMechanisms implements [smtp.AuthSession].
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements [smtp.AuthSession].
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if want, ok := s.users[user]; !ok || want != password {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

// Mail implements [smtp.Session].
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if len(s.users) > 0 && s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

// Rcpt implements [smtp.Session].
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.hangUp(s.server.act(Recipient, to))
}

// Data implements [smtp.Session].
func (s *session) Data(r io.Reader) error {
	if err := s.hangUp(s.server.act(Halfway, s.to)); err != nil {
		return err
	}
	text, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	coded := text.Body
	if text.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		coded = quotedprintable.NewReader(text.Body)
	}
	body, err := io.ReadAll(coded)
	if err != nil {
		return err
	}
	_, secured := s.conn.TLSConnectionState()
	id := text.Header.Get("Message-ID")
	got := Received{ID: id[1 : len(id)-1], From: s.from, To: s.to, Header: text.Header, Body: string(body), Secured: secured, User: s.user}
	s.server.mu.Lock()
	s.server.got = append(s.server.got, got)
	s.server.mu.Unlock()
	return s.hangUp(s.server.act(Accepting, s.to))
}

// hangUp breaks the connection for ErrDrop.
func (s *session) hangUp(err error) error {
	if errors.Is(err, ErrDrop) {
		_ = s.conn.Conn().Close()
	}
	return err
}

// Reset implements [smtp.Session].
func (s *session) Reset() { s.from, s.to = "", "" }

// Logout implements [smtp.Session].
func (s *session) Logout() error { return nil }

// quiet is a log that nobody reads: connections are broken on purpose.
type quiet struct{}

// Printf implements [smtp.Logger].
func (quiet) Printf(string, ...any) {}

// Println implements [smtp.Logger].
func (quiet) Println(...any) {}
