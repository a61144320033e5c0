package admin

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
	adminview "github.com/prokken/prokken/views/admin"
)

const (
	pageSize   = 50  // how much of a list an admin sees at once
	maxSearch  = 320 // in bytes; no address is longer
	maxEntries = 20  // of the activity log, on the page of a user
)

func (s *Handler) AdminUsers(c echo.Context) error {
	filter := users.Filter{Search: searched(c, "q"), State: users.State(c.QueryParam("state"))}
	if !filter.State.Known() {
		return models.ErrNotFound
	}
	var err error
	if filter.Before, err = before(c); err != nil {
		return err
	}
	found, err := users.List(c.Request().Context(), s.DB, filter, pageSize+1)
	if err != nil {
		return err
	}
	v := adminview.Users{Search: filter.Search, State: filter.State}
	for _, user := range found[:min(len(found), pageSize)] {
		v.Rows = append(v.Rows, adminview.UserRowOf(user))
	}
	next := ""
	if len(found) > pageSize {
		next = found[pageSize-1].ID.String()
	}
	v.Pager = pager(c, "/admin/users", next, url.Values{"q": {filter.Search}, "state": {string(filter.State)}})
	return s.Show(c, http.StatusOK, adminview.UsersPage(s.Page(c, "Users", ""), v))
}

// searched is what the query says to look for.
func searched(c echo.Context, name string) string {
	typed := c.QueryParam(name)
	return strings.TrimSpace(strings.ToValidUTF8(typed[:min(len(typed), maxSearch)], ""))
}

// before is the id after which the page of a list begins; uuid.Nil: at the start.
func before(c echo.Context) (uuid.UUID, error) {
	typed := c.QueryParam("before")
	if typed == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(typed)
	if err != nil {
		return uuid.Nil, models.ErrNotFound
	}
	return id, nil
}

// pager leads from one page of a list to the next, if there is one, and asks
// for the same there.
func pager(c echo.Context, path, next string, asked url.Values) views.Pager {
	return pagerFrom(c.QueryParam("before"), path, next, asked)
}

// pagerFrom is the pager of the page before something; empty: the first page.
func pagerFrom(before, path, next string, asked url.Values) views.Pager {
	for name, value := range asked {
		if value[0] == "" {
			asked.Del(name)
		}
	}
	var p views.Pager
	if before != "" {
		p.First = strings.TrimSuffix(path+"?"+asked.Encode(), "?")
	}
	if next != "" {
		asked.Set("before", next)
		p.Next = path + "?" + asked.Encode()
	}
	return p
}
