package handlers

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
)

// maxBody is the largest request that is read, in bytes.
const maxBody = 1 << 20

// identify gives the request an id of our own making.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := rand.Text()[:16]
		c.Set(web.RequestIDKey, id)
		c.Response().Header()[web.RequestIDHeader] = []string{id}
		return next(c)
	}
}

// recover turns a panic into an error, so that it takes nothing else down.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch panicked := recover(); panicked {
			case nil:
			case http.ErrAbortHandler:
				panic(panicked)
			default:
				err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
			}
		}()
		return next(c)
	}
}

type header struct {
	name  string
	value []string
}

// securityHeaders stand on every answer; see [legal.consents.admit] for the pages that
// load more.
func securityHeaders(c config.Config) []header {
	headers := []header{
		{"Content-Security-Policy", []string{web.ContentSecurityPolicy(c, nil)}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=()"}},
		{"Cache-Control", []string{"no-store"}}, // unless a handler knows better
	}
	if strings.HasPrefix(c.BaseURL, "https://") {
		headers = append(headers, header{"Strict-Transport-Security", []string{"max-age=63072000; includeSubDomains"}})
	}
	return headers
}

func (s *Server) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		for _, line := range s.headers {
			h[line.name] = line.value
		}
		return next(c)
	}
}

// takeBackFormer expires the optional cookies that left the policy and that this browser
// still sends, but not with answers that others may get from a cache.
func (s *Server) takeBackFormer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !web.Has(c, web.Immutable|web.FiveMinutes|web.Hosted) {
			s.legal.Mint.TakeBackFormer(c.Response(), c.Request())
		}
		return next(c)
	}
}

// refuseBadText refuses addresses that are not UTF-8 or hold a NUL, before they
// reach a database that would choke on them.
func (s *Server) refuseBadText(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		address := c.Request().URL
		query, err := url.QueryUnescape(address.RawQuery)
		if err != nil || !web.IsText(address.Path+query) {
			return web.ErrBadText
		}
		return next(c)
	}
}

// refuseBadForms does so with what a form sends: no handler and no database meets
// text that no page could have sent, but for a NUL where the handler shows the form again. A file is the
// handler's own to look at.
func (s *Server) refuseBadForms(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if web.IsSafe(c.Request().Method) {
			return next(c)
		}
		form, err := c.FormParams()
		if err != nil {
			return web.Unreadable(err)
		}
		for name, values := range form {
			isBad := func(typed string) bool {
				if web.Has(c, web.Corrects) {
					typed = strings.ReplaceAll(typed, "\x00", "")
				}
				return !web.IsText(typed)
			}
			if !web.IsText(name) || slices.ContainsFunc(values, isBad) {
				return web.ErrBadText
			}
		}
		return next(c)
	}
}

// refuseCrossSite refuses unsafe requests that another site caused. A browser
// that sends our cookies also says where it comes from.
func (s *Server) refuseCrossSite(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		r := c.Request()
		if web.IsSafe(r.Method) {
			return next(c)
		}
		anonymous := r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == ""
		if protection.Check(r) != nil || anonymous && cookie.Any(r) {
			return web.ErrCrossSite
		}
		return next(c)
	}
}

func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.ContentLength > maxBody {
			return echo.ErrStatusRequestEntityTooLarge
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, maxBody)
		return next(c)
	}
}
