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
	content, err := contentOf(site, letter.Kind, token)
	if err != nil {
		return mail.Message{}, err
	}
	var html strings.Builder
	if err := mailHTML(site, content).Render(ctx, &html); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{To: letter.To, Subject: content.Subject, Text: content.text(site), HTML: html.String()}, nil
}

func contentOf(site Site, kind mail.Kind, token string) (mailContent, error) {
	switch kind {
	case mail.ConfirmAddress:
		return mailContent{
			Subject:    "Confirm your address for " + site.Name,
			Paragraphs: []string{"Welcome to " + site.Name + ". Please confirm that this address is yours:"},
			Link:       site.BaseURL + "/verify?token=" + token,
			LinkText:   "Confirm my address",
			After:      "The link works for 24 hours. If you did not sign up, do nothing: nobody can log in to an account whose address is not confirmed.",
		}, nil
	case mail.AddressTaken:
		return mailContent{
			Subject:    "You have an account at " + site.Name,
			Paragraphs: []string{"Someone, perhaps you, tried to sign up with this address. It has an account already, so nothing was changed."},
			Link:       site.BaseURL + "/login",
			LinkText:   "Log in",
			After:      "If it was not you, you need do nothing.",
		}, nil
	case mail.SessionReused:
		return mailContent{
			Subject: "We ended one of your sessions at " + site.Name,
			Paragraphs: []string{
				"A key to one of your sessions was used that had been replaced long ago. That can mean that someone copied it, so we ended that session.",
				"Please log in again. If you think that someone else has been in your account, write to us at " + site.ContactEmail + ".",
			},
			Link:     site.BaseURL + "/login",
			LinkText: "Log in",
		}, nil
	}
	return mailContent{}, fmt.Errorf("there is no mail of the kind %q", kind)
}

func (m mailContent) text(site Site) string {
	parts := append([]string{}, m.Paragraphs...)
	if m.Link != "" {
		parts = append(parts, m.Link)
	}
	if m.After != "" {
		parts = append(parts, m.After)
	}
	return strings.Join(append(parts, site.Name+"\n"+site.ContactEmail), "\n\n") + "\n"
}
