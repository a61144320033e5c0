package handlers

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
	accountview "github.com/prokken/prokken/views/account"
	"github.com/prokken/prokken/views/forms"
)

// guard is who may use an address.
type guard int

const (
	nobody guard = iota // the zero value admits nobody
	anyone
	member
	recentlyAuthenticated // a member who showed lately that it is them
	admin
	recentlyAuthenticatedAdmin
	developer  // anyone, on a development server that sends no mail; elsewhere the address does not exist
	emulated   // anyone, where the emulator stands in for Stripe
	scraper    // a program with the token of the figures, where there is one
	siteMember // a member who may act on the site of a customer that the address names
	siteMemberRecently
	siteReader // anyone, of the published pages of a customer's site
)

// exists reports whether rows with that guard exist on this server.
func (s *Server) exists(g guard) bool {
	switch g {
	case developer:
		return !s.Config.InProduction() && s.Config.UsesOutbox()
	case emulated:
		return s.stripe != nil && !s.Config.InProduction()
	case scraper:
		return s.metrics != nil && s.Config.Metrics.Token != ""
	default:
		return true
	}
}

// guarded finds the site that the request is about, and lets through to next whom the
// guard admits. Rows that name no site of a customer are about the own one.
func (s *Server) guarded(g guard, next echo.HandlerFunc) echo.HandlerFunc {
	admitted := s.admitted(g, next)
	return func(c echo.Context) error {
		own := s.sites.Own()
		if host := c.Request().Host; web.Has(c, web.OwnHost) && !own.HasHost(host) {
			return fmt.Errorf("%q, but the site is %s: %w", host, own.Address, web.ErrOtherHost)
		}
		if (g == developer || g == emulated) && !own.HasHost(c.Request().Host) {
			return models.ErrNotFound // a name of somebody else's that leads to this machine
		}
		web.SetSite(c, own)
		return admitted(c)
	}
}

// admitted lets through to next whom the guard admits.
func (s *Server) admitted(g guard, next echo.HandlerFunc) echo.HandlerFunc {
	switch g {
	case anyone, developer, emulated:
		return next
	case scraper:
		return s.scrapers(next)
	case member:
		return s.members(s.agreed(next))
	case recentlyAuthenticated:
		return s.members(s.agreed(s.recently(next)))
	case siteMember:
		return s.members(s.agreed(s.onOwnedSite(next)))
	case siteMemberRecently:
		return s.members(s.agreed(s.onOwnedSite(s.recently(next))))
	case siteReader:
		return s.onPublicSite(next)
	case admin:
		return s.members(s.admins(next))
	case recentlyAuthenticatedAdmin:
		return s.members(s.admins(s.recently(next)))
	default: // nobody
		return func(echo.Context) error { return web.ErrForbidden }
	}
}

// members lets in who is logged in. A browser whose access cookie ran out is
// sent through the refresh and comes back; a script gets 401.
func (s *Server) members(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		identity, err := s.Identity(c)
		switch {
		case err == nil && !web.IsRenewed(c) && web.IsNavigation(c) && s.isDue(identity):
			return s.renew(c)
		case err == nil && web.IsRenewed(c) && web.IsNavigation(c) && !s.isDue(identity):
			return c.Redirect(http.StatusSeeOther, web.WithoutRenewed(c.Request().URL))
		case err == nil:
			return next(c)
		case web.IsUnauthenticated(err) && web.MayRedirect(c):
			return s.renew(c)
		}
		return err
	}
}

// admins lets in admins, of those who are logged in. One without a second factor
// is sent to set one up.
func (s *Server) admins(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		identity, err := s.Identity(c)
		if err != nil {
			return err
		}
		if identity.User.Role != users.Admin {
			return web.ErrForbidden
		}
		err = identity.MayAdminister()
		if err != nil && web.IsSafe(c.Request().Method) && web.MayRedirect(c) {
			return c.Redirect(http.StatusSeeOther, "/account/security?notice=factor")
		}
		if err != nil {
			return err
		}
		return next(c)
	}
}

