package legal

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// TranslatedVersion shows a translation that was published of one version, whether in effect, old
// or to come: the newest of that version, or the one with the number. It is JSON where the
// address ends so.
func (s *Handler) TranslatedVersion(c echo.Context) error {
	v, t, asJSON, err := s.translatedVersion(c)
	if err != nil {
		return err
	}
	snapshot, slug, at := web.Site(c).Snapshot(), c.Param("slug"), paths(c)
	current, found := snapshot.Find(slug)
	if !found {
		return models.ErrNotFound
	}
	if asJSON {
		text := func() ([]byte, error) { return translationJSON(slug, current, t) }
		return web.ServeOpen(c, web.NewPrecompressed(web.TypeJSON, text))
	}
	view := legalview.NewTranslation(v, t.Over(v.Source()), PlaceOf(web.Site(c), snapshot), othersIn(at, snapshot, slug, t.Language))
	view.Status, view.Current = v.Status(web.Site(c).Now()), current.Number
	view.Languages = versionLanguages(at, v, t.Language)
	page := s.Page(c, view.Version.Document.Title+" · "+view.VersionWords(), c.Request().URL.Path)
	page.Wide, page.Language, page.Canonical = true, t.Language, canonicalTranslation(at, snapshot, slug, t.Language)
	page.Description = page.Owner() + ": " + page.Title
	return s.Show(c, http.StatusOK, legalview.PolicyPage(page, view))
}

// canonicalTranslation is the page of what is in effect, in the language where it is there.
func canonicalTranslation(at views.Paths, snapshot *site.Snapshot, slug string, language policy.Language) string {
	if _, found := snapshot.Translation(slug, language.Code); found {
		return translatedAddress(at, slug, language)
	}
	return at.Policy(slug)
}

func (s *Handler) translatedVersion(
	c echo.Context,
) (v *site.Version, t *translation.Translation, asJSON bool, err error) {
	language, text := c.Param("language"), c.Param("translation")
	if text == "" {
		language, asJSON = strings.CutSuffix(language, web.JsonSuffix)
	} else {
		text, asJSON = strings.CutSuffix(text, web.JsonSuffix)
	}
	number, err := web.VersionNumber(c.Param("number"))
	if err != nil {
		return nil, nil, false, err
	}
	count := int64(0)
	if text != "" {
		if count, err = web.VersionNumber(text); err != nil {
			return nil, nil, false, err
		}
	}
	of, ctx := web.Site(c), c.Request().Context()
	if v, err = of.Version(ctx, c.Param("slug"), number); err != nil {
		return nil, nil, false, err
	}
	t, err = of.Translations.Of(ctx, v.ID, language, count)
	return v, t, asJSON, err
}

// versionLanguages lead to the version in every language that it was published in; none where
// that is only the original.
func versionLanguages(at views.Paths, v *site.Version, current policy.Language) []legalview.LanguageLink {
	slug := v.Document.Slug
	links := []legalview.LanguageLink{{
		Language: policy.Original, Href: at.Version(slug, v.Number), Current: current == policy.Original,
	}}
	for _, language := range v.TranslatedInto() {
		href := at.TranslatedVersion(slug, v.Number, language.Code)
		links = append(links, legalview.LanguageLink{Language: language, Href: href, Current: current == language})
	}
	if len(links) == 1 {
		return nil
	}
	return links
}
