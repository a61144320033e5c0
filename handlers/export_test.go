package handlers

import (
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers/web"
)

// ClientAddress finds out who a request comes from.
var ClientAddress = web.ClientAddress

// SecurityHeaders are those of every answer.
func SecurityHeaders(c config.Config) http.Header {
	all := http.Header{}
	for _, h := range securityHeaders(c) {
		all[h.name] = h.value
	}
	return all
}

// SetClock replaces the clock.
func (s *Server) SetClock(now func() time.Time) { s.Clock = clock.Func(now) }

// SetAttemptsPerMinute replaces the limit of each client.
func (s *Server) SetAttemptsPerMinute(n int) { s.limiter = newLimiter(n) }

// Limiter is what slows clients down.
type Limiter = limiter

// NewLimiter makes one.
var NewLimiter = newLimiter

// Take returns how long the client has to wait now.
func (l *Limiter) Take(client netip.Addr) time.Duration { return l.take(client, time.Now()) }

// Remembered returns how many addresses it holds.
func (l *Limiter) Remembered() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.buckets)
}

// Row is a row of the route table, for the tests.
type Row struct {
	Method, Path string
	Guard        string
	Options      []string
}

// Indexed reports whether search engines may read it.
func (r Row) Indexed() bool { return !slices.Contains(r.Options, "notIndexed") }

var (
	guardNames = map[guard]string{
		nobody: "nobody", anyone: "anyone", member: "member", recentlyAuthenticated: "recentlyAuthenticated", admin: "admin",
		recentlyAuthenticatedAdmin: "recentlyAuthenticatedAdmin", developer: "developer", emulated: "emulated",
		scraper: "scraper", siteMember: "siteMember", siteMemberRecently: "siteMemberRecently", siteReader: "siteReader",
	}
	optionNames = []struct {
		option web.Option
		name   string
	}{
		{web.Limited, "limited"},
		{web.Public, "public"},
		{web.BeforeAgreement, "beforeAgreement"},
		{web.AlwaysJSON, "alwaysJSON"},
		{web.NoIndex, "noIndex"},
		{web.NotIndexed, "notIndexed"},
		{web.InSitemap, "inSitemap"},
		{web.Revalidated, "revalidated"},
		{web.FiveMinutes, "fiveMinutes"},
		{web.Immutable, "immutable"},
		{web.OwnHost, "ownHost"},
		{web.Hosted, "hosted"},
	}
)

// Rows are the addresses that exist on this server.
func (s *Server) Rows() []Row {
	var rows []Row
	for _, r := range s.routes() {
		if !s.exists(r.guard) {
			continue
		}
		row := Row{Method: r.method, Path: r.path, Guard: guardNames[r.guard]}
		for _, o := range optionNames {
			if r.options.Has(o.option) {
				row.Options = append(row.Options, o.name)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// LetIn is the status of an answer of [Server.Guards] to a request that a guard let through.
const LetIn = http.StatusTeapot

// Guards is the whole site, but for what its rows answer: each says only that the request was let in.
func (s *Server) Guards() http.Handler {
	rows := s.routes()
	for i := range rows {
		rows[i].handle = func(c echo.Context) error { return c.NoContent(LetIn) }
	}
	return s.handler(rows)
}

// FlushRequestLog writes the lines that are collected.
func (s *Server) FlushRequestLog() { s.requestLog.Close() }

// CountNothing takes the counter away.
func (s *Server) CountNothing() { s.counter = nil }
