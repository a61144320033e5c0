package web

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

const (
	// RequestIDKey is what the context keeps a request's id under.
	RequestIDKey = "request id"
	// RequestIDHeader is the header of the answer that names it.
	RequestIDHeader = "X-Request-Id"
)

func RequestID(c echo.Context) string {
	id, _ := c.Get(RequestIDKey).(string)
	return id
}

func IsSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// IsText reports whether a page can show it and a database hold it.
func IsText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }
