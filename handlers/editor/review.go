package editor

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
)

// Printable acts where what was typed holds no NUL; else it shows the review again with all the rest.
func (s *Handler) Printable(act echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch sent := sentBy(c); {
		case !web.HoldsNUL(sent):
			return act(c)
		case web.WantsJSON(c):
			return web.ErrBadText
		default:
			return s.unprintable(c, sent)
		}
	}
}

// unprintable shows the review again with what was sent, without its NULs.
func (s *Handler) unprintable(c echo.Context, sent url.Values) error {
	v := editorview.Review{Form: typedForm(sent), Problem: web.RemovedNUL}
	v.Confirm.Reason, v.Confirm.As = web.Printable(sent.Get("reason")), chosenIn(sent)
	if number, err := web.VersionNumber(sent.Get("number")); err == nil {
		v.Withdrawal = editorview.WithdrawForm{Number: number, Reason: web.Printable(reasonFor(sent, number))}
	}
	return s.showReview(c, http.StatusUnprocessableEntity, v)
}

// SubmitDraft asks for a second pair of eyes.
func (s *Handler) SubmitDraft(c echo.Context) error {
	p, err := s.publication(c, typedForm(sentBy(c)), activity.PolicyApproved)
	if err == nil {
		err = web.Site(c).Submit(c.Request().Context(), p, s.ViewerOf(c).ID)
	}
	return s.reviewDone(c, "submitted", err)
}

// SendBack lets a draft in review be worked on again.
func (s *Handler) SendBack(c echo.Context) error {
	p, err := s.publication(c, typedForm(sentBy(c)), activity.PolicyApproved)
	if err == nil {
		err = web.Site(c).SendBack(c.Request().Context(), p)
	}
	return s.reviewDone(c, "back", err)
}

// ApproveDraft says that the draft may be published as it is, with the summary, the weight and
// the moment that stand in the form.
func (s *Handler) ApproveDraft(c echo.Context) error {
	p, err := s.publication(c, typedForm(sentBy(c)), activity.PolicyApproved)
	if err == nil {
		err = web.Site(c).Approve(c.Request().Context(), p, s.ViewerOf(c).ID)
	}
	return s.reviewDone(c, "approved", err)
}

// reviewDone shows the page again. What was typed for the publication stays.
func (s *Handler) reviewDone(c echo.Context, notice string, err error) error {
	if err == nil {
		return s.reviewedWith(c, notice, keptQuery(typedForm(sentBy(c))))
	}
	v := editorview.Review{Form: typedForm(sentBy(c))}
	status := http.StatusUnprocessableEntity
	var untrue policy.FailedClaims
	invalid := blame(&v.Form, c.Param("slug"), err)
	switch {
	case errors.As(err, &untrue):
		_, v.Problem, _ = s.Outcome(c, err)
	case len(invalid) > 0:
		v.Problem = web.FirstOf(invalid)
	case errors.Is(err, site.ErrNoDraft):
		v.Problem, status = "Nothing was done: "+policyOf(web.Site(c), err)+" has no draft. What there is stands below.", http.StatusConflict
	case errors.Is(err, models.ErrConflict):
		v.Problem, status = editorNotices["changed"], http.StatusConflict
	}
	if v.Problem == "" || web.WantsJSON(c) {
		return err
	}
	return s.showReview(c, status, v)
}

// WithdrawVersion takes a scheduled version back.
func (s *Handler) WithdrawVersion(c echo.Context) error {
	number, err := web.VersionNumber(c.FormValue("number"))
	if err != nil {
		return err
	}
	form := editorview.WithdrawForm{Number: number, Reason: web.Printable(reasonFor(sentBy(c), number))}
	err = web.Site(c).Withdraw(
		c.Request().Context(),
		c.Param("slug"),
		number,
		form.Reason,
		s.ViewerOf(c).ID,
		s.noting(c, activity.PolicyWithdrawn),
	)
	if err == nil {
		return s.reviewedWith(c, "withdrawn", keptQuery(typedForm(sentBy(c))))
	}
	return s.withdrawFailed(c, form, err)
}

// reasonFor is the one that was typed beside the version: a page that lists several, or confirms
// sentences, too, has a field for each.
func reasonFor(sent url.Values, number int64) string {
	if name := "reason." + strconv.FormatInt(number, 10); sent.Has(name) {
		return sent.Get(name)
	}
	return sent.Get("reason")
}

// withdrawFailed says why not beside the version, or over the page where it is
// not listed any more. The reason that was typed stays.
func (s *Handler) withdrawFailed(c echo.Context, form editorview.WithdrawForm, cause error) error {
	status := http.StatusUnprocessableEntity
	var untrue policy.FailedClaims
	switch {
	case errors.As(cause, &form.Invalid):
	case errors.As(cause, &untrue):
		form.Invalid = validation.Errors{"reason": "That would make a sentence untrue: " + untrue.Error()}
	case errors.Is(cause, models.ErrConflict):
		status, form.Invalid = http.StatusConflict, validation.Errors{
			"reason": "Version " + strconv.FormatInt(form.Number, 10) + " is in effect or withdrawn already.",
		}
	default:
		return cause
	}
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: form.Invalid["reason"]}, form.Invalid)
	}
	v := editorview.Review{Withdrawal: form, Form: typedForm(sentBy(c))}
	if !isListed(c, form.Number) {
		v.Problem = form.Invalid["reason"] + quoted(form.Reason)
	}
	return s.showReview(c, status, v)
}

// isListed reports whether the page shows the version among those to come.
func isListed(c echo.Context, number int64) bool {
	isIt := func(row editorview.ScheduledRow) bool { return row.Number == number }
	return slices.ContainsFunc(scheduledRows(web.Site(c), c.Param("slug")), isIt)
}

// quoted hands back what was typed where its field is gone.
func quoted(reason string) string {
	if reason == "" {
		return ""
	}
	return " You wrote: “" + reason + "”"
}
