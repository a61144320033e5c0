package main

import (
	"context"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// openAudits has the own site audited, where there is a browser.
func openAudits(c config.Config, db *models.DB, queue *jobs.Queue, accounts *auth.Service, library *policy.Library, sales *billing.Service) *schedule.Service {
	chromium, err := browser.FindChromium()
	if err != nil {
		chromium = "" // /admin/audits says so
	}
	return schedule.New(db, schedule.Settings{
		BaseURL: c.BaseURL, Every: c.Audit.Every, Pages: c.Audit.Pages, Private: c.Audit.AllowPrivate, Chromium: chromium,
		Queue: queue.Audit, Send: queue.SendMail, Account: auditAccount(accounts, library), Leave: leavePayments(db, sales),
	})
}

// auditAccount has agreed to what members have to agree to, so that nothing stops
// it.
func auditAccount(accounts *auth.Service, library *policy.Library) func(context.Context) (audit.Account, error) {
	return func(ctx context.Context) (audit.Account, error) {
		var terms []models.Acceptance
		for _, v := range library.Shelf().Agreed() {
			terms = append(terms, v.Acceptance())
		}
		user, password, err := accounts.Auditor(ctx, terms...)
		return audit.Account{Email: user.Email, Password: password}, err
	}
}

// leavePayments ends the checkout with which an audit went to pay: it would be open
// for a day. The customer stays, one for all audits.
func leavePayments(db *models.DB, sales *billing.Service) func(context.Context, audit.Account) error {
	return func(ctx context.Context, account audit.Account) error {
		user, err := db.UserByEmail(ctx, account.Email)
		if err != nil {
			return err
		}
		return sales.EndPlans(ctx, user.ID)
	}
}
