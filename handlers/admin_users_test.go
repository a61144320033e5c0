package handlers_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
)

// another is a second browser on the same site.
func (s *site) another() *site {
	b := &site{t: s.t, url: s.url, db: s.db, accounts: s.accounts, keys: s.keys, letters: s.letters}
	b.forget()
	return b
}

// populate makes 120 accounts: each tenth is disabled, each twelfth has no
// confirmed address, one is about to go.
func populate(t *testing.T, db *models.DB) {
	t.Helper()
	now := models.Now()
	for i := range 120 {
		u := users.User{
			ID:           models.NewID(),
			Email:        fmt.Sprintf("user-%03d@example.com", i),
			PasswordHash: "x",
			Role:         users.Member,
			VerifiedAt:   &now,
		}
		if i%12 == 0 {
			u.VerifiedAt = nil
		}
		if i%10 == 0 {
			u.DisabledAt = &now
		}
		if i == 7 {
			u.Email, u.EraseAfter = "under_score+percent%@example.com", &now
		}
		if err := users.Create(context.Background(), db, &u); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	userLink = regexp.MustCompile(`<a class="line-title" href="/admin/users/[0-9a-f-]{36}">([^<]*)</a>`)
	nextLink = regexp.MustCompile(`href="([^"]*)" rel="next"`)
)

// pages follows a list to its end and returns what the pattern finds on each page.
func (s *site) pages(path string, pattern *regexp.Regexp) (pages [][]string) {
	s.t.Helper()
	for path != "" {
		status, body, _ := s.ask("GET", path, nil)
		if status != http.StatusOK {
			s.t.Fatalf("%s: %d", path, status)
		}
		var found []string
		for _, match := range pattern.FindAllStringSubmatch(body, -1) {
			found = append(found, html.UnescapeString(match[1]))
		}
		pages, path = append(pages, found), ""
		if next := nextLink.FindStringSubmatch(body); next != nil {
			path = html.UnescapeString(next[1])
		}
	}
	return pages
}

func TestAdminUsersList(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		populate(t, db)
		s.admin()
		tests := map[string][]int{ // how many are on each page
			"":                          {50, 50, 21},
			"?q=example.com":            {50, 50, 21},
			"?q=USER-01":                {10},
			"?q=+user-011@example.com+": {1},
			"?state=admin":              {1},
			"?state=disabled":           {12},
			"?state=unconfirmed":        {10},
			"?state=leaving":            {1},
			"?q=user-0&state=disabled":  {10},
			"?q=user-&state=":           {50, 50, 19},
			"?q=%25":                    {1},
			"?q=_":                      {1},
			"?q=%25%25":                 {0},
			"?q=!":                      {0},
			"?q=%27":                    {0},
			"?q=%3Cscript%3E":           {0},
		}
		for query, want := range tests {
			var got []int
			pages := s.pages("/admin/users"+query, userLink)
			for _, page := range pages {
				got = append(got, len(page))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, not %v", query, got, want)
			}
			if all := slices.Concat(pages...); len(all) > 100 && !isNewestFirst(all) {
				t.Errorf("%s: not newest first, or one twice: %v", query, all)
			}
		}
		s.badQueries(t)
	})
}

func isNewestFirst(addresses []string) bool {
	users := slices.DeleteFunc(slices.Clone(addresses), func(a string) bool { return !strings.HasPrefix(a, "user-") })
	return slices.IsSortedFunc(users, func(a, b string) int { return strings.Compare(b, a) }) &&
		len(slices.Compact(users)) == len(users)
}

