package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/views"
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

// newPasskeyOptions begins to make a passkey.
func (s *Server) newPasskeyOptions(c echo.Context) error {
	identity, _ := s.identity(c)
	challenge, err := s.Auth.OfferPasskey(c.Request().Context(), identity)
	return s.sendChallenge(c, challenge, err)
}

// addPasskey stores the passkey that the browser made.
func (s *Server) addPasskey(c echo.Context) error {
	var in passkeyAnswer
	if err := read(c, &in); err != nil {
		return err
	}
	identity, _ := s.identity(c)
	codes, err := s.Auth.AddPasskey(c.Request().Context(), identity, in.Token, in.Response, in.Name)
	var page views.Security
	switch {
	case errors.As(err, &page.Invalid) && wantsJSON(c):
		return s.correct(c, page.Invalid, nil)
	case errors.As(err, &page.Invalid):
		return s.showSecurity(c, http.StatusUnprocessableEntity, page)
	case err != nil || len(codes) > 0:
		return s.showCodes(c, codes, err)
	}
	return s.passkeysChanged(c, http.StatusCreated)
}

func (s *Server) renamePasskey(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	var in passkeyAnswer
	if err := read(c, &in); err != nil {
		return err
	}
	identity, _ := s.identity(c)
	if err := s.Auth.RenamePasskey(c.Request().Context(), identity, id, in.Name); err != nil {
		return err
	}
	return s.passkeysChanged(c, http.StatusOK)
}

func (s *Server) removePasskey(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	identity, _ := s.identity(c)
	if err := s.Auth.RemovePasskey(c.Request().Context(), identity, id); err != nil {
		return s.factorRefused(c, err)
	}
	return s.passkeysChanged(c, http.StatusOK)
}

func (s *Server) passkeysChanged(c echo.Context, status int) error {
	return s.done(c, status, echo.Map{"message": "Done."}, "/account/security?notice=passkey")
}

// passkeyOptions begins a log-in with any passkey, or, in a second step, with
// one of whoever gave the password.
func (s *Server) passkeyOptions(c echo.Context) error {
	var in passkeyAnswer
	if err := read(c, &in); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if in.Step != "" {
		challenge, err := s.Auth.AskStepPasskey(ctx, in.Step)
		return s.sendChallenge(c, challenge, err)
	}
	challenge, err := s.Auth.AskPasskey(ctx)
	return s.sendChallenge(c, challenge, err)
}

// passkeyLogin starts a session: with the passkey alone, or after the password.
func (s *Server) passkeyLogin(c echo.Context) error {
	var in passkeyAnswer
	if err := read(c, &in); err != nil {
		return err
	}
	ctx := c.Request().Context()
	var tokens auth.Tokens
	var err error
	if in.Step != "" {
		tokens, err = s.Auth.SecondStepWithPasskey(ctx, in.Step, in.Token, in.Response, from(c))
	} else {
		tokens, err = s.Auth.LoginWithPasskey(ctx, in.Token, in.Response, from(c))
	}
	if err != nil {
		return s.passkeyLoginFailed(c, in, err)
	}
	return s.loggedIn(c, tokens, in.Next)
}

// passkeyLoginFailed shows the page again that the passkey was shown on.
func (s *Server) passkeyLoginFailed(c echo.Context, in passkeyAnswer, err error) error {
	status, message, known := s.outcome(c, err)
	form := views.LoginForm{Problem: message}
	switch {
	case !known || wantsJSON(c):
		return err
	case errors.Is(err, auth.ErrLink):
		form.Problem = "That took too long. Please log in again."
	case in.Step != "":
		return s.askSecond(c, status, views.SecondStepForm{
			Token: printable(in.Step), Next: in.Next, TOTP: in.TOTP != "", Passkey: true, Problem: message,
		})
	}
	if in.Next != "" {
		form.Next = safeNext(in.Next)
	}
	return s.show(c, status, views.Login(s.page(c, "Log in", ""), form))
}

// confirmOptions begins to prove with a passkey that it is still them.
func (s *Server) confirmOptions(c echo.Context) error {
	identity, _ := s.identity(c)
	challenge, err := s.Auth.AskOwnPasskey(c.Request().Context(), identity)
	return s.sendChallenge(c, challenge, err)
}

// confirmWithPasskey takes the proof, then goes on with what waits for it.
func (s *Server) confirmWithPasskey(c echo.Context) error {
	var in passkeyAnswer
	if err := read(c, &in); err != nil {
		return err
	}
	form := views.ConfirmForm{Next: safeNext(in.Next), Fields: waitingFields(c)}
	if isLocal(in.Again) {
		form.Again = in.Again
	}
	identity, _ := s.identity(c)
	tokens, err := s.Auth.StepUpWithPasskey(c.Request().Context(), identity, in.Token, in.Response)
	if err == nil {
		s.setCookies(c, tokens)
		return s.goOn(c, form)
	}
	status, message, known := s.outcome(c, err)
	if !known || wantsJSON(c) || isUnauthenticated(err) {
		return err
	}
	form.Problem = message
	return s.askProof(c, status, form)
}

// sendChallenge is for the page's script.
func (s *Server) sendChallenge(c echo.Context, challenge auth.Challenge, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, challenge)
}
