package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
)

// page is the frame for a page of this visitor. An empty path is a page without
// an address of its own.
func (s *Server) page(c echo.Context, title, path string) views.Page {
	p := views.Page{Site: s.site, Title: title, Path: path}
	user, isMember, isKnown := s.viewer(c)
	if isMember {
		p.Viewer = views.ViewerOf(user)
	}
	p.ViewerUnknown = !isKnown
	s.frame(c, &p)
	return p
}

// show renders a page. Of one that cannot be rendered nothing is sent.
func (s *Server) show(c echo.Context, status int, page templ.Component) error {
	var html bytes.Buffer
	if err := page.Render(c.Request().Context(), &html); err != nil {
		return err
	}
	return c.Blob(status, typeHTML, html.Bytes())
}

// wantsJSON reports whether the client asked for JSON rather than a page.
func wantsJSON(c echo.Context) bool {
	accept := c.Request().Header.Get(echo.HeaderAccept)
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html") || has(c, alwaysJSON)
}

// done answers a form that worked: a page to go to, or JSON.
func (s *Server) done(c echo.Context, status int, body any, next string) error {
	if wantsJSON(c) {
		return c.JSON(status, body)
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// correct shows a form again with what to correct, or says so in JSON.
func (s *Server) correct(c echo.Context, invalid validation.Errors, page templ.Component) error {
	if wantsJSON(c) {
		return problemJSON(c, views.Problem{
			Status: http.StatusUnprocessableEntity, Message: "Please correct the marked fields.",
		}, invalid)
	}
	return s.show(c, http.StatusUnprocessableEntity, page)
}

// problemJSON writes problem details (RFC 9457).
func problemJSON(c echo.Context, p views.Problem, invalid validation.Errors) error {
	body, err := json.Marshal(struct {
		Type      string            `json:"type"`
		Title     string            `json:"title"`
		Status    int               `json:"status"`
		Detail    string            `json:"detail"`
		Errors    map[string]string `json:"errors,omitempty"`
		RequestID string            `json:"request_id,omitempty"`
	}{"about:blank", http.StatusText(p.Status), p.Status, p.Message, invalid, p.RequestID})
	if err != nil {
		return err
	}
	return c.Blob(p.Status, "application/problem+json", body)
}
