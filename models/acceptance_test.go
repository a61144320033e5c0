package models_test

import (
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestAcceptances point at a policy: two policies of one slug are two, and what is
// no policy cannot be agreed to.
func TestAcceptances(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, user := t.Context(), newUser("ada@example.com")
		if err := db.CreateUser(ctx, user); err != nil {
			t.Fatal(err)
		}
		agree := func(policy models.Policy, number int64) error {
			return db.Accept(ctx, &models.Acceptance{ID: models.NewID(), UserID: user.ID, PolicyID: policy.ID, Number: number, SHA256: "x", AcceptedAt: models.Now()})
		}
		ours := models.Policy{ID: models.NewID(), SiteID: home(t, db), Slug: "terms"}
		theirs := models.Policy{ID: models.NewID(), SiteID: customers(t, db, "bakery"), Slug: "terms"}
		for _, p := range []*models.Policy{&ours, &theirs} {
			if err := db.CreatePolicy(ctx, p, published(models.Now())); err != nil {
				t.Fatal(err)
			}
		}
		for _, number := range []int64{1, 2, 2} {
			if err := agree(ours, number); err != nil {
				t.Fatal(err)
			}
		}
		if err := agree(models.Policy{ID: models.NewID()}, 1); err == nil {
			t.Error("agreed to no policy")
		}
		all, err := db.AcceptancesOf(ctx, user.ID)
		if err != nil || len(all) != 2 || all[0].Policy.ID != ours.ID || all[0].Policy.Slug != "terms" {
			t.Errorf("%+v, %v", all, err)
		}
		newest, err := db.AcceptedNumbers(ctx, user.ID)
		if err != nil || newest[ours.ID] != 2 || newest[theirs.ID] != 0 {
			t.Errorf("%v, %v", newest, err)
		}
	})
}
