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
	of                  *site.Site
	snapshot            *site.Snapshot
	audit               auditWords
	consents            consents
	Pages               map[pageFor]*web.Precompressed
	views               map[string]func() (legalview.Policy, error) // by slug
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

// CurrentPages are those of the own site. They change with the snapshot and with the audit: what
// is published now is what is served.
func (s *Handler) CurrentPages() *Pages {
	snapshot, newest, now := s.Own.Snapshot(), s.Audits.Newest(), s.Now()
	current := s.pages.Load()
	if current != nil && current.snapshot == snapshot && current.audit.hold(newest, now) {
		return current
	}
	made := s.makePages(s.Own, snapshot, s.auditWords(newest, now), s.consentsOf(snapshot))
	if s.pages.CompareAndSwap(current, made) {
		return made
	}
	return s.CurrentPages() // another request was faster: use what it made
}

// pagesOf are those of the site that the request is about.
func (s *Handler) pagesOf(c echo.Context) (*Pages, error) {
	if of := web.Site(c); !of.IsOwn() {
		return s.customerPages(c.Request().Context(), of)
	}
	return s.CurrentPages(), nil
}

// makePages makes the pages of a site, each of which is rendered when somebody asks for it.
func (s *Handler) makePages(of *site.Site, snapshot *site.Snapshot, audit auditWords, asked consents) *Pages {
	made := &Pages{
		of: of, snapshot: snapshot, audit: audit, consents: asked,
		Pages: map[pageFor]*web.Precompressed{}, views: map[string]func() (legalview.Policy, error){}, statements: map[string]*web.Remembered{}, badge: newBadge(saidOnBadge(of, snapshot, audit.said)),
	}
	s.addTranslations(made)
	for _, v := range snapshot.Policies {
		made.statements[v.Document.Slug] = &web.Remembered{}
		view := web.MadeOnce(func() (legalview.Policy, error) { return s.currentView(made, v), nil })
		made.views[v.Document.Slug] = view
		for _, d := range made.consents.decisions() {
			made.Pages[pageFor{v.Document.Slug, d}] = s.policyPage(made, v, view, d)
		}
	}
	return made
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
		page := s.neutralPage(pages.of, v.Document.Title, views.Paths(pages.of.Path()).Policy(v.Document.Slug))
		page.Wide, page.Cookies = true, pages.snapshot.Cookies()
		page.Alternates = s.alternates(pages.of, pages.snapshot, v.Document.Slug)
		page.Consent = pages.consents.view(d, page.Path)
		page.Description = page.Owner() + ": " + v.Document.Title + ", with every version of it."
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
	view := policyView(pages.placeOf(v), snapshot, v)
	view.Next, _ = snapshot.Next(v.Document.Slug)
	view.Languages = languageLinks(view.Paths, snapshot, v.Document.Slug, policy.Original)
	return view
}

// View returns what the page of a policy shows, whoever reads it.
func (p *Pages) View(slug string) (legalview.Policy, error) {
	view, found := p.views[slug]
	if !found {
		return legalview.Policy{}, models.ErrNotFound
	}
	return view()
}

// placeOf is where a version that is in effect is read, with what is said of the audit.
func (p *Pages) placeOf(v *site.Version) legalview.Place {
	place := PlaceOf(p.of, p.snapshot)
	place.Audited = p.audit.of(v)
	return place
}

// varying is a page that depends on what the visitor decided, if there is
// something to decide.
func (all consents) varying(page *web.Precompressed) *web.Precompressed {
	if all.asks {
		page.Vary = web.VaryConsent
	}
	return page
}

// PolicyView is what is not published yet as the page that it would become: it says nothing of audits.
func PolicyView(of *site.Site, v *site.Version) legalview.Policy {
	snapshot := of.Snapshot()
	return policyView(previewIn(of, snapshot), snapshot, v)
}

func policyView(on legalview.Place, snapshot *site.Snapshot, v *site.Version) legalview.Policy {
	return legalview.NewPolicy(v, on, others(on.Paths, snapshot, v.Document.Slug))
}

func others(at views.Paths, snapshot *site.Snapshot, slug string) []views.Link {
	var links []views.Link
	for _, v := range snapshot.Policies {
		if v.Document.Slug != slug {
			links = append(links, views.Link{Title: v.Document.Title, Href: at.Policy(v.Document.Slug)})
		}
	}
	return links
}

// Legal lists the policies of a site.
func (s *Handler) Legal(c echo.Context) error {
	page := s.Page(c, "Policies", paths(c).Base())
	page.Description = "The policies of " + page.Owner() + ", in plain words, with every version."
	return s.Show(c, http.StatusOK, legalview.IndexPage(page, web.Site(c).Snapshot().Policies))
}

// Policy serves the published text, the same bytes for every visitor who decided
// alike; while there is nothing to decide, for every visitor. It is JSON where the
// address ends so.
func (s *Handler) Policy(c echo.Context) error {
	if slug, asJSON := strings.CutSuffix(c.Param("slug"), web.JsonSuffix); asJSON {
		return s.currentStatement(c, slug)
	}
	pages, err := s.pagesOf(c)
	if err != nil {
		return err
	}
	decision := s.decision(c, pages.consents)
	page, found := pages.Pages[pageFor{c.Param("slug"), decision}]
	if !found {
		return models.ErrNotFound
	}
	pages.consents.admit(c, decision)
	return page.Serve(c)
}
