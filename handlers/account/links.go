package account

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
	"github.com/prokken/prokken/views/forms"
)

// linkAct is what a mailed link does. Opening it shows a button; only pressing
// that uses the link up: mail scanners open links too.
type linkAct struct {
	kind flows.Kind
	page views.Continue
	do   func(s *auth.Service, ctx context.Context, token string, from auth.RequestDetails) error
	next string
}

var (
	ConfirmAddress = linkAct{
		flows.ChangeAddress,
		views.Continue{
			Heading: "Use this address",
			Text:    "Confirm to change the address of your account to this one.",
			Action:  "/address/confirm",
			Button:  "Use this address",
		},
		(*auth.Service).ConfirmAddress, "/login?notice=address",
	}
	UndoAddress = linkAct{
		flows.UndoAddress,
		views.Continue{
			Heading: "Restore your old address", Action: "/address/undo", Button: "Restore it",
			Text: "Your account gets its old address again and all sessions end. We will email you a link to choose a new password.",
		},
		(*auth.Service).UndoAddress, "/mail-sent?notice=undone",
	}
	EndEverything = linkAct{
		flows.EndSessions,
		views.Continue{
			Heading: "Was this not you?", Action: "/sessions/end", Button: "End all sessions",
			Text: "This logs your account out everywhere. On the next page, ask for a link to choose a new password.",
		},
		(*auth.Service).EndEverything, "/forgot?notice=ended",
	}
	KeepAccount = linkAct{
		flows.KeepAccount,
		views.Continue{
			Heading: "Keep your account",
			Text:    "Keep your account, and nothing is deleted.",
			Action:  "/account/keep",
			Button:  "Keep my account",
		},
		(*auth.Service).CancelDeletionByLink, "/login?notice=kept",
	}
)

func (s *Handler) LinkPage(act linkAct) echo.HandlerFunc {
	return func(c echo.Context) error {
		token := c.QueryParam("token")
		account, err := s.Auth.Account(c.Request().Context(), token, act.kind)
		if err != nil {
			return err
		}
		page := act.page
		page.Account = display.Email(account)
		page.Fields = []forms.Hidden{{Name: "token", Value: token}}
		return s.Show(c, http.StatusOK, views.ContinuePage(s.Page(c, page.Heading, ""), page))
	}
}

func (s *Handler) UseLink(act linkAct) echo.HandlerFunc {
	return func(c echo.Context) error {
		var in web.Credentials
		if err := web.Read(c, &in); err != nil {
			return err
		}
		if err := act.do(s.Auth, c.Request().Context(), in.Token, web.From(c)); err != nil {
			return err
		}
		return s.Done(c, http.StatusOK, echo.Map{"message": "Done."}, act.next)
	}
}
