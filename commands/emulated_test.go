package commands

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// TestEmulatorOpensAtFirstUse: a start makes no state for payments that nobody makes; a request opens
// it once, a later start goes on with what there is, and closed it stays closed.
func TestEmulatorOpensAtFirstUse(t *testing.T) {
	file, opened := filepath.Join(t.TempDir(), "state.db"), 0
	start := func() *emulated {
		return &emulated{file: file, open: func() (*emulator.Emulator, error) {
			opened++
			return emulator.New(file, "sk_test_x", "whsec_x", "http://127.0.0.1:1", "/site.css")
		}}
	}
	ask := func(e *emulated) int {
		answer := httptest.NewRecorder()
		e.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, emulator.ConsolePath, nil))
		return answer.Code
	}
	first := start()
	if err := first.Resume(); err != nil || opened != 0 || time.Since(first.Now()) > time.Minute {
		t.Errorf("a new one: opened %d times, %v", opened, err)
	}
	if status := ask(first) + ask(first); status != 2*http.StatusOK || opened != 1 {
		t.Errorf("asked: %d, opened %d times", status, opened)
	}
	first.Close()
	if ask(first) != http.StatusServiceUnavailable || opened != 1 {
		t.Error("it opens again after it was closed")
	}
	second := start()
	defer second.Close()
	if err := second.Resume(); err != nil || opened != 2 {
		t.Errorf("one that ran before: opened %d times, %v", opened, err)
	}
	broken := &emulated{file: file, open: func() (*emulator.Emulator, error) { return nil, errors.New("broken") }}
	if broken.Resume() == nil {
		t.Error("nobody learns that the state cannot be read")
	}
	var none *emulated
	if none.Close(); none.Handler() != nil || none.Resume() != nil {
		t.Error("where Stripe is real there is an emulator")
	}
}
