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
	"slices"
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
	return mail.SMTPTrusting(c, trust)(context.Background(), m)
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
			envelope := mailtest.Letter{From: "no-reply@prokken.com", To: []string{m.To}, Raw: got.Raw, User: "prokken", Encrypted: true}
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
		"STARTTLS":                      {&mailtest.Server{STARTTLS: shown}, nil, trust, ""},
		"from the first byte":           {&mailtest.Server{TLS: shown, Address: "127.0.0.1:465", Username: "a", Password: password}, nil, trust, ""},
		"plain":                         {&mailtest.Server{}, nil, trust, ""},
		"plain with a password":         {&mailtest.Server{Username: "a", Password: password}, nil, trust, ""},
		"plain over IPv6":               {&mailtest.Server{Address: "[::1]:0", Username: "a", Password: password}, nil, trust, ""},
		"STARTTLS over IPv6":            {&mailtest.Server{Address: "[::1]:0", STARTTLS: shown}, nil, trust, ""},
		"no STARTTLS where it has to":   {&mailtest.Server{}, func(c *config.Mail) { c.SMTP.TLS = true }, trust, "does not support STARTTLS"},
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
				if !errors.As(err, &got) || got.ErrorCode() != refusal.Code || got.IsTemp() != refusal.Temporary() || !strings.Contains(err.Error(), refusal.Message) {
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

// TestHeaders: what must be refused, and what must not.
func TestHeaders(t *testing.T) {
	tests := map[string]struct {
		from, to, subject string
		ok                bool
	}{
		"harmless":              {"Prokken <no-reply@prokken.com>", "ada@example.com", "Hello", true},
		"bare sender":           {"no-reply@prokken.com", "ada@example.com", "Hello", true},
		"unicode sender":        {"Prøkken <no-reply@prokken.com>", "ada@example.com", "Hello", true},
		"no subject":            {"no-reply@prokken.com", "ada@example.com", "", true},
		"header in subject":     {"no-reply@prokken.com", "ada@example.com", "Hello\r\nBcc: eve@example.com", false},
		"newline in subject":    {"no-reply@prokken.com", "ada@example.com", "Hello\nBcc: eve@example.com", false},
		"NUL in subject":        {"no-reply@prokken.com", "ada@example.com", "Hel\x00lo", false},
		"not UTF-8 in subject":  {"no-reply@prokken.com", "ada@example.com", "Hel\xfflo", false},
		"endless subject":       {"no-reply@prokken.com", "ada@example.com", strings.Repeat("x", 2000), false},
		"header in to":          {"no-reply@prokken.com", "ada@example.com\r\nBcc: eve@example.com", "Hello", false},
		"command in to":         {"no-reply@prokken.com", "ada@example.com>\r\nRCPT TO:<eve@example.com", "Hello", false},
		"NUL in to":             {"no-reply@prokken.com", "ada@exam\x00ple.com", "Hello", false},
		"two in to":             {"no-reply@prokken.com", "ada@example.com, eve@example.com", "Hello", false},
		"name in to":            {"no-reply@prokken.com", "Ada <ada@example.com>", "Hello", false},
		"comment in to":         {"no-reply@prokken.com", "ada@example.com (eve@example.com)", "Hello", false},
		"nobody in to":          {"no-reply@prokken.com", "", "Hello", false},
		"endless to":            {"no-reply@prokken.com", strings.Repeat("a", 300) + "@example.com", "Hello", false},
		"header in from":        {"Prokken\r\nBcc: eve@example.com <no-reply@prokken.com>", "ada@example.com", "Hello", false},
		"quoted header in from": {"\"a\r\n b\" <no-reply@prokken.com>", "ada@example.com", "Hello", false},
		"NUL in from":           {"Pro\x00kken <no-reply@prokken.com>", "ada@example.com", "Hello", false},
		"two in from":           {"no-reply@prokken.com, eve@example.com", "ada@example.com", "Hello", false},
		"nobody in from":        {"", "ada@example.com", "Hello", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := mail.Compose(tt.from, mail.Message{To: tt.to, Subject: tt.subject, Text: "t", HTML: "h"})
			if (err == nil) != tt.ok {
				t.Fatal(err)
			}
			if err != nil && strings.Contains(err.Error(), "@") {
				t.Errorf("the error tells an address: %v", err)
			}
		})
	}
}

