package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
)

func TestYourCookies(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		look := func(name string, shows, hides []string, headers ...string) {
			t.Helper()
			status, body, res := s.ask("GET", "/legal/your-cookies", nil, headers...)
			if status != http.StatusOK || res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %v", name, status, res.Header)
			}
			for _, text := range shows {
				if !strings.Contains(body, text) {
					t.Errorf("%s: it does not show %q", name, text)
				}
			}
			for _, text := range hides {
				if strings.Contains(body, text) {
					t.Errorf("%s: it shows %q", name, text)
				}
			}
		}
		look(
			"none",
			[]string{"Your browser sent no cookies.", "You have not chosen yet."},
			[]string{"Not declared", "Withdraw my consent"},
		)
		look(
			"strangers",
			[]string{"Not declared", "_ga", "sent 2 times", "&lt;script&gt;", "(without a name)", "None of ours"},
			[]string{
				"<script>",
				"hidden1",
				"hidden2",
				"hidden3",
				"hidden4",
			},
			"Cookie",
			"_ga=hidden1; _ga=hidden2; hidden3; <script>=hidden4",
		)
		look(
			"a long name",
			[]string{strings.Repeat("n", 60) + "…"},
			[]string{strings.Repeat("n", 61)},
			"Cookie",
			strings.Repeat("n", 5000)+"=x",
		)
		look("hostile bytes", []string{"a\uFFFD\uFFFDb"}, []string{"\u202e", "\xff"}, "Cookie", "a\u202e\xffb=x")
		var many []string
		for i := range 2000 {
			many = append(many, fmt.Sprintf("c%04d=x", i))
		}
		look(
			"2,000",
			[]string{"c0000", "c0099", "And 1900 more."},
			[]string{"c0100"},
			"Cookie",
			strings.Join(many, "; "),
		)
		look(
			"not ours to read",
			[]string{"It no longer logs anyone in.", "it has no effect"},
			nil,
			"Cookie",
			"prokken_access=x; prokken_consent=y",
		)
		s.choose("choose", "analytics")
		choice := s.keptChoice()
		look("chosen", []string{
			"Expires in 182 days.", choice.ID.String(), s.library.Local(choice.At).Format("January 2, 2006, 15:04"),
			"Withdraw my consent", "Remembers what you chose.",
			`name="category.analytics" value="on" checked`, "does not send the signal", "<code>_ads</code>",
		}, []string{`name="category.marketing" value="on" checked`, s.keptCookie()})
		look(
			"declared by others",
			[]string{"Counts visits.", "Your browser does not say."},
			[]string{"Not declared"},
			"Cookie",
			"_visits=1",
		)
		s.later(183 * day)
		look("too old", []string{"It has expired.", "no longer applies"}, []string{"Withdraw my consent"})
		s.choose("refuse")
		s.later(-183 * day)
		s.declare(policies.Editorial)
		look(
			"nothing to choose any more",
			[]string{"No longer ours", "There is nothing to choose"},
			[]string{"Your choice</h2>"},
		)
	})
}

// TestYourCookiesOfAMember: the cookie that the page never gets is told of.
func TestYourCookiesOfAMember(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.later(time.Hour)
		_, body, _ := s.ask("GET", "/legal/your-cookies", nil)
		for _, text := range []string{"prokken_access", "Expires in 23 hours.", "prokken_refresh", "never to pages like this one", "Expires in 6 days."} {
			if !strings.Contains(body, text) {
				t.Errorf("it does not show %q", text)
			}
		}
		base, _ := url.Parse(s.url)
		for _, c := range s.client.Jar.Cookies(base) {
			if strings.Contains(body, c.Value) {
				t.Errorf("it shows the value of %s", c.Name)
			}
		}
	})
}

// TestFootOfThePage: the sentence follows from the declarations.
func TestFootOfThePage(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	look := func(foot, home string) {
		t.Helper()
		says := map[string]string{"/legal/cookie-policy": foot, "/legal/terms": foot, "/login": foot, "/": home}
		for path, text := range says {
			if _, body, _ := s.ask("GET", path, nil); !strings.Contains(body, text) {
				t.Errorf("%s does not say %q", path, text)
			}
		}
	}
	look("Two cookies, both declared. No tracking.", "This site sets two cookies, both needed to log in.")
	s.declare(policies.Editorial, keepsChoice, countsVisits)
	look("Four cookies, all declared. One of them only if you agree.", "This site declares four cookies.")
}
