package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestRefusalsOfTriggers: what a trigger refuses has its kind on both databases,
// whatever its words are.
func TestRefusalsOfTriggers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now, soon := t.Context(), models.Now(), models.Now().Add(time.Hour)
		inEffect, later, draft := published(now), published(now), &models.PolicyVersion{ID: models.NewID(), Document: "{}"}
		later.Number, later.EffectiveAt = new(int64(2)), &soon
		policies := []*models.Policy{{ID: models.NewID(), SiteID: home(t, db), Slug: "x"}, {ID: models.NewID(), SiteID: home(t, db), Slug: "y"}}
		draft.PolicyID = policies[0].ID
		if err := errors.Join(db.CreatePolicy(ctx, policies[0], inEffect), db.CreatePolicy(ctx, policies[1], later), db.CreateDraft(ctx, draft)); err != nil {
			t.Fatal(err)
		}
		withdraw := func(v *models.PolicyVersion) error {
			return db.Withdraw(ctx, &models.PolicyWithdrawal{VersionID: v.ID, Reason: "x", WithdrawnAt: now})
		}
		admin := newAdmin(t, db, "ada@example.com")
		for _, tt := range []struct {
			name string
			err  error
			want error
		}{
			{"a version in effect", withdraw(inEffect), models.ErrConflict},
			{"a draft", withdraw(draft), models.ErrConflict},
			{"one to come", withdraw(later), nil},
			{"the same again", withdraw(later), models.ErrConflict},
			{"the last admin", db.SetRole(ctx, admin.ID, models.Member), models.ErrLastAdmin},
		} {
			if !errors.Is(tt.err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, tt.err, tt.want)
			}
		}
	})
}
