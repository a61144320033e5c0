package editor

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
	legalview "github.com/prokken/prokken/views/legal"
)

// ExportPolicy is the draft, or a version, as a file.
func (s *Handler) ExportPolicy(c echo.Context) error {
	doc, name, err := s.exported(c)
	if err != nil {
		return err
	}
	write, found := exports[c.Param("format")]
	if !found {
		return models.ErrNotFound
	}
	text, err := write.text(doc)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+"."+c.Param("format")+`"`)
	return c.Blob(http.StatusOK, write.contentType, text)
}

var exports = map[string]struct {
	contentType string
	text        func(policy.Document) ([]byte, error)
}{
	"yaml": {"application/yaml; charset=utf-8", policy.Document.YAML},
	"json": {"application/json; charset=utf-8", prettyJSON},
}

func prettyJSON(d policy.Document) ([]byte, error) {
	text, _, err := d.Canonical()
	if err != nil {
		return nil, err
	}
	var pretty bytes.Buffer
	err = json.Indent(&pretty, []byte(text), "", "  ")
	return pretty.Bytes(), err
}

// exported is what the address asks for, and what its file is called.
func (s *Handler) exported(c echo.Context) (policy.Document, string, error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	asked := c.QueryParam("version")
	if asked == "" {
		draft, err := web.Site(c).Draft(ctx, slug)
		return draft.Document, slug + "-draft", err
	}
	number, err := web.VersionNumber(asked)
	if err != nil {
		return policy.Document{}, "", err
	}
	version, err := web.Site(c).Version(ctx, slug, number)
	if err != nil {
		return policy.Document{}, "", err
	}
	return version.Document, slug + "-" + strconv.FormatInt(number, 10), nil
}

func (s *Handler) ImportPage(c echo.Context) error {
	return s.showImport(c, http.StatusOK, editorview.Import{})
}

func (s *Handler) showImport(c echo.Context, status int, v editorview.Import) error {
	if web.WantsJSON(c) {
		return importJSON(c, status, v)
	}
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	v.Place, v.Title, v.Overwrites = placeOf(c), draft.Document.Title, draft.Saved
	page := s.Page(c, "Import: "+v.Title, "")
	page.Wide, page.Editor = true, true
	return s.Show(c, status, editorview.ImportPage(page, v))
}

// importJSON says what is wrong with the document, or what to send to import it.
func importJSON(c echo.Context, status int, v editorview.Import) error {
	switch {
	case len(v.Problems) > 0:
		invalid := validation.Errors{"document": strings.Join(v.Problems, "\n")}
		return web.ProblemJSON(c, views.Problem{Status: status, Message: "This is not a valid policy."}, invalid)
	case v.Problem != "":
		return web.ProblemJSON(c, views.Problem{Status: status, Message: v.Problem}, validation.Errors{"read": v.Problem})
	}
	return c.JSON(
		status,
		echo.Map{
			"message": "Nothing is changed yet. To import it, send it once more with sure and read.",
			"read":    v.Read,
			"differs": !v.Changes.Found.Same(),
		},
	)
}

// ImportPolicy reads a document, shows what it would change, and, when that was
// looked at, makes it the draft.
func (s *Handler) ImportPolicy(c echo.Context) error {
	typed, err := importedText(c)
	if err != nil {
		return err
	}
	v := editorview.Import{Text: web.Printable(typed)}
	doc, err := parseAny(web.Site(c), typed)
	if err != nil {
		v.Problems = problemsOf(err)
		return s.showImport(c, http.StatusUnprocessableEntity, v)
	}
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	read := c.FormValue("read")
	switch {
	case c.FormValue("sure") == "":
		return s.previewImport(c, http.StatusOK, draft, doc, v)
	case read == "" && draft.Saved:
		v.Problem = "There is already a draft. This is what the import would change in it."
		return s.previewImport(c, http.StatusConflict, draft, doc, v)
	}
	_, err = web.Site(c).Edit(c.Request().Context(), site.Edit{
		Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Read: cmp.Or(read, draft.Read), Change: policy.ReplaceBy(doc),
	})
	var invalid validation.Errors
	switch {
	case errors.Is(err, models.ErrConflict):
		v.Problem = "Someone has changed the draft. This is what the import would change now."
		return s.previewImport(c, http.StatusConflict, draft, doc, v)
	case errors.As(err, &invalid):
		v.Problems = problemsOf(invalid)
		return s.showImport(c, http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	}
	return s.backToEditor(c, "", "imported")
}

func (s *Handler) previewImport(
	c echo.Context,
	status int,
	draft site.Draft,
	doc policy.Document,
	v editorview.Import,
) error {
	if doc.Slug != draft.Document.Slug {
		v.Problems = []string{"slug: this is the document of another policy, " + doc.Slug + "."}
		return s.showImport(c, http.StatusUnprocessableEntity, v)
	}
	v.Found, v.Read = true, draft.Read
	v.Changes = legalview.Comparison{
		Old:   views.Link{Title: "the draft", Href: editorPath(c, "")},
		New:   views.Link{Title: "the import", Href: editorPath(c, "")},
		Found: diff.Compare(draft.Document, doc),
	}
	v.Changes.Lost = web.Site(c).LostChecks(draft.Document, doc)
	return s.showImport(c, status, v)
}

// importedText is what was sent as a file or, where there is none, what was typed.
func importedText(c echo.Context) (string, error) {
	file, err := c.FormFile("file")
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		return form.DocumentLines(c.FormValue("text")), nil
	case err != nil:
		return "", web.Unreadable(err)
	}
	opened, err := file.Open()
	if err != nil {
		return "", err
	}
	defer opened.Close()
	text, err := io.ReadAll(opened)
	return string(text), err
}

// parseAny reads JSON and YAML: a document in JSON begins with a brace. That of a customer's site need
// not declare what this program sets.
func parseAny(on *site.Site, text string) (policy.Document, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return policy.Document{}, validation.Errors{"document": "Please paste a document, or choose a file."}
	case !on.IsOwn():
		return policy.ParseOther([]byte(text))
	case strings.HasPrefix(strings.TrimSpace(text), "{"):
		return policy.ParseJSON([]byte(text))
	}
	return policy.ParseYAML([]byte(text))
}

// problemsOf are the faults, one a line.
func problemsOf(err error) []string {
	var problems policy.Problems
	if errors.As(err, &problems) {
		return strings.Split(problems.Error(), "\n")
	}
	var invalid validation.Errors
	if !errors.As(err, &invalid) {
		return []string{err.Error()}
	}
	var all []string
	for _, field := range slices.Sorted(maps.Keys(invalid)) {
		if field == "document" {
			all = append(all, invalid[field])
		} else {
			all = append(all, field+": "+invalid[field])
		}
	}
	return all
}