// agreed sends members who have yet to agree to changed terms to do so, once,
// and back. Only a person opening a page is sent: a form that is on its way was
// begun before, and is not lost, and scripts and the JSON API go on as they did.
// Rows with the option beforeAgreement are open: where one agrees, takes one's data and leaves, or keeps the account
// safe. The admin pages are behind no such door: someone has to be able to mend things.
func (s *Server) agreed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !web.IsSafe(r.Method) || !web.MayRedirect(c) || web.Has(c, web.BeforeAgreement) {
			return next(c)
		}
		identity, err := s.Identity(c)
		if err != nil {
			return err
		}
		owed, err := web.Site(c).Owed(r.Context(), identity.User.ID)
		if err != nil {
			return err
		}
		if len(owed) == 0 {
			return next(c)
		}
		return c.Redirect(http.StatusSeeOther, "/account/agree?"+url.Values{"next": {r.URL.RequestURI()}}.Encode())
	}
}

// isDue: the token is renewed ahead, while a person opens a page, so that a form
// rarely meets an access cookie that ran out.
func (s *Server) isDue(identity auth.Identity) bool {
	return identity.Expires.Sub(s.Now()) < identity.Life/4
}

// renew sends the browser through the refresh, once.
func (s *Server) renew(c echo.Context) error {
	r := c.Request()
	back := web.WithoutRenewed(r.URL)
	if s.Keys.Sealed(s.Now(), c.QueryParam(web.RenewedParam), "renewed", back) {
		return s.askLogin(c, back)
	}
	query := url.Values{"next": {back}}
	if web.IsSafe(r.Method) {
		return c.Redirect(http.StatusSeeOther, "/api/auth/refresh?"+query.Encode())
	}
	query.Set("seal", s.Keys.Seal(s.Now(), "replay", r.Method, back))
	return c.Redirect(http.StatusTemporaryRedirect, "/api/auth/refresh?"+query.Encode())
}

// askLogin asks to log in: with a page, or, when a form was on its way, with
// the form kept in the page, so that nothing typed is lost.
func (s *Server) askLogin(c echo.Context, back string) error {
	if web.IsSafe(c.Request().Method) {
		return c.Redirect(http.StatusSeeOther, "/login?"+url.Values{"next": {back}}.Encode())
	}
	fields, err := web.KeptFields(c)
	if err != nil {
		return err
	}
	if web.Has(c, web.ForNewcomers) {
		return c.Redirect(http.StatusSeeOther, signupFor(c.Request().URL.Path, fields))
	}
	return s.Show(c, http.StatusUnauthorized, views.ResendPage(s.Page(c, "Please log in again", ""), views.Continue{
		Action: back, Button: "Send again", Fields: fields,
	}))
}

// signupFor is the sign-up that goes on to a page with the fields of a form.
func signupFor(path string, fields []forms.Hidden) string {
	query := url.Values{}
	for _, field := range fields {
		query.Add(field.Name, field.Value)
	}
	return "/signup?" + url.Values{"next": {path + "?" + query.Encode()}}.Encode()
}

// recently lets in members who showed lately that it is them. Others are asked, and
// a form that was on its way is kept in the page.
func (s *Server) recently(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		identity, err := s.Identity(c)
		switch {
		case err != nil:
			return err
		case identity.Fresh(s.Now()):
			return next(c)
		case web.WantsJSON(c):
			return auth.ErrStepUp
		case web.IsSafe(c.Request().Method):
			return c.Redirect(
				http.StatusSeeOther,
				"/account/confirm?"+url.Values{"next": {web.WithoutRenewed(c.Request().URL)}}.Encode(),
			)
		}
		fields, err := web.KeptFields(c)
		if err != nil {
			return err
		}
		return s.account.AskProof(
			c,
			http.StatusForbidden,
			accountview.ConfirmForm{Again: web.WithoutRenewed(c.Request().URL), Fields: fields},
		)
	}
}
