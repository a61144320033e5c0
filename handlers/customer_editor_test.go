package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sitemodels "github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

const shopPath = "/sites/shop/policies/cookie-policy"

// shopkeeper is a site with a customer's site "shop", whose owner is logged in.
func shopkeeper(t *testing.T, db *models.DB) (*site, *sites.Site) {
	t.Helper()
	s := open(t, db)
	s.signUp("ada@example.com")
	shop := s.tenant("ada@example.com", "shop")
	s.logIn("ada@example.com")
	return s, shop
}

// shopPart is the form of a part of the shop's policy, with other values in the fields that are named.
func (s *site) shopPart(query string, change ...string) url.Values {
	s.t.Helper()
	_, body, _ := s.ask("GET", shopPath+"?"+query, nil)
	return s.formIn(body, change...)
}

// mainOf is a page without what is around its content.
func mainOf(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	page, _, _ = strings.Cut(page, "</main>")
	return page
}

func draftOf(t *testing.T, on *sites.Site) sites.Draft {
	t.Helper()
	draft, err := on.Draft(context.Background(), policy.CookiePolicy)
	if err != nil {
		t.Fatal(err)
	}
	return draft
}

// TestCustomersEditor: the editor of a customer's site leads to its own pages alone, and shows nothing
// of what is for admins.
func TestCustomersEditor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		hides := []string{
			"/admin", `"/legal/cookie-policy/`, "Ask for review", "second pair of eyes", "another admin", "no other admin",
			"version 0", "Version 0", "Discard draft", "subscribers", "Subscribers",
		}
		s.verify(
			t,
			scenario{path: shopPath, shows: []string{
				"Cookie Policy", `href="/sites/shop"`, shopPath + "/publish", "Draft, not published yet", `data-hx-post="` + shopPath + `/part"`,
				`data-hx-post="` + shopPath + `/presence"`,
			}, hides: append([]string{"Public page"}, hides...)},
			scenario{path: shopPath + "?at=intro-1", shows: []string{shopPath + "/check?at=intro-1"}, hides: hides},
			scenario{path: shopPath + "?at=cookie.basket", shows: []string{`action="` + shopPath + `/remove"`}, hides: hides},
			scenario{path: shopPath + "?add=block&to=intro", shows: []string{shopPath + "?add="}, hides: hides},
			scenario{path: shopPath + "/check?at=intro-1", shows: []string{`action="` + shopPath + `/check"`}, hides: hides},
			scenario{path: shopPath + "/publish", shows: []string{
				"Nothing has been published yet, so everything is new.", `action="` + shopPath + `/publish"`, "The whole page",
			}, hides: append([]string{"Public page", "Nothing has changed", `name="materiality"`, `name="effective_at"`}, hides...)},
			scenario{path: shopPath + "/versions", shows: []string{"Nothing is published yet."}, hides: hides},
			scenario{path: shopPath + "/import", shows: []string{`action="` + shopPath + `/import"`}, hides: hides},
			scenario{path: shopPath + "/export/yaml", shows: []string{"name: basket"}},
			scenario{path: shopPath + "/discard", at: shopPath, hides: hides},
			scenario{path: "/sites/shop/policies/terms", status: http.StatusNotFound},
		)
		s.verify(t, scenario{
			method: "POST", path: shopPath + "/discard", form: url.Values{"read": {draftOf(t, shop).Read}},
			status: http.StatusUnprocessableEntity, shows: []string{"the draft is all there is"},
		})
		if !draftOf(t, shop).Saved {
			t.Error("the only draft is gone")
		}
	})
}

