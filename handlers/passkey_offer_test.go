package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestPasskeysAreOffered in the field of the address where one logs in, and nowhere else.
func TestPasskeysAreOffered(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for path, isOffered := range map[string]bool{"/login": true, "/signup": false, "/forgot": false} {
		_, page, _ := s.ask("GET", path, nil)
		if strings.Contains(page, `autocomplete="username webauthn"`) != isOffered ||
			strings.Contains(page, `data-offered="email"`) != isOffered {
			t.Errorf("%s, offered %t: %s", path, isOffered, formHTML.FindAllString(page, -1))
		}
	}
}

// TestAskingForAPasskeyStoresNothing: every view of the log-in page asks, and so can everybody else.
func TestAskingForAPasskeyStoresNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		s.forget()
		before := contents(t, db)
		c := s.challenged(askLogin, nil)
		if next := s.challenged(askLogin, nil); next.Token == c.Token || next.Options.Challenge == c.Options.Challenge {
			t.Errorf("the same challenge twice: %+v", c)
		}
		if diff := cmp.Diff(before, contents(t, db)); diff != "" {
			t.Errorf("asking stores:\n%s", diff)
		}
		form := url.Values{"token": {c.Token}, "response": {a.show(t, c)}}
		if status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusOK {
			t.Errorf("the answer: %d", status)
		}
	})
}

// TestForgedChallenges: what a token carries counts only as it was signed here.
func TestForgedChallenges(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		s.forget()
		c, other := s.challenged(askLogin, nil), s.challenged(askLogin, nil)
		payload, signature, _ := strings.Cut(c.Token, ".")
		_, otherSignature, _ := strings.Cut(other.Token, ".")
		for name, token := range map[string]string{
			"unsigned":            payload,
			"an empty signature":  payload + ".",
			"another's signature": payload + "." + otherSignature,
			"a longer payload":    payload + "AA." + signature,
		} {
			form := url.Values{"token": {token}, "response": {a.show(t, c)}}
			if status, body, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusGone {
				t.Errorf("%s: %d %s", name, status, body)
			}
		}
		form := url.Values{"token": {c.Token}, "response": {a.show(t, c)}}
		if status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusOK {
			t.Errorf("as it was signed: %d", status)
		}
	})
}

// TestWrongAnswersStoreLittle: answers are stored, and the network that sends too many wrong ones
// waits before anything is.
func TestWrongAnswersStoreLittle(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		last := 0
		for range 130 {
			c := s.challenged(askLogin, nil)
			last, _, _ = s.ask("POST", passkeyLogin, url.Values{"token": {c.Token}, "response": {"{}"}}, asScript...)
		}
		if stored := len(contents(t, db)["flows"]); stored > 101 || last != http.StatusTooManyRequests {
			t.Errorf("130 wrong answers store %d rows; the last one got %d", stored, last)
		}
	})
}
