package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// pair holds the two tokens of a log-in.
type pair struct{ access, refresh string }

// logInAs logs in without a jar, and returns the tokens.
func (s *site) logInAs(email string) pair {
	s.t.Helper()
	s.forget()
	form := url.Values{"email": {email}, "password": {secret}}
	status, body, res := s.ask("POST", "/api/auth/login", form, "Accept", "application/json")
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d %s", email, status, body)
	}
	var p pair
	for _, c := range res.Cookies() {
		switch c.Name {
		case "prokken_access":
			p.access = c.Value
		case "prokken_refresh":
			p.refresh = c.Value
		}
	}
	return p
}

// cookies is the header of a browser that holds those values.
func cookies(access, refresh []string) string {
	var all []string
	for _, value := range access {
		all = append(all, "prokken_access="+value)
	}
	for _, value := range refresh {
		all = append(all, "prokken_refresh="+value)
	}
	return strings.Join(all, "; ")
}

// bare asks with that header alone, and follows no redirect.
func (s *site) bare(method, path, cookie string, headers ...string) (int, string, *http.Response) {
	s.t.Helper()
	s.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s.ask(method, path, nil, append([]string{"Cookie", cookie}, headers...)...)
}

// stale are values that a second cookie of the same name can have.
func stale(ended pair) map[string]pair {
	return map[string]pair{
		"junk":              {"junk", "junk"},
		"an ended session":  ended,
		"something unusual": {strings.Repeat("x", 3000), "a.b.c.d"},
	}
}

// TestASecondCookieShadowsNothing: whatever stands beside the real cookies, and on whichever
// side, the real ones count: on pages, at the refresh, and when one logs out.
func TestASecondCookieShadowsNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		ended := s.logInAs("ada@example.com")
		s.bare("POST", "/api/auth/logout", cookies([]string{ended.access}, []string{ended.refresh}))
		for name, other := range stale(ended) {
			for _, first := range []bool{true, false} {
				t.Run(fmt.Sprint(name, first), func(t *testing.T) { s.shadow(t, other, first) })
			}
		}
	})
}

func (s *site) shadow(t *testing.T, other pair, first bool) {
	t.Helper()
	own := s.logInAs("ada@example.com")
	header := cookies([]string{own.access, other.access}, []string{own.refresh, other.refresh})
	if first {
		header = cookies([]string{other.access, own.access}, []string{other.refresh, own.refresh})
	}
	if status, body, _ := s.bare("GET", "/account", header); status != http.StatusOK ||
		!strings.Contains(body, "ada@example.com") {
		t.Errorf("the account: %d", status)
	}
	if status, body, _ := s.bare("POST", "/api/auth/refresh", header, "Accept", "application/json"); status != http.StatusOK {
		t.Errorf("the refresh: %d %s", status, body)
	}
	s.bare("POST", "/api/auth/logout", header)
	mine := cookies([]string{own.access}, []string{own.refresh})
	if status, _, _ := s.bare("GET", "/api/me", mine); status != http.StatusUnauthorized {
		t.Errorf("after the log-out: %d", status)
	}
}