// TestCustomersParts: what is typed is saved on the customer's site alone, and the browser stays there.
func TestCustomersParts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		s.signUp("bea@example.com") // had the site before
		if _, err := shop.See(context.Background(), policy.CookiePolicy, uuid.MustParse(s.userID("bea@example.com"))); err != nil {
			t.Fatal(err)
		}
		next := "/sites/shop/policies/cookie-policy?at=intro-1"
		for to, leads := range map[string]string{next: next, "/admin/users": shopPath, "/sites/other": shopPath, "//evil.example": shopPath} {
			form := s.shopPart("at=title", "title", "Ours, for "+leads)
			form.Set("next", to)
			_, _, res := s.ask("POST", shopPath+"/part", form)
			if got := res.Request.URL.RequestURI(); !strings.HasPrefix(got, leads) || leads == shopPath && strings.Contains(got, "other") {
				t.Errorf("next %s leads to %s", to, got)
			}
		}
		s.verify(
			t,
			scenario{method: "POST", path: shopPath + "/undo", form: url.Values{"read": {draftOf(t, shop).Read}}, at: shopPath},
			scenario{method: "POST", path: shopPath + "/move", form: url.Values{"at": {"intro-1"}, "by": {"1"}}, at: shopPath},
			scenario{method: "POST", path: shopPath + "/presence", hides: []string{"bea@example.com"}},
			scenario{path: shopPath, hides: []string{"bea@example.com"}},
		)
		if own := s.draft().Title; own != "Cookie Policy" || !strings.HasPrefix(draftOf(t, shop).Document.Title, "Ours") {
			t.Errorf("the own policy is called %q, the shop's %q", own, draftOf(t, shop).Document.Title)
		}
	})
}

// TestCustomersCookies: on a customer's site a cookie is a declared cookie, whatever its name, and
// optional ones bring none of ours along.
func TestCustomersCookies(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		for _, name := range []string{"_ga", "prokken_consent", "prokken_access"} {
			form := s.shopPart("add=cookie", "name", name, "purpose", "Counts visits.", "category", "analytics", "path", "/shop", "lifetime", "2")
			if status, body, res := s.ask("POST", shopPath+"/part", form); status != http.StatusOK || res.Request.Method != http.MethodGet ||
				strings.Contains(body, "remembers the visitors’ choice") {
				t.Errorf("adding %s: %d at %s", name, status, res.Request.URL)
			}
		}
		names := ""
		for _, d := range draftOf(t, shop).Document.Cookies {
			names += d.Name + " " + string(d.Category) + " " + d.Path + "\n"
		}
		if names != "basket necessary /\n_ga analytics /shop\nprokken_consent analytics /shop\nprokken_access analytics /shop\n" {
			t.Errorf("declared:\n%s", names)
		}
		s.verify(t, scenario{
			path: shopPath + "?at=cookie.prokken_consent", shows: []string{`name="category"`, shopPath + "/remove"},
			hides: []string{"The program relies on"},
		})
		form := s.shopPart("at=cookie.prokken_access", "name", "theirs")
		if status, body, _ := s.ask("POST", shopPath+"/part", form); status != http.StatusOK || !strings.Contains(body, "cookie.theirs") {
			t.Errorf("renaming: %d", status)
		}
		form = s.shopPart("at=cookie._ga")
		form.Set("read", draftOf(t, shop).Read)
		s.ask("POST", shopPath+"/remove", form)
		if _, found := draftOf(t, shop).Document.Cookie("prokken_consent"); !found {
			t.Error("removing one took another along")
		}
		if _, found := draftOf(t, shop).Document.Cookie("_ga"); found {
			t.Error("it was not removed")
		}
	})
}

// TestCustomersImport: the document of a customer's site need not declare our cookies, and can declare
// any.
func TestCustomersImport(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		text := strings.ReplaceAll(ownPolicy, "basket", "trolley")
		_, page, _ := s.ask("POST", shopPath+"/import", url.Values{"text": {text}})
		if !strings.Contains(page, "Replace the draft") || strings.Contains(page, "/admin") || !strings.Contains(page, "trolley") {
			t.Errorf("looking at it: %s", mainOf(page))
		}
		s.verify(t, scenario{
			method: "POST", path: shopPath + "/import", at: shopPath,
			form: url.Values{"text": {text}, "sure": {"1"}, "read": {draftOf(t, shop).Read}},
		})
		if _, found := draftOf(t, shop).Document.Cookie("trolley"); !found {
			t.Error("it is not imported")
		}
	})
}

