package editor

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/site"
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
	"withdrawn": "The scheduled version is withdrawn. Its text is no draft again by itself: to go on with it, restore it " +
		"from the list of versions. Drafts that were begun on it, also of other policies, are still there.",
	"moved": "Published. People are told about this change and need time, so it does not take effect immediately " +
		"but at the time below.",
	"mended_before": "Nothing was left to change: it is done already, by you or by someone else, or there is no other wording for it. " +
		"The drafts are below as they are now.",
	"mended_all":         "Changed. What was changed or removed is shown below.",
	"published_together": "Published together. All of them are in effect.",
	"scheduled_together": "Published together. They take effect at their time, all at once.",
	"moved_together": "Published together. People are told about these changes and need time, so they do not take effect " +
		"immediately but, all at once, at the time below.",
}

// ReviewPage shows what a publication would change, and what keeps it back.
func (s *Handler) ReviewPage(c echo.Context) error {
	return s.showReview(c, http.StatusOK, editorview.Review{
		Notice: reviewNotices[c.QueryParam("notice")], Form: typedForm(c.QueryParams()),
	})
}

// showReview fills in what the page shows of the draft as it is now, and of those that go with it.
func (s *Handler) showReview(c echo.Context, status int, v editorview.Review) error {
	on, ctx := web.Site(c), c.Request().Context()
	draft, err := on.Draft(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	joint, err := on.Joint(ctx, draft)
	if err != nil {
		return err
	}
	impact := on.JointImpact(joint)
	v.Place, v.Title, v.Read, v.Number = placeOf(c), draft.Document.Title, draft.Read, draft.Basis.Number
	v.Weight, v.Form = impact.Weight, formFor(on, joint, impact, v.Form)
	v.Saved, v.State = draft.ChangesSomething(), stateOf(joint)
	v.Changes = comparisonOf(on, v.Place, draft)
	v.Untrue, v.Scheduled = untruePolicies(v.Place, on, joint), withdrawable(on, v.Slug)
	v.Advice, v.Zone = adviceOn(on, joint), on.Zone.String()
	if on.Notice > 0 {
		v.Earliest = on.Local(s.Now().Add(on.Notice + time.Minute)).Format("January 2, 2006, 15:04")
	}
	if v, err = s.withJoint(c, joint, v); err != nil {
		return err
	}
	page := s.Page(c, "Review and publish: "+v.Title, "")
	page.Wide, page.Editor = true, true
	return s.Show(c, status, editorview.ReviewPage(page, v))
}

// untruePolicies are the sentences that would not hold, by their policies, each with what can be done
// about it.
func untruePolicies(at editorview.Place, on *site.Site, joint site.Joint) []editorview.UntruePolicy {
	var all []editorview.UntruePolicy
	evidence := on.EvidenceWith(joint.Documents()...)
	for _, draft := range joint.Drafts {
		doc := draft.Document
		of := editorview.UntruePolicy{Place: at.Of(doc.Slug), Title: doc.Title, Read: draft.Read}
		for _, f := range joint.Untrue {
			if f.Slug == doc.Slug {
				of.Rows = append(of.Rows, editorview.UntrueRow{
					FailedClaim: f, Mends: doc.Mends(f.UID, f.Says, evidence), Read: doc.PartHash(f.UID),
				})
			}
		}
		all = append(all, of)
	}
	return all
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

// withdrawable are the scheduled versions, each with the policies whose versions go with it.
func withdrawable(on *site.Site, slug string) []editorview.ScheduledRow {
	rows := scheduledRows(on, slug)
	for i, row := range rows {
		v, found := on.Snapshot().Live(slug, row.Number)
		if !found {
			continue // withdrawn in this moment
		}
		for _, with := range on.WithdrawnWith(v) {
			rows[i].With = append(rows[i].With, with.Document.Title)
		}
	}
	return rows
}

// comparisonOf is what changes against the version that the draft would replace, and what of it is
// no longer checked; nothing else where there is none yet.
func comparisonOf(on *site.Site, at editorview.Place, draft site.Draft) legalview.Comparison {
	lost := on.Impact(draft).Lost
	if draft.Basis.Number == 0 {
		return legalview.Comparison{Lost: lost}
	}
	title := "version " + display.Number(draft.Basis.Number)
	return legalview.Comparison{
		Old:   views.Link{Title: title, Href: string(at.VersionHref(draft.Basis.Number))},
		New:   views.Link{Title: "your draft", Href: string(at.Href(""))},
		Found: diff.Compare(draft.Basis.Document, draft.Document),
		Lost:  lost,
	}
}

// approvalOf is what has been said of the draft, and whether the viewer wrote in
// it. On a customer's site there is nobody who could say something.
func (s *Handler) approvalOf(c echo.Context, draft site.Draft) (editorview.Approval, error) {
	on := web.Site(c)
	if !on.IsOwn() {
		return editorview.Approval{}, nil
	}
	me := s.ViewerOf(c).ID
	required, err := on.NeedsApproval(c.Request().Context(), draft, on.Impact(draft))
	if err != nil {
		return editorview.Approval{}, err
	}
	a := editorview.Approval{
		Required: required,
		ForLost:  required && !on.RequireApproval,
		Approved: draft.ApprovedBy != nil,
		Own:      draft.AuthorID != nil && *draft.AuthorID == me,
	}
	editors, err := on.Present(c.Request().Context(), draft.Document.Slug)
	for _, e := range editors {
		a.Own = a.Own || e.Wrote && e.UserID == me
	}
	if err != nil || draft.ApprovedBy == nil {
		return a, err
	}
	a.As = approvedAs(on, draft.Proposed)
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
