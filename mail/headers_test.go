package mail_test

import (
	netmail "net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/mail"
)

// TestHeaders: what must be refused, and what must not.
func TestHeaders(t *testing.T) {
	tests := map[string]struct {
		from, to, subject string
		ok                bool
	}{
		"harmless":             {"Prokken <no-reply@prokken.com>", "ada@example.com", "Hello", true},
		"bare sender":          {"no-reply@prokken.com", "ada@example.com", "Hello", true},
		"unicode sender":       {"Prøkken <no-reply@prokken.com>", "ada@example.com", "Hello", true},
		"no subject":           {"no-reply@prokken.com", "ada@example.com", "", true},
		"header in subject":    {"no-reply@prokken.com", "ada@example.com", "Hello\r\nBcc: eve@example.com", false},
		"newline in subject":   {"no-reply@prokken.com", "ada@example.com", "Hello\nBcc: eve@example.com", false},
		"NUL in subject":       {"no-reply@prokken.com", "ada@example.com", "Hel\x00lo", false},
		"not UTF-8 in subject": {"no-reply@prokken.com", "ada@example.com", "Hel\xfflo", false},
		"endless subject":      {"no-reply@prokken.com", "ada@example.com", strings.Repeat("x", 2000), false},
		"header in to":         {"no-reply@prokken.com", "ada@example.com\r\nBcc: eve@example.com", "Hello", false},
		"command in to":        {"no-reply@prokken.com", "ada@example.com>\r\nRCPT TO:<eve@example.com", "Hello", false},
		"NUL in to":            {"no-reply@prokken.com", "ada@exam\x00ple.com", "Hello", false},
		"two in to":            {"no-reply@prokken.com", "ada@example.com, eve@example.com", "Hello", false},
		"name in to":           {"no-reply@prokken.com", "Ada <ada@example.com>", "Hello", false},
		"comment in to":        {"no-reply@prokken.com", "ada@example.com (eve@example.com)", "Hello", false},
		"nobody in to":         {"no-reply@prokken.com", "", "Hello", false},
		"endless to":           {"no-reply@prokken.com", strings.Repeat("a", 300) + "@example.com", "Hello", false},
		"header in from": {
			"Prokken\r\nBcc: eve@example.com <no-reply@prokken.com>",
			"ada@example.com",
			"Hello",
			false,
		},
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
		"none": {"", "", "", true},
		"https": {
			"https://prokken.com/legal/unsubscribe?token=a.b",
			"<https://prokken.com/legal/unsubscribe?token=a.b>",
			"List-Unsubscribe=One-Click",
			true,
		},
		"http":            {"http://localhost:8080/x", "<http://localhost:8080/x>", "", true},
		"a script":        {"javascript:alert(1)", "", "", false},
		"no address":      {"unsubscribe", "", "", false},
		"another header":  {"https://prokken.com/\r\nBcc: eve@example.com", "", "", false},
		"another address": {"https://prokken.com/>,<https://evil.example/", "", "", false},
		"not ASCII":       {"https://prokken.com/ä", "", "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw, err := mail.Compose(
				"no-reply@prokken.com",
				mail.Message{To: "ada@example.com", Subject: "Hello", Text: "t", HTML: "h", Unsubscribe: tt.address},
			)
			if (err == nil) != tt.ok {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			header := parse(t, raw).Header
			if list, post := header.Get("List-Unsubscribe"), header.Get("List-Unsubscribe-Post"); list != tt.list ||
				post != tt.post {
				t.Errorf("%q, %q", list, post)
			}
		})
	}
}

func FuzzHeaders(f *testing.F) {
	const from = "Prokken <no-reply@prokken.com>"
	for _, to := range []string{
		"ada@example.com", "a@b\r\nBcc: c@d", "a@b\x00", "a@b, c@d", "Ada <a@b>", "a@[127.0.0.1]", "ä@b", "o'b+c@d",
		strings.Repeat("a", 200) + "@b",
	} {
		for _, subject := range []string{
			"Hello", "", "a\r\nBcc: c@d", "a\x00", "\xff\xfe", "ঠিকানা", " a  b ", strings.Repeat(" ", 300) + "x",
			strings.Repeat("é", 240), "=?utf-8?q?=0D=0A?=",
		} {
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
