package commands

import (
	"context"
	"sync"

	"github.com/prokken/prokken/audit/glance"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
)

// openSites opens the own site; the queue announces what is published.
func (i Invocation) openSites(
	ctx context.Context, c config.Config, db *models.DB, keys keys.Ring, queue *jobs.Queue,
) (*site.Registry, error) {
	content, err := i.folder("content")
	if err != nil {
		return nil, err
	}
	settings := site.Settings{
		Address: c.BaseURL, Loopback: !c.InProduction(), Names: names(c), Contact: c.Site.Contact.Email, Zone: c.Site.Zone(),
		Shipped: content, Signer: record.NewSigner(keys.PolicyKey()),
		RequireApproval: c.Policy.RequireApproval, Notice: days(c.Policy.NoticeDays),
		Integrations: integrations(c),
		Announcer:    queue,
		Observer:     upkeep.Judge{},
	}
	return site.Open(ctx, db, settings)
}

// names are those that policies call the site by: its own, and that of the shipped texts.
func names(c config.Config) []string { return []string{c.Site.Name, "Prokken"} }

func integrations(c config.Config) []claim.Integration {
	var all []claim.Integration
	for _, i := range c.Integrations {
		all = append(all, claim.Integration{
			Name: i.Name, Category: cookie.Category(i.Category), Script: i.Script, Hosts: i.Hosts,
		})
	}
	return all
}

func openKeys(c config.Config) (keys.Ring, error) {
	secret, err := secretOf(c)
	if err != nil {
		return keys.Ring{}, err
	}
	return keys.New(secret, c.Auth.PreviousSecrets...)
}

// secretOf is the secret that is set, or the one that a development server keeps.
func secretOf(c config.Config) (string, error) {
	if c.Auth.Secret != "" {
		return c.Auth.Secret, nil
	}
	return keys.DevelopmentSecret(c.DataDir)
}

// openUpkeep opens what keeps up the sites of customers.
func (i Invocation) openUpkeep(
	c config.Config, db *models.DB, registry *site.Registry, keys keys.Ring, queue *jobs.Queue,
) (*upkeep.Service, error) {
	content, err := i.folder("content")
	if err != nil {
		return nil, err
	}
	table := sync.OnceValues(func() (known.Table, error) { return known.Open(content, c.Audit.CookieDatabase) })
	if c.Audit.CookieDatabase != "" { // the owner learns at once that it cannot be read
		if _, err := table(); err != nil {
			return nil, err
		}
	}
	return upkeep.New(db, upkeep.Settings{
		Sites: registry, Known: table, Private: c.Audit.AllowPrivate, Secrets: keys, Mailer: queue,
		Looker: glance.New(glance.Settings{Private: c.Audit.AllowPrivate}),
	}), nil
}
