package editor

import (
	"errors"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
	legalview "github.com/prokken/prokken/views/legal"
)

// withJoint adds what the drafts show together: what has to be confirmed and approved, how each page
// would look, and the policies that are published with the one of the page.
func (s *Handler) withJoint(c echo.Context, joint site.Joint, v editorview.Review) (editorview.Review, error) {
	v.Own = map[string]bool{}
	for i, draft := range joint.Drafts {
		if i > 0 && !draft.ChangesSomething() {
			continue // nothing of it is published
		}
		preview, open, err := s.previewOf(c, draft, joint)
		if err != nil {
			return v, err
		}
		if v, err = s.withUnconfirmed(c, draft, open, v); err != nil {
			return v, err
		}
		approval, err := s.approvalOf(c, draft)
		if err != nil {
			return v, err
		}
		if i == 0 {
			v.Preview, v.Approval = preview, approval
			continue
		}
		v.Approval = v.Approval.And(approval)
		v.With = append(v.With, companionRow(web.Site(c), v, joint, draft, preview))
	}
	return v, nil
}

// withUnconfirmed adds the sentences of a draft that somebody has to look at, and whose they are.
func (s *Handler) withUnconfirmed(
	c echo.Context, draft site.Draft, open policy.UnconfirmedSentences, v editorview.Review,
) (editorview.Review, error) {
	alone, own, err := web.Site(c).Confirmations.Own(c.Request().Context(), draft.ToConfirm(), open, s.ViewerOf(c).ID)
	if err != nil {
		return v, err
	}
	v.Alone = alone || v.Customer
	for _, u := range open {
		row := editorview.UnconfirmedRow{Unconfirmed: u, Place: v.Of(draft.Document.Slug)}
		if draft.Document.Slug != v.Slug {
			row.Policy = draft.Document.Title
		}
		v.Unconfirmed, v.Own[u.Key] = append(v.Unconfirmed, row), own[u.Key] && !v.Alone
	}
	return v, nil
}

// companionRow is a policy that is published with the one of the page.
func companionRow(
	on *site.Site, v editorview.Review, joint site.Joint, draft site.Draft, preview legalview.Policy,
) editorview.Companion {
	at := v.Of(draft.Document.Slug)
	cause, hasCause := on.CauseOf(draft, joint)
	return editorview.Companion{
		Place: at, Title: draft.Document.Title, Read: draft.Read, Form: v.Form.With[at.Slug], Preview: preview,
		Changes: comparisonOf(on, at, draft), HasOther: hasCause && on.HasOtherChanges(draft, cause), Scheduled: scheduledRows(on, at.Slug),
	}
}

// stateOf is in review once all drafts are that are published.
func stateOf(joint site.Joint) policies.VersionState {
	for _, draft := range joint.Drafts[1:] {
		if draft.ChangesSomething() && draft.State == policies.Draft {
			return policies.Draft
		}
	}
	return joint.Drafts[0].State
}

// sentBy are the fields that a form sent.
func sentBy(c echo.Context) url.Values {
	v, err := c.FormParams()
	if err != nil {
		return url.Values{} // as c.FormValue has it
	}
	return v
}

// readOf begins the fields that say what was read of the draft of a policy; its slug follows.
const readOf = "read."

// companionsOf are the policies that go with the one of the page, as they were read.
func companionsOf(v url.Values) []site.Companion {
	var all []site.Companion
	for _, slug := range v["with"] {
		all = append(all, site.Companion{
			Slug: slug, Read: v.Get(readOf + slug), Summary: web.Printable(v.Get(summaryOf + slug)),
		})
	}
	return all
}

// policyOf names the policy that the cause is about.
func policyOf(on *site.Site, cause error) string {
	var of *site.OfPolicy
	if errors.As(cause, &of) {
		if v, found := on.Snapshot().Find(of.Slug); found {
			return "“" + v.Document.Title + "”"
		}
	}
	return "the policy"
}

// draftOf names the draft that the cause is about, where it is not the one of the page.
func draftOf(on *site.Site, slug string, cause error) string {
	var of *site.OfPolicy
	if errors.As(cause, &of) && of.Slug != slug {
		return "the draft of " + policyOf(on, cause)
	}
	return "the draft"
}

// blame puts what is wrong beside the policy that it is wrong of, and returns it.
func blame(form *editorview.PublishForm, slug string, cause error) validation.Errors {
	var invalid validation.Errors
	if !errors.As(cause, &invalid) {
		return nil
	}
	var of *site.OfPolicy
	if errors.As(cause, &of) && of.Slug != slug {
		with := form.With[of.Slug]
		with.Invalid = invalid
		form.With[of.Slug] = with
		return invalid
	}
	form.Invalid = invalid
	return invalid
}
