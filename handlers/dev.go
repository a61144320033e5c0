package handlers

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/outbox"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/mails"
)

// outbox shows the mails that a development server keeps to itself.
func (s *Server) outbox(c echo.Context) error {
	mails, err := outbox.List(c.Request().Context(), s.db)
	if err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, views.Outbox(s.Page(c, "Mail outbox", "/dev/mail"), mails))
}

// mailHTML shows a mail as a mail program would: alone, with its own look and nothing else.
func (s *Server) mailHTML(c echo.Context) error {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return models.ErrNotFound
	}
	sent, err := outbox.ByID(c.Request().Context(), s.db, id)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src "+mails.StyleSource())
	return c.HTML(http.StatusOK, sent.HTML)
}

// design shows every part that pages are made of.
func (s *Server) design(c echo.Context) error {
	return s.Show(c, http.StatusOK, views.Design(s.Page(c, "Design", "/dev/design")))
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
