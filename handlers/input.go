package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/prokken/prokken/models"
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

// unreadable keeps apart what is too large.
func unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return errors.Join(errBadInput, err)
}

// pathID is the id in the address; what is none is no page.
func pathID(c echo.Context) (uuid.UUID, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return uuid.Nil, models.ErrNotFound
	}
	return id, nil
}

// versionNumber reads a number as it stands in an address or a form, in its one
// form.
func versionNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 32)
	if err != nil || number < 1 || strconv.FormatInt(number, 10) != text {
		return 0, models.ErrNotFound
	}
	return number, nil
}

// beforeNumber is below which number a page of the list begins; 0: at the newest.
func beforeNumber(c echo.Context) (int64, error) {
	typed := c.QueryParam("before")
	if typed == "" {
		return 0, nil
	}
	return versionNumber(typed)
}

// maxReason is in letters.
const maxReason = 500
