package sites

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/draft"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	sitesview "github.com/prokken/prokken/views/sites"
)

// PurposesPage asks for what everything is for.
func (s *Handler) PurposesPage(c echo.Context) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), cookiePolicy)
	if err != nil {
		return err
	}
	return s.showPurposes(c, http.StatusOK, draft.Document, draft.Read, nil)
}

func (s *Handler) showPurposes(c echo.Context, status int, d policy.Document, read string, invalid validation.Errors) error {
	v := sitesview.Purposes{Site: rowOf(c), Read: read, Invalid: invalid}
	for i, declared := range d.Cookies {
		v.Cookies = append(v.Cookies, cookieRow(i, declared))
	}
	for _, b := range d.Blocks() {
		v.Others = append(v.Others, otherRows(b)...)
	}
	page := sitesview.PurposesPage(s.Page(c, "What each cookie is for", ""), v)
	if status == http.StatusUnprocessableEntity {
		return s.Correct(c, invalid, page)
	}
	return s.Show(c, status, page)
}

func cookieRow(i int, d cookie.Declaration) sitesview.PurposeRow {
	facts := []string{claim.LifetimeWords(d.Lifetime)}
	if d.Party != "" {
		facts = append(facts, "of "+d.Party)
	}
	if d.HTTPOnly {
		facts = append(facts, "no script can read it")
	}
	return sitesview.PurposeRow{
		Field: fmt.Sprintf("cookie-%d", i), Name: d.Name, Facts: strings.Join(facts, ", "), Purpose: d.Purpose, Category: d.Category,
	}
}

// otherRows are what a block lists that has a purpose.
func otherRows(b policy.Block) []sitesview.PurposeRow {
	var rows []sitesview.PurposeRow
	switch content := b.Content.(type) {
	case block.Storage:
		for i, item := range content {
			rows = append(rows, sitesview.PurposeRow{
				Field: fmt.Sprintf("%s-%d", b.UID, i), Name: item.Name, Facts: "Stored in the browser, not a cookie",
				Purpose: item.Purpose, Category: item.Category,
			})
		}
	case block.ThirdParties:
		for i, party := range content {
			rows = append(rows, sitesview.PurposeRow{
				Field: fmt.Sprintf("%s-%d", b.UID, i), Name: party.Name, Facts: "Pages send requests to it", Purpose: party.Purpose,
			})
		}
	}
	return rows
}

// SavePurposes writes the list into the draft, with the sentences that hold of it.
func (s *Handler) SavePurposes(c echo.Context) error {
	typed, err := c.FormParams()
	if err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	ctx, on := c.Request().Context(), web.Site(c)
	again, err := s.Upkeep.SayAgain(ctx, on)
	if err != nil {
		return err
	}
	var changed policy.Document
	_, err = on.Edit(ctx, site.Edit{
		Slug: cookiePolicy, By: s.ViewerOf(c).ID, Read: typed.Get("read"),
		Change: func(d policy.Document) (policy.Document, error) {
			changed = withPurposes(d, typed)
			return again(changed)
		},
	})
	return s.purposesSaved(c, changed, typed.Get("read"), err)
}

// purposesSaved answers: where the draft is another meanwhile, with what was typed over it.
func (s *Handler) purposesSaved(c echo.Context, typed policy.Document, read string, err error) error {
	var invalid validation.Errors
	switch {
	case errors.Is(err, models.ErrConflict) && !web.WantsJSON(c):
		web.LogFailure(c, err)
		return s.conflict(c)
	case errors.As(err, &invalid):
		invalid["document"] = "Please check the marked fields."
		return s.showPurposes(c, http.StatusUnprocessableEntity, typed, read, byField(typed, invalid))
	case err != nil:
		return err
	}
	return s.toSite(c, http.StatusOK, "saved")
}

// conflict shows the draft as it is now, with what of the form still fits into it.
func (s *Handler) conflict(c echo.Context) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), cookiePolicy)
	if err != nil {
		return err
	}
	return s.showPurposes(c, http.StatusConflict, draft.Document, draft.Read, validation.Errors{
		"document": "The draft has changed in the meantime, perhaps because another audit saw more. Please check again.",
	})
}

// byField are the complaints under the names of the list's inputs.
func byField(d policy.Document, invalid validation.Errors) validation.Errors {
	fields := validation.Errors{"document": invalid["document"]}
	for i, c := range d.Cookies {
		for key, words := range invalid {
			if strings.HasPrefix(key, "cookie."+c.Name) {
				fields[fmt.Sprintf("cookie-%d", i)] = words
			}
		}
	}
	return fields
}

// withPurposes is the document with what was typed into the list. An empty purpose stays to be
// described.
func withPurposes(d policy.Document, typed url.Values) policy.Document {
	d.Cookies = slices.Clone(d.Cookies)
	for i := range d.Cookies {
		field := fmt.Sprintf("cookie-%d", i)
		d.Cookies[i].Purpose = purposeOf(typed, field, d.Cookies[i].Purpose)
		d.Cookies[i].Category = categoryOf(typed, field, d.Cookies[i].Category)
	}
	d.Sections = slices.Clone(d.Sections)
	for i := range d.Sections {
		d.Sections[i].Blocks = slices.Clone(d.Sections[i].Blocks)
		for j, b := range d.Sections[i].Blocks {
			d.Sections[i].Blocks[j].Content = withOthers(b, typed)
		}
	}
	return d
}

func withOthers(b policy.Block, typed url.Values) block.Content {
	switch content := b.Content.(type) {
	case block.Storage:
		content = slices.Clone(content)
		for i := range content {
			field := fmt.Sprintf("%s-%d", b.UID, i)
			content[i].Purpose = purposeOf(typed, field, content[i].Purpose)
			content[i].Category = categoryOf(typed, field, content[i].Category)
		}
		return content
	case block.ThirdParties:
		content = slices.Clone(content)
		for i := range content {
			content[i].Purpose = purposeOf(typed, fmt.Sprintf("%s-%d", b.UID, i), content[i].Purpose)
		}
		return content
	}
	return b.Content
}

func purposeOf(typed url.Values, field, now string) string {
	words := strings.TrimSpace(web.Printable(typed.Get(field)))
	switch {
	case !typed.Has(field), words == "" && draft.IsToDescribe(now):
		return now
	case words == "":
		return draft.ToDescribe
	}
	return words
}

func categoryOf(typed url.Values, field string, now cookie.Category) cookie.Category {
	if chosen := typed.Get(field + ".category"); chosen != "" {
		return cookie.Category(chosen)
	}
	return now
}
