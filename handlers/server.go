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
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/account"
	adminroom "github.com/prokken/prokken/handlers/admin"
	billingroom "github.com/prokken/prokken/handlers/billing"
	"github.com/prokken/prokken/handlers/editor"
	"github.com/prokken/prokken/handlers/legal"
	sitesroom "github.com/prokken/prokken/handlers/sites"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/logging"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/views"
)

// Parts are what the server is made of.
type Parts struct {
	Config     config.Config
	DB         *models.DB
	Sites      *site.Registry
	Keys       keys.Ring
	Auth       *auth.Service
	Announce   *announce.Service
	Billing    *billing.Service
	Queue      *jobs.Queue
	Emulator   http.Handler // nil where Stripe is real
	Mint       *cookie.Mint
	Static     fs.FS
	Audits     *schedule.Service // nil: nothing is audited
	Hosting    *hosting.Service  // nil: there are no sites of customers
	Upkeep     *upkeep.Service   // nil with Hosting
	Judge      legal.Judge       // nil: no customer's site is audited yet
	Undeclared CookieReporter    // nil: it is only logged
	Counter    Counter           // nil: nothing is counted
	Metrics    http.Handler      // nil: there are no figures to read
	RequestLog *logging.Requests // nil: requests are not logged
}

// CookieReporter is told the name of every cookie that the gate took out.
type CookieReporter interface {
	ReportUndeclared(cookieName string)
}

// Counter counts what is answered. A route is a pattern of the table, or [unmatched].
type Counter interface {
	CountRequest(method, route string, status int, took time.Duration)
	CountCookie(why cookie.Reason)
}

// Server answers every request of the site: it holds the frame, which the rooms share, and
// the rooms.
type Server struct {
	*web.Frame
	db         *models.DB
	sites      *site.Registry
	stripe     http.Handler
	undeclared CookieReporter
	counter    Counter
	metrics    http.Handler
	requestLog *logging.Requests
	draining   atomic.Bool
	unready    atomic.Bool // the last who asked was told so
	assets     *assets
	gate       *cookie.Gate
	headers    []header
	limiter    *limiter
	account    *account.Handler
	ownData    account.Data
	admin      *adminroom.Handler
	billing    *billingroom.Handler
	editor     *editor.Handler
	legal      *legal.Handler
	owned      *sitesroom.Handler
}

// New makes the server.
func New(parts Parts) (*Server, error) {
	if parts.Audits == nil {
		parts.Audits = schedule.New(parts.DB, schedule.Settings{Site: parts.Sites.Own().SiteID()})
	}
	if parts.RequestLog == nil {
		parts.RequestLog = new(logging.Requests)
	}
	assets, err := readAssets(parts.Static)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Frame: newFrame(parts, assets), db: parts.DB, sites: parts.Sites, stripe: parts.Emulator,
		undeclared: parts.Undeclared, counter: parts.Counter, metrics: parts.Metrics, requestLog: parts.RequestLog, assets: assets, headers: securityHeaders(parts.Config),
		limiter: newLimiter(parts.Config.Auth.AttemptsPerMinute),
	}
	s.gate = cookie.NewGate(parts.Mint, s)
	s.openRooms(parts)
	return s, nil
}

func newFrame(p Parts, files *assets) *web.Frame {
	about := SiteOf(p.Config)
	about.Assets = files.addresses
	return &web.Frame{Config: p.Config, Site: about, Auth: p.Auth, Keys: p.Keys, Clock: clock.System{}, Mint: p.Mint}
}

// openRooms gives each room the services that it needs.
func (s *Server) openRooms(p Parts) {
	s.account = &account.Handler{Frame: s.Frame, DB: p.DB}
	s.ownData = account.Data{Handler: s.account}
	s.admin = &adminroom.Handler{
		Frame: s.Frame, DB: p.DB.ForAdmin(), Billing: p.Billing, Audits: p.Audits, Queue: p.Queue,
	}
	s.billing = &billingroom.Handler{Frame: s.Frame, Billing: p.Billing}
	s.owned = &sitesroom.Handler{
		Frame: s.Frame, DB: p.DB, Registry: p.Sites, Hosting: p.Hosting, Upkeep: p.Upkeep, Audits: p.Audits, Plans: p.Billing,
	}
	s.editor = &editor.Handler{Frame: s.Frame, DB: p.DB, Owners: p.Hosting, Judge: p.Judge}
	s.legal = &legal.Handler{
		Frame: s.Frame, DB: p.DB, Own: p.Sites.Own(), Judge: p.Judge, Announce: p.Announce, Audits: p.Audits, Mint: p.Mint, Started: s.Now(),
	}
	s.Framer = s.legal
	rows := s.routes()
	s.legal.Disallowed, s.legal.Listed = disallowed(rows), listed(rows)
}

// SiteOf is what pages and mails know about the site.
func SiteOf(c config.Config) views.Site {
	return views.Site{
		Name: c.Site.Name, BaseURL: c.BaseURL, ContactEmail: c.Site.Contact.Email, Zone: c.Site.Zone(),
		Outbox: !c.InProduction() && c.UsesOutbox(), Emulator: c.UsesEmulator(),
	}
}

// Handler is the whole site, with the gate in front of it.
func (s *Server) Handler() http.Handler { return s.handler(s.routes()) }

func (s *Server) handler(rows []route) http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = s.AnswerError
	e.IPExtractor = web.ClientAddress(s.Config.HTTP.TrustedProxies)
	e.Use(composed(s.identify, findOptions(rows), s.observe(rows), s.recover, s.secure, s.keepSitesApart, s.takeBackFormer,
		s.leadToOwnHost, leadPastSlashes, s.refuseBadText, s.refuseCrossSite, limitBody, s.refuseBadForms))
	s.register(e, rows)
	return s.gate.Handler(e)
}

// composed puts all of them around the handler of a request's route, once: Echo would do so for every request.
func composed(all ...echo.MiddlewareFunc) echo.MiddlewareFunc {
	handle := func(c echo.Context) error { return c.Handler()(c) }
	for _, middleware := range slices.Backward(all) {
		handle = middleware(handle)
	}
	return func(echo.HandlerFunc) echo.HandlerFunc { return handle }
}

// Warm renders and compresses what visitors will ask for first.
func (s *Server) Warm() {
	pages := s.legal.CurrentPages()
	all := slices.Collect(maps.Values(s.assets.files))
	all = slices.AppendSeq(all, maps.Values(pages.Pages))
	all = slices.AppendSeq(all, maps.Values(pages.Translations.Pages))
	for _, page := range all {
		if err := page.Warm(); err != nil { // it is tried again when somebody asks for it
			slog.Error("a page could not be prepared", "error", err)
		}
	}
}

// ReportUndeclared implements [cookie.Reporter].
func (s *Server) ReportUndeclared(r *http.Request, answer http.Header, name string, why cookie.Reason) {
	slog.ErrorContext(r.Context(), "the gate took out a cookie that no policy declares", "cookie", name, "reason", why,
		"host", r.Host, "path", logging.Path(r.URL.Path), "request", answer.Get(web.RequestIDHeader))
	if s.counter != nil {
		s.counter.CountCookie(why)
	}
	if s.undeclared != nil {
		s.undeclared.ReportUndeclared(name)
	}
}
