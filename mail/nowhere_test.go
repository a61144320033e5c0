package mail_test

import (
	"testing"

	"github.com/prokken/prokken/mail"
)

func TestNowhere(t *testing.T) {
	for address, want := range map[string]bool{
		"audit@prokken.com.invalid": true, "Audit@LOCALHOST.Invalid": true, "ada@x.invalid.": true,
		"ada@example.com": false, "ada@invalid.com": false, "ada.invalid@example.com": false, "": false,
	} {
		if got := mail.IsNowhere(address); got != want {
			t.Errorf("%s: %t", address, got)
		}
	}
}
