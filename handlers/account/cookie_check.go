package account

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	accountview "github.com/prokken/prokken/views/account"
)

const (
	// CookieCheckPath is where every log-in at a form passes. Both cookies are sent there:
	// the refresh cookie is for /api/auth alone.
	CookieCheckPath = "/api/auth/cookie-check"
	// KeptOutPath is the page that says which cookie the browser keeps out.
	KeptOutPath = "/login/cookies"
)

// cookieCheck is the address that checks the cookies of a session which begins with
// this answer, and then goes on to next.
//
// The seal is what makes the address worth anything. It names the session, lives for a
// minute, and is given to nobody but the browser that has just logged in, in the
// Location of the answer, which no history keeps and no log holds. Without it, any site
// could send visitors through the check, and those whose access cookie ran out since
// would lose a good session. With it, the worst a stranger's link can do is to end the
// stranger's own session. See [auth.SessionManager.CheckCookies] for a sealed address
// that gets into other hands.
func (s *Handler) cookieCheck(session uuid.UUID, next string) string {
	return CookieCheckPath + "?" + url.Values{
		"session": {session.String()}, "next": {next}, "seal": {s.Keys.Seal(s.Now(), "cookie check", session.String())},
	}.Encode()
}

// CheckCookies ends the session that has just begun if one of its cookies did not come
// back, and leads to the page that says which one. Only a person who opens a page is
// looked at: a browser that asks ahead, or for the head alone, may do so without cookies.
func (s *Handler) CheckCookies(c echo.Context) error {
	if c.Request().Method != http.MethodGet || web.IsPrefetch(c) {
		return web.ErrNotNavigation
	}
	next, session := web.SafeNext(c.QueryParam("next")), c.QueryParam("session")
	id, err := uuid.Parse(session)
	if err != nil || !s.Keys.Sealed(s.Now(), c.QueryParam("seal"), "cookie check", session) {
		return c.Redirect(http.StatusSeeOther, loginPath(next)) // which goes on with who is logged in
	}
	missing, err := s.Auth.CheckCookies(c.Request().Context(), id, web.Shown(c), web.From(c))
	switch {
	case web.IsUnauthenticated(err):
		return c.Redirect(http.StatusSeeOther, loginPath(next))
	case err != nil:
		return err
	case len(missing) > 0:
		return s.keptOut(c, missing, next)
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// keptOut clears what the browser did store, for its session is over, and leads to the
// page that says what it did not. That page has an address of its own, so that loading
// it again says the same, though no cookie is left.
func (s *Handler) keptOut(c echo.Context, missing []cookie.Name, next string) error {
	s.clearCookies(c)
	query := url.Values{"next": {next}}
	for _, name := range missing {
		query.Add("cookie", string(name))
	}
	return c.Redirect(http.StatusSeeOther, KeptOutPath+"?"+query.Encode())
}

// KeptOutPage says which cookie the browser keeps out, and what to do. Whoever is logged
// in, or asks about no cookie of ours, goes on.
func (s *Handler) KeptOutPage(c echo.Context) error {
	page := accountview.KeptOut{Again: loginPath(web.SafeNext(c.QueryParam("next")))}
	for _, name := range []cookie.Name{cookie.Access, cookie.Refresh} {
		if slices.Contains(c.QueryParams()["cookie"], string(name)) {
			page.Cookies = append(page.Cookies, string(name))
		}
	}
	if _, isMember, _ := s.Viewer(c); isMember || len(page.Cookies) == 0 {
		return c.Redirect(http.StatusSeeOther, page.Again)
	}
	return s.Show(c, http.StatusOK, accountview.KeptOutPage(s.Page(c, "You are not logged in", ""), page))
}

// loginPath is the log-in that goes on to next.
func loginPath(next string) string { return "/login?" + url.Values{"next": {next}}.Encode() }
