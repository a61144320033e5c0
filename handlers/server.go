// Package handlers is all HTTP of Prokken. Start reading at routes.go, which
// lists every address and who may use it; errors.go says how each error is
// answered.
package handlers

import (
	"io/fs"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views"
)

// Parts are what the server is made of. Undeclared is told of every cookie that the gate took out, after it was
// logged; it may be nil.
type Parts struct {
	Config     config.Config
	DB         *models.DB
	Library    *policy.Library
	Keys       auth.Keys
	Auth       *auth.Service
	Announce   *announce.Service
	Billing    *billing.Service
	Queue      *jobs.Queue
	Emulator   http.Handler // nil where Stripe is real
	Mint       *cookie.Mint
	Static     fs.FS
	Audits     *schedule.Service // nil: nothing is audited
	Undeclared func(cookieName string)
}

// Server answers every request of the site.
type Server struct {
	Parts
	site    views.Site
	assets  *assets
	gate    *cookie.Gate
	pages   atomic.Pointer[shelfPages]
	schema  remembered
	started time.Time
	headers []header
	limiter *limiter
	now     func() time.Time
}

// New makes the server.
func New(parts Parts) (*Server, error) {
	if parts.Audits == nil {
		parts.Audits = schedule.New(parts.DB, schedule.Settings{})
	}
	assets, err := readAssets(parts.Static)
	if err != nil {
		return nil, err
	}
	s := &Server{Parts: parts, assets: assets, site: SiteOf(parts.Config), headers: securityHeaders(parts.Config), now: models.Now, started: models.Now()}
	s.limiter = newLimiter(parts.Config.Auth.AttemptsPerMinute)
	s.site.Asset, s.site.Zone = assets.address, parts.Library.Zone
	s.gate = cookie.NewGate(parts.Mint, s.reportUndeclared)
	return s, nil
}

// SiteOf is what pages and mails know about the site.
func SiteOf(c config.Config) views.Site {
	return views.Site{
		Name: c.Site.Name, BaseURL: c.BaseURL, ContactEmail: c.Site.Contact.Email,
		Outbox: !c.InProduction() && c.UsesOutbox(), Emulator: c.UsesEmulator(),
	}
}

// Handler is the whole site, with the gate in front of it.
func (s *Server) Handler() http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = s.answerError
	e.IPExtractor = clientAddress(s.Config.HTTP.TrustedProxies)
	e.Use(s.identify, s.log, s.recover, s.secure, s.refuseBadText, s.refuseCrossSite, limitBody, s.refuseBadForms)
	s.register(e, s.routes())
	return s.gate.Handler(e)
}

// Warm renders and compresses what visitors will ask for first.
func (s *Server) Warm() {
	for _, page := range s.shelfPages().pages {
		page.warm()
	}
	for _, page := range s.shelfPages().translations.pages {
		page.warm()
	}
	s.assets.warm()
}

func (s *Server) reportUndeclared(r *http.Request, name string) {
	slog.ErrorContext(r.Context(), "the gate took out a cookie that no policy declares", "cookie", name, "path", r.URL.Path)
	if s.Undeclared != nil {
		s.Undeclared(name)
	}
}
