package site_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// customer stores a site of a customer, whose policies are the shipped ones.
func (o world) customer(slug, address string) sites.Site {
	o.t.Helper()
	row := sites.Site{
		ID: models.NewSiteID(), Slug: slug, Kind: sites.CustomerSite, Address: address, CreatedAt: models.Now(),
		Settings: sites.Settings{Name: "Prokken"},
	}
	if err := sites.Create(context.Background(), o.db, &row); err != nil {
		o.t.Fatal(err)
	}
	s, err := o.instance().ByID(context.Background(), row.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := s.Import(context.Background(), cookiePolicyAlone(o.t)); err != nil {
		o.t.Fatal(err)
	}
	return row
}

// cookiePolicyAlone is a folder without the policies that speak of our own program.
func cookiePolicyAlone(t testing.TB) fs.FS {
	t.Helper()
	text, err := os.ReadFile("../content/cookie-policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	confirmed, err := os.ReadFile("../content/" + site.Confirmations)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"cookie-policy.yaml": {Data: text}, site.Confirmations: {Data: confirmed}}
}

// retitle publishes the Cookie Policy of a site under another title.
func (o world) retitle(s *site.Site, title string) {
	o.t.Helper()
	draft, err := s.Edit(context.Background(), site.Edit{Slug: slug, By: o.ada, Change: policy.SetTitle(title)})
	if err != nil {
		o.t.Fatal(err)
	}
	o.confirmOn(s, slug)
	_, err = s.Publish(context.Background(), site.Publication{
		Slug: slug, Read: draft.Read, Summary: "Another title.", Materiality: policies.Editorial,
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// TestRegistryFindsSites finds the own site and those of customers by id and by host,
// and each has only its own policies.
func TestRegistryFindsSites(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		shop := o.customer("shop", "https://shop.example")
		o.customer("squatter", "https://contested.example")
		o.customer("owner", "https://contested.example")
		byID, err := o.sites.ByID(ctx, shop.ID)
		if err != nil {
			t.Fatal(err)
		}
		byHost, err := o.sites.ByHost(ctx, "Shop.example")
		if err != nil || byHost != byID {
			t.Errorf("by host %p, by id %p, %v", byHost, byID, err)
		}
		o.retitle(byID, "The shop's")
		if _, title := inEffect(t, o.Site); title != "Cookie Policy" {
			t.Errorf("the own site says %q", title)
		}
		if own, err := o.sites.ByID(ctx, o.SiteID()); err != nil || own != o.Site {
			t.Errorf("the own site by id: %p, %v", own, err)
		}
		if own, err := o.sites.ByHost(ctx, "prokken.com"); err != nil || own != o.Site {
			t.Errorf("the own site by host: %p, %v", own, err)
		}
		for _, host := range []string{"other.example", "contested.example", "", "shop.example:8443"} {
			if s, err := o.sites.ByHost(ctx, host); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%q: %p, %v", host, s, err)
			}
		}
		if s, err := o.sites.ByID(ctx, models.NewSiteID()); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("an unknown id: %p, %v", s, err)
		}
	})
}

// TestRegistryCatchesUp reads with one question what another instance published on
// any of the sites that are held.
func TestRegistryCatchesUp(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		shop, blog := o.customer("shop", "https://shop.example"), o.customer("blog", "https://blog.example")
		other := o.instance()
		for _, id := range []models.SiteID{shop.ID, blog.ID} {
			s, err := other.ByID(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if _, title := inEffect(t, s); title != "Second" {
					t.Errorf("in effect on %s: %q", s.Address, title)
				}
			}()
			here, err := o.sites.ByID(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			o.retitle(here, "Second")
		}
		o.retitle(o.Site, "Own second")
		if err := other.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		if _, title := inEffect(t, other.Own()); title != "Own second" {
			t.Errorf("in effect on the own site: %q", title)
		}
	})
}

// TestRegistryDropsIdleSites lets go of a site that nobody asks for, and reads it again,
// with what was published meanwhile, when somebody does.
func TestRegistryDropsIdleSites(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		shop := o.customer("shop", "https://shop.example")
		first, err := o.sites.ByID(ctx, shop.ID)
		if err != nil {
			t.Fatal(err)
		}
		o.later(10 * time.Minute)
		o.sites.DropIdle()
		if again, err := o.sites.ByID(ctx, shop.ID); err != nil || again != first {
			t.Errorf("after ten minutes %p instead of %p, %v", again, first, err)
		}
		o.later(14 * time.Minute) // since it was last asked for
		o.sites.DropIdle()
		if o.sites.Held() != 1 {
			t.Errorf("%d sites are held, one of which was asked for lately", o.sites.Held())
		}
		o.later(2 * time.Minute)
		o.sites.DropIdle()
		if o.sites.Held() != 0 {
			t.Errorf("%d idle sites are held", o.sites.Held())
		}
		o.retitle(o.Site, "The own site stays") // it is never idle
		elsewhere, err := o.instance().ByID(ctx, shop.ID)
		if err != nil {
			t.Fatal(err)
		}
		o.retitle(elsewhere, "Second")
		back, err := o.sites.ByID(ctx, shop.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, title := inEffect(t, back); title != "Second" {
			t.Errorf("read again: %q", title)
		}
	})
}

// TestHosts: in development every name of this machine is the site's, in production none is
// but its address's.
func TestHosts(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		development := o.instance(func(s *site.Settings) { s.Loopback = true }).Own()
		for host, want := range map[string]struct{ production, development bool }{
			"prokken.com": {true, true}, "PROKKEN.com": {true, true},
			"localhost": {false, true}, "localhost:8080": {false, true}, "127.0.0.1:80": {false, true}, "[::1]:80": {false, true},
			"[::1]": {false, true}, "127.8.8.8": {false, true},
			"": {false, false}, "192.168.1.5:8080": {false, false}, "localhost.evil.example": {false, false},
			"prokken.com:8443": {false, false}, "prokken.com.evil.example": {false, false}, "127.0.0.1.evil.example": {false, false},
		} {
			if got := o.HasHost(host); got != want.production {
				t.Errorf("production, %q: %t", host, got)
			}
			if got := development.HasHost(host); got != want.development {
				t.Errorf("development, %q: %t", host, got)
			}
		}
	})
}
