package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/views"
)

func (s *Server) home(c echo.Context) error {
	page := s.Page(c, "", "/")
	page.Wide = true
	return s.Show(c, http.StatusOK, views.Home(page))
}
