package admin

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	adminview "github.com/prokken/prokken/views/admin"
)

// onGift is the form of a new gift.
const onGift = "gift"

// giftsOf is what a user may use and why, with the form of a new gift. An attempt
// that failed keeps its id.
func (s *Handler) giftsOf(ctx context.Context, userID uuid.UUID, form adminview.ActForm) (adminview.Gifts, error) {
	v := adminview.Gifts{
		UserID:  userID.String(),
		Form:    form,
		Names:   s.Billing.Names(),
		Now:     s.Now(),
		Attempt: models.NewID().String(),
	}
	if form.On == onGift && form.Attempt != "" {
		v.Attempt = form.Attempt
	}
	for _, plan := range s.Billing.Plans() {
		v.Plans = append(v.Plans, adminview.Item{ID: plan.ID, Name: plan.Name})
	}
	for _, product := range s.Billing.Products() {
		v.Products = append(v.Products, adminview.Item{ID: product.ID, Name: product.Name})
	}
	user, err := users.ByID(ctx, s.DB, userID)
	if err != nil {
		return v, err
	}
	v.Email, v.Erased = user.Email, user.ErasedAt != nil
	if v.Grants, err = payments.GrantsOf(ctx, s.DB, userID); err != nil {
		return v, err
	}
	if v.Sites, err = s.Billing.Allowance(ctx, userID, billing.Sites); err != nil {
		return v, err
	}
	v.Audits, err = s.Billing.Allowance(ctx, userID, billing.Audits)
	return v, err
}

// GiftsPage is for users who may never have bought anything.
func (s *Handler) GiftsPage(c echo.Context) error {
	user, err := s.userInPath(c)
	if err != nil {
		return err
	}
	return s.showGifts(c, http.StatusOK, user, adminview.ActForm{}, billingNotices[c.QueryParam("notice")])
}

func (s *Handler) showGifts(c echo.Context, status int, user users.User, form adminview.ActForm, notice string) error {
	v, err := s.giftsOf(c.Request().Context(), user.ID, form)
	if err != nil {
		return err
	}
	v.Notice = notice
	return s.Show(c, status, adminview.GiftsPage(s.Page(c, "Gifts", ""), v))
}

// userInPath is an account that is not erased.
func (s *Handler) userInPath(c echo.Context) (users.User, error) {
	id, err := web.PathID(c)
	if err != nil {
		return users.User{}, err
	}
	user, err := users.ByID(c.Request().Context(), s.DB, id)
	if err == nil && user.ErasedAt != nil {
		err = models.ErrNotFound
	}
	return user, err
}

// GiveGift lets a user use what a plan or product gives.
func (s *Handler) GiveGift(c echo.Context) error {
	return s.onGifts(c, onGift, "given", func(ctx context.Context, user users.User, form adminview.ActForm) error {
		attempt, err := needAttempt(form)
		if err != nil {
			return err
		}
		var until *time.Time
		if form.Until != "" {
			day, err := dayOf(form.Until)
			if err != nil {
				return err
			}
			until = &day
		}
		identity, _ := s.Identity(c)
		same := uuid.NewSHA1(attempt, []byte(user.ID.String()+" "+form.Item+" "+form.Until)) // pressing twice gives it once
		gift := billing.Gift{
			ID:      same,
			UserID:  user.ID,
			ItemID:  form.Item,
			Until:   until,
			Reason:  form.Reason,
			GivenBy: identity.User.ID,
		}
		return s.DB.Transaction(ctx, func(tx *models.DB) error {
			if first, err := s.Billing.Give(ctx, tx, gift); err != nil || !first {
				return err
			}
			return s.Auth.RecordActivityOn(ctx, tx, identity, user.ID, activity.GiftGiven, giftWords(form), form.Reason)
		})
	})
}

func giftWords(form adminview.ActForm) string {
	if form.Until == "" {
		return form.Item + " without an end"
	}
	return form.Item + " until " + form.Until
}

// TakeGift takes one back.
func (s *Handler) TakeGift(c echo.Context) error {
	id, err := uuid.Parse(c.Param("gift"))
	if err != nil {
		return models.ErrNotFound
	}
	return s.onGifts(c, id.String(), "taken", func(ctx context.Context, user users.User, form adminview.ActForm) error {
		gift, err := payments.GrantByID(ctx, s.DB, id)
		if err != nil {
			return err
		}
		if gift.UserID != user.ID || gift.Source != payments.Gift {
			return models.ErrNotFound
		}
		if !gift.Holds(s.Now()) {
			return nil // it is taken back, or has ended by itself
		}
		identity, _ := s.Identity(c)
		err = s.DB.Transaction(ctx, func(tx *models.DB) error {
			if err := s.Billing.TakeBack(ctx, tx, user.ID, id); err != nil {
				return err
			}
			return s.Auth.RecordActivityOn(ctx, tx, identity, user.ID, activity.GiftTaken, gift.ItemID, form.Reason)
		})
		if errors.Is(err, models.ErrNotFound) { // someone else was faster
			return nil
		}
		return err
	})
}

// onGifts does it, then shows the page that the form stands on: that of the
// customer, where one is named, or the gifts of the user.
func (s *Handler) onGifts(
	c echo.Context,
	on, notice string,
	act func(context.Context, users.User, adminview.ActForm) error,
) error {
	user, err := s.userInPath(c)
	if err != nil {
		return err
	}
	ctx, form := c.Request().Context(), actForm(c, on)
	customer, err := payments.CustomerOf(ctx, s.DB, user.ID)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	onCustomer := err == nil && c.FormValue("customer") == customer.ID.String()
	if err = needReason(form); err == nil {
		err = act(ctx, user, form)
	}
	if err != nil {
		return s.actNot(c, err, form, func(status int, form adminview.ActForm) error {
			if onCustomer {
				return s.showCustomer(c, status, customer, adminview.CustomerDetails{Form: form})
			}
			return s.showGifts(c, status, user, form, "")
		})
	}
	next := "/admin/users/" + user.ID.String() + "/gifts"
	if onCustomer {
		next = customersPath + "/" + customer.ID.String()
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": billingNotices[notice]}, next+"?notice="+notice)
}
