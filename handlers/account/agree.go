package account

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	accountview "github.com/prokken/prokken/views/account"
)

// AgreePage shows what a member has yet to agree to; where there is nothing, it
// goes on.
func (s *Handler) AgreePage(c echo.Context) error {
	identity, _ := s.Identity(c)
	owed, err := web.Site(c).Owed(c.Request().Context(), identity.User.ID)
	if err != nil {
		return err
	}
	next := web.SafeNext(c.QueryParam("next"))
	if len(owed) == 0 {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return s.showAgree(c, http.StatusOK, owed, accountview.Agree{Next: next, Notice: agreeNotices[c.QueryParam("notice")]})
}

func (s *Handler) showAgree(c echo.Context, status int, owed []site.Owed, page accountview.Agree) error {
	page.Upcoming = web.Site(c).Snapshot().AgreedNext()
	for _, one := range owed {
		row, err := s.agreeRow(c, one)
		if err != nil {
			return err
		}
		page.Policies = append(page.Policies, row)
	}
	return s.Show(c, status, accountview.AgreePage(s.Page(c, "Before you continue", ""), page))
}

var agreeNotices = map[string]string{
	"changed": "A newer version has just taken effect. Please take another look.",
}

// agreeRow tells what changed since the version that the member accepted; who
// accepted none sees it since the one before they were asked.
func (s *Handler) agreeRow(c echo.Context, owed site.Owed) (accountview.AgreeRow, error) {
	ctx, slug := c.Request().Context(), owed.Document.Slug
	from := owed.Accepted
	if from == 0 {
		var err error
		if from, err = web.Site(c).Before(ctx, slug, owed.AskedAgain); err != nil {
			return accountview.AgreeRow{}, err
		}
	}
	changes, err := web.Site(c).Since(ctx, owed.Version, from)
	return accountview.AgreeRow{
		Title: owed.Document.Title, Slug: slug, Name: owed.Name(), Number: owed.Number, From: from, Accepted: owed.Accepted,
		Changes: changes,
	}, err
}

// Agree notes what the member agrees to: what the page showed, as far as it is
// still what is in effect.
func (s *Handler) Agree(c echo.Context) error {
	var in struct {
		Next  string   `form:"next" json:"next"`
		Agree []string `form:"agree" json:"agree"`
	}
	if err := web.Read(c, &in); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	if len(in.Agree) == 0 {
		return s.agreesToNothing(c, identity.User.ID, web.SafeNext(in.Next))
	}
	left, err := web.Site(c).Accept(c.Request().Context(), identity.User.ID, in.Agree)
	if err != nil {
		return err
	}
	next := web.SafeNext(in.Next)
	if left {
		next = "/account/agree?" + url.Values{"next": {next}, "notice": {"changed"}}.Encode()
	}
	return s.Done(c, http.StatusOK, echo.Map{"agreed": !left}, next)
}

// noAgreement is what someone hears who sent the form without what they agree to.
const noAgreement = "You have not agreed to anything yet. Please read the text above, then press the button."

// agreesToNothing shows the page again, as far as there is anything to agree to.
func (s *Handler) agreesToNothing(c echo.Context, user uuid.UUID, next string) error {
	owed, err := web.Site(c).Owed(c.Request().Context(), user)
	switch {
	case err != nil:
		return err
	case len(owed) == 0:
		return s.Done(c, http.StatusOK, echo.Map{"agreed": true}, next)
	case web.WantsJSON(c):
		return s.Correct(c, validation.Errors{"agree": noAgreement}, nil)
	}
	return s.showAgree(c, http.StatusUnprocessableEntity, owed, accountview.Agree{Next: next, Problem: noAgreement})
}

// agreedTo is all that a member agreed to, newest first.
func (s *Handler) agreedTo(c echo.Context, user uuid.UUID) ([]accountview.AgreedRow, error) {
	all, err := consents.AcceptancesOf(c.Request().Context(), s.DB, user)
	var rows []accountview.AgreedRow
	for i := len(all) - 1; i >= 0; i-- {
		row := accountview.AgreedRow{
			Title:  all[i].Policy.Slug,
			Slug:   all[i].Policy.Slug,
			Number: all[i].Number,
			At:     all[i].AcceptedAt,
		}
		if v, found := web.Site(c).Snapshot().Find(row.Slug); found {
			row.Title = v.Document.Title
		}
		rows = append(rows, row)
	}
	return rows, err
}
