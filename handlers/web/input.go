package web

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/prokken/prokken/models"
)

// Credentials are what the account forms send, as a form or as JSON.
type Credentials struct {
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

// Read fills into from the body alone, never from the query: a form or JSON.
func Read(c echo.Context, into any) error {
	r := c.Request()
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if r.ContentLength != 0 && kind != echo.MIMEApplicationForm && kind != echo.MIMEApplicationJSON {
		return echo.ErrUnsupportedMediaType
	}
	if kind == echo.MIMEApplicationForm {
		if err := r.ParseForm(); err != nil {
			return Unreadable(err)
		}
		r.Form = r.PostForm
	}
	err := (&echo.DefaultBinder{}).BindBody(c, into)
	var tooLarge *http.MaxBytesError
	if err == nil || errors.As(err, &tooLarge) {
		return err
	}
	return errors.Join(ErrBadInput, err)
}

// Printable is a typed text as a page can show it again.
func Printable(typed string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(typed, "\uFFFD"), "\x00", "")
}

// HoldsNUL reports whether something that was sent holds a NUL.
func HoldsNUL(sent url.Values) bool {
	for _, values := range sent {
		if strings.Contains(strings.Join(values, ""), "\x00") {
			return true
		}
	}
	return false
}

// RemovedNUL is what somebody reads whose text came with a NUL, which is not in the form that they get back.
const RemovedNUL = "What you typed holds a character that no page can show (NUL), so nothing is saved yet. " +
	"It is left out of the form that you get back: please check the text, and send it again."

// Unreadable keeps apart what is too large.
func Unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return errors.Join(ErrBadInput, err)
}

// PathID is the id in the address; what is none is no page.
func PathID(c echo.Context) (uuid.UUID, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return uuid.Nil, models.ErrNotFound
	}
	return id, nil
}

// VersionNumber reads a number as it stands in an address or a form, in its one
// form.
func VersionNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 32)
	if err != nil || number < 1 || strconv.FormatInt(number, 10) != text {
		return 0, models.ErrNotFound
	}
	return number, nil
}

// BeforeNumber is below which number a page of the list begins; 0: at the newest.
func BeforeNumber(c echo.Context) (int64, error) {
	typed := c.QueryParam("before")
	if typed == "" {
		return 0, nil
	}
	return VersionNumber(typed)
}

// MaxReason is in letters.
const MaxReason = 500

// JsonSuffix: the router knows no suffixes, so handlers cut it off.
const JsonSuffix = ".json"
