package handlers

import (
	"net/http"
	"time"

	"github.com/prokken/prokken/config"
)

// ClientAddress finds out who a request comes from.
var ClientAddress = clientAddress

// SecurityHeaders are those of every answer.
func SecurityHeaders(c config.Config) http.Header {
	all := http.Header{}
	for _, h := range securityHeaders(c) {
		all[h.name] = h.value
	}
	return all
}

// SetClock replaces the clock.
func (s *Server) SetClock(now func() time.Time) { s.now = now }

// SetAttemptsPerMinute replaces the limit of each client.
func (s *Server) SetAttemptsPerMinute(n int) { s.limiter = newLimiter(n) }

// Row is a row of the route table, for the tests.
type Row struct {
	Method, Path  string
	Member, Admin bool
}

// Rows are the addresses that exist on this server.
func (s *Server) Rows() []Row {
	var rows []Row
	for _, r := range s.routes() {
		if s.exists(r.guard) {
			rows = append(rows, Row{r.method, r.path, r.guard == member || r.guard == provenMember, r.guard == admin || r.guard == provenAdmin})
		}
	}
	return rows
}
