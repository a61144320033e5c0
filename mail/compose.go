package mail

import (
	"crypto/rand"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail"
)

// What a header can hold: an address as long as SMTP carries it (RFC 5321,
// with the angle brackets), and a subject that fits on a line.
const (
	maxAddress = 254
	maxSubject = 500
)

var (
	errAddress = errors.New("not one plain address")
	errSubject = errors.New("subject: not one line of text")

	errUnsubscribe = errors.New("unsubscribe: not a web address")
)

// compose makes the mail. What no header can hold is refused, not mended.
func compose(from string, m Message) (*mail.Msg, error) {
	sender, err := parseSender(from)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if !isAddress(m.To) {
		return nil, fmt.Errorf("recipient: %w", errAddress)
	}
	if !isLine(m.Subject) || len(m.Subject) > maxSubject {
		return nil, errSubject
	}
	message := mail.NewMsg(mail.WithNoDefaultUserAgent())
	message.FromMailAddress(sender)
	message.ToMailAddress(&netmail.Address{Address: m.To})
	message.Subject(singleSpaced(m.Subject))
	message.SetMessageIDWithValue(rand.Text() + sender.Address[strings.LastIndex(sender.Address, "@"):])
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	if err := offerToUnsubscribe(message, m.Unsubscribe); err != nil {
		return nil, err
	}
	message.SetBodyString(mail.TypeTextPlain, m.Text)
	message.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	return message, nil
}

// offerToUnsubscribe sets the headers that mail programs make a button of. One
// press is enough where the address has https (RFC 8058); elsewhere the button
// opens the page (RFC 2369).
func offerToUnsubscribe(message *mail.Msg, address string) error {
	switch {
	case address == "":
		return nil
	case !isWebAddress(address):
		return errUnsubscribe
	case strings.HasPrefix(address, "https://"):
		return message.SetListUnsubscribeOneClick(address)
	}
	message.SetListUnsubscribe(address)
	return nil
}

// isWebAddress: nothing in it ends the angle brackets of the header, or the line.
func isWebAddress(s string) bool {
	parsed, err := url.Parse(s)
	odd := func(r rune) bool { return r <= ' ' || r >= 127 || r == '<' || r == '>' || r == ',' }
	return err == nil && (parsed.Scheme == "https" || parsed.Scheme == "http") && parsed.Host != "" &&
		len(s) <= maxSubject &&
		!strings.ContainsFunc(s, odd)
}

func parseSender(from string) (*netmail.Address, error) {
	sender, err := netmail.ParseAddress(from)
	if err != nil || !isLine(from) || !isAddress(sender.Address) {
		return nil, errAddress
	}
	return sender, nil
}

// isAddress reports whether s is an address and nothing else: no name, no
// comment, no second one.
func isAddress(s string) bool {
	if len(s) > maxAddress || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 127 }) {
		return false
	}
	parsed, err := netmail.ParseAddress(s)
	return err == nil && parsed.Address == s
}

func isLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

var spaces = regexp.MustCompile(" +")

// singleSpaced: a folded header cannot keep more.
func singleSpaced(s string) string { return spaces.ReplaceAllString(strings.Trim(s, " "), " ") }
