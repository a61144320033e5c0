package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/logging"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/site/verification"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// What the handlers themselves refuse.
var (
	ErrForbidden     = errors.New("not for this user")
	ErrCrossSite     = errors.New("an unsafe request from another site")
	ErrNotNavigation = errors.New("a request that opens no page")
	ErrOtherHost     = errors.New("a host that is not the site's")
	ErrBadText       = errors.New("not valid UTF-8")
	ErrBadInput      = errors.New("the body cannot be read")
	ErrNoToken       = errors.New("not the token of the figures")
	ErrSiteDeleted   = errors.New("a site that its owner deleted")
	ErrTakenDown     = errors.New("a site that an admin took down")
)

// fault is whose doing an error is.
type fault bool

const (
	clients fault = false // nothing failed: the client asked for what cannot be
	failure fault = true  // ours or of somebody we ask: its cause is logged, because the message hides it
)

// outcomes is how each error is answered. One that is not here is a failure of ours.
var outcomes = []struct {
	err     error
	fault   fault
	status  int
	message string
}{
	{models.ErrNotFound, clients, http.StatusNotFound, "Page not found."},
	{
		models.ErrConflict, clients, http.StatusConflict,
		"This has changed in the meantime, perhaps in another tab of yours. Please go back and check.",
	},
	{
		auth.ErrCredentials, clients, http.StatusUnauthorized,
		"That email address and password do not match. If you have just signed up, follow the link in " +
			"our email first.",
	},
	{
		auth.ErrDisabled, clients, http.StatusForbidden,
		"This account is closed. Please contact us if you think that is wrong.",
	},
	{auth.ErrSignedOut, clients, http.StatusUnauthorized, "Please log in."},
	{auth.ErrEnded, clients, http.StatusUnauthorized, "Your session has ended. Please log in again."},
	{
		auth.ErrTwoAccounts, clients, http.StatusConflict,
		"Your browser sent us logins for two accounts at once, so we used neither: one of them may have been put there " +
			"by another site. We have removed both from your browser. Please log in again; if this happens again, delete " +
			"the cookies of this site in your browser.",
	},
	{auth.ErrStepUp, clients, http.StatusForbidden, "Please confirm your identity first: POST /api/auth/confirm."},
	{
		auth.ErrNoFactor, clients, http.StatusForbidden,
		"Admins need a second factor. Please set one up under Security.",
	},
	{
		models.ErrLastAdmin, clients, http.StatusConflict,
		"That is the last admin. Someone has to be able to run this site: add another admin first.",
	},
	{auth.ErrPasskey, clients, http.StatusUnauthorized, "That passkey is not registered here."},
	{auth.ErrChallenge, clients, http.StatusGone, "That took too long, or is already done. Please try again."},
	{
		auth.ErrNoPasskeys, failure, http.StatusNotImplemented,
		"Passkeys do not work here: this site's address is only a number. Please log in with your password.",
	},
	{
		hosting.ErrNoAudits, clients, http.StatusPaymentRequired,
		"You have used all audits for this month. Automatic audits continue; you can ask for more next month, or with another plan.",
	},
	{
		hosting.ErrNoPlan, clients, http.StatusPaymentRequired,
		"Your plan has no room for another website. Pause one, or choose another plan under Billing.",
	},
	{hosting.ErrNotKept, clients, http.StatusConflict, "This website is not kept up, so nothing is done for it."},
	{hosting.ErrPausedByUs, clients, http.StatusForbidden, "We have stopped the audits of this website. Please contact us."},
	{hosting.ErrNotVerified, clients, http.StatusConflict, "Please verify first that the website is yours (step 3)."},
	{
		hosting.ErrOneADay, clients, http.StatusConflict,
		"An unverified website is audited once a day. Verify it (step 3) to audit it again now.",
	},
	{
		hosting.ErrUnderWay, clients, http.StatusConflict,
		"An audit is under way already, and cannot be given a log-in any more. Please wait until it has ended, and give it again.",
	},
	{
		hosting.ErrElsewhere, clients, http.StatusConflict,
		"Another account has verified this website as theirs. If it is yours, ask them to release it, or contact us.",
	},
	{ErrSiteDeleted, clients, http.StatusGone, "The publisher has removed this policy."},
	{ErrTakenDown, clients, http.StatusUnavailableForLegalReasons, "We have taken this page down. Please contact us if you think that is wrong."},
	{auth.ErrLink, clients, http.StatusGone, "This link has already been used, or has expired."},
	{announce.ErrLink, clients, http.StatusGone, "This link has expired, or you have already unsubscribed."},
	{
		schedule.ErrNoBrowser, failure, http.StatusConflict,
		"There is no Chromium on this server to audit with. Please install it, then restart Prokken.",
	},
	{
		auth.ErrBusy, failure, http.StatusServiceUnavailable,
		"Very many people are logging in right now, so we have done nothing yet. Please try again in half a minute.",
	},
	{
		billing.ErrBadSignature,
		clients,
		http.StatusBadRequest,
		"The signature does not match. Please check the webhook secret.",
	},
	{billing.ErrAlreadySubscribed, clients, http.StatusConflict, "You already have a plan."},
	{
		billing.ErrGone, clients, http.StatusConflict,
		"Stripe has deleted your card and address, so there is nothing left to change. When you choose a plan, you " +
			"add them again.",
	},
	{
		billing.ErrNotSold, failure, http.StatusServiceUnavailable,
		"This cannot be bought right now, and nothing was charged. We have been notified, and are looking into it.",
	},
	{
		billing.ErrNoTrial, clients, http.StatusConflict,
		"There is one free trial per person, and you have had yours. The plan is paid starting today: please " +
			"choose it again if you want it.",
	},
	{
		billing.ErrCheckoutEnded, clients, http.StatusGone,
		"This payment page has expired, and nothing was charged. Please choose your plan again.",
	},
	{
		billing.ErrNoPlan, clients, http.StatusConflict,
		"You do not have a plan yet. Please choose one first.",
	},
	{
		billing.ErrPayFirst, clients, http.StatusConflict,
		"Your plan has an unpaid bill. Please pay it first: then you can change the plan.",
	},
	{
		billing.ErrUnderWay, clients, http.StatusConflict,
		"Your bank is processing your payment, which takes a few days. Please come back once it has arrived.",
	},
	{
		billing.ErrNoMethod, clients, http.StatusConflict,
		"Please add a card first. Then you can start your plan again here.",
	},
	{
		billing.ErrNoBill, failure, http.StatusConflict,
		"Your bill could not be created yet. Please check that your address is complete, under “Change " +
			"address and tax ID”, then try again.",
	},
	{
		billing.ErrLimit, clients, http.StatusConflict,
		"You have used everything your plan includes. A larger plan includes more.",
	},
	{
		billing.ErrToConfirm, clients, http.StatusPaymentRequired,
		"Your bank wants you to confirm this payment. Please do that within a day, with “Pay now” under Billing: until " +
			"then you keep the plan you have.",
	},
	{
		billing.ErrForgotten, clients, http.StatusPaymentRequired,
		"Your bank did not let us collect the payment, so you keep the plan you have. The change that was " +
			"scheduled for later is cancelled, too. Please try another card.",
	},
	{
		billing.ErrDeclined, clients, http.StatusPaymentRequired,
		"Your bank did not let us collect the payment, so nothing has changed. Please try another card.",
	},
	{
		billing.ErrUnavailable, failure, http.StatusServiceUnavailable,
		"We cannot reach our payment provider right now. Nothing is ever charged twice; please try again in a minute.",
	},
	{ErrNoToken, clients, http.StatusUnauthorized, "This address is for a program that sends its token."},
	{ErrForbidden, clients, http.StatusForbidden, "This page is for admins."},
	{
		ErrCrossSite, clients, http.StatusForbidden,
		"This request came from another site, so we did nothing. Please open the page here and try again.",
	},
	{
		ErrOtherHost, failure, http.StatusMisdirectedRequest,
		"Your browser would not keep you logged in here, because this is not our own address. Please open this site " +
			"at its own address, then try again.",
	},
	{
		ErrNotNavigation,
		clients,
		http.StatusForbidden,
		"This address is only for opening pages. Please open the page itself.",
	},
	{
		ErrBadText,
		clients,
		http.StatusBadRequest,
		"The request contains characters that are not valid UTF-8. Please type it again.",
	},
	{ErrBadInput, clients, http.StatusBadRequest, "We could not read that request. Please go back and try again."},
}

