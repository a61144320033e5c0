package sites

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/handlers/web"
	sitesview "github.com/prokken/prokken/views/sites"
)

// auditForm is what the forms send that ask for an audit: as a member with a log-in for that audit, else as
// anybody.
type auditForm struct {
	As       string `form:"as" json:"as"`
	Page     string `form:"login_page" json:"login_page"`
	User     string `form:"username" json:"username"`
	Password string `form:"password" json:"password"`
}

// asMember is what [auditForm] says of an audit that logs in.
const asMember = "member"

// AuditNow has the browser look at the site. Of what was typed to log in, only the address and the user are
// shown again.
func (s *Handler) AuditNow(c echo.Context) error {
	var form auditForm
	if err := web.Read(c, &form); err != nil {
		return err
	}
	if err := s.auditNow(c, form); err != nil {
		return s.refusedWith(c, err, sitesview.Overview{
			Login: sitesview.Login{Page: web.Printable(form.Page), User: web.Printable(form.User)},
		})
	}
	return s.toSite(c, http.StatusAccepted, "asked")
}

func (s *Handler) auditNow(c echo.Context, form auditForm) error {
	ctx, user, row := c.Request().Context(), s.ViewerOf(c).ID, rowOf(c)
	if form.As == asMember {
		_, err := s.Hosting.AuditLoggedIn(ctx, user, row, upkeep.Login{Page: form.Page, User: form.User, Password: form.Password})
		return err
	}
	_, err := s.Hosting.AuditNow(ctx, user, row)
	return err
}
