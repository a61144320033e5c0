package mail_test

import (
	"crypto/tls"
	"testing"

	"github.com/prokken/prokken/mail"
)

// TestTry: who would not deliver is told of, and nothing is sent.
func TestTry(t *testing.T) {
	server, c, trust := open(t)
	if err := mail.TryTrusting(t.Context(), c, trust); err != nil {
		t.Errorf("it would deliver: %v", err)
	}
	wrong := c
	wrong.SMTP.Password = "another"
	if mail.TryTrusting(t.Context(), wrong, trust) == nil {
		t.Error("with a wrong password")
	}
	if mail.TryTrusting(t.Context(), c, &tls.Config{}) == nil {
		t.Error("a certificate that nobody trusts")
	}
	wrong = c
	wrong.SMTP.Port = 1
	if mail.TryTrusting(t.Context(), wrong, trust) == nil {
		t.Error("nobody is there")
	}
	if n := len(server.Letters()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}