func (s *site) badQueries(t *testing.T) {
	t.Helper()
	_, body, _ := s.ask("GET", "/admin/users?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", nil)
	if strings.Contains(body, "<script>alert") ||
		!strings.Contains(body, `value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`) ||
		!strings.Contains(body, "No account fits") {
		t.Errorf("a script: %s", body)
	}
	if _, body, _ := s.ask("GET", "/admin/users?q=user-&state=disabled", nil); !strings.Contains(
		body,
		`value="user-"`,
	) ||
		!strings.Contains(body, `<option value="disabled" selected>`) {
		t.Error("the form forgets what was asked")
	}
	for query, want := range map[string]int{
		"?before=x": 404, "?before=" + uuid.NewString(): 200, "?q=%ff": 400, "?q=%00": 400, "?state=nonsense": 404,
		"?q=" + strings.Repeat("%25", 60_000): 200,
	} {
		if status, _, _ := s.ask("GET", "/admin/users"+query, nil); status != want {
			t.Errorf("%.20s: %d", query, status)
		}
	}
}

// userPage is the page of the account with that address.
func (s *site) userPage(db *models.DB, email string) (string, users.User) {
	s.t.Helper()
	user, err := users.ByEmail(context.Background(), db, email)
	if err != nil {
		s.t.Fatal(err)
	}
	return "/admin/users/" + user.ID.String(), user
}

// act presses a button that the page of a user has.
func (s *site) act(page, act, says string) {
	s.t.Helper()
	if _, body, _ := s.ask("GET", page, nil); !strings.Contains(body, `action="`+page+"/"+act+`"`) {
		s.t.Errorf("there is no button to %s", act)
	}
	status, body, res := s.ask("POST", page+"/"+act, url.Values{})
	if status != http.StatusOK || res.Request.URL.Path != page || !strings.Contains(body, says) {
		s.t.Errorf("%s: %d at %s", act, status, res.Request.URL)
	}
}

func (s *site) me() int {
	s.t.Helper()
	status, _, _ := s.ask("GET", "/api/me", nil)
	return status
}

func TestAdminActs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		s.signUp("ada@example.com")
		s.admin()
		page, ada := s.userPage(db, "ada@example.com")
		owner := s.another()
		owner.logIn("ada@example.com")

		s.act(page, "send-reset", "on its way")
		token := s.link(letter.ResetPassword{})

		s.act(page, "end-sessions", "All its sessions have ended.")
		if status := owner.me(); status != http.StatusUnauthorized {
			t.Errorf("after its sessions ended: %d", status)
		}
		owner.logIn("ada@example.com")
		s.act(page, "give-admin", "an admin now")
		owner.logIn("ada@example.com")
		if status, _, res := owner.ask("GET", "/admin/users", nil); status != http.StatusOK ||
			res.Request.URL.Path != "/admin/users" {
			t.Errorf("the new admin: %d at %s", status, res.Request.URL)
		}
		s.act(page, "take-admin", "a member now")
		if status, _, _ := owner.ask("GET", "/admin/users", nil); status != http.StatusForbidden {
			t.Errorf("the admin of before: %d", status)
		}
		s.act(page, "disable", "is disabled")
		if status := owner.me(); status != http.StatusUnauthorized {
			t.Errorf("disabled: %d", status)
		}
		if status, body := owner.logIn("ada@example.com"); status != http.StatusForbidden ||
			!strings.Contains(body, "closed") {
			t.Errorf("log-in to a disabled account: %d", status)
		}
		if status, body, _ := s.ask("POST", page+"/disable", url.Values{}); status != http.StatusConflict ||
			!strings.Contains(body, "Nothing was done") {
			t.Errorf("disabled twice: %d", status)
		}
		if _, body, _ := s.ask("GET", page, nil); strings.Contains(body, page+"/disable") ||
			strings.Contains(body, page+"/end-sessions") ||
			strings.Contains(body, page+"/send-reset") {
			t.Error("the page of a disabled account has buttons that do nothing")
		}
		s.act(page, "enable", "open again")
		owner.logIn("ada@example.com")

		now := models.Now()
		if err := credentials.OfferTOTP(ctx, db, &credentials.TOTPSecret{UserID: ada.ID, Sealed: "SEALED"}); err != nil {
			t.Fatal(err)
		}
		if err := credentials.UseTOTPStep(ctx, db, credentials.TOTPSecret{UserID: ada.ID, Sealed: "SEALED"}, 1, now); err != nil {
			t.Fatal(err)
		}
		if err := credentials.CreatePasskey(ctx, db, &credentials.Passkey{ID: models.NewID(), UserID: ada.ID, CredentialID: "CREDENTIAL-ID", Credential: "CREDENTIAL", Name: "My <b>key</b>"}); err != nil {
			t.Fatal(err)
		}
		_, body, _ := s.ask("GET", page, nil)
		for _, shown := range []string{"Authenticator app", "Passkey: My &lt;b&gt;key&lt;/b&gt;", "0 of 10", "ada@example.com", ada.ID.String()} {
			if !strings.Contains(body, shown) {
				t.Errorf("the page does not show %s", shown)
			}
		}
		_, log, _ := s.ask("GET", "/admin/activity", nil)
		for _, hidden := range []string{token, "SEALED", "CREDENTIAL", ada.PasswordHash} {
			if strings.Contains(body, hidden) || strings.Contains(log, hidden) {
				t.Errorf("an admin sees %s", hidden)
			}
		}
		s.act(page, "remove-factors", "second factors are removed")
		if factors, err := s.accounts.Factors(ctx, ada.ID); err != nil || factors.Any() ||
			owner.me() != http.StatusUnauthorized {
			t.Errorf("after the factors were removed: %+v %v", factors, err)
		}
		_, log, _ = s.ask("GET", "/admin/activity", nil)
		_, history, _ := s.ask("GET", page, nil)
		for _, words := range []string{"Reset link sent", "Sessions ended", "Made an admin", "Admin role taken", "Account disabled", "Account enabled", "Second factors removed"} {
			if !strings.Contains(log, words+"</span> <span>ada@example.com") || !strings.Contains(history, words+"</span>") ||
				!strings.Contains(history, "by admin@example.com") {
				t.Errorf("the activity log lacks %s", words)
			}
		}
	})
}

func TestAdminSendsConfirmationAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.another().ask("POST", "/api/auth/signup", url.Values{"email": {"ada@example.com"}, "password": {secret}})
		first := s.letter(letter.ConfirmAddress{})
		page, _ := s.userPage(db, "ada@example.com")
		if _, body, _ := s.ask("GET", page, nil); !strings.Contains(body, "not confirmed") ||
			strings.Contains(body, "send-reset") ||
			strings.Contains(body, "give-admin") {
			t.Error("an address that is not confirmed")
		}
		s.act(page, "send-verification", "on its way")
		again := s.letter(letter.ConfirmAddress{})
		if token := s.keys.LetterToken(again.Content); again != first {
			t.Errorf("another link: %s", token)
		}
	})
}

var allActs = []string{
	"disable",
	"enable",
	"end-sessions",
	"send-reset",
	"send-verification",
	"give-admin",
	"take-admin",
	"remove-factors",
}

// TestAdminActsAreForAdmins: and for those who proved lately that it is them.
func TestAdminActsAreForAdmins(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.signUp("eve@example.com")
		page, before := s.userPage(db, "ada@example.com")
		s.logIn("eve@example.com")
		for _, act := range allActs {
			if status, _, _ := s.ask("POST", page+"/"+act, url.Values{}); status != http.StatusForbidden {
				t.Errorf("a member may %s: %d", act, status)
			}
		}
		s.forget()
		s.admin()
		s.later(11 * time.Minute) // the access token is still good
		for _, act := range allActs {
			status, body, _ := s.ask("POST", page+"/"+act, url.Values{})
			if status != http.StatusForbidden || !strings.Contains(body, `name="again" value="`+page+"/"+act+`"`) {
				t.Errorf("without a fresh proof, %s: %d", act, status)
			}
		}
		if _, after := s.userPage(db, "ada@example.com"); after.Role != before.Role || after.DisabledAt != nil {
			t.Errorf("something was done: %+v", after)
		}
		again := page + "/disable"
		if status, body, _ := s.ask("POST", "/api/auth/confirm", url.Values{"current": {secret}, "again": {again}}); status != http.StatusOK ||
			!strings.Contains(body, `action="`+again+`"`) {
			t.Fatalf("the proof: %d", status)
		}
		s.act(page, "disable", "is disabled")
	})
}

