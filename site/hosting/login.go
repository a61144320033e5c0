package hosting

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/validation"
)

// How long what is typed of a log-in may be, in bytes.
const maxLoginPage, maxLoginText = 500, 300

// checkedLogin is the log-in with the whole address of its page, or what is wrong with what was typed.
func checkedLogin(typed upkeep.Login, row sites.Site) (upkeep.Login, error) {
	invalid := validation.Errors{}
	page, on := loginPage(typed.Page, row.Address)
	if !on {
		invalid["login_page"] = "Please type the address of your log-in page, at " + row.Address + ": /login, for example."
	}
	if typed.User = strings.TrimSpace(typed.User); typed.User == "" || len(typed.User) > maxLoginText {
		invalid["username"] = "Please type the user name or email address that your website asks for."
	}
	if typed.Password == "" || len(typed.Password) > maxLoginText {
		invalid["password"] = "Please type the password, also if you have just typed it: we do not send it back to you."
	}
	if len(invalid) > 0 {
		return upkeep.Login{}, invalid
	}
	typed.Page = page
	return typed, nil
}

// loginPage is the whole address of what was typed, a path of the site or an address, and whether it is on
// the site's own host.
func loginPage(typed, site string) (page string, on bool) {
	typed = strings.TrimSpace(typed)
	if host := hostOf(site); typed == host || strings.HasPrefix(typed, host+"/") {
		typed = strings.TrimPrefix(typed, host)
	}
	base, err := url.Parse(site + "/")
	if err != nil || typed == "" || len(typed) > maxLoginPage {
		return "", false
	}
	at, err := base.Parse(typed)
	if err != nil || !upkeep.IsOn(at.String(), site) {
		return "", false
	}
	return at.String(), true
}

// giveLogin seals the log-in for the audit of the site that waits, as part of tx.
func (s *Service) giveLogin(ctx context.Context, tx *models.DB, row sites.Site, login upkeep.Login) error {
	waits, err := audits.FindOpen(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	sealed, err := login.Seal(s.Secrets, waits.ID)
	if err != nil {
		return err
	}
	return audits.SaveLogin(ctx, tx, &audits.Login{AuditID: waits.ID, Sealed: sealed, GivenAt: s.Clock.Now()})
}

// forgotEarly is how much before its time a log-in is forgotten: whoever looks comes by every few minutes.
const forgotEarly = time.Hour

// forgetLogins empties the log-ins of audits that waited for about a day.
func (s *Service) forgetLogins(ctx context.Context) error {
	return audits.ForgetLogins(ctx, s.db, s.Clock.Now().Add(forgotEarly-program.AuditLoginsKept))
}
