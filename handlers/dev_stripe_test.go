package handlers_test

import (
	"net/http"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

// TestTheEmulatorIsFoundWithoutASlash: that is how its address is typed.
func TestTheEmulatorIsFoundWithoutASlash(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	if status, _, res := s.ask("GET", "/dev/stripe", nil); status != http.StatusOK ||
		res.Request.URL.Path != "/dev/stripe/" {
		t.Errorf("%d at %s", status, res.Request.URL)
	}
}
