package legal

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// abuseReport is what the form about a customer's page sends.
type abuseReport struct {
	Why   string `form:"why" json:"why"`
	Email string `form:"email" json:"email"`
}

func reportPath(c echo.Context) string { return paths(c).Base() + "/report" }

// ReportPage asks what is wrong with a customer's page.
func (s *Handler) ReportPage(c echo.Context) error {
	form := legalview.ReportForm{Action: reportPath(c), Max: site.MaxReport}
	return s.Show(c, http.StatusOK, legalview.ReportPage(s.Page(c, "Report this page", reportPath(c)), form))
}

// Report takes it, from anyone.
func (s *Handler) Report(c echo.Context) error {
	var in abuseReport
	if err := web.Read(c, &in); err != nil {
		return err
	}
	if !web.IsText(in.Why) || !web.IsText(in.Email) {
		return web.ErrBadText
	}
	form := legalview.ReportForm{Action: reportPath(c), Why: in.Why, Email: in.Email, Max: site.MaxReport}
	err := web.Site(c).Report(c.Request().Context(), in.Why, in.Email)
	if errors.As(err, &form.Invalid) {
		return s.Correct(c, form.Invalid, legalview.ReportPage(s.Page(c, "Report this page", ""), form))
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusAccepted, echo.Map{"message": "Thank you. A person will look at it."}, reportPath(c)+"/thanks")
}

// ReportThanks says that it has come.
func (s *Handler) ReportThanks(c echo.Context) error {
	return s.Show(c, http.StatusOK, legalview.ReportThanks(s.Page(c, "Thank you", "")))
}

// typeCSS is the type of a style sheet.
const typeCSS = "text/css; charset=utf-8"

// Style is the style sheet with the colour of a customer's site, if it can be read.
func (s *Handler) Style(c echo.Context) error {
	style := views.AccentStyle(web.Site(c).Row().Accent)
	if style == "" {
		return models.ErrNotFound
	}
	return web.NewPrecompressed(typeCSS, web.Fixed([]byte(style))).Serve(c)
}
