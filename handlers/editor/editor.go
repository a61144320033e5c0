package editor

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/legal"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	editorview "github.com/prokken/prokken/views/editor"
	legalview "github.com/prokken/prokken/views/legal"
)

// EditPolicy shows the editor with the part that is asked for.
func (s *Handler) EditPolicy(c echo.Context) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	form, found := s.askedPart(c, draft)
	if form.Adding && draft.Document.Has(form.Key) {
		return c.Redirect(http.StatusSeeOther, editorPath(c, form.Key)) // it was added meanwhile
	}
	form.Carried = carriedIn(c, draft.Document)
	v := editorview.Editor{Part: form, Notice: editorNotices[c.QueryParam("notice")]}
	status := http.StatusOK
	if !found {
		status, v.Problem = http.StatusNotFound, "That part no longer exists. Someone may have removed it."
	}
	return s.showEditor(c, status, draft, v)
}

// editorNotices are what the editor says after an act.
var editorNotices = map[string]string{
	"saved":     "Saved.",
	"undone":    "The last change is undone.",
	"removed":   "Removed. Undo restores it.",
	"moved":     "Moved.",
	"discarded": "The draft is discarded. This is the text as published.",
	"restored":  "The old version is now the draft. Nothing is published yet.",
	"imported":  "The imported text is now the draft. Nothing is published yet.",
	"consent":   "Saved. The cookie that remembers the visitors’ choice was added or removed with it: it is only declared while there is something to choose.",
	"changed":   "Nothing was done: the draft has changed in the meantime. Its current state is below.",
	"check":     "The sentence is checked from now on.",
	"mended":    "The sentence is changed, and checked as it stands now.",
	"unchecked": "The check is removed. Undo restores it.",
}

// showEditor fills in what stands around the part.
func (s *Handler) showEditor(c echo.Context, status int, draft site.Draft, v editorview.Editor) error {
	var err error
	editors, err := web.Site(c).Present(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	v.Present = s.othersOf(c, editors)
	if v, err = s.editorOf(c, draft, v); err != nil {
		return err
	}
	page := s.Page(c, v.Title, "")
	page.Wide, page.Editor, page.SkipTo = true, true, "ed_part"
	return s.Show(c, status, editorview.EditorPage(page, v))
}

// editorOf is what the editor shows of the draft around the part.
func (s *Handler) editorOf(c echo.Context, draft site.Draft, v editorview.Editor) (editorview.Editor, error) {
	on, doc := web.Site(c), draft.Document
	joint, err := on.Joint(c.Request().Context(), draft)
	if err != nil {
		return v, err
	}
	evidence := on.EvidenceWith(joint.Documents()...)
	known, err := s.findingsOf(c, draft, joint, evidence)
	if err != nil {
		return v, err
	}
	failures := joint.Untrue
	v.Place, v.Title = placeOf(c), doc.Title
	v.Draft = editorview.DraftState{
		Place: v.Place, Saved: draft.Saved, State: draft.State, Read: draft.Read, Number: draft.Basis.Number,
		Untrue: len(failures), At: v.Part.Key, Next: nextOf(on, doc.Slug),
	}
	v.HasCookies = doc.Slug == policy.CookiePolicy
	v.Outline, v.Cookies = outlineOf(doc, failures), cookieOutline(doc, failures)
	shown := known.preview
	shown.Edit = string(v.Href(""))
	v.Result = editorview.ResultOf(shown, v.Part.Key, resultAnchor(doc, v.Part))
	if !v.Part.Adding {
		v.Part.Sentences = known.sentences(v.Part)
		addMends(doc, evidence, v.Part)
	}
	return v, nil
}

// nextOf says which version takes effect next; nil: none is scheduled.
func nextOf(on *site.Site, slug string) *editorview.ScheduledRow {
	if rows := scheduledRows(on, slug); len(rows) > 0 {
		return &rows[0]
	}
	return nil
}

// previewOf is the draft as the version that it would become, and the sentences that nobody has
// confirmed yet, where all of these are published together.
func (s *Handler) previewOf(
	c echo.Context, draft site.Draft, joint site.Joint,
) (legalview.Policy, policy.UnconfirmedSentences, error) {
	on := web.Site(c)
	next := site.Version{Document: draft.Document, Number: draft.Basis.Number + 1, PublishedOn: on.Today()}
	var open policy.UnconfirmedSentences
	var err error
	if next.Sentences, open, err = on.Confirmations.Bases(c.Request().Context(), draft.Document, joint.Documents()...); err != nil {
		return legalview.Policy{}, nil, err
	}
	return legal.PolicyView(on, &next), open, nil
}

// resultAnchor is the section that shows the part.
func resultAnchor(doc policy.Document, part editorview.PartForm) string {
	if part.Kind == "cookie" {
		return tableAnchor(doc)
	}
	return part.To
}

// tableAnchor is the section with the first cookie table.
func tableAnchor(doc policy.Document) string {
	for _, b := range doc.Blocks() {
		if _, isTable := b.Content.(block.CookieTable); isTable {
			anchor, _ := doc.StandsIn(b.UID)
			return anchor
		}
	}
	return ""
}

// absent is how long ago somebody was last seen who is taken to be gone.
const absent = 5 * time.Minute

// othersOf are who else has the editor open. A customer's site has one owner, who is told of nobody:
// another can only be one who had the site before.
func (s *Handler) othersOf(c echo.Context, editors []site.Editor) []editorview.Presence {
	if !web.Site(c).IsOwn() {
		return nil
	}
	user := s.ViewerOf(c)
	var present []editorview.Presence
	for _, e := range editors {
		if ago := s.Now().Sub(e.SeenAt); e.UserID != user.ID && ago < absent {
			present = append(present, editorview.Presence{Who: e.Email, Seen: ago})
		}
	}
	return present
}

// Presence is told again and again by an editor that is open that its viewer is there, and
// answers who else is. Nothing comes back while it is as it was told before.
func (s *Handler) Presence(c echo.Context) error {
	editors, err := web.Site(c).See(c.Request().Context(), c.Param("slug"), s.ViewerOf(c).ID)
	if err != nil {
		return err
	}
	present := s.othersOf(c, editors)
	if c.FormValue("told") == editorview.PresenceMark(present) {
		return c.NoContent(http.StatusNoContent)
	}
	return s.Show(c, http.StatusOK, editorview.PresenceList(present))
}
