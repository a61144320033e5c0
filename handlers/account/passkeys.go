package account

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	accountview "github.com/prokken/prokken/views/account"
)

// passkeyAnswer is what the passkey forms send. Token names the challenge,
// Response is the browser's answer to it, as JSON in a text. Step is the token
// of the second step of a log-in.
type passkeyAnswer struct {
	Token    string `form:"token" json:"token"`
	Response string `form:"response" json:"response"`
	Name     string `form:"name" json:"name"`
	Step     string `form:"step" json:"step"`
	TOTP     string `form:"totp" json:"-"`
	Next     string `form:"next" json:"next"`
	Again    string `form:"again" json:"again"`
}

// NewPasskeyOptions begins to make a passkey.
func (s *Handler) NewPasskeyOptions(c echo.Context) error {
	identity, _ := s.Identity(c)
	challenge, err := s.Auth.OfferPasskey(c.Request().Context(), identity)
	return s.sendChallenge(c, challenge, err)
}

// AddPasskey stores the passkey that the browser made.
func (s *Handler) AddPasskey(c echo.Context) error {
	var in passkeyAnswer
	if err := web.Read(c, &in); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	codes, err := s.Auth.AddPasskey(c.Request().Context(), identity, in.Token, in.Response, in.Name)
	var page accountview.Security
	switch {
	case errors.As(err, &page.Invalid) && web.WantsJSON(c):
		return s.Correct(c, page.Invalid, nil)
	case errors.As(err, &page.Invalid):
		return s.showSecurity(c, http.StatusUnprocessableEntity, page)
	case err != nil || len(codes) > 0:
		return s.showCodes(c, codes, err)
	}
	return s.passkeysChanged(c, http.StatusCreated)
}

func (s *Handler) RenamePasskey(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	var in passkeyAnswer
	if err := web.Read(c, &in); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	if err := s.Auth.RenamePasskey(c.Request().Context(), identity, id, in.Name); err != nil {
		return err
	}
	return s.passkeysChanged(c, http.StatusOK)
}

func (s *Handler) RemovePasskey(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	gone, err := s.Auth.RemovePasskey(c.Request().Context(), identity, id)
	if err != nil {
		return s.factorRefused(c, err)
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Done."},
		"/account/security?"+url.Values{"notice": {"passkey"}, "gone": {gone}}.Encode())
}

func (s *Handler) passkeysChanged(c echo.Context, status int) error {
	return s.Done(c, status, echo.Map{"message": "Done."}, "/account/security?notice=passkey")
}

// PasskeyOptions begins a log-in with any passkey, or, in a second step, with
// one of whoever gave the password.
func (s *Handler) PasskeyOptions(c echo.Context) error {
	var in passkeyAnswer
	if err := web.Read(c, &in); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if in.Step != "" {
		challenge, err := s.Auth.AskStepPasskey(ctx, in.Step)
		return s.sendChallenge(c, challenge, err)
	}
	challenge, err := s.Auth.AskPasskey()
	return s.sendChallenge(c, challenge, err)
}

// PasskeyLogin starts a session: with the passkey alone, or after the password.
func (s *Handler) PasskeyLogin(c echo.Context) error {
	var in passkeyAnswer
	if err := web.Read(c, &in); err != nil {
		return err
	}
	ctx := c.Request().Context()
	var tokens auth.Tokens
	var err error
	if in.Step != "" {
		tokens, err = s.Auth.SecondStepWithPasskey(ctx, in.Step, in.Token, in.Response, web.From(c))
	} else {
		tokens, err = s.Auth.LoginWithPasskey(ctx, in.Token, in.Response, web.From(c))
	}
	if err != nil {
		return s.passkeyLoginFailed(c, in, err)
	}
	return s.loggedIn(c, tokens, in.Next)
}

// passkeyLoginFailed shows the page again that the passkey was shown on.
func (s *Handler) passkeyLoginFailed(c echo.Context, in passkeyAnswer, err error) error {
	status, message, known := s.Outcome(c, err)
	form := accountview.LoginForm{Problem: message}
	switch {
	case !known || web.WantsJSON(c):
		return err
	case errors.Is(err, auth.ErrLink):
		form.Problem = "That took too long. Please log in again."
	case in.Step != "":
		return s.askSecond(c, status, accountview.SecondStepForm{
			Token: web.Printable(in.Step), Next: in.Next, TOTP: in.TOTP != "", Passkey: true, Problem: message,
		})
	}
	if in.Next != "" {
		form.Next = web.SafeNext(in.Next)
	}
	return s.Show(c, status, accountview.Login(s.Page(c, "Log in", ""), form))
}

// ConfirmOptions begins to prove with a passkey that it is still them.
func (s *Handler) ConfirmOptions(c echo.Context) error {
	identity, _ := s.Identity(c)
	challenge, err := s.Auth.AskOwnPasskey(c.Request().Context(), identity)
	return s.sendChallenge(c, challenge, err)
}

// ConfirmWithPasskey takes the proof, then goes on with what waits for it.
func (s *Handler) ConfirmWithPasskey(c echo.Context) error {
	var in passkeyAnswer
	if err := web.Read(c, &in); err != nil {
		return err
	}
	form := accountview.ConfirmForm{Next: web.SafeNext(in.Next), Fields: waitingFields(c)}
	if web.IsLocal(in.Again) {
		form.Again = in.Again
	}
	identity, _ := s.Identity(c)
	tokens, err := s.Auth.StepUpWithPasskey(c.Request().Context(), identity, in.Token, in.Response)
	if err == nil {
		s.setCookies(c, tokens)
		return s.goOn(c, form)
	}
	status, message, known := s.Outcome(c, err)
	if !known || web.WantsJSON(c) || web.IsUnauthenticated(err) {
		return err
	}
	form.Problem = message
	return s.AskProof(c, status, form)
}

// sendChallenge is for the page's script.
func (s *Handler) sendChallenge(c echo.Context, challenge auth.Challenge, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, challenge)
}