// refusals are the messages for what the router and the body limit refuse.
var refusals = map[int]string{
	http.StatusNotFound:              "Page not found.",
	http.StatusMethodNotAllowed:      "This page cannot be opened that way. Please open it from the page that it belongs to.",
	http.StatusRequestEntityTooLarge: "That is too large. Please keep it under 1 MiB.",
	http.StatusUnsupportedMediaType:  "We only accept forms and JSON here. Please send one of those.",
	http.StatusBadRequest:            "We could not read that request. Please go back and try again.",
}

// What is said, and when to ask again, while the database is away.
const (
	databaseAway = "We cannot reach our database right now, so nothing was changed and you stay logged in. " +
		"Please try again in a minute."
	awayRetry = 30 * time.Second
)

// busyRetry is when those who wait for their password to be hashed will have had their turn.
const busyRetry = 30 * time.Second

// Outcome is the status and message for an error; a failure of ours if it has none, which whoever is handed the error
// logs. One that a message hides is logged here. Where one has to wait it also says so in Retry-After.
func (s *Frame) Outcome(c echo.Context, err error) (status int, message string, known bool) {
	var wait auth.TooMany
	if errors.As(err, &wait) {
		left := wait.Until.Sub(s.Now())
		retryAfter(c, left)
		return http.StatusTooManyRequests, "Too many attempts. Please wait " + display.Wait(
			left,
		) + ", then try again.", true
	}
	var down TakenDown
	if errors.As(err, &down) {
		c.Response().Header().Set("Link", "<"+s.Config.BaseURL+`/>; rel="blocked-by"`) // RFC 7725
		return http.StatusUnavailableForLegalReasons, down.Error(), true
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge, refusals[http.StatusRequestEntityTooLarge], true
	}
	var invalid validation.Errors
	if errors.As(err, &invalid) {
		return http.StatusUnprocessableEntity, FirstOf(invalid), true
	}
	var missing verification.NotFound
	if errors.As(err, &missing) {
		return http.StatusUnprocessableEntity, "We could not find the line on the website yet. " + missing.Error(), true
	}
	var untrue policy.FailedClaims
	if errors.As(err, &untrue) {
		return http.StatusUnprocessableEntity, "That would make a sentence untrue: " + untrue.Error(), true
	}
	var unconfirmed policy.UnconfirmedSentences
	if errors.As(err, &unconfirmed) {
		return http.StatusUnprocessableEntity, "Someone has to review a sentence first. " + unconfirmed.Error(), true
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			if o.fault == failure {
				LogFailure(c, err)
			}
			if errors.Is(err, auth.ErrBusy) {
				retryAfter(c, busyRetry)
			}
			return o.status, o.message, true
		}
	}
	var refused *echo.HTTPError
	if errors.As(err, &refused) && refusals[refused.Code] != "" {
		return refused.Code, refusals[refused.Code], true
	}
	if models.IsAway(err) && c.Request().Context().Err() == nil {
		LogFailure(c, err)
		retryAfter(c, awayRetry)
		return http.StatusServiceUnavailable, databaseAway, true
	}
	return http.StatusInternalServerError, "Something went wrong", false
}

