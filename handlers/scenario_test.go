package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// scenario is one request, and what has to be true of its answer.
type scenario struct {
	name    string // the method and path where it is empty
	method  string // GET where it is empty
	path    string
	as      *site // the browser that asks; the site's own where it is nil
	form    url.Values
	headers []string
	status  int    // 200 where it is zero
	at      string // the path that it ends at, where that is said
	shows   []string
	hides   []string
}

// verify runs the scenarios one after the other.
func (s *site) verify(t *testing.T, scenarios ...scenario) {
	t.Helper()
	for _, c := range scenarios {
		c.run(t, s)
	}
}

func (c scenario) run(t *testing.T, s *site) {
	t.Helper()
	c = c.filled(s)
	status, body, res := c.as.ask(c.method, c.path, c.form, c.headers...)
	if status != c.status {
		t.Errorf("%s: %d, not %d", c.name, status, c.status)
	}
	if c.at != "" && res.Request.URL.Path != c.at {
		t.Errorf("%s leads to %s, not %s", c.name, res.Request.URL, c.at)
	}
	for _, part := range c.shows {
		if !strings.Contains(body, part) {
			t.Errorf("%s does not show %q", c.name, part)
		}
	}
	for _, part := range c.hides {
		if strings.Contains(body, part) {
			t.Errorf("%s shows %q", c.name, part)
		}
	}
}

// filled puts in what is left out.
func (c scenario) filled(s *site) scenario {
	if c.method == "" {
		c.method = http.MethodGet
	}
	if c.name == "" {
		c.name = c.method + " " + c.path
	}
	if c.as == nil {
		c.as = s
	}
	if c.status == 0 {
		c.status = http.StatusOK
	}
	return c
}
