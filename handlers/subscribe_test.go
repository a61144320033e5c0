package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

// TestSubscription from the form on a policy's page to the link that ends it.
func TestSubscription(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		for _, path := range []string{"/legal", "/legal/terms"} {
			if _, body, _ := s.ask("GET", path, nil); !strings.Contains(body, `action="/legal/subscribe"`) {
				t.Errorf("%s has no form", path)
			}
		}
		_, fresh, res := s.ask("POST", "/legal/subscribe", url.Values{"email": {" Ada@Example.com "}})
		if res.Request.URL.Path != "/legal/subscribe/sent" {
			t.Fatalf("it led to %s", res.Request.URL)
		}
		asked := s.letter(letter.ConfirmSubscription{}).Content.(letter.ConfirmSubscription)
		token := s.keys.LetterToken(asked)
		for range 2 {
			if _, body, _ := s.ask("GET", "/legal/subscribe/confirm?token="+token, nil); !strings.Contains(
				body,
				"ada@example.com",
			) ||
				!strings.Contains(body, `<button class="button"`) {
				t.Errorf("the page of the link: %s", body)
			}
		}
		if sub, err := subscribers.ByID(t.Context(), db, asked.Subscriber); err != nil || sub.ConfirmedAt != nil {
			t.Fatalf("looking at the link confirmed it: %v", err)
		}
		for range 2 {
			if _, body, _ := s.ask("POST", "/legal/subscribe/confirm", url.Values{"token": {token}}); !strings.Contains(
				body,
				"You are subscribed",
			) {
				t.Errorf("confirming: %s", body)
			}
		}
		_, known, _ := s.ask("POST", "/legal/subscribe", url.Values{"email": {"ada@example.com"}})
		if known != fresh {
			t.Error("the answer tells that the address is known")
		}
		s.letter(letter.AlreadySubscribed{})
		if _, body, _ := s.ask("GET", "/legal/unsubscribe?token="+token, nil); !strings.Contains(
			body,
			"ada@example.com",
		) {
			t.Errorf("the page that ends it: %s", body)
		}
		for range 2 {
			if _, body, _ := s.ask("POST", "/legal/unsubscribe?token="+token, url.Values{}); !strings.Contains(
				body,
				"You are unsubscribed",
			) {
				t.Errorf("unsubscribing: %s", body)
			}
		}
		for _, path := range []string{
			"/legal/unsubscribe?token=" + token, "/legal/subscribe/confirm?token=" + token,
			"/legal/unsubscribe?token=x", "/legal/unsubscribe",
		} {
			if status, body, _ := s.ask("GET", path, nil); status != http.StatusGone ||
				!strings.Contains(body, "/legal/subscribe") {
				t.Errorf("%s: %d", path, status)
			}
		}
	})
}

