package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// credentials are what the account forms send, as a form or as JSON.
type credentials struct {
	Email    string `form:"email" json:"email"`
	Password string `form:"password" json:"password"`
	Next     string `form:"next" json:"next"`
	Token    string `form:"token" json:"token"`
	Code     string `form:"code" json:"code"`
	Current  string `form:"current" json:"current"`
	TOTP     string `form:"totp" json:"-"`
	Passkey  string `form:"passkey" json:"-"`
	// Agrees are the versions that the sign-up page named.
	Agrees []string `form:"agrees" json:"agrees"`
}

// read fills into from the body alone, never from the query.
func read(c echo.Context, into any) error {
	err := (&echo.DefaultBinder{}).BindBody(c, into)
	var tooLarge *http.MaxBytesError
	if err == nil || errors.As(err, &tooLarge) {
		return err
	}
	return errors.Join(errBadInput, err)
}

// printable is a typed text as a page can show it again.
func printable(typed string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(typed, "\uFFFD"), "\x00", "")
}
