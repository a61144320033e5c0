package editor

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
	editorview "github.com/prokken/prokken/views/editor"
	legalview "github.com/prokken/prokken/views/legal"
)

// reviewNotices are what the page says after an act.
var reviewNotices = map[string]string{
	"published": "Published. It is in effect.",
	"scheduled": "Published. It takes effect at its time.",
	"twice":     "This draft is already published, perhaps because the button was pressed twice. Nothing else happened.",
	"submitted": "The draft is waiting for review.",
	"approved":  "The draft is approved.",
	"confirmed": "Confirmed. It is in the record of the version.",
	"mended":    "Changed. The draft says what is true now.",
	"back":      "The draft can be edited again.",
	"withdrawn": "The scheduled version is withdrawn.",
	"moved": "Published. People are told about this change and need time, so it does not take effect immediately " +
		"but at the time below.",
}

func (s *Handler) ReviewPage(c echo.Context) error {
	return s.showReview(c, http.StatusOK, editorview.Review{
		Notice: reviewNotices[c.QueryParam("notice")], Form: keptForm(c.QueryParam),
	})
}

// showReview fills in what the page shows of the draft as it is now.
func (s *Handler) showReview(c echo.Context, status int, v editorview.Review) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	v.Place, v.Title, v.Read, v.Number = placeOf(c), draft.Document.Title, draft.Read, draft.Basis.Number
	impact := web.Site(c).Impact(draft)
	v.Weight, v.Form = impact.Weight, formFor(web.Site(c), draft, impact, v.Form)
	v.Saved, v.State = draft.Saved && draft.Read != draft.Basis.SHA256, draft.State
	v.Changes = comparisonOf(v.Place, draft)
	v.Changes.Lost = impact.Lost
	if v.Preview, v.Unconfirmed, err = s.previewOf(c, draft); err != nil {
		return err
	}
	if v.Alone, v.Own, err = web.Site(c).Confirmations.Own(c.Request().Context(), draft.ToConfirm(), v.Unconfirmed, s.ViewerOf(c).ID); err != nil {
		return err
	}
	if v.Alone = v.Alone || v.Customer; v.Alone {
		v.Own = nil
	}
	v.Untrue, v.Scheduled = untrueRows(web.Site(c), draft.Document), scheduledRows(web.Site(c), v.Slug)
	v.Advice, v.Zone = adviceOn(web.Site(c), draft.Document), web.Site(c).Zone.String()
	if web.Site(c).Notice > 0 {
		v.Earliest = web.Site(c).Local(s.Now().Add(web.Site(c).Notice + time.Minute)).Format("January 2, 2006, 15:04")
	}
	if v.Approval, err = s.approvalOf(c, draft, impact); err != nil {
		return err
	}
	page := s.Page(c, "Review and publish: "+v.Title, "")
	page.Wide, page.Editor = true, true
	return s.Show(c, status, editorview.ReviewPage(page, v))
}

// untrueRows are the sentences that would not hold, each of this policy with what makes it true.
func untrueRows(on *site.Site, doc policy.Document) []editorview.UntrueRow {
	failures := on.Untrue(doc)
	rows := make([]editorview.UntrueRow, len(failures))
	for i, f := range failures {
		rows[i] = editorview.UntrueRow{FailedClaim: f}
		if f.Policy == "" {
			rows[i].Mends, rows[i].Read = doc.Mends(f.UID, f.Says, on.Evidence()), doc.PartHash(f.UID)
		}
	}
	return rows
}

func scheduledRows(on *site.Site, slug string) []editorview.ScheduledRow {
	var rows []editorview.ScheduledRow
	for _, next := range on.Snapshot().Upcoming {
		if next.Document.Slug == slug {
			rows = append(
				rows,
				editorview.ScheduledRow{Number: next.Number, At: next.EffectiveAt, Summary: next.Summary},
			)
		}
	}
	return rows
}

// comparisonOf is what changes against the version that the draft would replace; nothing where
// there is none yet.
func comparisonOf(at editorview.Place, draft site.Draft) legalview.Comparison {
	if draft.Basis.Number == 0 {
		return legalview.Comparison{}
	}
	title := "version " + display.Number(draft.Basis.Number)
	return legalview.Comparison{
		Old:   views.Link{Title: title, Href: string(at.VersionHref(draft.Basis.Number))},
		New:   views.Link{Title: "your draft", Href: string(at.Href(""))},
		Found: diff.Compare(draft.Basis.Document, draft.Document),
	}
}

// approvalOf is what has been said of the draft, and whether the viewer wrote in
// it. On a customer's site there is nobody who could say something.
func (s *Handler) approvalOf(c echo.Context, draft site.Draft, impact site.Impact) (editorview.Approval, error) {
	if !web.Site(c).IsOwn() {
		return editorview.Approval{}, nil
	}
	me := s.ViewerOf(c).ID
	required, err := web.Site(c).NeedsApproval(c.Request().Context(), draft, impact)
	if err != nil {
		return editorview.Approval{}, err
	}
	a := editorview.Approval{
		Required: required,
		ForLost:  required && !web.Site(c).RequireApproval,
		Approved: draft.ApprovedBy != nil,
		Own:      draft.AuthorID != nil && *draft.AuthorID == me,
	}
	editors, err := web.Site(c).Present(c.Request().Context(), draft.Document.Slug)
	for _, e := range editors {
		a.Own = a.Own || e.Wrote && e.UserID == me
	}
	if err != nil || draft.ApprovedBy == nil {
		return a, err
	}
	a.As = approvedAs(web.Site(c), draft.Proposed)
	a.By, err = s.emailOf(c.Request().Context(), *draft.ApprovedBy)
	return a, err
}