func TestOwnAccountOfAnAdmin(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		page, _ := s.userPage(db, "admin@example.com")
		if _, body, _ := s.ask("GET", page, nil); strings.Contains(body, page+"/disable") ||
			!strings.Contains(body, page+"/take-admin") {
			t.Error("the buttons for oneself")
		}
		if status, body, _ := s.ask("POST", page+"/disable", url.Values{}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, `role="alert"`) ||
			!strings.Contains(body, "your own account") {
			t.Errorf("disabling oneself: %d", status)
		}
		if status, body, _ := s.ask("POST", page+"/take-admin", url.Values{}); status != http.StatusConflict ||
			!strings.Contains(body, `role="alert"`) ||
			!strings.Contains(body, "last admin") {
			t.Errorf("the last admin: %d", status)
		}
		if status, body, _ := s.ask("POST", page+"/take-admin", url.Values{}, "Accept", "application/json"); status != http.StatusConflict ||
			!strings.Contains(body, "last admin") {
			t.Errorf("the last admin, in JSON: %d %s", status, body)
		}
		if err := s.accounts.CreateAdmin(context.Background(), "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		if status, _, res := s.ask("POST", page+"/take-admin", url.Values{}); status != http.StatusOK ||
			res.Request.URL.Path != "/account" {
			t.Errorf("taking the own role: %d at %s", status, res.Request.URL)
		}
	})
}

// TestAdminsDemoteEachOther at the same moment: one stays.
func TestAdminsDemoteEachOther(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		if err := s.accounts.CreateAdmin(ctx, "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		s.admin()
		bob := s.another()
		bob.logIn("bob@example.com")
		admins, _ := s.userPage(db, "admin@example.com")
		bobs, _ := s.userPage(db, "bob@example.com")
		var statuses [2]int
		var both sync.WaitGroup
		both.Go(func() { statuses[0], _, _ = s.ask("POST", bobs+"/take-admin", url.Values{}) })
		both.Go(func() { statuses[1], _, _ = bob.ask("POST", admins+"/take-admin", url.Values{}) })
		both.Wait()
		left, err := users.List(ctx, db, users.Filter{State: users.Admins}, 10)
		if err != nil || len(left) != 1 {
			t.Errorf("%d admins are left: %v %v", len(left), statuses, err)
		}
		slices.Sort(statuses[:])
		if statuses[0] != http.StatusOK || statuses[1] != http.StatusConflict && statuses[1] != http.StatusForbidden {
			t.Errorf("%v", statuses)
		}
	})
}

func TestNoPageForNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		now := models.Now()
		gone := users.User{
			ID:           models.NewID(),
			Email:        "gone@example.com",
			PasswordHash: "x",
			Role:         users.Member,
			VerifiedAt:   &now,
			EraseAfter:   &now,
		}
		if err := users.Create(ctx, db, &gone); err != nil {
			t.Fatal(err)
		}
		if err := erasure.Erase(ctx, db, gone.ID, now); err != nil {
			t.Fatal(err)
		}
		s.admin()
		for _, id := range []string{gone.ID.String(), uuid.NewString(), "x"} {
			if status, _, _ := s.ask("GET", "/admin/users/"+id, nil); status != http.StatusNotFound {
				t.Errorf("%s: %d", id, status)
			}
			for _, act := range allActs {
				if status, _, _ := s.ask("POST", "/admin/users/"+id+"/"+act, url.Values{}); status != http.StatusNotFound {
					t.Errorf("%s of %s: %d", act, id, status)
				}
			}
		}
	})
}
