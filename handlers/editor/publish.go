package editor

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
	editorview "github.com/prokken/prokken/views/editor"
)

// PublishDraft makes exactly the draft that was looked at the next version.
func (s *Handler) PublishDraft(c echo.Context) error {
	if !web.Site(c).IsOwn() {
		return s.publishOwned(c)
	}
	form := typedForm(sentBy(c))
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

// publication is how the form publishes the draft that was read, and those that go with it.
func (s *Handler) publication(
	c echo.Context,
	form editorview.PublishForm,
	action activity.Action,
) (p site.Publication, err error) {
	p = site.Publication{
		Slug: c.Param("slug"), Read: c.FormValue("read"), Summary: form.Summary,
		Materiality: policies.Materiality(form.Materiality), With: companionsOf(sentBy(c)),
		Note: s.noting(c, action),
	}
	p.EffectiveAt, err = momentOf(web.Site(c), form)
	return p, err
}

// publishedNotice says what became of the version with that number, and of those with it.
func publishedNotice(on *site.Site, p site.Publication, number int64) string {
	notice := publishedWhen(on, p, number)
	if len(p.With) > 0 {
		notice += "_together"
	}
	return notice
}

func publishedWhen(on *site.Site, p site.Publication, number int64) string {
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

// noting adds a line to the activity log for each policy of the site, in the transaction of the act.
func (s *Handler) noting(
	c echo.Context, action activity.Action,
) func(context.Context, *models.DB, []string) error {
	identity, _ := s.Identity(c)
	return func(ctx context.Context, tx *models.DB, slugs []string) error {
		for _, slug := range slugs {
			if err := s.Auth.RecordActivityIn(ctx, tx, identity, action, subjectOf(c, slug)); err != nil {
				return err
			}
		}
		return nil
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

// notYetWords say from when on a draft is true that is not yet, and mark the field for that moment.
func notYetWords(on *site.Site, cause *site.NotYet) (problem string, invalid validation.Errors) {
	from := display.LongDate(on.Local(cause.From)) + ", " + on.Local(cause.From).Format("15:04")
	return "Not published: " + cause.Error() + " It can take effect from " + from + ".", validation.Errors{
		"effective_at": "Please choose " + from + ", or a later time: what is scheduled makes it true then.",
	}
}

// publishFailed shows the page again with what to correct; whoever pressed twice
// is told that it is done.
func (s *Handler) publishFailed(c echo.Context, p site.Publication, form editorview.PublishForm, cause error) error {
	on := web.Site(c)
	draft, err := on.Draft(c.Request().Context(), p.Slug)
	if err != nil {
		return err
	}
	if !draft.Saved && draft.Basis.SHA256 == p.Read && p.Read != "" && !errors.Is(cause, models.ErrNotFound) {
		return s.reviewed(c, "twice")
	}
	v, status := editorview.Review{Form: form}, http.StatusUnprocessableEntity
	invalid := blame(&v.Form, p.Slug, cause)
	var notYet *site.NotYet
	var untrue policy.FailedClaims
	var unconfirmed policy.UnconfirmedSentences
	switch {
	case len(invalid) > 0:
		v.Confirm.Invalid = v.Form.Invalid // an owner confirms by publishing
		v.Problem = "Not published yet: please check the marked fields."
	case errors.As(cause, &notYet):
		v.Problem, invalid = notYetWords(on, notYet)
		v.Form.Invalid = invalid
	case errors.As(cause, &untrue):
		v.Problem = "Not published: " + untrue.Error()
	case errors.As(cause, &unconfirmed):
		v.Problem = "Not published: someone has to review " + display.Count(
			int64(len(unconfirmed)),
			"sentence",
		) + " first."
	case errors.Is(cause, site.ErrNoDraft):
		v.Problem, status = "Not published: "+policyOf(on, cause)+" has no draft, so there is nothing of it to publish. What there is stands below.", http.StatusConflict
	case errors.Is(cause, models.ErrConflict):
		v.Problem, status = "Not published: someone has changed "+draftOf(on, p.Slug, cause)+". Its current state is below.", http.StatusConflict
	default:
		return cause
	}
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: v.Problem}, invalid)
	}
	return s.showReview(c, status, v)
}
