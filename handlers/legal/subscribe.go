package legal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/forms"
	legalview "github.com/prokken/prokken/views/legal"
)

func (s *Handler) SubscribePage(c echo.Context) error {
	return s.Show(
		c,
		http.StatusOK,
		legalview.SubscribePage(s.Page(c, "Subscribe to changes", "/legal/subscribe"), legalview.SubscribeForm{}),
	)
}

// Subscribe answers alike for every address, known or not.
func (s *Handler) Subscribe(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	form := legalview.SubscribeForm{Email: web.Printable(in.Email)}
	err := s.Announce.AskFor(c.Request().Context(), in.Email)
	if errors.As(err, &form.Invalid) {
		return s.Correct(c, form.Invalid, legalview.SubscribePage(s.Page(c, "Subscribe to changes", ""), form))
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusAccepted, echo.Map{"message": "Check your email."}, "/legal/subscribe/sent")
}

func (s *Handler) SubscribeSent(c echo.Context) error {
	return s.Show(c, http.StatusOK, legalview.SubscribeSent(s.Page(c, "Check your email", "")))
}

// ConfirmSubscriptionPage confirms nothing: mail scanners open links too.
func (s *Handler) ConfirmSubscriptionPage(c echo.Context) error {
	token := c.QueryParam("token")
	subscriber, err := s.Announce.Subscriber(c.Request().Context(), token)
	if err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, views.ContinuePage(s.Page(c, "Confirm your subscription", ""), views.Continue{
		Heading: "Confirm your subscription", Action: "/legal/subscribe/confirm", Button: "Yes, subscribe me",
		Text:   "We email " + subscriber.Email + " whenever a policy changes. Every email has a link to unsubscribe.",
		Fields: []forms.Hidden{{Name: "token", Value: token}}, Upcoming: web.Site(c).Snapshot().Upcoming,
	}))
}

func (s *Handler) ConfirmSubscription(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	if err := s.Announce.Confirm(c.Request().Context(), in.Token); err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "You are subscribed."}, "/legal/subscribe/done")
}

func (s *Handler) SubscribeDone(c echo.Context) error {
	return s.Show(c, http.StatusOK, legalview.MessagePage(s.Page(c, "You are subscribed", ""), legalview.Message{
		Heading: "You are subscribed", Text: "We email you when a policy changes. Every email has a link to unsubscribe.",
		Upcoming: web.Site(c).Snapshot().Upcoming,
	}))
}

// UnsubscribePage ends nothing: mail scanners open links too.
func (s *Handler) UnsubscribePage(c echo.Context) error {
	token := c.QueryParam("token")
	subscriber, err := s.Announce.Subscriber(c.Request().Context(), token)
	if err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, views.ContinuePage(s.Page(c, "Unsubscribe", ""), views.Continue{
		Heading: "No more emails?", Action: unsubscribeAddress(token), Button: "Unsubscribe",
		Text: "We will stop emailing " + subscriber.Email + " about changed policies, and forget that you asked.",
	}))
}

// Unsubscribe takes the token from the address alone: a mail program that does
// it for its user (RFC 8058) posts there, and adds a form of its own. It follows
// no redirect, and its servers ask for many users from few addresses, so that
// this is not limited: the token is checked first, without the database.
func (s *Handler) Unsubscribe(c echo.Context) error {
	if err := s.Announce.Unsubscribe(c.Request().Context(), c.QueryParam("token")); err != nil {
		return err
	}
	if c.FormValue("List-Unsubscribe") == "One-Click" {
		return c.String(http.StatusOK, "Unsubscribed.\n")
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "You are unsubscribed."}, "/legal/unsubscribe/done")
}

func (s *Handler) UnsubscribeDone(c echo.Context) error {
	return s.Show(c, http.StatusOK, legalview.MessagePage(s.Page(c, "You are unsubscribed", ""), legalview.Message{
		Heading: "You are unsubscribed",
		Text:    "We have forgotten that you asked for these emails. If you have an account here, we still tell you about changes that matter to it.",
	}))
}

func unsubscribeAddress(token string) string {
	return "/legal/unsubscribe?" + url.Values{"token": {token}}.Encode()
}
