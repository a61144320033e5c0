package web

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

// Page is the frame for a page of this visitor. An empty path is a page without
// an address of its own.
func (s *Frame) Page(c echo.Context, title, path string) views.Page {
	if Has(c, Hosted) {
		return s.HostedPage(Site(c), title, path)
	}
	p := views.Page{Site: s.Site, Title: title, Path: path}
	user, isMember, isKnown := s.Viewer(c)
	if isMember {
		p.Viewer = views.ViewerOf(user)
	}
	p.ViewerUnknown = !isKnown
	s.Framer.AddConsent(c, &p)
	return p
}

// Show renders a page. Of one that cannot be rendered nothing is sent.
func (s *Frame) Show(c echo.Context, status int, page templ.Component) error {
	var html bytes.Buffer
	if err := page.Render(c.Request().Context(), &html); err != nil {
		return err
	}
	if Has(c, Hosted) && status == http.StatusOK {
		return serveKept(c, html.Bytes())
	}
	return sendHTML(c, status, html.Bytes())
}

// WantsJSON reports whether the client asked for JSON rather than a page.
func WantsJSON(c echo.Context) bool {
	accept := c.Request().Header.Get(echo.HeaderAccept)
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html") || Has(c, AlwaysJSON)
}

// Done answers a form that worked: a page to go to, or JSON.
func (s *Frame) Done(c echo.Context, status int, body any, next string) error {
	if WantsJSON(c) {
		return c.JSON(status, body)
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// Correct shows a form again with what to correct, or says so in JSON.
func (s *Frame) Correct(c echo.Context, invalid validation.Errors, page templ.Component) error {
	if WantsJSON(c) {
		return ProblemJSON(c, views.Problem{
			Status: http.StatusUnprocessableEntity, Message: "Please correct the marked fields.",
		}, invalid)
	}
	return s.Show(c, http.StatusUnprocessableEntity, page)
}

// ProblemJSON writes problem details (RFC 9457).
func ProblemJSON(c echo.Context, p views.Problem, invalid validation.Errors) error {
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
