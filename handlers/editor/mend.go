package editor

import (
	"cmp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	editorview "github.com/prokken/prokken/views/editor"
)

// MendSentence puts a true sentence in the place of one that is not.
func (s *Handler) MendSentence(c echo.Context) error {
	at, says, now := c.FormValue("at"), form.DocumentLines(c.FormValue("says")), form.DocumentLines(c.FormValue("now"))
	_, err := web.Site(c).Edit(c.Request().Context(), site.Edit{
		Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Part: at, ReadPart: c.FormValue("read_part"),
		Change: policy.Reword(at, says, now, web.Site(c).Evidence()),
	})
	if err != nil {
		return s.actFailed(c, at, err)
	}
	if c.FormValue("from") == "review" {
		return s.reviewed(c, "mended")
	}
	return s.backToEditor(c, at, "mended")
}

// addMends says with each sentence that is not true what would make it true, and where its words
// are edited.
func addMends(on *site.Site, doc policy.Document, part editorview.PartForm) {
	for i := range part.Claims {
		row := &part.Claims[i]
		if row.Removable && row.Untrue() {
			row.Mends = doc.Mends(part.Key, row.Says, on.Evidence())
			row.Words = cmp.Or(cookieSaying(doc, part.Key, row.Says), part.Key)
		}
	}
}

// cookieSaying is the part of the declaration whose purpose says it; "" where the block itself does.
func cookieSaying(doc policy.Document, uid, says string) string {
	b, _ := doc.Block(uid)
	if b.IsEmpty() {
		return ""
	}
	for _, text := range b.Content.Texts() {
		if strings.Contains(text.Words, says) {
			return ""
		}
	}
	for _, d := range doc.Cookies {
		if strings.Contains(d.Purpose, says) {
			return "cookie." + d.Name
		}
	}
	return ""
}
