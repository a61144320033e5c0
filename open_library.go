package main

import (
	"context"
	"io/fs"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// openLibrary makes a queue of its own: what the command line publishes is told
// of as well.
func openLibrary(ctx context.Context, db *models.DB, c config.Config, keys auth.Keys) (*policy.Library, error) {
	content, err := fs.Sub(files, "content")
	if err != nil {
		return nil, err
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	settings := policy.Settings{
		Zone: c.Site.Zone(), Shipped: content, Signer: policy.NewSigner(keys.PolicyKey()),
		RequireApproval: c.Policy.RequireApproval, Notice: time.Duration(c.Policy.NoticeDays) * 24 * time.Hour,
		Integrations: integrations(c),
		Announce:     queue.AnnounceVersion,
	}
	return policy.Open(ctx, db, settings)
}

func integrations(c config.Config) []claim.Integration {
	var all []claim.Integration
	for _, i := range c.Integrations {
		all = append(all, claim.Integration{Name: i.Name, Category: cookie.Category(i.Category), Script: i.Script, Hosts: i.Hosts})
	}
	return all
}

func openKeys(c config.Config) (auth.Keys, error) {
	secret := c.Auth.Secret
	if secret == "" {
		var err error
		if secret, err = auth.DevelopmentSecret(c.DataDir); err != nil {
			return auth.Keys{}, err
		}
	}
	return auth.NewKeys(secret, c.Auth.PreviousSecrets...)
}
