package handlers_test

import (
	"context"
	"io"
	"log/slog"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	siterows "github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// BenchmarkRenderPolicy makes the page of the Cookie Policy from its document.
func BenchmarkRenderPolicy(b *testing.B) {
	s := open(b, modelstest.SQLite(b))
	v, _ := s.library.Snapshot().Find(policy.CookiePolicy)
	page := views.Page{
		Site: views.Site{Name: "Prokken", Assets: map[string]string{"site.css": "/static/site.css"}},
		Path: "/legal/cookie-policy",
	}
	view := legalview.NewPolicy(v, legalview.Place{Facts: s.library.Evidence()}, nil)
	for b.Loop() {
		if err := legalview.PolicyPage(page, view).Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublish changes a draft, publishes it, and reads the page that has
// to be rendered and compressed anew.
func BenchmarkPublish(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	for name, database := range databases {
		b.Run(name, func(b *testing.B) {
			s := open(b, database(b))
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				title := policy.SetTitle("Cookie Policy " + string(rune('A'+i%26)))
				draft, err := s.library.Edit(b.Context(), sites.Edit{Slug: policy.CookiePolicy, Change: title})
				if err != nil {
					b.Fatal(err)
				}
				s.confirm(policy.CookiePolicy)
				b.StartTimer()
				if _, err := s.library.Publish(b.Context(), sites.Publication{
					Slug: policy.CookiePolicy, Read: draft.Read, Summary: "Another title.", Materiality: policies.Editorial,
				}); err != nil {
					b.Fatal(err)
				}
				fetch(b, s.url+"/legal/cookie-policy")
			}
		})
	}
}

var databases = map[string]func(testing.TB) *models.DB{"sqlite": modelstest.SQLite, "postgres": modelstest.Postgres}

// BenchmarkVersions asks for pages, and reads anew what is published, with one
// version and with ten thousand.
func BenchmarkVersions(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	for name, database := range databases {
		s := open(b, database(b))
		for _, versions := range []string{"1", "10000"} {
			if versions == "10000" {
				s.manyVersions(policy.CookiePolicy, 10_000)
			}
			for _, path := range []string{"/legal/cookie-policy", "/legal/cookie-policy/versions", "/legal/cookie-policy/versions/1", "/legal/feed.atom"} {
				b.Run(name+"/"+versions+path, func(b *testing.B) {
					for b.Loop() {
						fetch(b, s.url+path)
					}
				})
			}
			b.Run(name+"/"+versions+"/state", func(b *testing.B) {
				for b.Loop() {
					if err := s.library.Reload(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(name+"/"+versions+"/current", func(b *testing.B) {
				house, err := siterows.BySlug(b.Context(), s.db, siterows.HouseSite)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err = policies.CurrentVersions(b.Context(), s.db, house.ID, s.clock()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
