package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

const bounced = "Our emails aren't reaching you"

// TestBouncedAddress: the owner reads it on every page of the account until they say that the
// address works, an admin reads how many there are, and nobody else anything.
func TestBouncedAddress(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("bob@example.com")
		s.logIn("bob@example.com")
		s.verify(t, scenario{path: "/account", hides: []string{bounced}})
		s.markBounced(t, "bob@example.com")
		for _, page := range []string{"", "/security", "/sessions", "/billing", "/data"} {
			s.verify(t, scenario{
				path: "/account" + page, shows: []string{bounced, "bob@example.com", "/account/address/works"},
			})
		}
		s.verify(t, scenario{path: "/legal/privacy-policy", hides: []string{bounced}})
		s.forget()
		s.verify(t, scenario{
			method: "POST", path: "/account/address/works", form: url.Values{}, status: http.StatusUnauthorized,
			hides: []string{bounced},
		})
		s.admin()
		s.verify(t,
			scenario{path: "/admin/jobs", shows: []string{`<a href="/admin/users?state=bounced">1</a>`}},
			scenario{path: "/admin/users?state=bounced", shows: []string{"bob@example.com", "rejects email"}},
			scenario{path: "/account", hides: []string{bounced}},
		)
		s.forget()
		s.logIn("bob@example.com")
		s.verify(t,
			scenario{
				method: "POST", path: "/account/address/works", form: url.Values{}, at: "/account",
				shows: []string{"The notice is gone"}, hides: []string{bounced},
			},
			scenario{path: "/account", hides: []string{bounced}},
		)
		s.forget()
		s.logIn("admin@example.com")
		s.verify(t, scenario{path: "/admin/jobs", hides: []string{"Addresses that reject email"}})
	})
}

func (s *site) markBounced(t *testing.T, address string) {
	t.Helper()
	if err := s.accounts.MarkBounced(t.Context(), address); err != nil {
		t.Fatal(err)
	}
}

// TestBounceIsNobodyElsesBusiness: forms answer alike for an address that takes no mail, for one
// that does, and for one without an account.
func TestBounceIsNobodyElsesBusiness(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.signUp("bob@example.com")
		s.markBounced(t, "bob@example.com")
		for _, path := range []string{"/api/auth/signup", "/api/auth/login", "/api/auth/forgot", "/legal/subscribe"} {
			want := s.answer(path, "eve@example.com")
			for _, address := range []string{"ada@example.com", "bob@example.com"} {
				if got := s.answer(path, address); got != want {
					t.Errorf("%s tells of %s: %.300s", path, address, got)
				}
			}
		}
	})
}

// answer is what a form tells a stranger, without the address that was typed.
func (s *site) answer(path, address string) string {
	s.forget()
	form := url.Values{"email": {address}, "password": {"not the password"}}
	status, body, _ := s.ask("POST", path, form)
	return http.StatusText(status) + strings.ReplaceAll(body, address, "ADDRESS")
}
