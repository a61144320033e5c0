// Package web holds what every room of handlers shares: pages and JSON answers, the one
// table of errors, who is asking, what a request sent, and answers that are made once. The
// rooms embed [Frame]; it knows no room. Start reading at [Frame].
package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/views"
)

// Frame is what every room answers with.
type Frame struct {
	Config config.Config
	Site   views.Site
	Auth   *auth.Service
	Keys   keys.Ring
	Clock  clock.Clock
	Framer Framer
	Mint   *cookie.Mint
}

// Framer puts into a page what it says of cookies to this visitor, and lets in what it loads.
type Framer interface {
	AddConsent(c echo.Context, p *views.Page)
}

// Now returns the time that answers go by.
func (f *Frame) Now() time.Time { return f.Clock.Now() }
