package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sitemodels "github.com/prokken/prokken/models/sites"
)

// TestChoosingSites: an owner whose plan has less room reads which sites are paused and when, and
// chooses others; what is too many is said, and nothing has to be chosen again.
func TestChoosingSites(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		s.tenant("ada@example.com", "blog")
		at := s.clock().AddDate(0, 0, 7)
		s.must(sitemodels.SetPauses(t.Context(), db, uuid.MustParse(s.userID("ada@example.com")), []models.SiteID{shop.SiteID()}, at))
		day := at.UTC().Format("January 2, 2006")
		s.verify(
			t,
			scenario{path: "/sites", shows: []string{"pauses on " + day, "Choose which to keep"}},
			scenario{path: "/sites/shop", shows: []string{"it will be paused on " + day}},
			scenario{path: "/sites/blog", hides: []string{"it will be paused on"}},
			scenario{path: "/sites/choose", shows: []string{
				`name="stay-shop" value="pause" checked`, `name="stay-blog" value="keep" checked`, "paused on " + day,
			}},
			scenario{
				method: "POST", path: "/sites/choose", form: url.Values{"stay-shop": {"keep"}, "stay-blog": {"pause"}},
				status: http.StatusUnprocessableEntity,
				shows:  []string{"That is more than 0 websites", `name="stay-shop" value="keep" checked`, `name="stay-blog" value="pause" checked`},
			},
			scenario{
				method: "POST", path: "/sites/choose", form: url.Values{"stay-shop": {"keep"}}, headers: []string{"Accept", "application/json"},
				status: http.StatusUnprocessableEntity, shows: []string{"That is more than 0 websites"},
			},
			scenario{
				method: "POST", path: "/sites/choose", form: url.Values{"stay-shop": {"pause"}, "stay-blog": {"pause"}}, at: "/sites",
			},
		)
	})
}
