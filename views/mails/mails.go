// Package mails writes mails: the words of each kind, in plain text and in HTML. What a
// kind tells is its struct in mail/letter. Start reading at [Write]; writers.go lists the
// function for each kind.
package mails

import (
	"context"
	"fmt"
	"strings"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/views"
)

// body is a mail in plain words: paragraphs, and a link that does it.
type body struct {
	Subject     string
	Paragraphs  []string
	Link        string // "" for a mail that only tells
	LinkText    string
	More        []link // further ones, with the whole address
	After       string
	Unsubscribe string // where one press ends these mails; "" for mails that nobody subscribes to
}

type link struct{ Title, Href string }

// Write writes the mail. Token is for the link of a mail that has one.
func Write(ctx context.Context, site views.Site, letter mail.Letter, token string) (mail.Message, error) {
	write, found := writers[letter.Kind()]
	if !found {
		return mail.Message{}, fmt.Errorf("there are no words for a mail of the kind %q", letter.Kind())
	}
	m := write(site, letter.Content, token)
	var html strings.Builder
	if err := mailHTML(site, m).Render(ctx, &html); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		To:          letter.To,
		Subject:     m.Subject,
		Text:        m.text(site),
		HTML:        html.String(),
		Unsubscribe: m.Unsubscribe,
	}, nil
}

func (m body) text(site views.Site) string {
	parts := append([]string{}, m.Paragraphs...)
	for _, link := range m.links() {
		parts = append(parts, link.Title+":\n"+link.Href)
	}
	if m.After != "" {
		parts = append(parts, m.After)
	}
	if m.Unsubscribe != "" {
		parts = append(parts, unsubscribeText+":\n"+m.Unsubscribe)
	}
	return strings.Join(append(parts, site.Name+"\n"+site.ContactEmail), "\n\n") + "\n"
}

const unsubscribeText = "Unsubscribe from these emails"

func (m body) links() []link {
	if m.Link == "" {
		return m.More
	}
	return append([]link{{m.LinkText, m.Link}}, m.More...)
}
