// Package mailtest is a real mail server in the test's own process. Start
// reading at [Server].
package mailtest

import (
	"crypto/subtle"
	"crypto/tls"
	"io"
	"log"
	"net"
	"strconv"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/prokken/prokken/config"
)

// Server keeps what it is sent. What is set before Start is what it asks for.
type Server struct {
	Address            string      // where it listens; a free port of 127.0.0.1 by default
	STARTTLS           *tls.Config // offered
	TLS                *tls.Config // spoken from the first byte
	Username, Password string

	// Stop ends all connections; nobody listens any more.
	Stop func()

	mu       sync.Mutex
	letters  []Letter
	refusals map[string]error
}

// Letter is what arrived, with its envelope.
type Letter struct {
	From      string
	To        []string
	Raw       string
	User      string // who logged in
	Encrypted bool
}

// The moments at which the server can refuse.
const (
	OnSender    = "MAIL"
	OnRecipient = "RCPT"
	OnData      = "DATA"
)

// Start listens until the test ends or Stop. Started again, the server listens
// where it did.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	if s.Address == "" {
		s.Address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", s.Address)
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	if s.TLS != nil {
		listener = tls.NewListener(listener, s.TLS)
	}
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain, server.TLSConfig, server.AllowInsecureAuth = "localhost", s.STARTTLS, s.STARTTLS == nil
	server.ErrorLog = log.New(io.Discard, "", 0)
	served := make(chan struct{})
	go func() { _ = server.Serve(listener); close(served) }()
	s.Stop = sync.OnceFunc(func() {
		_, _ = server.Close(), listener.Close() // Serve may not know the listener yet
		<-served
	})
	t.Cleanup(s.Stop)
}

// Refuse answers with err at the moment named; nil is to accept again.
func (s *Server) Refuse(moment string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals = map[string]error{moment: err}
}

// Letters are those that arrived, oldest first.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Settings are how to reach the server.
func (s *Server) Settings() config.Mail {
	host, port, _ := net.SplitHostPort(s.Address)
	number, _ := strconv.Atoi(port)
	return config.Mail{From: "Prokken <no-reply@prokken.com>", SMTP: config.SMTP{
		Host: host, Port: number, Username: s.Username, Password: s.Password, TLS: s.STARTTLS != nil || s.TLS != nil,
	}}
}

func (s *Server) refusal(moment string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusals[moment]
}

func (s *Server) keep(letter Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, letter)
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	_, encrypted := c.TLSConnectionState()
	return &session{server: s, encrypted: encrypted}, nil
}

// session is one connection.
type session struct {
	server    *Server
	encrypted bool
	user      string
	letter    Letter
}

func (c *session) AuthMechanisms() []string {
	if c.server.Username == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		if username != c.server.Username || subtle.ConstantTimeCompare([]byte(password), []byte(c.server.Password)) == 0 {
			return smtp.ErrAuthFailed
		}
		c.user = username
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.server.Username != "" && c.user == "" {
		return smtp.ErrAuthRequired
	}
	c.letter = Letter{From: from, User: c.user, Encrypted: c.encrypted}
	return c.server.refusal(OnSender)
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.letter.To = append(c.letter.To, to)
	return c.server.refusal(OnRecipient)
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := c.server.refusal(OnData); err != nil {
		return err
	}
	c.letter.Raw = string(raw)
	c.server.keep(c.letter)
	return nil
}

func (c *session) Reset()        { c.letter = Letter{} }
func (c *session) Logout() error { return nil }
