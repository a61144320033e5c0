package handlers_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

const (
	accessName  = "prokken_access"
	refreshName = "prokken_refresh"
)

// pickyJar stores what a browser stores whose settings refuse some names.
type pickyJar struct {
	http.CookieJar
	refused []string
}

func (j pickyJar) SetCookies(at *url.URL, cookies []*http.Cookie) {
	j.CookieJar.SetCookies(at, slices.DeleteFunc(slices.Clone(cookies), func(c *http.Cookie) bool {
		return slices.Contains(j.refused, c.Name)
	}))
}

// refuse is a fresh browser that keeps the cookies of these names out.
func (s *site) refuse(names ...string) {
	jar, _ := cookiejar.New(nil)
	s.client = &http.Client{Jar: pickyJar{jar, names}}
}

// live is how many sessions have not ended.
func (s *site) live() int {
	s.t.Helper()
	return s.count("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")
}

func (s *site) count(query string) int {
	s.t.Helper()
	var n int
	if err := s.db.Pool().QueryRow(query).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// logInForm is what the page to log in sends.
func logInForm(email string) url.Values {
	return url.Values{"email": {email}, "password": {secret}, "next": {"/account/data"}}
}

// checkAddress logs in without following, and returns the address that checks the cookies.
func (s *site) checkAddress(email string) string {
	s.t.Helper()
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	defer func() { s.client.CheckRedirect = nil }()
	_, _, res := s.ask("POST", "/api/auth/login", logInForm(email))
	address := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(address, "/api/auth/cookie-check?") {
		s.t.Fatalf("logging in leads to %q with %d", address, res.StatusCode)
	}
	return address
}

// TestKeptOutCookies: without each of the two, nobody is logged in, however they proved
// who they are; and the page says which one it is.
func TestKeptOutCookies(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		codes, passkey := s.enrol(), (*authenticator)(nil)
		passkey, _ = s.addPasskey(t, "mine")
		s.signUp("bob@example.com")
		ways := map[string]func() (string, url.Values){
			"a password": func() (string, url.Values) { return "/api/auth/login", logInForm("bob@example.com") },
			"a code": func() (string, url.Values) {
				_, body, _ := s.ask("POST", "/api/auth/login", logInForm("ada@example.com"))
				form := url.Values{
					"token": tokenField.FindStringSubmatch(body)[1:],
					"code":  codes[:1],
					"next":  {"/account/data"},
				}
				codes = codes[1:]
				return "/api/auth/login/code", form
			},
			"a passkey": func() (string, url.Values) {
				c := s.challenged(askLogin, nil)
				return passkeyLogin, url.Values{
					"token":    {c.Token},
					"response": {passkey.show(t, c)},
					"next":     {"/account/data"},
				}
			},
			"a passkey after the password": func() (string, url.Values) {
				step := s.step("ada@example.com")
				c := s.challenged(askLogin, url.Values{"step": {step}})
				return passkeyLogin, url.Values{
					"step": {step}, "token": {c.Token}, "response": {passkey.show(t, c)}, "next": {"/account/data"},
				}
			},
		}
		for way, begin := range ways {
			for _, refused := range [][]string{{accessName}, {refreshName}, {accessName, refreshName}, nil} {
				t.Run(way+" without "+strings.Join(refused, " and "), func(t *testing.T) {
					s.refuse(refused...)
					before := s.live()
					path, form := begin()
					status, body, res := s.ask("POST", path, form)
					s.verifyKeptOut(t, refused, status, body, res, before)
				})
			}
		}
	})
}

// verifyKeptOut looks at where a log-in ended, without the cookies of these names.
func (s *site) verifyKeptOut(t *testing.T, refused []string, status int, body string, res *http.Response, before int) {
	t.Helper()
	ended := s.live() - before
	if len(refused) == 0 {
		if status != http.StatusOK || res.Request.URL.Path != "/account/data" || ended != 1 {
			t.Errorf("with both: %d at %s, %d live sessions more", status, res.Request.URL, ended)
		}
		return
	}
	if status != http.StatusOK || res.Request.URL.Path != "/login/cookies" || ended != 0 {
		t.Errorf("%d at %s, %d live sessions more", status, res.Request.URL, ended)
	}
	names := strings.Join(refused, " and ") + "."
	for _, part := range []string{"Your browser blocks the cookie", names, `href="/login?next=%2Faccount%2Fdata"`, `href="/legal/cookie-policy"`} {
		if !strings.Contains(body, part) {
			t.Errorf("the page does not show %q: %s", part, body)
		}
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the page may be kept: %s", got)
	}
	if left := s.client.Jar.Cookies(res.Request.URL.JoinPath("/api/auth")); len(left) != 0 {
		t.Errorf("the browser still holds %v", left)
	}
	if _, again, _ := s.ask("GET", res.Request.URL.RequestURI(), nil); !strings.Contains(again, names) {
		t.Error("loaded again, the page says something else")
	}
}

// TestKeptOutIsRecorded: the owner sees it on the Security page.
func TestKeptOutIsRecorded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.refuse(refreshName)
		s.ask("POST", "/api/auth/login", logInForm("ada@example.com"))
		s.forget()
		s.logIn("ada@example.com")
		s.verify(t, scenario{
			path: "/account/security", shows: []string{"Logged out again: the browser blocked", refreshName},
		})
		if n := s.count("SELECT count(*) FROM sessions WHERE revoked_because = 'the browser kept a cookie out'"); n != 1 {
			t.Errorf("%d sessions say why they ended", n)
		}
	})
}

