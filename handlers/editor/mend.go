package editor

import (
	"cmp"
	"errors"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	editorview "github.com/prokken/prokken/views/editor"
)

// MendSentence puts a true sentence in the place of one that is not, or none. The review of a policy
// also mends what its draft makes untrue in another.
func (s *Handler) MendSentence(c echo.Context) error {
	sent, err := mendSentBy(c)
	if err != nil {
		return err
	}
	ctx, on, at := c.Request().Context(), web.Site(c), sent.Get("at")
	draft, err := on.Draft(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	joint, err := on.Joint(ctx, draft)
	if err != nil {
		return err
	}
	says, now := form.DocumentLines(sent.Get("says")), form.DocumentLines(sent.Get("now"))
	_, err = on.Edit(ctx, site.Edit{
		Slug: cmp.Or(sent.Get("in"), c.Param("slug")), By: s.ViewerOf(c).ID, Part: at, ReadPart: sent.Get("read_part"),
		Change: policy.Mended(at, says, now, on.EvidenceWith(joint.Documents()...)),
	})
	isReview := sent.Get("from") == "review"
	switch {
	case err != nil && isReview:
		return s.reviewDone(c, "", err)
	case err != nil:
		return s.actFailed(c, at, err)
	case isReview:
		return s.reviewedWith(c, "mended", keptQuery(typedForm(sentBy(c))))
	}
	return s.backToEditor(c, at, "mended")
}

// mendSentBy is which edit was chosen: in the review one value of its button says it.
func mendSentBy(c echo.Context) (url.Values, error) {
	sent := sentBy(c)
	if !sent.Has("mend") {
		return sent, nil
	}
	chosen, err := url.ParseQuery(sent.Get("mend"))
	if err != nil {
		return nil, errors.Join(web.ErrBadInput, err)
	}
	return chosen, nil
}

// MendAll takes the best edit of each sentence that the draft makes untrue, in all policies.
func (s *Handler) MendAll(c echo.Context) error {
	sent, slug := sentBy(c), c.Param("slug")
	read := map[string]string{slug: sent.Get("read")}
	for name := range sent {
		if other, isRead := strings.CutPrefix(name, readOf); isRead {
			read[other] = sent.Get(name)
		}
	}
	changed, err := web.Site(c).MendAll(c.Request().Context(), site.Mending{Slug: slug, Read: read, By: s.ViewerOf(c).ID})
	if !changed {
		return s.reviewDone(c, "mended_before", err)
	}
	return s.reviewDone(c, "mended_all", err)
}

// addMends says with each sentence that is not true what would make it true, and where its words
// are edited.
func addMends(doc policy.Document, evidence claim.Evidence, part editorview.PartForm) {
	for i := range part.Sentences {
		row := &part.Sentences[i]
		if part.Acts.Claims && row.Fails() {
			row.Mends = doc.Mends(part.Key, row.Written(), evidence)
			row.Words = cmp.Or(cookieSaying(doc, part.Key, row.Written()), part.Key)
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
