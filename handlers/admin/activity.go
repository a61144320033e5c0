package admin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
	adminview "github.com/prokken/prokken/views/admin"
)

// Activity is the whole log, or what concerns the user with that address.
func (s *Handler) Activity(c echo.Context) error {
	ctx, v := c.Request().Context(), adminview.Activity{User: strings.ToLower(searched(c, "user"))}
	filter, err := s.auditFilter(c, v.User)
	if v.User != "" && errors.Is(err, models.ErrNotFound) {
		v.Unknown = true
		return s.showAuditLog(c, v)
	}
	if err != nil {
		return err
	}
	var last string
	if v.Rows, last, err = s.auditRows(ctx, filter, pageSize); err != nil {
		return err
	}
	v.Pager = pager(c, "/admin/activity", last, url.Values{"user": {v.User}})
	return s.showAuditLog(c, v)
}

func (s *Handler) showAuditLog(c echo.Context, v adminview.Activity) error {
	return s.Show(c, http.StatusOK, adminview.ActivityPage(s.Page(c, "Activity log", ""), v))
}

func (s *Handler) auditFilter(c echo.Context, address string) (activity.Filter, error) {
	id, err := before(c)
	if err != nil || address == "" {
		return activity.Filter{Before: id}, err
	}
	user, err := users.ByEmail(c.Request().Context(), s.DB, address)
	return activity.Filter{User: user.ID, Before: id}, err
}

// auditRows are at most n lines in words, and the id of the last of them if
// there are more.
func (s *Handler) auditRows(ctx context.Context, filter activity.Filter, n int) ([]views.ActivityRow, string, error) {
	entries, err := activity.List(ctx, s.DB, filter, n+1)
	if err != nil {
		return nil, "", err
	}
	last := ""
	if len(entries) > n {
		entries, last = entries[:n], entries[n-1].ID.String()
	}
	names, err := activity.AddressesOf(ctx, s.DB, whoIn(entries))
	return views.ActivityRows(entries, uuid.Nil, names), last, err
}

// whoIn are the users that the lines speak of.
func whoIn(entries []activity.Entry) []uuid.UUID {
	var ids []uuid.UUID
	for _, e := range entries {
		for _, id := range []*uuid.UUID{e.ActorID, e.SubjectID} {
			if id != nil {
				ids = append(ids, *id)
			}
		}
	}
	return ids
}