// TestTwoAccountsAtOnce: good tokens of two accounts count for neither; a page says so, and
// takes both back wherever they can be.
func TestTwoAccountsAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.signUp("eve@example.com")
		ada, eve := s.logInAs("ada@example.com"), s.logInAs("eve@example.com")
		both := cookies([]string{eve.access, ada.access}, []string{ada.refresh})
		for name, at := range map[string]struct{ method, path, cookies string }{
			"a page":                   {"GET", "/account/security", both},
			"the refresh":              {"POST", "/api/auth/refresh", cookies(nil, []string{eve.refresh, ada.refresh})},
			"the refresh by a link":    {"GET", "/api/auth/refresh?next=/account", cookies(nil, []string{eve.refresh, ada.refresh})},
			"one of each":              {"POST", "/api/auth/refresh", cookies([]string{ada.access}, []string{eve.refresh})},
			"an act":                   {"POST", "/account/sessions/end-others", both},
			"an act with more of them": {"POST", "/account/data/keep", both + "; " + both},
		} {
			status, body, res := s.bare(at.method, at.path, at.cookies)
			if status != http.StatusConflict || !strings.Contains(body, "two accounts") ||
				!strings.Contains(body, `href="/login"`) {
				t.Errorf("%s: %d %s", name, status, plain(body))
			}
			set := strings.Join(res.Header["Set-Cookie"], "\n")
			for _, line := range []string{"prokken_access=; Path=/; Max-Age=0", "prokken_refresh=; Path=/api/auth; Max-Age=0"} {
				if !strings.Contains(set, line) {
					t.Errorf("%s does not clear %s:\n%s", name, line, set)
				}
			}
		}
		_, _, res := s.bare("GET", "/account/security", both)
		if set := strings.Join(res.Header["Set-Cookie"], "\n"); !strings.Contains(
			set,
			"prokken_access=; Path=/account;",
		) {
			t.Errorf("the longer path is not cleared:\n%s", set)
		}
		if status, body, _ := s.bare("GET", "/", both); status != http.StatusOK ||
			strings.Contains(body, "@example.com") || strings.Contains(body, "You are still logged in") {
			t.Errorf("the front page: %d", status)
		}
		for _, one := range []pair{ada, eve} { // neither session was harmed
			if status, _, _ := s.bare("GET", "/api/me", cookies([]string{one.access}, nil)); status != http.StatusOK {
				t.Errorf("one of them alone: %d", status)
			}
		}
	})
}

// TestALogInEndsWhatIsBesideIt: after a log-in beside a planted cookie the browser works in
// the account that logged in.
func TestALogInEndsWhatIsBesideIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.signUp("eve@example.com")
		eve := s.logInAs("eve@example.com")
		planted := cookies([]string{eve.access}, []string{eve.refresh})
		s.client = &http.Client{}
		form := url.Values{"email": {"ada@example.com"}, "password": {secret}}
		_, _, res := s.ask("POST", "/api/auth/login", form, "Accept", "application/json", "Cookie", planted)
		for _, c := range res.Cookies() {
			planted += "; " + c.Name + "=" + c.Value
		}
		if status, body, _ := s.bare("GET", "/api/me", planted); status != http.StatusOK ||
			!strings.Contains(body, "ada@") {
			t.Errorf("%d %s", status, body)
		}
	})
}

// TestManyCookiesAreNoLogOut: more cookies than net/http reads do not hide ours.
func TestManyCookiesAreNoLogOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		own := s.logInAs("ada@example.com")
		many := strings.Repeat("a=b; ", 3500) + cookies([]string{own.access}, []string{own.refresh})
		if status, _, _ := s.bare("GET", "/api/me", many); status != http.StatusOK {
			t.Errorf("who am I: %d", status)
		}
		if status, _, _ := s.bare("POST", "/account/data/keep", many, "Sec-Fetch-Site", "", "Origin", ""); status != http.StatusForbidden {
			t.Errorf("an act that does not say where it comes from: %d", status)
		}
		s.bare("POST", "/api/auth/logout", many)
		if _, err := s.accounts.Authenticate(t.Context(), own.access, auth.RequestDetails{}); err == nil {
			t.Error("the log-out ended nothing")
		}
	})
}

// TestTheNewestTokenCounts: beside older tokens of the same session, on whichever side, the newest one
// is renewed; an older one alone would end the session, as if it were stolen.
func TestTheNewestTokenCounts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		for _, first := range []bool{true, false} {
			old := s.logInAs("ada@example.com")
			newest := s.renewed(s.renewed(old))
			values := []string{newest.refresh, old.refresh}
			if first {
				values = []string{old.refresh, newest.refresh}
			}
			status, body, _ := s.bare("POST", "/api/auth/refresh", cookies(nil, values), "Accept", "application/json")
			if status != http.StatusOK {
				t.Errorf("the old one first, %t: %d %s", first, status, body)
			}
		}
	})
}

// renewed is the pair that follows, a while later, after it was used.
func (s *site) renewed(p pair) pair {
	s.t.Helper()
	s.later(2 * time.Minute)
	_, _, res := s.bare("POST", "/api/auth/refresh", cookies(nil, []string{p.refresh}), "Accept", "application/json")
	for _, c := range res.Cookies() {
		switch c.Name {
		case "prokken_access":
			p.access = c.Value
		case "prokken_refresh":
			p.refresh = c.Value
		}
	}
	s.bare("GET", "/api/me", cookies([]string{p.access}, nil))
	return p
}
