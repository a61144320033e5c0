package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models/outbox"
	"github.com/prokken/prokken/views"
)

// outbox shows the mails that a development server keeps to itself.
func (s *Server) outbox(c echo.Context) error {
	mails, err := outbox.List(c.Request().Context(), s.db)
	if err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, views.Outbox(s.Page(c, "Mail outbox", "/dev/mail"), mails))
}

func (s *Server) emulator(c echo.Context) error {
	s.stripe.ServeHTTP(c.Response(), c.Request())
	return nil
}

func (s *Server) outboxJSON(c echo.Context) error {
	mails, err := outbox.List(c.Request().Context(), s.db)
	if err != nil {
		return err
	}
	if mails == nil {
		mails = []outbox.Mail{}
	}
	return c.JSON(http.StatusOK, mails)
}
