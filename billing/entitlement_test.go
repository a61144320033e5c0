package billing_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// gift gives the user what a plan gives.
func (s *shop) gift(plan string, until *time.Time) {
	s.t.Helper()
	ctx := context.Background()
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		_, err := s.service.Give(
			ctx,
			tx,
			billing.Gift{UserID: s.user.ID, ItemID: plan, Until: until, Reason: "For the tests.", GivenBy: s.user.ID},
		)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) allowance(e billing.Entitlement) billing.Allowance {
	s.t.Helper()
	a, err := s.service.Allowance(context.Background(), s.user.ID, e)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *shop) use(e billing.Entitlement, n int64) error {
	ctx := context.Background()
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.service.Use(ctx, tx, s.user.ID, e, n) })
}

// TestGrantsAddUp: access is the union of all that holds.
func TestGrantsAddUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		if a := s.allowance(billing.Sites); a != (billing.Allowance{}) {
			t.Errorf("without anything: %+v", a)
		}
		if err := s.use(billing.Sites, 1); !errors.Is(err, billing.ErrLimit) {
			t.Errorf("without anything: %v", err)
		}
		s.gift("starter", nil)
		s.gift("studio", new(models.Now().Add(time.Hour)))
		if a := s.allowance(billing.Sites); a.Limit != 11 {
			t.Errorf("both together: %+v", a)
		}
	})
}

// TestTheLastOne: of fifty at once for the last one, one gets it.
func TestTheLastOne(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.gift("starter", nil)
		if err := s.use(billing.Audits, 29); err != nil {
			t.Fatal(err)
		}
		var won, lost atomic.Int64
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				switch err := s.use(billing.Audits, 1); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, billing.ErrLimit):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || lost.Load() != 49 || s.allowance(billing.Audits).Left() != 0 {
			t.Errorf("%d won, %d lost, %+v", won.Load(), lost.Load(), s.allowance(billing.Audits))
		}
	})
}

// TestGiveBack: nobody gives back more than they have, and a rolled back use
// uses nothing.
func TestGiveBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx, failed := newShop(t, db), context.Background(), errors.New("failed")
		s.gift("studio", nil)
		err := db.Transaction(ctx, func(tx *models.DB) error {
			return errors.Join(s.service.Use(ctx, tx, s.user.ID, billing.Sites, 3), failed)
		})
		if !errors.Is(err, failed) || s.allowance(billing.Sites).Used != 0 {
			t.Errorf("%v, %+v", err, s.allowance(billing.Sites))
		}
		if err := s.use(billing.Sites, 3); err != nil {
			t.Fatal(err)
		}
		giveBack := func(n int64) error {
			return db.Transaction(
				ctx,
				func(tx *models.DB) error { return s.service.GiveBack(ctx, tx, s.user.ID, billing.Sites, n) },
			)
		}
		if err := giveBack(4); !errors.Is(err, models.ErrConflict) {
			t.Errorf("four of three: %v", err)
		}
		if err := giveBack(2); err != nil || s.allowance(billing.Sites).Used != 1 {
			t.Errorf("%v, %+v", err, s.allowance(billing.Sites))
		}
		for _, n := range []int64{0, -1} {
			if s.use(billing.Sites, n) == nil || giveBack(n) == nil {
				t.Errorf("%d was taken", n)
			}
		}
	})
}

// TestGiftsEnd: by themselves, or taken back, but not by someone else's id.
func TestGiftsEnd(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		now := models.Now()
		s.settings.Clock = clock.Func(func() time.Time { return now })
		s.service = billing.New(db, s.settings)
		s.gift("starter", new(now.Add(time.Hour)))
		grants, err := payments.GrantsOf(ctx, db, s.user.ID)
		if err != nil || len(grants) != 1 {
			t.Fatalf("%+v, %v", grants, err)
		}
		if err := s.service.TakeBack(ctx, db, s.newUser("b@example.com").ID, grants[0].ID); !errors.Is(
			err,
			models.ErrNotFound,
		) {
			t.Errorf("by another's id: %v", err)
		}
		now = now.Add(time.Hour)
		if a := s.allowance(billing.Sites); a.Limit != 0 {
			t.Errorf("after its end: %+v", a)
		}
		now = now.Add(-time.Minute)
		if err := s.service.TakeBack(ctx, db, s.user.ID, grants[0].ID); err != nil ||
			s.allowance(billing.Sites).Limit != 0 {
			t.Errorf("taken back: %v, %+v", err, s.allowance(billing.Sites))
		}
		for name, gift := range map[string]billing.Gift{
			"no reason": {ItemID: "starter"}, "nothing": {Reason: "x"},
			"the past": {ItemID: "starter", Reason: "x", Until: &now},
		} {
			gift.UserID, gift.GivenBy = s.user.ID, s.user.ID
			var invalid validation.Errors
			if _, err := s.service.Give(ctx, db, gift); !errors.As(err, &invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
