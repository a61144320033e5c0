// Package handlers is all HTTP of Prokken. Start reading at routes.go, which
// lists every address and who may use it; errors.go says how each error is
// answered.
package handlers

import (
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"slices"
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
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// Parts are what the server is made of.
type Parts struct {
	Config     config.Config
	DB         *models.DB
	Library    *site.Site
	Keys       auth.Keys
	Auth       *auth.Service
	Announce   *announce.Service
	Billing    *billing.Service
	Queue      *jobs.Queue
	Emulator   http.Handler // nil where Stripe is real
	Mint       *cookie.Mint
	Static     fs.FS
	Audits     *schedule.Service // nil: nothing is audited
	Undeclared CookieReporter    // nil: it is only logged
}

// CookieReporter is told the name of every cookie that the gate took out.
type CookieReporter interface {
	ReportUndeclared(cookieName string)
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
		parts.Audits = schedule.New(parts.DB, schedule.Settings{Site: parts.Library.SiteID()})
	}
	assets, err := readAssets(parts.Static)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Parts: parts, assets: assets, site: SiteOf(parts.Config), headers: securityHeaders(parts.Config),
		now: models.Now, started: models.Now(),
	}
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
func (s *Server) Handler() http.Handler { return s.handler(s.routes()) }

func (s *Server) handler(rows []route) http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = s.answerError
	e.IPExtractor = clientAddress(s.Config.HTTP.TrustedProxies)
	e.Use(s.identify, findOptions(rows), s.log, s.recover, s.secure,
		s.refuseBadText, s.refuseCrossSite, limitBody, s.refuseBadForms)
	s.register(e, rows)
	return s.gate.Handler(e)
}

// Warm renders and compresses what visitors will ask for first.
func (s *Server) Warm() {
	pages := s.shelfPages()
	all := slices.Collect(maps.Values(s.assets.files))
	all = slices.AppendSeq(all, maps.Values(pages.pages))
	all = slices.AppendSeq(all, maps.Values(pages.translations.pages))
	for _, page := range all {
		if err := page.warm(); err != nil { // it is tried again when somebody asks for it
			slog.Error("a page could not be prepared", "error", err)
		}
	}
}

func (s *Server) reportUndeclared(r *http.Request, name string) {
	slog.ErrorContext(r.Context(), "the gate took out a cookie that no policy declares",
		"cookie", name, "path", r.URL.Path)
	if s.Undeclared != nil {
		s.Undeclared.ReportUndeclared(name)
	}
}