// retryAfter says when to ask again, in whole seconds.
func retryAfter(c echo.Context, left time.Duration) {
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(max(left.Seconds(), 1)))))
}

// FirstOf is one of the messages, always the same.
func FirstOf(invalid validation.Errors) string {
	for _, field := range slices.Sorted(maps.Keys(invalid)) {
		return invalid[field]
	}
	return "Please check what you entered."
}

// AnswerError shows an error. The text of one that is our fault goes to the log
// alone, under the request id that the page shows.
func (s *Frame) AnswerError(err error, c echo.Context) {
	if c.Response().Committed { // too late to say so
		LogFailure(c, err)
		return
	}
	status, message, known := s.Outcome(c, err)
	problem := views.Problem{Status: status, Message: message}
	if !known {
		problem.RequestID = RequestID(c)
		LogFailure(c, err)
		if Has(c, AfterPayment) {
			problem.Status, problem.Message = http.StatusServiceUnavailable, moneyIsSafe
			c.Response().Header().Set("Refresh", "10")
		}
	}
	var invalid validation.Errors
	_ = errors.As(err, &invalid)
	if errors.Is(err, auth.ErrTwoAccounts) {
		s.Mint.ClearEverywhere(c.Response(), c.Request(), cookie.Access, cookie.Refresh)
	}
	problem.Links = waysOn(c, status, err)
	if errors.Is(err, ErrTakenDown) {
		problem.Links = []views.Link{{Title: "Contact us if you think that is wrong", Href: "mailto:" + s.Site.ContactEmail}}
	}
	if err := s.showProblem(c, problem, invalid); err != nil {
		LogFailure(c, fmt.Errorf("the error page cannot be shown: %w", err))
	}
}

// moneyIsSafe is said to somebody who comes from paying, where we cannot look.
const moneyIsSafe = "We cannot check your payment right now. If you have paid, your money is safe: nothing is lost, " +
	"and nothing is charged twice. Please do not pay again. This page refreshes automatically, and we will email you, too."

const loggedKey = "logged failures"

// LogFailure logs the cause of a failure under the request's id: once, however often the request meets it.
func LogFailure(c echo.Context, err error) {
	logged, _ := c.Get(loggedKey).([]string)
	if slices.Contains(logged, err.Error()) {
		return
	}
	c.Set(loggedKey, append(logged, err.Error()))
	r, level := c.Request(), slog.LevelError
	if errors.Is(err, context.Canceled) || r.Context().Err() != nil {
		level = slog.LevelInfo // the visitor went away
	}
	slog.Log(r.Context(), level, "request failed",
		"request", RequestID(c), "method", r.Method, "path", logging.Path(r.URL.Path), "error", err)
}

// kept is said where a form waits in the page.
const kept = " What you typed is kept on this page, but you will need to enter any password again."

// showProblem answers as the client asked: a page, or problem details (RFC 9457).
func (s *Frame) showProblem(c echo.Context, p views.Problem, invalid validation.Errors) error {
	if WantsJSON(c) {
		return ProblemJSON(c, p, invalid)
	}
	if c.Response().Header().Get(echo.HeaderRetryAfter) != "" && !IsSafe(c.Request().Method) {
		if fields, err := KeptFields(c); err == nil {
			return s.Show(c, p.Status, views.ContinuePage(s.Page(c, "Please wait a moment", ""), views.Continue{
				Heading: "Please wait a moment", Text: p.Message + kept,
				Action: c.Request().URL.RequestURI(), Button: "Try again", Fields: fields,
			}))
		}
	}
	return s.Show(c, p.Status, views.ProblemPage(s.Page(c, p.Message, ""), p))
}
