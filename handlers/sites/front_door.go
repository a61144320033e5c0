package sites

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	sitesview "github.com/prokken/prokken/views/sites"
)

// CheckPage asks for an address: who comes back to the front door without one.
func (s *Handler) CheckPage(c echo.Context) error {
	return s.Show(c, http.StatusOK, sitesview.CheckPage(s.Page(c, "Is your cookie policy true?", "/check"), sitesview.NewForm{}))
}

// Check audits an address for anybody.
func (s *Handler) Check(c echo.Context) error {
	var form addressForm
	if err := web.Read(c, &form); err != nil {
		return err
	}
	made, err := s.Hosting.FrontDoor(c.Request().Context(), web.Network(c), form.Address)
	var busy hosting.BusyError
	var invalid validation.Errors
	status := http.StatusUnprocessableEntity
	if errors.As(err, &busy) {
		status = http.StatusTooManyRequests
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(max(busy.Again.Sub(s.Now()), time.Second)/time.Second)))
		invalid = validation.Errors{"address": "We are auditing many websites right now. Please try again at " + s.Site.Moment(busy.Again) + ", or sign up: members have audits of their own."}
	} else if err != nil && !errors.As(err, &invalid) {
		return err
	}
	if len(invalid) > 0 {
		return s.checkRefused(c, status, form, invalid)
	}
	return s.Done(c, http.StatusAccepted, echo.Map{"check": made.Slug}, "/check/"+made.Slug)
}

func (s *Handler) checkRefused(c echo.Context, status int, form addressForm, invalid validation.Errors) error {
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: invalid["address"]}, invalid)
	}
	v := sitesview.NewForm{Address: web.Printable(form.Address), Invalid: invalid}
	return s.Show(c, status, sitesview.CheckPage(s.Page(c, "Is your cookie policy true?", ""), v))
}

// trial is the result that the address names.
func (s *Handler) trial(c echo.Context) (sites.Site, error) {
	return s.Hosting.Trial(c.Request().Context(), c.Param("slug"))
}

// Result shows what the browser met to whoever asked.
func (s *Handler) Result(c echo.Context) error {
	row, err := s.trial(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	on, err := s.Registry.ByID(ctx, row.ID)
	if err != nil {
		return err
	}
	v := sitesview.FrontDoor{Member: s.ViewerOf(c).Email != ""}
	if v.Overview, err = s.overviewOf(ctx, on, sitesview.Overview{AtTheDoor: true}); err != nil {
		return err
	}
	if v.Draft != nil {
		preview := previewOf(on, *v.Draft)
		v.Preview = &preview
	}
	if v.Open != nil {
		lookAgain(c)
	}
	return s.Show(c, http.StatusOK, sitesview.FrontDoorPage(s.Page(c, "Audit of "+site.NamesOf(row)[0], ""), v))
}

// KeepPage leads who has just signed up back to the result, where they can keep it.
func (s *Handler) KeepPage(c echo.Context) error {
	row, err := s.trial(c)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/check/"+row.Slug)
}

// Keep makes the result a site of the member.
func (s *Handler) Keep(c echo.Context) error {
	row, err := s.trial(c)
	if err != nil {
		return err
	}
	kept, err := s.Hosting.Keep(c.Request().Context(), s.ViewerOf(c).ID, row)
	if errors.Is(err, hosting.ErrTooMany) {
		return c.Redirect(http.StatusSeeOther, "/sites?notice=many")
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusCreated, echo.Map{"site": kept.Slug}, "/sites/"+kept.Slug+"?notice=kept")
}
