package views

import (
	"context"
	"fmt"
	"strings"

	"github.com/prokken/prokken/mail"
)

// mailContent is a mail in plain words: paragraphs, and a link that does it.
type mailContent struct {
	Subject    string
	Paragraphs []string
	Link       string // "" for a mail that only tells
	LinkText   string
	After      string
}

// WriteMail writes the mail. Token is for the link of a mail that has one.
func WriteMail(ctx context.Context, site Site, letter mail.Letter, token string) (mail.Message, error) {
	write, found := letters[letter.Kind]
	if !found {
		return mail.Message{}, fmt.Errorf("there is no mail of the kind %q", letter.Kind)
	}
	content := write(site, letter.Facts, token)
	var html strings.Builder
	if err := mailHTML(site, content).Render(ctx, &html); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{To: letter.To, Subject: content.Subject, Text: content.text(site), HTML: html.String()}, nil
}

func (m mailContent) text(site Site) string {
	parts := append([]string{}, m.Paragraphs...)
	if m.Link != "" {
		parts = append(parts, m.LinkText+":\n"+m.Link)
	}
	if m.After != "" {
		parts = append(parts, m.After)
	}
	return strings.Join(append(parts, site.Name+"\n"+site.ContactEmail), "\n\n") + "\n"
}