// TestUnsubscribeHeaders: one press is offered where the address has https
// (RFC 8058), a page elsewhere, and nothing that ends the header.
func TestUnsubscribeHeaders(t *testing.T) {
	tests := map[string]struct {
		address, list, post string
		ok                  bool
	}{
		"none":            {"", "", "", true},
		"https":           {"https://prokken.com/legal/unsubscribe?token=a.b", "<https://prokken.com/legal/unsubscribe?token=a.b>", "List-Unsubscribe=One-Click", true},
		"http":            {"http://localhost:8080/x", "<http://localhost:8080/x>", "", true},
		"a script":        {"javascript:alert(1)", "", "", false},
		"no address":      {"unsubscribe", "", "", false},
		"another header":  {"https://prokken.com/\r\nBcc: eve@example.com", "", "", false},
		"another address": {"https://prokken.com/>,<https://evil.example/", "", "", false},
		"not ASCII":       {"https://prokken.com/ä", "", "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw, err := mail.Compose("no-reply@prokken.com", mail.Message{To: "ada@example.com", Subject: "Hello", Text: "t", HTML: "h", Unsubscribe: tt.address})
			if (err == nil) != tt.ok {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			header := parse(t, raw).Header
			if list, post := header.Get("List-Unsubscribe"), header.Get("List-Unsubscribe-Post"); list != tt.list || post != tt.post {
				t.Errorf("%q, %q", list, post)
			}
		})
	}
}

func FuzzHeaders(f *testing.F) {
	const from = "Prokken <no-reply@prokken.com>"
	for _, to := range []string{"ada@example.com", "a@b\r\nBcc: c@d", "a@b\x00", "a@b, c@d", "Ada <a@b>", "a@[127.0.0.1]", "ä@b", "o'b+c@d", strings.Repeat("a", 200) + "@b"} {
		for _, subject := range []string{"Hello", "", "a\r\nBcc: c@d", "a\x00", "\xff\xfe", "ঠিকানা", " a  b ", strings.Repeat(" ", 300) + "x", strings.Repeat("é", 240), "=?utf-8?q?=0D=0A?="} {
			f.Add(to, subject)
		}
	}
	harmless, err := mail.Compose(from, mail.Message{To: "ada@example.com", Subject: "Hello", Text: "t", HTML: "h"})
	if err != nil {
		f.Fatal(err)
	}
	known := headers(parse(f, harmless))
	f.Fuzz(func(t *testing.T, to, subject string) {
		raw, err := mail.Compose(from, mail.Message{To: to, Subject: subject, Text: "t", HTML: "h"})
		if err != nil {
			return
		}
		parsed := parse(t, raw)
		if diff := cmp.Diff(known, headers(parsed)); diff != "" {
			t.Fatal(diff)
		}
		addresses, err := parsed.Header.AddressList("To")
		if err != nil || len(addresses) != 1 || addresses[0].Address != to || addresses[0].Name != "" {
			t.Fatal(addresses, err)
		}
		got := parsed.Header.Get("Subject")
		if !strings.Contains(subject, "=?") {
			got = decode(t, got)
		}
		if want := strings.Join(strings.FieldsFunc(subject, isSpace), " "); got != want {
			t.Fatalf("Subject %q, want %q", got, want)
		}
		head, _, _ := strings.Cut(raw, "\r\n\r\n")
		for line := range strings.SplitSeq(head, "\r\n") {
			if strings.TrimSpace(line) == "" || len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("a header line that is none: %q", line)
			}
		}
	})
}

func isSpace(r rune) bool { return r == ' ' }

// headers are the names that stand in the mail, each as often as it does.
func headers(m *netmail.Message) []string {
	var names []string
	for name, values := range m.Header {
		names = append(names, slices.Repeat([]string{name}, len(values))...)
	}
	slices.Sort(names)
	return names
}
