package mail_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"
	gomail "github.com/wneessen/go-mail"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/mailtest"
)

const password = "a pass:word with ünïcode"

var letter = mail.Message{
	To: "ada@example.com", Subject: "Confirm your address", Text: "Hello Ada,\n.\n..dots\nfrom Dhaka: ঢাকা\n",
	HTML: "<p>Hello <b>Ada</b> — " + strings.Repeat("a long line ", 200) + "</p>\n",
}

// open is a server with STARTTLS and a password, and the settings that reach it.
func open(t *testing.T) (*mailtest.Server, config.Mail, *tls.Config) {
	t.Helper()
	shown, trust := mailtest.Certificate(t, "127.0.0.1")
	server := &mailtest.Server{STARTTLS: shown, Username: "prokken", Password: password}
	server.Start(t)
	return server, server.Settings(), trust
}

func send(t *testing.T, c config.Mail, trust *tls.Config, m mail.Message) error {
	t.Helper()
	return mail.SMTPTrusting(c, trust).Send(context.Background(), m)
}

func only(t *testing.T, server *mailtest.Server) mailtest.Letter {
	t.Helper()
	letters := server.Letters()
	if len(letters) != 1 {
		t.Fatalf("%d letters arrived, want 1", len(letters))
	}
	return letters[0]
}

func TestDelivery(t *testing.T) {
	for name, subject := range map[string]string{
		"ascii":   "Confirm your address for Prokken",
		"unicode": "Prokken: ঠিকানা নিশ্চিত করুন, s'il vous plaît – " + strings.Repeat("ঠিকানা ", 12) + "!",
		"long":    strings.TrimSpace(strings.Repeat("word ", 90)),
	} {
		t.Run(name, func(t *testing.T) {
			server, c, trust := open(t)
			m := letter
			m.Subject = subject
			if err := send(t, c, trust, m); err != nil {
				t.Fatal(err)
			}
			got := only(t, server)
			envelope := mailtest.Letter{
				From:      "no-reply@prokken.com",
				To:        []string{m.To},
				Raw:       got.Raw,
				User:      "prokken",
				Encrypted: true,
			}
			if diff := cmp.Diff(envelope, got); diff != "" {
				t.Error(diff)
			}
			checkHeader(t, got.Raw, m)
			checkParts(t, got.Raw, m)
		})
	}
}

func checkHeader(t *testing.T, raw string, m mail.Message) {
	t.Helper()
	parsed := parse(t, raw)
	for header, want := range map[string]string{
		"From": `"Prokken" <no-reply@prokken.com>`, "To": "<" + m.To + ">", "Subject": m.Subject,
		"Auto-Submitted": "auto-generated", "Mime-Version": "1.0", "User-Agent": "", "X-Mailer": "",
	} {
		if got := decode(t, parsed.Header.Get(header)); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if sent, err := parsed.Header.Date(); err != nil || time.Since(sent).Abs() > time.Minute {
		t.Errorf("Date: %v, %v", sent, err)
	}
	id := parsed.Header.Get("Message-ID")
	if !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, "@prokken.com>") || len(id) < 30 {
		t.Errorf("Message-ID: %q", id)
	}
	for line := range strings.SplitSeq(raw, "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line that SMTP does not carry: %.80q", line)
		}
	}
}

func checkParts(t *testing.T, raw string, m mail.Message) {
	t.Helper()
	parsed := parse(t, raw)
	kind, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatal(kind, err)
	}
	parts := multipart.NewReader(parsed.Body, parameters["boundary"])
	for _, want := range [][2]string{{"text/plain; charset=UTF-8", m.Text}, {"text/html; charset=UTF-8", m.HTML}} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		got := [2]string{part.Header.Get("Content-Type"), strings.ReplaceAll(string(body), "\r\n", "\n")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := parts.NextPart(); !errors.Is(err, io.EOF) {
		t.Error("there is a third part", err)
	}
}

func parse(t testing.TB, raw string) *netmail.Message {
	t.Helper()
	parsed, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	return parsed
}