// TestBadSubscription: what was typed is kept.
func TestBadSubscription(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for _, typed := range []string{"", "ada", "ada@", "a@b.c, d@e.f", `"><script>@example.com`} {
		status, body, _ := s.ask("POST", "/legal/subscribe", url.Values{"email": {typed}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Please check the address") ||
			strings.Contains(body, "<script>@") {
			t.Errorf("%q: %d", typed, status)
		}
	}
	s.server.SetAttemptsPerMinute(1)
	for range 3 {
		s.ask("POST", "/legal/subscribe", url.Values{"email": {"ada@example.com"}})
	}
	if status, body, _ := s.ask("POST", "/legal/subscribe", url.Values{"email": {"ada@example.com"}}); status != http.StatusTooManyRequests ||
		!strings.Contains(body, `value="ada@example.com"`) {
		t.Errorf("too often: %d", status)
	}
}

// TestOneClick: a mail provider posts for its user, from no page and without
// cookies, and follows no redirect (RFC 8058). Another site's page cannot.
func TestOneClick(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		now := s.clock()
		sub := subscribers.Subscriber{
			ID:          models.NewID(),
			SiteID:      s.library.SiteID(),
			Email:       "ada@example.com",
			ConfirmedAt: &now,
		}
		if _, err := subscribers.Ensure(t.Context(), db, &sub); err != nil {
			t.Fatal(err)
		}
		post := func(headers ...string) int {
			t.Helper()
			r, _ := http.NewRequest(
				"POST",
				s.url+"/legal/unsubscribe?token="+s.keys.SubscriberToken(sub.ID),
				strings.NewReader("List-Unsubscribe=One-Click"),
			)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for i := 0; i+1 < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			res, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			return res.StatusCode
		}
		left := func() bool { _, err := subscribers.ByID(t.Context(), db, sub.ID); return err != nil }
		if status := post("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); status != http.StatusForbidden ||
			left() {
			t.Errorf("from another site: %d", status)
		}
		for range 2 {
			if status := post(); status != http.StatusOK || !left() {
				t.Errorf("one click: %d", status)
			}
		}
	})
}

// TestNotice: a publication reaches subscribers through the queue.
func TestNotice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		now := s.clock()
		sub := subscribers.Subscriber{
			ID:          models.NewID(),
			SiteID:      s.library.SiteID(),
			Email:       "ada@example.com",
			ConfirmedAt: &now,
		}
		if _, err := subscribers.Ensure(t.Context(), db, &sub); err != nil {
			t.Fatal(err)
		}
		s.retitle(sites.Terms, "Our Terms", policies.Editorial)
		sent := s.letter(letter.PolicyChanged{})
		told := sent.Content.(letter.PolicyChanged)
		version := letter.PolicyVersion{Title: "Our Terms", Slug: "terms", Number: 2}
		if sent.To != sub.Email || told.Subscriber != sub.ID || told.PolicyVersion != version || told.Before != 1 {
			t.Errorf("%+v", sent)
		}
	})
}

// retitle makes a new version of a policy, which differs in its title, and
// returns its number.
func (s *site) retitle(slug, title string, m policies.Materiality) int64 {
	s.t.Helper()
	draft, err := s.library.Edit(s.t.Context(), sites.Edit{Slug: slug, By: uuid.Nil, Change: policy.SetTitle(title)})
	if err != nil {
		s.t.Fatal(err)
	}
	s.confirm(slug)
	number, err := s.library.Publish(
		s.t.Context(),
		sites.Publication{Slug: slug, Read: draft.Read, Summary: "Now it is called " + title + ".", Materiality: m},
	)
	if err != nil {
		s.t.Fatal(err)
	}
	return number
}

// TestUpcomingVersionsAreNamed to those who come too late for the mail about them.
func TestUpcomingVersionsAreNamed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.ask("POST", "/legal/subscribe", url.Values{"email": {"ada@example.com"}})
		confirm := "/legal/subscribe/confirm?token=" + s.link(letter.ConfirmSubscription{})
		expect := func(path string, want ...bool) {
			t.Helper()
			_, body, _ := s.ask("GET", path, nil)
			for i, version := range []string{"/legal/terms/versions/2", "/legal/refund-policy/versions/2"} {
				if strings.Contains(body, "takes effect on") != (want[0] || want[1]) ||
					strings.Contains(body, version) != want[i] {
					t.Errorf("%s: %s is named: %v", path, version, !want[i])
				}
			}
		}
		for _, path := range []string{"/signup", confirm, "/legal/subscribe/done"} {
			expect(path, false, false)
		}
		s.publish(sites.Terms, "Later.", 48*time.Hour, policy.SetTitle("Later Terms"))
		s.publish("refund-policy", "Later.", 48*time.Hour, policy.SetTitle("Later Refunds"))
		expect("/signup", true, false)
		expect(confirm, true, true)
		expect("/legal/subscribe/done", true, true)
		s.later(48 * time.Hour)
		expect("/signup", false, false)
	})
}
