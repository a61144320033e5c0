package mail_test

import (
	"errors"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/mailtest"
)

// TestBounce: only what is said for good about the address gives it up.
func TestBounce(t *testing.T) {
	none := smtp.NoEnhancedCode
	for name, tt := range map[string]struct {
		moment  string
		code    int
		status  smtp.EnhancedCode
		says    string
		bounces bool
	}{
		"nobody of that name":          {mailtest.OnRecipient, 550, smtp.EnhancedCode{5, 1, 1}, "no such person", true},
		"without an enhanced code":     {mailtest.OnRecipient, 550, none, "no such person", true},
		"with one that says nothing":   {mailtest.OnRecipient, 550, smtp.EnhancedCode{5, 0, 0}, "no", true},
		"the mailbox is closed":        {mailtest.OnRecipient, 550, smtp.EnhancedCode{5, 2, 1}, "disabled", true},
		"the domain takes no mail":     {mailtest.OnRecipient, 556, smtp.EnhancedCode{5, 1, 10}, "null MX", true},
		"after the content":            {mailtest.OnData, 550, smtp.EnhancedCode{5, 1, 1}, "no such person", true},
		"greylisted":                   {mailtest.OnRecipient, 451, smtp.EnhancedCode{4, 7, 1}, "come back", false},
		"no such person for now":       {mailtest.OnRecipient, 450, smtp.EnhancedCode{4, 1, 1}, "come back", false},
		"it does not relay for us":     {mailtest.OnRecipient, 554, smtp.EnhancedCode{5, 7, 1}, "Relay access denied", false},
		"nor without an enhanced code": {mailtest.OnRecipient, 550, none, "relay not permitted", false},
		"it wants a log-in":            {mailtest.OnRecipient, 530, smtp.EnhancedCode{5, 7, 0}, "log in", false},
		"it is blocked":                {mailtest.OnRecipient, 550, none, "your host is on a blocklist", false},
		"the sender, said late":        {mailtest.OnRecipient, 550, smtp.EnhancedCode{5, 1, 0}, "Sender address rejected: User unknown", false},
		"no relay, by another code":    {mailtest.OnRecipient, 550, smtp.EnhancedCode{5, 4, 1}, "Relay Access Denied", false},
		"no cause is named":            {mailtest.OnRecipient, 550, smtp.EnhancedCode{5, 1, 0}, "no", false},
		"rcpthosts":                    {mailtest.OnRecipient, 553, none, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", false},
		"a code in brackets":           {mailtest.OnRecipient, 553, none, "sorry (#5.7.1)", false},
		"a black list":                 {mailtest.OnRecipient, 550, none, "rejected because 192.0.2.1 is in a black list", false},
		"a policy":                     {mailtest.OnRecipient, 550, none, "Administrative prohibition", false},
		"the mailbox is full":          {mailtest.OnRecipient, 552, smtp.EnhancedCode{5, 2, 2}, "mailbox full", false},
		"too large for the mailbox":    {mailtest.OnRecipient, 552, smtp.EnhancedCode{5, 2, 3}, "too large", false},
		"full, without a code":         {mailtest.OnRecipient, 552, none, "no space", false},
		"the sender's address":         {mailtest.OnRecipient, 553, smtp.EnhancedCode{5, 1, 8}, "bad sender", false},
		"the sender":                   {mailtest.OnSender, 550, smtp.EnhancedCode{5, 1, 0}, "not for you", false},
		"the content":                  {mailtest.OnData, 554, smtp.EnhancedCode{5, 7, 1}, "spam", false},
		"the content, in words alone":  {mailtest.OnData, 550, none, "no such person", false},
	} {
		t.Run(name, func(t *testing.T) {
			server, c, trust := open(t)
			server.Refuse(tt.moment, &smtp.SMTPError{Code: tt.code, EnhancedCode: tt.status, Message: tt.says})
			err := send(t, c, trust, letter)
			if err == nil || errors.Is(err, mail.ErrBounced) != tt.bounces {
				t.Error(err)
			}
		})
	}
	_, c, trust := open(t)
	c.SMTP.Password = "another"
	if err := send(t, c, trust, letter); err == nil || errors.Is(err, mail.ErrBounced) {
		t.Errorf("a wrong password: %v", err)
	}
}
