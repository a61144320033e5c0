package commands

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

const secretPhrase = "correct horse battery staple 9!"

// answered is an answer to a visitor; status 0 where there was none.
type answered struct {
	status  int
	body    string
	header  http.Header
	cookies string // that it set, as the next request sends them
	err     error
}

// acknowledged reports whether the visitor may rely on it.
func (a answered) acknowledged() bool { return a.status >= 200 && a.status < 400 }

// asks is a visitor with a connection for each request. It follows nothing.
func asks() *http.Client {
	return &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// ask asks the server as a program that sends forms and wants JSON.
func (s *server) ask(method, path string, form url.Values, cookies string) answered {
	request, err := http.NewRequest(method, "http://"+s.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answered{err: err}
	}
	if s.host != "" {
		request.Host = s.host
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Accept", "application/json")
	if cookies != "" {
		request.Header.Set("Cookie", cookies)
	}
	return send(asks(), request)
}

func send(client *http.Client, request *http.Request) answered {
	res, err := client.Do(request)
	if err != nil {
		return answered{err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	a := answered{status: res.StatusCode, body: string(body), header: res.Header, err: err}
	if err != nil {
		a.status = 0 // half an answer is none
	}
	var pairs []string
	for _, c := range res.Cookies() {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	a.cookies = strings.Join(pairs, "; ")
	return a
}

// logIn returns the cookies of a new session.
func (s *server) logIn(email string) string {
	s.t.Helper()
	a := s.ask("POST", "/api/auth/login", url.Values{"email": {email}, "password": {secretPhrase}}, "")
	if a.status != http.StatusOK || a.cookies == "" {
		s.t.Fatalf("log-in of %s: %d %s, %v; it said: %s", email, a.status, a.body, a.err, s.log)
	}
	return a.cookies
}

// me is the status of who-am-I.
func (s *server) me(cookies string) int { return s.ask("GET", "/api/me", nil, cookies).status }

// admit makes an admin with that address in the database, who can log in with [secretPhrase].
func admit(t *testing.T, db *models.DB, email string) {
	t.Helper()
	hash, err := password.NewHasher(1, password.Recommended).Hash(t.Context(), secretPhrase)
	if err != nil {
		t.Fatal(err)
	}
	now := models.Now()
	user := users.User{ID: models.NewID(), Email: email, PasswordHash: hash, Role: users.Admin, VerifiedAt: &now}
	if err := users.Create(t.Context(), db, &user); err != nil {
		t.Fatal(err)
	}
}
