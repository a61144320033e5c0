package legal

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/site"
	legalview "github.com/prokken/prokken/views/legal"
)

// PolicyVersions lists published versions, newest first, a page at a time.
func (s *Handler) PolicyVersions(c echo.Context) error {
	slug := c.Param("slug")
	current, found := web.Site(c).Snapshot().Find(slug)
	if !found {
		return models.ErrNotFound
	}
	before, err := web.BeforeNumber(c)
	if err != nil {
		return err
	}
	versions, err := web.Site(c).Versions(c.Request().Context(), slug, before)
	if err != nil {
		return err
	}
	title := current.Document.Title
	page := s.Page(c, title+": all versions", paths(c).Versions(slug))
	page.Description = page.Owner() + ": every version of " + title + ", with what changed."
	return s.Show(
		c,
		http.StatusOK,
		legalview.VersionsPage(page, legalview.NewVersions(title, slug, versions, before, web.Site(c).Now())),
	)
}

// PolicyVersion shows one published version, whether in effect, old or to come;
// as JSON where the address ends so.
func (s *Handler) PolicyVersion(c echo.Context) error {
	slug := c.Param("slug")
	text, asJSON := strings.CutSuffix(c.Param("number"), web.JsonSuffix)
	number, err := web.VersionNumber(text)
	if err != nil {
		return err
	}
	version, err := web.Site(c).Version(c.Request().Context(), slug, number)
	if err != nil {
		return err
	}
	if asJSON {
		return s.serveStatement(c, version)
	}
	snapshot := web.Site(c).Snapshot()
	page := s.Page(c, version.Document.Title+", version "+text, paths(c).Version(slug, number))
	page.Wide, page.Canonical = true, paths(c).Policy(slug)
	page.Description = page.Owner() + ": " + page.Title + ", word by word."
	on, err := s.versionPlace(c, version)
	if err != nil {
		return err
	}
	view := policyView(on, snapshot, version)
	view.Status, view.Languages = version.Status(web.Site(c).Now()), versionLanguages(paths(c), version, policy.Original)
	if current, found := snapshot.Find(slug); found {
		view.Current = current.Number
	}
	return s.Show(c, http.StatusOK, legalview.PolicyPage(page, view))
}

// versionPlace is where the version is read. Of a customer's version in effect it says what audits
// saw, as the policy's page does.
func (s *Handler) versionPlace(c echo.Context, v *site.Version) (legalview.Place, error) {
	of := web.Site(c)
	if of.IsOwn() {
		return PlaceOf(of, of.Snapshot()), nil
	}
	pages, err := s.pagesOf(c)
	if err != nil {
		return legalview.Place{}, err
	}
	if current, found := pages.snapshot.Find(v.Document.Slug); found && current.ID == v.ID {
		return pages.placeOf(current), nil
	}
	return PlaceOf(of, pages.snapshot), nil
}

// ChooseComparison sends the form's choice to its address.
func (s *Handler) ChooseComparison(c echo.Context) error {
	slug := c.Param("slug")
	if _, found := web.Site(c).Snapshot().Find(slug); !found {
		return models.ErrNotFound
	}
	for _, name := range []string{"a", "b"} {
		if _, err := comparedNumber(web.Site(c), slug, c.QueryParam(name)); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, paths(c).Policy(slug)+"/compare/"+c.QueryParam("a")+"/"+c.QueryParam("b"))
}

// currentWord stands for the version in effect.
const currentWord = "current"

func comparedNumber(of *site.Site, slug, text string) (int64, error) {
	if text != currentWord {
		return web.VersionNumber(text)
	}
	current, found := of.Snapshot().Find(slug)
	if !found {
		return 0, models.ErrNotFound
	}
	return current.Number, nil
}

// CompareVersions shows how one published version became another.
func (s *Handler) CompareVersions(c echo.Context) error {
	slug := c.Param("slug")
	old, err := s.comparedVersion(c, slug, c.Param("a"))
	if err != nil {
		return err
	}
	new, err := s.comparedVersion(c, slug, c.Param("b"))
	if err != nil {
		return err
	}
	choices, err := web.Site(c).Versions(c.Request().Context(), slug, 0)
	if err != nil {
		return err
	}
	view := legalview.NewCompare(paths(c), slug, old, new, choices)
	place := PlaceOf(web.Site(c), web.Site(c).Snapshot())
	view.Comparison.Observed, view.Comparison.Links = place.Observed, place.Links
	if old.Number != new.Number {
		view.Comparison.Found = diff.Compare(old.Document, new.Document)
		view.Comparison.Lost = lostChecks(web.Site(c), old, new)
	}
	page := s.Page(
		c,
		view.Title+": what changed",
		paths(c).Compare(slug, old.Number, new.Number),
	)
	page.Canonical = paths(c).Policy(slug)
	page.Description = page.Owner() + ": what changed from version " + old.NumberText() + " to version " + new.NumberText() + " of " + view.Title + "."
	return s.Show(c, http.StatusOK, legalview.ComparePage(page, view))
}

func (s *Handler) comparedVersion(c echo.Context, slug, text string) (*site.Version, error) {
	number, err := comparedNumber(web.Site(c), slug, text)
	if err != nil {
		return nil, err
	}
	return web.Site(c).Version(c.Request().Context(), slug, number)
}

// lostChecks are the sentences of which the server checks less than before. Of a customer's site it
// checks none.
func lostChecks(of *site.Site, old, new *site.Version) []weight.LostCheck {
	if !of.IsOwn() {
		return nil
	}
	return of.LostChecks(old.Document, new.Document)
}