func decode(t testing.TB, header string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The ways to reach a server, and whether a letter goes that way.
func TestTLS(t *testing.T) {
	shown, trust := mailtest.Certificate(t, "127.0.0.1", "::1")
	elsewhere, trusted := mailtest.Certificate(t, "192.0.2.1")
	tests := map[string]struct {
		server *mailtest.Server
		client func(c *config.Mail)
		trust  *tls.Config
		errs   string
	}{
		"STARTTLS": {&mailtest.Server{STARTTLS: shown}, nil, trust, ""},
		"from the first byte": {
			&mailtest.Server{TLS: shown, Address: "127.0.0.1:465", Username: "a", Password: password},
			nil,
			trust,
			"",
		},
		"plain":                 {&mailtest.Server{}, nil, trust, ""},
		"plain with a password": {&mailtest.Server{Username: "a", Password: password}, nil, trust, ""},
		"plain over IPv6": {
			&mailtest.Server{Address: "[::1]:0", Username: "a", Password: password},
			nil,
			trust,
			"",
		},
		"STARTTLS over IPv6": {&mailtest.Server{Address: "[::1]:0", STARTTLS: shown}, nil, trust, ""},
		"no STARTTLS where it has to": {
			&mailtest.Server{},
			func(c *config.Mail) { c.SMTP.TLS = true },
			trust,
			"does not support STARTTLS",
		},
		"a stranger's certificate":      {&mailtest.Server{STARTTLS: shown}, nil, &tls.Config{}, "certificate"},
		"a certificate of another host": {&mailtest.Server{STARTTLS: elsewhere}, nil, trusted, "certificate"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			listenable(t, tt.server.Address)
			tt.server.Start(t)
			c := tt.server.Settings()
			if tt.client != nil {
				tt.client(&c)
			}
			err := send(t, c, tt.trust, letter)
			if (err == nil) != (tt.errs == "") || err != nil && !strings.Contains(err.Error(), tt.errs) {
				t.Fatalf("%v, want %q", err, tt.errs)
			}
			if arrived := len(tt.server.Letters()); (err == nil) != (arrived == 1) {
				t.Errorf("%d letters arrived", arrived)
			}
		})
	}
}

// listenable skips where the machine has no such address or keeps the port.
func listenable(t *testing.T, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Skip(err)
	}
	listener.Close()
}

func TestWrongPassword(t *testing.T) {
	server, c, trust := open(t)
	c.SMTP.Password = "wr0ng-s3cret"
	err := send(t, c, trust, letter)
	if err == nil || !strings.Contains(err.Error(), "535") {
		t.Fatal(err)
	}
	for _, secret := range []string{"wr0ng-s3cret", "d3IwbmctczNjcmV0", "AHByb2trZW4A"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells the password: %v", err)
		}
	}
	if len(server.Letters()) != 0 {
		t.Error("a letter arrived")
	}
}

func TestRefusal(t *testing.T) {
	later := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, come back"}
	never := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person"}
	for _, moment := range []string{mailtest.OnRecipient, mailtest.OnData} {
		for _, refusal := range []*smtp.SMTPError{later, never} {
			t.Run(moment+" "+refusal.Message, func(t *testing.T) {
				server, c, trust := open(t)
				server.Refuse(moment, refusal)
				err := send(t, c, trust, letter)
				var got *gomail.SendError
				if !errors.As(err, &got) || got.ErrorCode() != refusal.Code || got.IsTemp() != refusal.Temporary() ||
					!strings.Contains(err.Error(), refusal.Message) {
					t.Fatal(err)
				}
				server.Refuse(moment, nil)
				if err := send(t, c, trust, letter); err != nil {
					t.Fatal(err)
				}
				only(t, server)
			})
		}
	}
}

func TestNobodyListens(t *testing.T) {
	server, c, trust := open(t)
	server.Stop()
	if err := send(t, c, trust, letter); err == nil {
		t.Error("sent to nobody")
	}
}

// A server that takes the letter and falls silent has it: sent again, it would
// arrive twice.
func TestGoodbye(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go hangUpAfterData(listener)
	server := mailtest.Server{Address: listener.Addr().String()}
	if err := send(t, server.Settings(), nil, letter); err != nil {
		t.Error(err)
	}
}

func hangUpAfterData(listener net.Listener) {
	conn, err := listener.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	talk := newTalk(conn)
	talk.say("220 localhost")
	for {
		switch line := talk.hear(); {
		case line == "":
			return
		case strings.HasPrefix(line, "DATA"):
			talk.say("354 go on")
			for talk.hear() != ".\r\n" {
			}
			talk.say("250 taken")
			return
		default:
			talk.say("250 ok")
		}
	}
}
