package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	sitemodels "github.com/prokken/prokken/models/sites"
	sites "github.com/prokken/prokken/site"
)

const shopPassword = "correct horse of the shop"

// auditedShop is a shop of ada's that was seen, on a server that has a browser, in a plan with one audit.
func auditedShop(t *testing.T, db *models.DB) (*site, *sites.Site) {
	t.Helper()
	s, shop := shopkeeper(t, db)
	s.audits.Chromium = "/bin/chromium"
	s.wasSeen(shop.SiteID())
	now := s.clock()
	s.must(payments.PutGrant(t.Context(), db, &payments.Grant{
		ID: models.NewID(), UserID: uuid.MustParse(s.userID("ada@example.com")), Source: payments.Gift, SourceID: "test", Sites: 1,
		AuditsPerMonth: 1, StartsAt: now, CreatedAt: now, UpdatedAt: now,
	}))
	return s, shop
}

// typedLogin is the form with these changes.
func typedLogin(change ...string) url.Values {
	form := url.Values{"as": {"member"}, "login_page": {"/members/in"}, "username": {"ada-the-buyer"}, "password": {shopPassword}}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

// TestAuditWithALogin: what was typed wrong is said, and all is shown again but the password; what is taken
// is stored sealed, for the audit that waits then.
func TestAuditWithALogin(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := auditedShop(t, db)
		again := []string{`value="/members/in"`, `value="ada-the-buyer"`, "<details open"}
		s.verify(
			t,
			scenario{path: "/sites/shop", shows: []string{"Look as a member", `name="login_page"`, `autocomplete="off"`}, hides: []string{"<details open"}},
			scenario{
				method: "POST", path: "/sites/shop/audit", form: typedLogin("password", ""), status: http.StatusUnprocessableEntity,
				shows: append(again, "Please type the password"),
			},
			scenario{
				method: "POST", path: "/sites/shop/audit", form: typedLogin("login_page", "https://other.example/in"), status: http.StatusUnprocessableEntity,
				shows: []string{`value="https://other.example/in"`, "Please type the address of your log-in page"}, hides: []string{shopPassword},
			},
			scenario{
				method: "POST", path: "/sites/shop/audit", form: typedLogin("username", ""), status: http.StatusUnprocessableEntity,
				headers: []string{"Accept", "application/json"}, shows: []string{"Please type the user name"}, hides: []string{shopPassword},
			},
			scenario{
				method: "POST", path: "/sites/shop/audit", form: typedLogin(), headers: []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
				status: http.StatusForbidden, hides: []string{shopPassword},
			},
			scenario{method: "POST", path: "/sites/shop/audit", form: typedLogin(), at: "/sites/shop", shows: []string{"The audit has started.", "It will log in as you asked."}, hides: []string{shopPassword, "ada-the-buyer"}},
			scenario{
				method: "POST", path: "/sites/shop/audit", form: typedLogin(), status: http.StatusConflict,
				shows: []string{"under way already"}, hides: []string{shopPassword},
			},
		)
		open, err := audits.FindOpen(t.Context(), db, shop.SiteID())
		s.must(err)
		login, err := audits.LoginOf(t.Context(), db, shop.SiteID(), open.ID)
		if err != nil || login.Sealed == "" || strings.Contains(login.Sealed, shopPassword) {
			t.Errorf("%+v, %v", login, err)
		}
		if lines := s.requestLines(); strings.Contains(lines, shopPassword) || strings.Contains(lines, "ada-the-buyer") {
			t.Errorf("the log tells it: %s", lines)
		}
		if jobs := s.column("SELECT CAST(args AS text) FROM river_job"); strings.Contains(strings.Join(jobs, ""), "ada-the-buyer") {
			t.Errorf("a job tells it: %s", jobs)
		}
	})
}

// TestAuditLoginIsTheOwnersAlone: an admin who looks as the owner is offered none, and can send none; a
// website that nobody has verified has none.
func TestAuditLoginIsTheOwnersAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := auditedShop(t, db)
		s.verify(t, scenario{method: "POST", path: "/sites/shop/audit", form: typedLogin(), at: "/sites/shop"})
		s.forget()
		s.adminWithFactor("admin@example.com")
		s.verify(
			t,
			scenario{method: "POST", path: "/admin/sites/" + shop.SiteID().String() + "/look", shows: []string{"You are viewing this"}, hides: []string{"ada-the-buyer", shopPassword, `name="login_page"`}},
			scenario{method: "POST", path: "/sites/shop/audit", form: typedLogin(), status: http.StatusNotFound, hides: []string{shopPassword}},
		)
		open, err := audits.FindOpen(t.Context(), db, shop.SiteID())
		s.must(err)
		now := s.clock()
		open.State, open.EndedAt = audits.AuditDone, &now
		s.must(audits.Begin(t.Context(), db, shop.SiteID(), open.ID, now))
		s.must(audits.End(t.Context(), db, open))
		s.verify(t, scenario{method: "POST", path: "/admin/sites/" + shop.SiteID().String() + "/look", shows: []string{"Audit again"}, hides: []string{`name="login_page"`}})
		s.forget()
		s.logIn("ada@example.com")
		s.verify(t, scenario{path: "/sites/shop", shows: []string{`name="login_page"`}})
		host, err := sitemodels.HostOf(t.Context(), db, shop.SiteID())
		s.must(err)
		host.VerifiedAt, host.Method = nil, ""
		s.must(sitemodels.SaveCheck(t.Context(), db, host))
		s.verify(
			t,
			scenario{path: "/sites/shop", hides: []string{`name="login_page"`}},
			scenario{method: "POST", path: "/sites/shop/audit", form: typedLogin(), status: http.StatusConflict, shows: []string{"Please verify first"}, hides: []string{shopPassword}},
		)
	})
}

// TestAuditLoginOfWhoIsLoggedOut: the page that asks to log in again keeps what was typed, but for the password.
func TestAuditLoginOfWhoIsLoggedOut(t *testing.T) {
	s, _ := auditedShop(t, modelstest.SQLite(t))
	s.forget()
	s.verify(t, scenario{
		method: "POST", path: "/sites/shop/audit", form: typedLogin(), status: http.StatusUnauthorized,
		shows: []string{`value="/members/in"`, `value="ada-the-buyer"`}, hides: []string{shopPassword},
	})
}
