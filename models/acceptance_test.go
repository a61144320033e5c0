package models_test

import (
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
)

// TestAcceptances point at a policy: two policies of one slug are two, and what is
// no policy cannot be agreed to.
func TestAcceptances(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, user := t.Context(), newUser("ada@example.com")
		if err := users.Create(ctx, db, user); err != nil {
			t.Fatal(err)
		}
		agree := func(policy policies.Policy, number int64) error {
			return consents.Accept(
				ctx,
				db,
				&consents.Acceptance{
					ID:         models.NewID(),
					UserID:     user.ID,
					PolicyID:   policy.ID,
					Number:     number,
					SHA256:     "x",
					AcceptedAt: models.Now(),
				},
			)
		}
		ours := policies.Policy{ID: models.NewID(), SiteID: home(t, db), Slug: "terms"}
		theirs := policies.Policy{ID: models.NewID(), SiteID: customers(t, db, "bakery"), Slug: "terms"}
		for _, p := range []*policies.Policy{&ours, &theirs} {
			if err := policies.Create(ctx, db, p, published(models.Now())); err != nil {
				t.Fatal(err)
			}
		}
		for _, number := range []int64{1, 2, 2} {
			if err := agree(ours, number); err != nil {
				t.Fatal(err)
			}
		}
		if err := agree(policies.Policy{ID: models.NewID()}, 1); err == nil {
			t.Error("agreed to no policy")
		}
		all, err := consents.AcceptancesOf(ctx, db, user.ID)
		if err != nil || len(all) != 2 || all[0].Policy.ID != ours.ID || all[0].Policy.Slug != "terms" {
			t.Errorf("%+v, %v", all, err)
		}
		newest, err := consents.AcceptedNumbers(ctx, db, user.ID)
		if err != nil || newest[ours.ID] != 2 || newest[theirs.ID] != 0 {
			t.Errorf("%v, %v", newest, err)
		}
	})
}
