package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	policyrows "github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
)

// TestRefusalsOfTriggers: what a trigger refuses has its kind on both databases,
// whatever its words are.
func TestRefusalsOfTriggers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now, soon := t.Context(), models.Now(), models.Now().Add(time.Hour)
		inEffect, later := published(now), published(now)
		draft := &policyrows.Version{ID: models.NewID(), Document: "{}"}
		later.Number, later.EffectiveAt = new(int64(2)), &soon
		policies := []*policyrows.Policy{
			{ID: models.NewID(), SiteID: home(t, db), Slug: "x"},
			{ID: models.NewID(), SiteID: home(t, db), Slug: "y"},
		}
		draft.PolicyID = policies[0].ID
		if err := errors.Join(policyrows.Create(ctx, db, policies[0], inEffect), policyrows.Create(ctx, db, policies[1], later), policyrows.CreateDraft(ctx, db, draft)); err != nil {
			t.Fatal(err)
		}
		withdraw := func(v *policyrows.Version) error {
			return policyrows.Withdraw(ctx, db, &policyrows.Withdrawal{VersionID: v.ID, Reason: "x", WithdrawnAt: now})
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
			{"the last admin", users.SetRole(ctx, db, admin.ID, users.Member), models.ErrLastAdmin},
		} {
			if !errors.Is(tt.err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, tt.err, tt.want)
			}
		}
	})
}
