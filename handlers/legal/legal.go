package legal

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// Pages are the pages of everything that is published at one moment, with
// what is to be said of the audit then.
type Pages struct {
	snapshot            *site.Snapshot
	audit               auditWords
	consents            consents
	Pages               map[pageFor]*web.Precompressed
	statements          map[string]*web.Remembered
	Translations        translations
	feed, sitemap, keys web.Remembered
	badge               *web.Precompressed
}

// pageFor is a policy as visitors get it who decided alike.
type pageFor struct {
	slug     string
	decision consent.State
}

// CurrentPages changes with the snapshot and with the audit: what is published now is
// what is served.
func (s *Handler) CurrentPages() *Pages {
	snapshot, newest, now := s.Own.Snapshot(), s.Audits.Newest(), s.Now()
	current := s.pages.Load()
	if current != nil && current.snapshot == snapshot && current.audit.hold(newest, now) {
		return current
	}
	made := &Pages{
		snapshot:   snapshot,
		audit:      s.auditWords(newest, now),
		consents:   s.consentsOf(snapshot),
		Pages:      map[pageFor]*web.Precompressed{},
		statements: map[string]*web.Remembered{},
	}
	made.badge = newBadge(made.audit.said)
	s.addTranslations(made)
	for _, v := range snapshot.Policies {
		made.statements[v.Document.Slug] = &web.Remembered{}
		view := web.MadeOnce(func() (legalview.Policy, error) { return s.currentView(made, v), nil })
		for _, d := range made.consents.decisions() {
			made.Pages[pageFor{v.Document.Slug, d}] = s.policyPage(made, v, view, d)
		}
	}
	if s.pages.CompareAndSwap(current, made) {
		return made
	}
	return s.CurrentPages() // another request was faster: use what it made
}

// policyPage renders a policy once, for everyone who decided alike.
func (s *Handler) policyPage(
	pages *Pages,
	v *site.Version,
	view func() (legalview.Policy, error),
	d consent.State,
) *web.Precompressed {
	render := func() ([]byte, error) {
		var html bytes.Buffer
		page := views.Page{
			Site:       s.Site,
			Title:      v.Document.Title,
			Path:       "/legal/" + v.Document.Slug,
			Neutral:    true,
			Wide:       true,
			Cookies:    pages.snapshot.Cookies(),
			Alternates: s.alternates(pages.snapshot, v.Document.Slug),
		}
		page.Consent = pages.consents.view(d, page.Path)
		content, err := view()
		if err != nil {
			return nil, err
		}
		if err := legalview.PolicyPage(page, content).Render(context.Background(), &html); err != nil {
			return nil, fmt.Errorf("%s cannot be rendered: %w", page.Path, err)
		}
		return html.Bytes(), nil
	}
	return pages.consents.varying(web.NewPrecompressed(web.TypeHTML, render))
}

// currentView is what the page of a version in effect shows, whoever reads it.
func (s *Handler) currentView(pages *Pages, v *site.Version) legalview.Policy {
	snapshot := pages.snapshot
	view := PolicyView(snapshot, v)
	view.Audited = pages.audit.of(v)
	view.Next, _ = snapshot.Next(v.Document.Slug)
	view.Languages = languageLinks(snapshot, v.Document.Slug, policy.Original)
	return view
}

// varying is a page that depends on what the visitor decided, if there is
// something to decide.
func (all consents) varying(page *web.Precompressed) *web.Precompressed {
	if all.asks {
		page.Vary = web.VaryConsent
	}
	return page
}

func PolicyView(snapshot *site.Snapshot, v *site.Version) legalview.Policy {
	facts := snapshot.Evidence()
	return legalview.NewPolicy(v, facts, others(snapshot, v.Document.Slug))
}

func others(snapshot *site.Snapshot, slug string) []views.Link {
	var links []views.Link
	for _, v := range snapshot.Policies {
		if v.Document.Slug != slug {
			links = append(links, views.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
		}
	}
	return links
}

func (s *Handler) Legal(c echo.Context) error {
	return s.Show(c, http.StatusOK, legalview.IndexPage(s.Page(c, "Policies", "/legal"), web.Site(c).Snapshot().Policies))
}

// Policy serves the published text, the same bytes for every visitor who decided
// alike; while there is nothing to decide, for every visitor. It is JSON where the
// address ends so.
func (s *Handler) Policy(c echo.Context) error {
	if slug, asJSON := strings.CutSuffix(c.Param("slug"), web.JsonSuffix); asJSON {
		return s.currentStatement(c, slug)
	}
	pages := s.CurrentPages()
	decision := s.decision(c, pages.consents)
	page, found := pages.Pages[pageFor{c.Param("slug"), decision}]
	if !found {
		return models.ErrNotFound
	}
	pages.consents.admit(c, decision)
	return page.Serve(c)
}
