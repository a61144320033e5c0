package mails_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/mail/letter/lettertest"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/mails"
)

var site = views.Site{
	Name: "Prokken", BaseURL: "https://prokken.com", ContactEmail: "contact@prokken.com",
	Zone: time.FixedZone("Asia/Dhaka", 6*60*60),
}

// write writes the mail. The token of its link is the id of what the link is about.
func write(t *testing.T, c letter.Content) mail.Message {
	t.Helper()
	token := ""
	if subscriber, flow := letter.LinksOf(c); subscriber != uuid.Nil {
		token = subscriber.String()
	} else if flow != uuid.Nil {
		token = flow.String()
	}
	message, err := mails.Write(t.Context(), site, mail.Letter{To: "ada@example.com", Content: c}, token)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

// TestEveryMailIsWritten in HTML and text, for whom it is, and with nothing unescaped.
func TestEveryMailIsWritten(t *testing.T) {
	for _, c := range lettertest.Examples() {
		m := write(t, c)
		if m.To != "ada@example.com" || m.Subject == "" || strings.Contains(m.Subject, "\n") ||
			!strings.Contains(m.Text, site.ContactEmail) || strings.Contains(m.HTML, "<b>") {
			t.Errorf("%s: %+v", c.Kind(), m)
		}
	}
}

// TestUnknownKind: it is an error, not an empty mail.
func TestUnknownKind(t *testing.T) {
	if m, err := mails.Write(t.Context(), site, mail.Letter{Content: unknown{}}, ""); err == nil {
		t.Errorf("%+v", m)
	}
}

type unknown struct{}

func (unknown) Kind() letter.Kind { return "unknown" }

// TestWithdrawalIsTrueForEveryone: the first letter may never have been sent.
func TestWithdrawalIsTrueForEveryone(t *testing.T) {
	m := write(t, letter.PolicyWithdrawn{PolicyVersion: letter.PolicyVersion{Title: "Terms", Slug: "terms", Number: 2}})
	for _, part := range []string{m.Subject, m.Text, m.HTML} {
		if strings.Contains(part, "We wrote") || strings.Contains(part, "after all") {
			t.Errorf("it speaks of a mail before: %s", part)
		}
	}
	if !strings.Contains(m.Text, "If you got an email") {
		t.Errorf("whoever got the first mail is not told about it: %s", m.Text)
	}
}
