package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
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
		s.verify(t, scenario{name: "the new admin", path: "/admin/users", as: owner, at: "/admin/users"})
		s.act(page, "take-admin", "a member now")
		s.verify(t, scenario{name: "the former admin", path: "/admin/users", as: owner, status: http.StatusForbidden})
		s.act(page, "disable", "is disabled")
		if status := owner.me(); status != http.StatusUnauthorized {
			t.Errorf("disabled: %d", status)
		}
		s.verify(t, []scenario{
			{
				name: "a log-in to a disabled account", method: "POST", path: "/api/auth/login", as: owner,
				form:   url.Values{"email": {"ada@example.com"}, "password": {secret}},
				status: http.StatusForbidden, shows: []string{"closed"},
			},
			{
				name: "disabled twice", method: "POST", path: page + "/disable", form: url.Values{},
				status: http.StatusConflict, shows: []string{"Nothing was done"},
			},
			{
				name: "the page of a disabled account, without buttons that do nothing", path: page,
				hides: []string{page + "/disable", page + "/end-sessions", page + "/send-reset"},
			},
		}...)
		s.act(page, "enable", "enabled again")
		owner.logIn("ada@example.com")

		giveFactors(t, db, ada.ID)
		hidden := []string{token, "SEALED", "CREDENTIAL", ada.PasswordHash}
		s.verify(t, []scenario{
			{
				path: page, hides: hidden,
				shows: []string{
					"Authenticator app", "Passkey: My &lt;b&gt;key&lt;/b&gt;", "0 of 10", "ada@example.com", ada.ID.String(),
				},
			},
			{path: "/admin/activity", hides: hidden},
		}...)
		s.act(page, "remove-factors", "second factors are removed")
		if factors, err := s.accounts.Factors(ctx, ada.ID); err != nil || factors.Any() ||
			owner.me() != http.StatusUnauthorized {
			t.Errorf("after the factors were removed: %+v %v", factors, err)
		}
		s.expectActs(t, page)
	})
}

// giveFactors gives the account an app and a passkey, as the database keeps them.
func giveFactors(t *testing.T, db *models.DB, user uuid.UUID) {
	t.Helper()
	ctx, totp := t.Context(), credentials.TOTPSecret{UserID: user, Sealed: "SEALED"}
	err := errors.Join(
		credentials.OfferTOTP(ctx, db, &totp),
		credentials.UseTOTPStep(ctx, db, totp, 1, models.Now()),
		credentials.CreatePasskey(ctx, db, &credentials.Passkey{
			ID: models.NewID(), UserID: user, CredentialID: "CREDENTIAL-ID", Credential: "CREDENTIAL", Name: "My <b>key</b>",
		}),
	)
	if err != nil {
		t.Fatal(err)
	}
}

// expectActs looks for what was done to Ada in the log and in the history of her page.
func (s *site) expectActs(t *testing.T, page string) {
	t.Helper()
	log, history := scenario{path: "/admin/activity"}, scenario{path: page, shows: []string{"by admin@example.com"}}
	for _, words := range []string{
		"Reset link sent", "Sessions ended", "Made an admin", "Admin role removed", "Account disabled", "Account enabled",
		"Second factors removed",
	} {
		log.shows = append(log.shows, words+"</span> <span>ada@example.com")
		history.shows = append(history.shows, words+"</span>")
	}
	s.verify(t, log, history)
}

func TestAdminSendsConfirmationAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.another().ask("POST", "/api/auth/signup", url.Values{"email": {"ada@example.com"}, "password": {secret}})
		first := s.letter(letter.ConfirmAddress{})
		page, _ := s.userPage(db, "ada@example.com")
		s.verify(t, scenario{path: page, shows: []string{"not confirmed"}, hides: []string{"send-reset", "give-admin"}})
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
			s.verify(t, scenario{method: "POST", path: page + "/" + act, form: url.Values{}, status: http.StatusForbidden})
		}
		s.forget()
		s.admin()
		s.later(11 * time.Minute) // the access token is still good
		for _, act := range allActs {
			s.verify(t, scenario{
				name: "without a fresh proof: " + act, method: "POST", path: page + "/" + act, form: url.Values{},
				status: http.StatusForbidden, shows: []string{`name="again" value="` + page + "/" + act + `"`},
			})
		}
		if _, after := s.userPage(db, "ada@example.com"); after.Role != before.Role || after.DisabledAt != nil {
			t.Errorf("something was done: %+v", after)
		}
		again := page + "/disable"
		s.verify(t, scenario{
			name: "the proof", method: "POST", path: "/api/auth/confirm",
			form: url.Values{"current": {secret}, "again": {again}}, shows: []string{`action="` + again + `"`},
		})
		s.act(page, "disable", "is disabled")
	})
}

func TestOwnAccountOfAnAdmin(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		page, _ := s.userPage(db, "admin@example.com")
		last := []string{`role="alert"`, "last admin"}
		s.verify(t, []scenario{
			{
				name: "the buttons for oneself", path: page,
				shows: []string{page + "/take-admin"}, hides: []string{page + "/disable"},
			},
			{
				name: "disabling oneself", method: "POST", path: page + "/disable", form: url.Values{},
				status: http.StatusUnprocessableEntity, shows: []string{`role="alert"`, "your own account"},
			},
			{
				name: "the last admin", method: "POST", path: page + "/take-admin", form: url.Values{},
				status: http.StatusConflict, shows: last,
			},
			{
				name: "the last admin, in JSON", method: "POST", path: page + "/take-admin", form: url.Values{},
				headers: []string{"Accept", "application/json"}, status: http.StatusConflict, shows: last[1:],
			},
		}...)
		if err := s.accounts.CreateAdmin(context.Background(), "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		s.verify(t, scenario{
			name: "taking the own role", method: "POST", path: page + "/take-admin", form: url.Values{}, at: "/account",
		})
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
			page := "/admin/users/" + id
			s.verify(t, scenario{path: page, status: http.StatusNotFound})
			for _, act := range allActs {
				s.verify(t, scenario{method: "POST", path: page + "/" + act, form: url.Values{}, status: http.StatusNotFound})
			}
		}
	})
}
