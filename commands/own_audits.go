package commands

import (
	"context"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/site"
)

// chromium is the path of the browser that audits; "" where there is none, which
// /admin/audits says.
func chromium() string {
	path, err := browser.FindChromium()
	if err != nil {
		return ""
	}
	return path
}

// auditAccount is the account with which audits of the own site log in.
type auditAccount struct {
	db       *models.DB
	accounts *auth.Service
	own      *site.Site
	sales    *billing.Service
}

// Account returns the account. It has agreed to what members have to agree to, so
// that nothing stops it.
func (a auditAccount) Account(ctx context.Context) (audit.Account, error) {
	var terms []consents.Acceptance
	for _, v := range a.own.Snapshot().Agreed() {
		terms = append(terms, v.Acceptance())
	}
	user, password, err := a.accounts.Auditor(ctx, terms...)
	return audit.Account{Email: user.Email, Password: password}, err
}

// Leave ends the checkout with which an audit went to pay: it would be open for a
// day. The customer stays, one for all audits.
func (a auditAccount) Leave(ctx context.Context, account audit.Account) error {
	user, err := users.ByEmail(ctx, a.db, account.Email)
	if err != nil {
		return err
	}
	return a.sales.EndPlans(ctx, user.ID)
}
