package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	adminview "github.com/prokken/prokken/views/admin"
)

func (s *Handler) AdminUser(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	return s.showUser(c, http.StatusOK, id, adminview.UserDetails{Notice: userNotices[c.QueryParam("notice")]})
}

// showUser shows an account that is not erased.
func (s *Handler) showUser(c echo.Context, status int, id uuid.UUID, v adminview.UserDetails) error {
	ctx := c.Request().Context()
	identity, _ := s.Identity(c)
	user, err := users.ByID(ctx, s.DB, id)
	if err == nil && user.ErasedAt != nil {
		err = models.ErrNotFound
	}
	if err != nil {
		return err
	}
	sessions, err := s.Auth.Sessions(ctx, id)
	if err != nil {
		return err
	}
	factors, err := s.Auth.Factors(ctx, id)
	if err != nil {
		return err
	}
	if v.Plan, err = billing.PlanOf(ctx, s.Billing, id); err != nil {
		return err
	}
	if v.Log, _, err = s.auditRows(ctx, activity.Filter{User: id}, maxEntries); err != nil {
		return err
	}
	v.UserRow, v.Own = adminview.UserRowOf(user), id == identity.User.ID
	v.Sessions, v.Factors = views.SessionRows(sessions, identity.Session), adminview.UserFactorsOf(factors)
	return s.Show(c, status, adminview.UserPage(s.Page(c, user.Email, ""), v))
}

// userNotices are what the page of a user says after an act.
var userNotices = map[string]string{
	"disabled":     "The account is disabled, and logged out everywhere.",
	"enabled":      "The account is enabled again.",
	"ended":        "All its sessions have ended.",
	"reset":        "A link to choose a new password is on its way to them.",
	"verification": "The confirmation email is on its way to them.",
	"admin":        "They are an admin now. They need a second factor; if they have none, the next login lets them set one up.",
	"member":       "They are a member now, not an admin.",
	"factors":      "The second factors are removed, and the account is logged out everywhere.",
}

// OnUser does it to the account in the path, then shows the account and says so.
// What the account does not allow now is said there, too.
func (s *Handler) OnUser(
	notice string,
	act func(ctx context.Context, by auth.Identity, id uuid.UUID) error,
) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := web.PathID(c)
		if err != nil {
			return err
		}
		identity, _ := s.Identity(c)
		if err := act(c.Request().Context(), identity, id); err != nil {
			return s.actRefused(c, id, err)
		}
		next := "/admin/users/" + id.String() + "?notice=" + notice
		if notice == "member" && id == identity.User.ID {
			next = "/account" // these pages are closed to them now
		}
		return s.Done(c, http.StatusOK, echo.Map{"message": userNotices[notice]}, next)
	}
}

func (s *Handler) actRefused(c echo.Context, id uuid.UUID, err error) error {
	status, message, _ := s.Outcome(c, err)
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid):
		status, message = http.StatusUnprocessableEntity, invalid["account"]
	case errors.Is(err, models.ErrConflict):
		message = "Nothing was done: the account has changed in the meantime. Its current state is below."
	case !errors.Is(err, models.ErrLastAdmin):
		return err
	}
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: message}, invalid)
	}
	return s.showUser(c, status, id, adminview.UserDetails{Problem: message})
}

// Disable keeps an admin from closing the door behind themselves.
func (s *Handler) Disable(ctx context.Context, by auth.Identity, id uuid.UUID) error {
	if id == by.User.ID {
		return validation.Errors{"account": "This is your own account. Another admin can disable it for you."}
	}
	return s.Auth.Disable(ctx, by, id)
}
