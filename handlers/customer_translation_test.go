package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sitemodels "github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

const shopTranslations = shopPath + "/translations"

// publishedShop is a shopkeeper whose policy is public.
func publishedShop(t *testing.T, db *models.DB) (*site, *sites.Site) {
	t.Helper()
	s, shop := shopkeeper(t, db)
	s.verify(t, scenario{
		method: "POST", path: shopPath + "/publish", shows: []string{"Published. It is in effect."},
		form: url.Values{"read": {s.read(shopPath + "/publish")}, "summary": {"The first."}},
	})
	return s, shop
}

// notOfOwners is what the pages of an owner have nothing to say of.
var notOfOwners = []string{"/admin", "another admin", "no other admin", `"/legal/cookie-policy/`}

// TestCustomersTranslations: an owner translates the policy of their website, from the suggested
// words to the page that everyone reads; nothing leads to the pages of admins.
func TestCustomersTranslations(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, _ := publishedShop(t, db)
		german := shopTranslations + "/de"
		s.verify(
			t,
			scenario{path: "/sites/shop", shows: []string{`href="` + shopTranslations + `"`}},
			scenario{path: shopPath, shows: []string{`href="` + shopTranslations + `"`}},
			scenario{path: shopTranslations, shows: []string{"German", `href="` + german + "?version=1", "not published"}, hides: notOfOwners},
			scenario{path: german, shows: []string{">Cookie-Richtlinie</textarea>", ">suggested</span>", `action="` + german + `/file"`}, hides: notOfOwners},
			scenario{path: german + "/file", shows: []string{"title: Cookie-Richtlinie"}},
			scenario{
				method: "POST", path: german, form: s.translationForm(german, policy.Words{"title": "Unsere Cookies", "intro-1": "Ein Cookie ist [Text](https://friend.example/)."}),
				shows: []string{"Saved.", "2 of "},
			},
			scenario{path: german + "/preview", shows: []string{"Unsere Cookies", "Why they are right", "The public record keeps it"}, hides: notOfOwners},
			scenario{path: "/s/shop/cookie-policy/in/de", status: http.StatusNotFound},
		)
		s.confirmsAlone(t, german)
		s.verify(
			t,
			scenario{
				method: "POST", path: german + "/publish", form: s.translationForm(german, nil), at: shopTranslations,
				shows: []string{"Published: everyone can read it now.", `href="/s/shop/cookie-policy/in/de"`}, hides: notOfOwners,
			},
			scenario{path: "/s/shop/cookie-policy/in/de", shows: []string{"Unsere Cookies", `Ein Cookie ist <a href="https://friend.example/" rel="nofollow ugc noopener">Text</a>`}},
			scenario{path: "/s/shop/cookie-policy", shows: []string{"/s/shop/cookie-policy/in/de"}},
		)
		if said := s.column("SELECT detail FROM activity_entries WHERE action = 'translation_published'"); len(said) != 1 || said[0] != "shop/cookie-policy in German" {
			t.Errorf("the activity log says %q", said)
		}
	})
}

var keyField = regexp.MustCompile(`name="key" value="([^"]*)"`)

// confirmsAlone confirms the sentences of the preview: it takes a reason.
func (s *site) confirmsAlone(t *testing.T, german string) {
	t.Helper()
	_, page, _ := s.ask("GET", german+"/preview", nil)
	form := s.translationForm(german, nil)
	for _, found := range keyField.FindAllStringSubmatch(page, -1) {
		form.Add("key", found[1])
	}
	s.verify(t, scenario{method: "POST", path: german + "/confirm", form: form, status: http.StatusUnprocessableEntity, hides: notOfOwners})
	form.Set("reason", "I read both languages.")
	s.verify(t, scenario{method: "POST", path: german + "/confirm", form: form, shows: []string{"Confirmed."}, hides: []string{"Why they are right"}})
}

// TestCustomersTranslationsNeedAPlan: what keeps an owner from publishing keeps them from publishing
// a translation, and none of what they wrote is lost.
func TestCustomersTranslationsNeedAPlan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := publishedShop(t, db)
		german, ctx := shopTranslations+"/de", context.Background()
		s.ask("POST", german, s.translationForm(german, policy.Words{"title": "Unsere Cookies"}))
		form := s.translationForm(german, nil)
		refuses := func(why string) {
			t.Helper()
			s.verify(t, scenario{
				method: "POST", path: german + "/publish", form: form, status: http.StatusConflict,
				shows: []string{why, "Unsere Cookies"}, hides: notOfOwners,
			})
			status, answer, _ := s.ask("POST", german+"/publish", form, "Accept", "application/json")
			if status != http.StatusConflict || !strings.Contains(answer, why) {
				t.Errorf("as JSON: %d %s", status, answer)
			}
		}
		s.must(sitemodels.SaveCheck(ctx, db, sitemodels.Host{SiteID: shop.SiteID(), Host: "shop.example"}))
		refuses("verify first that the website is yours")
		s.must(sitemodels.SetState(
			ctx, db, shop.SiteID(), []sitemodels.State{sitemodels.Active}, sitemodels.Paused, "", models.Now(),
		))
		refuses("the website needs room in your plan")
		if n := s.column("SELECT id FROM policy_translations WHERE state = 'published'"); len(n) > 0 {
			t.Error("it is published")
		}
	})
}
