package legal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// translatedAddress is where a policy stands in a language.
func translatedAddress(at views.Paths, slug string, language policy.Language) string {
	if language == policy.Original {
		return at.Policy(slug)
	}
	return at.PolicyIn(slug, language.Code)
}

// translations are all that are published at one moment, by their addresses: the
// pages, and what programs read.
type translations struct {
	Pages map[pageFor]*web.Precompressed
	words map[string]*web.Precompressed
}

func (s *Handler) addTranslations(made *Pages) {
	made.Translations = translations{map[pageFor]*web.Precompressed{}, map[string]*web.Precompressed{}}
	for _, v := range made.snapshot.Policies {
		for _, t := range made.snapshot.Translations(v.Document.Slug) {
			address := translatedAddress(views.Paths(made.of.Path()), v.Document.Slug, t.Language)
			made.Translations.words[address] = web.NewPrecompressed(
				web.TypeJSON,
				func() ([]byte, error) { return translationJSON(v.Document.Slug, v, t) },
			)
			for _, d := range made.consents.decisions() {
				made.Translations.Pages[pageFor{address, d}] = s.translationPage(made, v, t, d)
			}
		}
	}
}

// translationPage renders a translation once, for everyone who decided alike.
func (s *Handler) translationPage(
	pages *Pages,
	v *site.Version,
	t *translation.Translation,
	d consent.State,
) *web.Precompressed {
	render := func() ([]byte, error) {
		var html bytes.Buffer
		translated, snapshot := t.Over(v.Source()), pages.snapshot
		slug := v.Document.Slug
		path := translatedAddress(views.Paths(pages.of.Path()), slug, t.Language)
		page := s.neutralPage(pages.of, translated.Document.Title, path)
		page.Wide, page.Cookies, page.Language = true, snapshot.Cookies(), t.Language
		page.Alternates = s.alternates(pages.of, snapshot, slug)
		page.Description = page.Owner() + ": " + translated.Document.Title
		page.Consent = pages.consents.view(d, page.Path)
		view := translatedView(pages.placeOf(v), snapshot, v, translated)
		if err := legalview.PolicyPage(page, view).Render(context.Background(), &html); err != nil {
			return nil, fmt.Errorf("%s cannot be rendered: %w", page.Path, err)
		}
		return html.Bytes(), nil
	}
	return pages.consents.varying(web.NewPrecompressed(web.TypeHTML, render))
}

// TranslatedView is a translation that is not published yet as the page that it would become: it
// says nothing of audits.
func TranslatedView(of *site.Site, v *site.Version, t translation.Translated) legalview.Policy {
	snapshot := of.Snapshot()
	return translatedView(previewIn(of, snapshot), snapshot, v, t)
}

func translatedView(
	on legalview.Place, snapshot *site.Snapshot, v *site.Version, t translation.Translated,
) legalview.Policy {
	view := legalview.NewTranslation(v, t, on, othersIn(on.Paths, snapshot, v.Document.Slug, t.Translation.Language))
	if next, found := snapshot.Next(v.Document.Slug); found && next.Number > v.Number {
		view.Next = next
		_, view.NextPrepared = snapshot.Prepared(next, t.Translation.Language.Code)
	}
	view.Languages = languageLinks(on.Paths, snapshot, v.Document.Slug, t.Translation.Language)
	return view
}

// othersIn leads to the other policies, in the language where they have it.
func othersIn(at views.Paths, snapshot *site.Snapshot, slug string, language policy.Language) []views.Link {
	var links []views.Link
	for _, v := range snapshot.Policies {
		link := views.Link{Title: v.Document.Title, Href: at.Policy(v.Document.Slug)}
		if t, found := snapshot.Translation(v.Document.Slug, language.Code); found {
			if translated := t.Over(v.Source()); !translated.Original["title"] {
				link = views.Link{Title: translated.Document.Title, Href: translatedAddress(at, v.Document.Slug, language)}
			}
		}
		if v.Document.Slug != slug {
			links = append(links, link)
		}
	}
	return links
}

// languageLinks lead to the policy in every language that it can be read in;
// none where that is only the original.
func languageLinks(at views.Paths, snapshot *site.Snapshot, slug string, current policy.Language) []legalview.LanguageLink {
	translations := snapshot.Translations(slug)
	if len(translations) == 0 {
		return nil
	}
	links := []legalview.LanguageLink{
		{Language: policy.Original, Href: translatedAddress(at, slug, policy.Original), Current: current == policy.Original},
	}
	for _, t := range translations {
		links = append(
			links,
			legalview.LanguageLink{
				Language: t.Language,
				Href:     translatedAddress(at, slug, t.Language),
				Current:  current == t.Language,
			},
		)
	}
	return links
}

// alternates tell search engines of the same; x-default is for whoever reads
// none of the languages.
func (s *Handler) alternates(of *site.Site, snapshot *site.Snapshot, slug string) []views.Alternate {
	var all []views.Alternate
	at, base := views.Paths(of.Path()), s.baseURL(of)
	for _, link := range languageLinks(at, snapshot, slug, policy.Original) {
		all = append(all, views.Alternate{Language: link.Language.Code, Href: base + link.Href})
	}
	if all == nil {
		return nil
	}
	return append(
		all,
		views.Alternate{Language: "x-default", Href: base + translatedAddress(at, slug, policy.Original)},
	)
}

// Translation serves a policy in another language, the same bytes for every
// visitor who decided alike. It is never chosen by Accept-Language: an address
// means one text, and the page offers the others.
func (s *Handler) Translation(c echo.Context) error {
	slug, language := c.Param("slug"), c.Param("language")
	if _, found := web.Site(c).Snapshot().Find(slug); found && language == policy.Original.Code {
		return c.Redirect(http.StatusPermanentRedirect, translatedAddress(paths(c), slug, policy.Original))
	}
	pages, err := s.pagesOf(c)
	if err != nil {
		return err
	}
	language, asJSON := strings.CutSuffix(language, web.JsonSuffix)
	address := paths(c).PolicyIn(slug, language)
	if words, found := pages.Translations.words[address]; found && asJSON {
		return web.ServeOpen(c, words)
	}
	decision := s.decision(c, pages.consents)
	page, found := pages.Translations.Pages[pageFor{address, decision}]
	if !found || asJSON {
		return models.ErrNotFound
	}
	pages.consents.admit(c, decision)
	return page.Serve(c)
}

// addresses are those of all pages.
func (t translations) addresses() []string { return slices.Sorted(maps.Keys(t.words)) }

// translationJSON is a translation as a program reads it: what is signed of it, and whether it
// fits what is in effect. Hashes are SHA-256 of canonical JSON (RFC 8785).
func translationJSON(slug string, current *site.Version, t *translation.Translation) ([]byte, error) {
	type made struct {
		Number   int64  `json:"number"`
		Document string `json:"document_sha256"`
	}
	return json.MarshalIndent(struct {
		Slug        string `json:"slug"`
		Language    string `json:"language"`
		Version     made   `json:"version"` // that it was made of
		Current     int64  `json:"current_version"`
		Stale       bool   `json:"stale"`
		PublishedAt string `json:"published_at"`
		SHA256      string `json:"words_sha256"`
		record.TranslationStatement
	}{
		slug, t.Language.Code,
		made{t.Number, t.Version},
		current.Number, t.Over(current.Source()).Stale,
		t.PublishedAt.Format(time.RFC3339), t.SHA256, t.Statement,
	}, "", "  ")
}
