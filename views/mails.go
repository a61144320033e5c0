package views

import (
	"context"
	"fmt"
	"strings"

	"github.com/prokken/prokken/mail"
)

// mailContent is a mail in plain words: paragraphs, and a link that does it.
type mailContent struct {
	Subject     string
	Paragraphs  []string
	Link        string // "" for a mail that only tells
	LinkText    string
	More        []Link // further ones, with the whole address
	After       string
	Unsubscribe string // where one press ends these mails; "" for mails that nobody subscribes to
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
	return mail.Message{
		To:          letter.To,
		Subject:     content.Subject,
		Text:        content.text(site),
		HTML:        html.String(),
		Unsubscribe: content.Unsubscribe,
	}, nil
}

func (m mailContent) text(site Site) string {
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

const unsubscribeText = "Get no more of these mails"

func (m mailContent) links() []Link {
	if m.Link == "" {
		return m.More
	}
	return append([]Link{{m.LinkText, m.Link}}, m.More...)
}
