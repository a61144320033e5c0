package audit_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
)

const (
	typedUser     = "ada@shop.example"
	typedPassword = "correct horse 7"
)

// shop is a site with members: it sets the cookie "member" for who logs in with the right words.
type shop struct {
	*fixture
	form   string // of the page to log in at
	start  string // what the start page shows besides
	inside string // what the pages of members show besides
	mu     sync.Mutex
	posted []string // "host path user password" of each form that came in
}

// newShop serves the form at /login, and what it leads to.
func newShop(t *testing.T, form string) *shop {
	t.Helper()
	return openShop(newFixture(t, ""), form)
}

// openShop is the same for tests and benchmarks.
func openShop(l *fixture, form string) *shop {
	s := &shop{fixture: l, form: form}
	s.request.Own, s.request.AsVisitor, s.request.Alone = false, true, true
	s.request.Account = &audit.Account{Email: typedUser, Password: typedPassword, Page: "http://" + s.host + "/login", Guest: true}
	s.mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		s.write(w, "<p>A shop. <a href=/about>About</a>"+s.start)
	})
	s.page("/about", `<p>About us.`)
	s.mux.HandleFunc("GET /login", s.loginPage)
	s.mux.HandleFunc("POST /login", s.logIn)
	s.mux.HandleFunc("GET /members/", s.members)
	for _, path := range acts {
		s.mux.HandleFunc("GET "+path, func(http.ResponseWriter, *http.Request) { l.t.Errorf("it opened %s", path) })
	}
	return s
}

func (s *shop) write(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprint(w, "<!doctype html><title>A shop</title>", strings.ReplaceAll(body, "HOST", s.host))
}

func (s *shop) note(r *http.Request) (user, password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, password = r.PostFormValue("who"), r.PostFormValue("secret")
	s.posted = append(s.posted, strings.Join([]string{r.Host, r.URL.Path, user, password}, " "))
	return user, password
}

// loginPage shows the form, or leads to the page elsewhere that it is "at".
func (s *shop) loginPage(w http.ResponseWriter, r *http.Request) {
	switch away, leads := strings.CutPrefix(s.form, "at "); {
	case leads && r.Host == s.host:
		http.Redirect(w, r, away, http.StatusSeeOther)
	case leads:
		s.write(w, oneStep)
	default:
		s.write(w, s.form)
	}
}

func (s *shop) logIn(w http.ResponseWriter, r *http.Request) {
	user, password := s.note(r)
	if user != typedUser || password != typedPassword {
		s.write(w, "<p>That is not right."+oneStep)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "member", Value: "1", Path: "/", HttpOnly: true}) //nolint:forbidigo // a site of a test
	http.Redirect(w, r, "/members/home", http.StatusSeeOther)
}

// neighbour is another port of the same machine, which belongs to the same site as browsers see it.
func (s *shop) neighbour() (host string) {
	server := httptest.NewServer(s.mux)
	s.t.Cleanup(server.Close)
	host = strings.Replace(server.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	s.request.Private = append(s.request.Private, host)
	return host
}

// judged is what becomes of a sentence about all cookies of the site.
func (s *shop) judged(r report.Report) report.Result {
	d, err := policy.ParseYAML([]byte(`{slug: cookies, title: Cookies, cookies: [], sections: [{anchor: a, title: A, blocks: [
		{prose: We set none., claims: [{says: We set none., no_third_party_cookies: true}]}]}]}`))
	if err != nil {
		s.t.Fatal(err)
	}
	judged, err := audit.JudgeReport(r, d, report.Policy{Slug: d.Slug})
	if err != nil || len(judged.Claims) != 1 {
		s.t.Fatalf("%+v, %v", judged.Claims, err)
	}
	return judged.Claims[0].Result
}

// acts are what a member of the shop can do by a link, each in other words.
var acts = []string{
	"/log-out", "/members/cancel", "/members/konto-löschen", "/members/kuendigen", "/members/résilier", "/members/supprimer/1", "/members/salir",
	"/members/dar-de-baja", "/members/esci", "/members/carrello/svuota", "/members/excluir", "/members/opzeggen", "/members/wyloguj",
	"/members/usuń", "/members/logga-ut", "/members/çıkış", "/members/удалить", "/members/退会",
}

// linksTo are links to all of the addresses.
func linksTo(addresses []string) string {
	var links strings.Builder
	for _, address := range addresses {
		fmt.Fprintf(&links, "<a href=%s>x</a> ", address)
	}
	return links.String()
}

// members are pages that nobody else sees.
func (s *shop) members(w http.ResponseWriter, r *http.Request) {
	if _, err := r.Cookie("member"); err != nil {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return
	}
	s.write(w, s.inside+`<p>Hello. <a href=/members/orders>Orders</a> <a href=/log-out>Log out</a> `+linksTo(acts)+`
		<a href="/members/of/`+typedUser+`">You</a>
		<script>if (location.pathname === "/members/orders") { document.cookie = "orders=1; max-age=3600"; localStorage.setItem("last-`+typedUser+`", "1") }</script>`)
}

// oneStep is a form that asks for both, beside one that has nothing to do with it.
const oneStep = `<form action=/search role=search><input name=q type=text></form>
	<form method=post action=/login><input type=hidden name=token value=1><label>User <input name=who></label>
	<label>Password <input name=secret type=password></label><button name=via value=google formaction="https://other.test/">Google</button>
	<button>Log in</button></form>`

// tellsNothing: what was typed stands neither in the report nor in what was told on the way, as it is or as
// addresses write it; the page and the item that a member alone has are there without it.
func (s *shop) tellsNothing(r report.Report, told string) {
	s.t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, typed := range []string{typedUser, typedPassword} {
		for _, form := range []string{typed, url.PathEscape(typed), url.QueryEscape(typed)} {
			if strings.Contains(string(text), form) || strings.Contains(told, form) {
				s.t.Errorf("%q is told in %s\n%s", form, text, told)
			}
		}
	}
	for _, kept := range []string{"/members/of/…", "last-…"} {
		if !strings.Contains(string(text), kept) {
			s.t.Errorf("%q is not told in %s", kept, text)
		}
	}
	for _, j := range r.Journeys {
		for _, p := range j.Pages {
			if p.Screenshot != nil {
				s.t.Errorf("there is a picture of %s", p.URL)
			}
		}
	}
}

// member is the journey of who logged in.
func member(t *testing.T, r report.Report) report.Journey {
	t.Helper()
	for _, j := range r.Journeys {
		if j.Name == report.Member {
			return j
		}
	}
	t.Fatalf("nobody was to log in: %+v", r.Journeys)
	return report.Journey{}
}