// TestCookieCheckIsForPagesAlone: what asks ahead, or for the head, may ask without
// cookies; nothing ends. The person who comes later gets through.
func TestCookieCheckIsForPagesAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		address, browser := s.checkAddress("ada@example.com"), s.client
		s.forget()
		for name, ask := range map[string]scenario{
			"HEAD":                {method: "HEAD"},
			"a prefetch":          {headers: []string{"Sec-Purpose", "prefetch"}},
			"a prerendering":      {headers: []string{"Sec-Purpose", "prefetch;prerender"}},
			"an older prefetch":   {headers: []string{"Purpose", "prefetch"}},
			"a POST":              {method: "POST", status: http.StatusMethodNotAllowed},
			"an unsealed address": {path: "/api/auth/cookie-check?next=/pricing", status: http.StatusOK, at: "/login"},
		} {
			ask.name = name
			if ask.path == "" {
				ask.path = address
			}
			if ask.status == 0 {
				ask.status = http.StatusForbidden
			}
			s.verify(t, ask)
		}
		if n := s.live(); n != 1 {
			t.Errorf("%d live sessions", n)
		}
		s.client = browser
		s.verify(t, scenario{path: address, at: "/account/data"})
	})
}

// TestCookieCheckEndsNobodyElsesSession: whatever address a stranger makes or finds, and
// whoever is led to it.
func TestCookieCheckEndsNobodyElsesSession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.signUp("bob@example.com")
		passed := s.checkAddress("ada@example.com")
		s.verify(t, scenario{path: passed, at: "/account/data"})
		ada := s.client
		s.forget()
		s.logIn("bob@example.com")
		bob := s.client
		s.forget()
		fresh := s.checkAddress("bob@example.com") // of a browser whose next request is still on its way
		query := func(address string) url.Values { u, _ := url.Parse(address); return u.Query() }
		forged := query(passed)
		forged.Set("seal", query(fresh).Get("seal"))
		anonymous := &http.Client{}
		for name, one := range map[string]struct {
			as      *http.Client
			address string
			at      string
		}{
			"a stranger without an address":            {anonymous, "/api/auth/cookie-check", "/login"},
			"a stranger with one that was passed":      {anonymous, passed, "/login"},
			"a member with another's that was passed":  {bob, passed, "/account/data"},
			"a member with another's on its way":       {ada, fresh, "/account/data"},
			"a member with a seal for another session": {anonymous, "/api/auth/cookie-check?" + forged.Encode(), "/login"},
		} {
			s.client = one.as
			s.verify(t, scenario{name: name, path: one.address, at: one.at})
		}
		s.client = ada // whose access cookie ran out, as it does long before the other
		s.loseAccess()
		s.verify(
			t,
			scenario{name: "a member who shows one cookie of another session", path: fresh, at: "/account/data"},
		)
		s.verify(t, scenario{name: "and is still logged in", path: "/account/data", at: "/account/data"})
		if n := s.live(); n != 3 {
			t.Errorf("%d live sessions", n)
		}
	})
}

// TestCookieCheckIsOverAfterAMinute: then an access cookie that is gone says nothing.
func TestCookieCheckIsOverAfterAMinute(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	address := s.checkAddress("ada@example.com")
	s.loseAccess()
	s.later(2 * time.Minute)
	s.verify(t, scenario{path: address, at: "/login"})
	if n := s.live(); n != 1 {
		t.Errorf("%d live sessions", n)
	}
	s.verify(t, scenario{name: "the refresh cookie still works", path: "/account/data", at: "/account/data"})
}

// TestLogInWhileCookiesStay: a browser that sends the cookies of a session that has ended,
// and stores no new ones, keeps the new ones out.
func TestLogInWhileCookiesStay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.client.Jar = pickyJar{s.client.Jar, []string{accessName, refreshName}}
		_, body, res := s.ask("POST", "/api/auth/login", logInForm("ada@example.com"))
		if res.Request.URL.Path != "/login/cookies" || !strings.Contains(body, accessName+" and "+refreshName) ||
			s.live() != 0 {
			t.Errorf("at %s with %d live sessions: %s", res.Request.URL, s.live(), body)
		}
	})
}

// TestCookieCheckNextStaysHere, also behind the page that says what is missing.
func TestCookieCheckNextStaysHere(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	address := s.checkAddress("ada@example.com")
	elsewhere := strings.Replace(address, "next="+url.QueryEscape("/account/data"), "next=//evil.example", 1)
	if elsewhere == address {
		t.Fatal(address)
	}
	s.verify(t, scenario{path: elsewhere, at: "/account"})
	s.forget()
	s.verify(
		t,
		scenario{path: "/api/auth/cookie-check?next=//evil.example", at: "/login", shows: []string{`value="/account"`}},
		scenario{
			path:  "/login/cookies?cookie=prokken_access&next=//evil.example",
			shows: []string{`href="/login?next=%2Faccount"`},
		},
		scenario{path: "/login/cookies?cookie=another&next=/pricing", at: "/login", hides: []string{"another"}},
	)
	s.logIn("ada@example.com")
	s.verify(t, scenario{path: "/login/cookies?cookie=prokken_access&next=/pricing", at: "/pricing"})
}

// TestProgramsAreNotSentThroughTheCheck: the answer with both cookies is enough.
func TestProgramsAreNotSentThroughTheCheck(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	status, body, res := s.ask("POST", "/api/auth/login", logInForm("ada@example.com"), "Accept", "application/json")
	if status != http.StatusOK || !strings.Contains(body, "ada@example.com") || len(res.Cookies()) != 2 ||
		res.Header.Get("Location") != "" {
		t.Errorf("%d %s %v", status, body, res.Header)
	}
	s.verify(t, scenario{path: "/api/me"})
}
