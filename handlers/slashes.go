package handlers

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
)

var manySlashes = regexp.MustCompile(`//+`)

// isClean reports whether the path has no slash too many, as nearly all have.
func isClean(path string) bool {
	return !strings.Contains(path, "//") && strings.HasPrefix(path, "/") && (path == "/" || !strings.HasSuffix(path, "/"))
}

// leadPastSlashes leads who opens /legal/terms/ or /legal//terms to /legal/terms. Rows that
// end with a star look after their own slashes. What could lead to another site, as
// /\evil/ does in some browsers, is left to end as no page.
func leadPastSlashes(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		written := r.URL.EscapedPath()
		if isClean(written) {
			return next(c)
		}
		clean := "/" + strings.Trim(manySlashes.ReplaceAllString(written, "/"), "/")
		if clean == written || !web.IsSafe(r.Method) || strings.HasSuffix(c.Path(), "*") || !web.IsLocal(clean) {
			return next(c)
		}
		if r.URL.RawQuery != "" {
			clean += "?" + r.URL.RawQuery
		}
		return c.Redirect(http.StatusPermanentRedirect, clean)
	}
}
