package handlers

import "time"

// SetClock replaces the clock.
func (s *Server) SetClock(now func() time.Time) { s.now = now }

// SetAttemptsPerMinute replaces the limit of each client.
func (s *Server) SetAttemptsPerMinute(n int) { *s.limiter = *newLimiter(n) } //nolint:govet // nobody holds the lock

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
