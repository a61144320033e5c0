package admin

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	adminview "github.com/prokken/prokken/views/admin"
)

// actForm is what was typed into the form of an act; on says which form it is.
func actForm(c echo.Context, on string) adminview.ActForm {
	typed := func(name string) string { return strings.TrimSpace(web.Printable(c.FormValue(name))) }
	form := adminview.ActForm{
		On:     on,
		Reason: typed("reason"),
		Until:  typed("until"),
		Amount: typed("amount"),
		Item:   typed("plan"),
	}
	if id, err := uuid.Parse(typed("attempt")); err == nil {
		form.Attempt = id.String()
	}
	return form
}

func needReason(form adminview.ActForm) error {
	switch n := utf8.RuneCountInString(form.Reason); {
	case n == 0:
		return validation.Errors{"reason": "Please say why, for the activity log."}
	case n > web.MaxReason:
		return validation.Errors{
			"reason": "That is a little long. Please keep it under " + strconv.Itoa(web.MaxReason) + " characters.",
		}
	}
	return nil
}

// needAttempt: the page gives each form an id, so that pressing twice acts once.
func needAttempt(form adminview.ActForm) (uuid.UUID, error) {
	id, err := uuid.Parse(form.Attempt)
	if err != nil {
		return uuid.Nil, validation.Errors{"reason": "The form was not complete. Please submit it again."}
	}
	return id, nil
}

// dayOf is the end of a day that was typed, UTC.
func dayOf(typed string) (time.Time, error) {
	at, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return at, validation.Errors{"until": "Please choose a day, such as 2027-01-31."}
	}
	return at.Add(24*time.Hour - time.Second), nil
}

// amountOf is a typed amount in the currency's smallest unit; 0: all of it.
func amountOf(typed, currency string) (int64, error) {
	if typed == "" {
		return 0, nil
	}
	n, good := money.Parse(typed, currency)
	if !good {
		return 0, validation.Errors{
			"amount": "Please type an amount such as " + money.Digits(
				1250,
				currency,
			) + ", or leave it empty for all of it.",
		}
	}
	return n, nil
}

// actNot shows the page again with what was typed and what is wrong with it.
func (s *Handler) actNot(
	c echo.Context,
	err error,
	form adminview.ActForm,
	show func(status int, form adminview.ActForm) error,
) error {
	var invalid validation.Errors
	status, message, known := s.Outcome(c, err)
	reason, refused := billing.Refusal(err)
	switch {
	case errors.As(err, &invalid):
		form.Invalid = invalid
	case refused:
		status, message = http.StatusUnprocessableEntity, "Stripe did not do that. It says: "+reason
	case errors.Is(err, billing.ErrUnavailable):
		message = "Stripe did not answer in time. It may have been done anyway: compare with Stripe, then try again. The same form never acts twice."
	case !known, errors.Is(err, models.ErrNotFound):
		return err
	}
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: message}, invalid)
	}
	form.Problem = message
	return show(status, form)
}