// TestCustomersPublish: the owner publishes alone, once the host is verified, and then edits on what
// is published.
func TestCustomersPublish(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		publish := func(summary string) (int, string) {
			status, body, _ := s.ask("POST", shopPath+"/publish", url.Values{"read": {s.read(shopPath + "/publish")}, "summary": {summary}})
			return status, body
		}
		_, page, _ := s.ask("GET", shopPath+"/publish", nil)
		if !strings.Contains(page, "publishing says that you stand by them") || strings.Contains(page, "ed_not_yet") {
			t.Errorf("before: %s", mainOf(page))
		}
		if status, page := publish(""); status != http.StatusUnprocessableEntity || shop.Snapshot().Policies != nil {
			t.Errorf("without a summary: %d %s", status, mainOf(page))
		}
		if status, page := publish("The first."); status != http.StatusOK || !strings.Contains(page, "Published. It is in effect.") ||
			!strings.Contains(page, `href="/s/shop/cookie-policy"`) {
			t.Fatalf("published: %d %s", status, mainOf(page))
		}
		s.ask("POST", shopPath+"/part", s.shopPart("at=title", "title", "Ours"))
		s.verify(
			t,
			scenario{path: shopPath, shows: []string{`href="/s/shop/cookie-policy"`, "Discard draft"}, hides: []string{`"/legal/cookie-policy/`}},
			scenario{path: shopPath + "/publish", shows: []string{`href="/s/shop/cookie-policy/versions/1"`}, hides: []string{`"/legal/cookie-policy/versions`}},
			scenario{path: shopPath + "/versions", shows: []string{`href="/s/shop/cookie-policy/versions/1"`, "Restore as draft"}},
			scenario{path: shopPath + "/export/json?version=1", shows: []string{"basket"}},
			scenario{method: "POST", path: shopPath + "/restore", form: url.Values{"number": {"1"}}, shows: []string{`action="` + shopPath + `/restore"`}},
			scenario{
				method: "POST", path: shopPath + "/discard", at: shopPath,
				form: url.Values{"read": {draftOf(t, shop).Read}}, shows: []string{"This is the text as published."},
			},
			scenario{path: shopPath + "/publish", shows: []string{"Nothing has changed since version 1"}},
		)
	})
}

// TestCustomersConfirm: the owner can say what a sentence is that nothing checks.
func TestCustomersConfirm(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		ctx, draft := context.Background(), draftOf(t, shop)
		_, open, err := shop.Confirmations.Bases(ctx, draft.Document)
		if err != nil || len(open.Proposed()) == 0 {
			t.Fatalf("nothing to confirm: %v, %v", open, err)
		}
		form := url.Values{"read": {draft.Read}, "reason": {"We run the shop."}}
		for key, as := range open.Proposed() {
			form.Set("as."+key, as)
		}
		s.verify(t, scenario{
			method: "POST", path: shopPath + "/confirm", form: form, at: shopPath + "/publish",
			shows: []string{"Confirmed. It is in the record of the version."},
		})
		if _, open, err = shop.Confirmations.Bases(ctx, draft.Document); err != nil || len(open) != 0 {
			t.Errorf("still open: %v, %v", open, err)
		}
		if said := s.column("SELECT detail FROM activity_entries WHERE action = 'policy_confirmed'"); len(said) != 1 || said[0] != "shop/cookie-policy" {
			t.Errorf("the activity log says %q", said)
		}
	})
}

// TestCustomersPublishNeedsTheHost: what keeps the owner from publishing keeps the editor from it.
func TestCustomersPublishNeedsTheHost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		s.must(sitemodels.SaveCheck(context.Background(), db, sitemodels.Host{SiteID: shop.SiteID(), Host: "shop.example"}))
		form := url.Values{"read": {s.read(shopPath + "/publish")}, "summary": {"The first."}}
		publish := scenario{method: "POST", path: shopPath + "/publish", form: form, status: http.StatusConflict}
		publish.shows = []string{"verify first that the website is yours", `value="The first."`}
		s.verify(t, publish)
		s.must(sitemodels.SetState(
			context.Background(), db, shop.SiteID(), []sitemodels.State{sitemodels.Active}, sitemodels.Paused, "", models.Now(),
		))
		publish.shows = []string{"the website needs room in your plan"}
		s.verify(t, publish)
		if len(shop.Snapshot().Policies) > 0 {
			t.Error("it is published")
		}
	})
}

// TestCustomersPublishBesideAdmins: who wrote a sentence of their own site's policy publishes it, however
// many admins there are.
func TestCustomersPublishBesideAdmins(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, _ := shopkeeper(t, db)
		s.must(s.accounts.CreateAdmin(context.Background(), "root@example.com", secret))
		s.ask("POST", shopPath+"/part", s.shopPart("at=intro-1", "prose", "A cookie is a small text that browsers keep."))
		s.verify(t, scenario{
			method: "POST", path: shopPath + "/publish", shows: []string{"Published. It is in effect."},
			form: url.Values{"read": {s.read(shopPath + "/publish")}, "summary": {"The first."}},
		})
	})
}
