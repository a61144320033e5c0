package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/views"
)

func (s *Server) adminPolicies(c echo.Context) error {
	drafts, err := s.Library.Drafts(c.Request().Context())
	if err != nil {
		return err
	}
	var rows []views.PolicyRow
	for _, v := range s.Library.Shelf().Policies {
		next, _ := s.Library.Shelf().Next(v.Document.Slug)
		rows = append(rows, views.PolicyRow{Version: v, Next: next, Draft: drafts[v.Document.Slug]})
	}
	return s.show(c, http.StatusOK, views.AdminPolicies(s.page(c, "Edit the policies", ""), rows))
}