// emailOf is the address of an account; "" of one that is gone.
func (s *Handler) emailOf(ctx context.Context, id uuid.UUID) (string, error) {
	user, err := users.ByID(ctx, s.DB, id)
	if errors.Is(err, models.ErrNotFound) || user.ErasedAt != nil {
		return "", nil
	}
	return user.Email, err
}

// PublishDraft makes exactly the draft that was looked at the next version.
func (s *Handler) PublishDraft(c echo.Context) error {
	if !web.Site(c).IsOwn() {
		return s.publishOwned(c)
	}
	form := typedForm(c.FormValue)
	p, err := s.publication(c, form, activity.PolicyPublished)
	var number int64
	if err == nil {
		number, err = web.Site(c).Publish(c.Request().Context(), p)
	}
	if err != nil {
		return s.publishFailed(c, p, form, err)
	}
	return s.reviewed(c, publishedNotice(web.Site(c), p, number))
}

// publication is how the form publishes the draft that was read.
func (s *Handler) publication(
	c echo.Context,
	form editorview.PublishForm,
	action activity.Action,
) (p site.Publication, err error) {
	p = site.Publication{
		Slug: c.Param("slug"), Read: c.FormValue("read"), Summary: form.Summary,
		Materiality: policies.Materiality(form.Materiality), Note: s.noting(c, action),
	}
	p.EffectiveAt, err = momentOf(web.Site(c), form)
	return p, err
}

// publishedNotice says what became of the version with that number.
func publishedNotice(on *site.Site, p site.Publication, number int64) string {
	waits := slices.ContainsFunc(on.Snapshot().Upcoming, func(v *site.Version) bool {
		return v.Document.Slug == p.Slug && v.Number == number
	})
	switch {
	case p.EffectiveAt != nil:
		return "scheduled"
	case waits:
		return "moved"
	}
	return "published"
}

// momentOf is when the version takes effect; nil: at once. Who typed a moment and
// left "at once" chosen is asked: what is published cannot be taken back.
func momentOf(on *site.Site, form editorview.PublishForm) (*time.Time, error) {
	if form.When != "later" && strings.TrimSpace(form.At) != "" {
		return nil, validation.Errors{
			"effective_at": "You entered a time, but “Immediately” is chosen. Please choose “At a time you choose” above, or clear this field.",
		}
	}
	if form.When != "later" {
		return nil, nil //nolint:nilnil // at once is a choice of its own
	}
	at, err := on.ParseLocal(form.At)
	if err == nil && at == nil {
		return nil, validation.Errors{"effective_at": "Please enter the date and time."}
	}
	return at, err
}

// noting adds a line to the activity log, in the transaction of the act.
func (s *Handler) noting(c echo.Context, action activity.Action) func(context.Context, *models.DB) error {
	identity, _ := s.Identity(c)
	return func(ctx context.Context, tx *models.DB) error {
		return s.Auth.RecordActivityIn(ctx, tx, identity, action, subjectOf(c))
	}
}

func (s *Handler) reviewed(c echo.Context, notice string) error {
	return s.reviewedWith(c, notice, url.Values{})
}

// reviewedWith shows the page with what was typed meanwhile.
func (s *Handler) reviewedWith(c echo.Context, notice string, typed url.Values) error {
	typed.Set("notice", notice)
	return s.Done(
		c,
		http.StatusOK,
		echo.Map{"message": reviewNotices[notice]},
		editorPath(c, "")+"/publish?"+typed.Encode(),
	)
}

// publishFailed shows the page again with what to correct; whoever pressed twice
// is told that it is done.
func (s *Handler) publishFailed(c echo.Context, p site.Publication, form editorview.PublishForm, cause error) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), p.Slug)
	if err != nil {
		return err
	}
	if !draft.Saved && draft.Basis.SHA256 == p.Read && p.Read != "" && !errors.Is(cause, models.ErrNotFound) {
		return s.reviewed(c, "twice")
	}
	v, status := editorview.Review{Form: form}, http.StatusUnprocessableEntity
	var untrue policy.FailedClaims
	var unconfirmed policy.UnconfirmedSentences
	switch {
	case errors.As(cause, &v.Form.Invalid):
		v.Confirm.Invalid = v.Form.Invalid // an owner confirms by publishing
		v.Problem = "Not published yet: please check the marked fields."
	case errors.As(cause, &untrue):
		v.Problem = "Not published: " + untrue.Error()
	case errors.As(cause, &unconfirmed):
		v.Problem = "Not published: someone has to review " + display.Count(
			int64(len(unconfirmed)),
			"sentence",
		) + " first."
	case errors.Is(cause, models.ErrConflict):
		v.Problem, status = "Not published: someone has changed the draft. Its current state is below.", http.StatusConflict
	default:
		return cause
	}
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: v.Problem}, v.Form.Invalid)
	}
	return s.showReview(c, status, v)
}
