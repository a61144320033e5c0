package commands

import (
	"context"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
)

// greet tells where the site is, and how to become its first admin. A server without pages tells
// what it works on.
func (i Invocation) greet(
	ctx context.Context, c config.Config, db *models.DB, accounts *auth.Service, own *site.Site, duties duties,
) error {
	if !duties.pages {
		i.say("Prokken (%s) does the work that waits for %s\n  database  %s", c.Environment, c.BaseURL, db.Dialect())
		return nil
	}
	token, err := accounts.FirstAdminLink(ctx)
	if err != nil {
		return err
	}
	i.say("Prokken (%s)\n  open      %s", c.Environment, c.BaseURL)
	i.say("  database  %s\n  policies  %d published", db.Dialect(), len(own.Snapshot().Policies))
	if c.UsesOutbox() {
		i.say("  mail      %s/dev/mail", c.BaseURL)
	}
	if token != "" {
		i.say("  There is no admin yet. This link creates the first one; it works once, for 24 hours:")
		i.say("  %s/setup?token=%s", c.BaseURL, token)
	}
	return nil
}
