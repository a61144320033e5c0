package views

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models/activity"
)

// declared are the values of a type's constants, as its source declares them.
func declared(t *testing.T, file, typeName string) []string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, found := range regexp.MustCompile(typeName+`\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		values = append(values, found[1])
	}
	if len(values) < 10 {
		t.Fatalf("%s declares %d of %s", file, len(values), typeName)
	}
	return values
}

// TestEveryMailIsWritten, in HTML and text, with its link in both.
func TestEveryMailIsWritten(t *testing.T) {
	site := Site{Name: "Prokken", BaseURL: "https://prokken.com", ContactEmail: "contact@prokken.com"}
	facts := map[string]string{
		"browser":     "<b>Firefox</b>",
		"network":     "203.0.113.0/24",
		"time":        "today",
		"address":     "new@example.com",
		"what":        "totp_added",
		"role":        "admin",
		"date":        "tomorrow",
		"title":       "Terms",
		"summary":     "<b>More</b>",
		"number":      "2",
		"page":        "/legal/terms/versions/2",
		"compare":     "/legal/terms/compare/1/2",
		"materiality": "ask_again",
	}
	for _, kind := range declared(t, "../mail/letter.go", "Kind") {
		message, err := WriteMail(
			t.Context(),
			site,
			mail.Letter{Kind: mail.Kind(kind), To: "ada@example.com", Facts: facts},
			"the-token",
		)
		if err != nil {
			t.Error(err)
			continue
		}
		if message.Subject == "" || strings.Contains(message.Subject, "\n") ||
			!strings.Contains(message.Text, site.ContactEmail) ||
			strings.Contains(message.HTML, "<b>") {
			t.Errorf("%s: %+v", kind, message)
		}
		if strings.Contains(message.Text, "the-token") != strings.Contains(message.HTML, "the-token") {
			t.Errorf("%s: the link is not in both parts", kind)
		}
	}
}

// TestWithdrawalIsTrueForEveryone: the first letter may never have been sent.
func TestWithdrawalIsTrueForEveryone(t *testing.T) {
	facts := map[string]string{"title": "Terms", "number": "2", "page": "/legal/terms/versions/2"}
	message, err := WriteMail(
		t.Context(),
		Site{Name: "Prokken"},
		mail.Letter{Kind: mail.PolicyWithdrawn, To: "ada@example.com", Facts: facts},
		"",
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{message.Subject, message.Text, message.HTML} {
		if strings.Contains(part, "We wrote") || strings.Contains(part, "after all") {
			t.Errorf("it speaks of a mail before: %s", part)
		}
	}
	if !strings.Contains(message.Text, "if you got one") {
		t.Errorf("whoever got the first mail is not told about it: %s", message.Text)
	}
}

// TestEveryActionHasWords: the activity log is read by people.
func TestEveryActionHasWords(t *testing.T) {
	for _, action := range declared(t, "../models/activity/entry.go", "Action") {
		if actions[activity.Action(action)] == "" {
			t.Errorf("%s has no words", action)
		}
	}
}
