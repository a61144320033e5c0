package handlers_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sitemodels "github.com/prokken/prokken/models/sites"
)

// TestCustomersPreviews: what an owner sees before publication names the contact of their website, and
// none of the sentences bears a mark that says what an audit saw: no audit is about a draft.
func TestCustomersPreviews(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		shop := s.customer("shop")
		s.must(sitemodels.AddMember(t.Context(), db, sitemodels.Membership{
			SiteID: shop.SiteID(), UserID: uuid.MustParse(s.userID("ada@example.com")), Role: sitemodels.Owner, CreatedAt: s.clock(),
		}))
		s.logIn("ada@example.com")
		s.ask("POST", shopPath+"/part", s.shopPart("at=title", "title", "Our cookies")) // so that there is something to review
		for _, path := range []string{
			"/sites/shop/preview", shopPath + "?at=none", shopPath + "/publish", shopTranslations + "/de/preview",
		} {
			s.verify(t, scenario{
				path: path, shows: []string{"mailto:ask@shop.example", "We do not use advertising or tracking cookies."},
				hides: []string{"mailto:contact@prokken.com", `data-kind="unseen"`, ">unseen<"},
			})
		}
	})
}
