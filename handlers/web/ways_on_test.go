package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// TestErrorsSayWhatToDo: each has words that ask for something, or a link that leads on.
func TestErrorsSayWhatToDo(t *testing.T) {
	c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/some/page", nil), httptest.NewRecorder())
	says := func(message string) bool { return strings.Contains(strings.ToLower(message), "please") }
	for _, o := range outcomes {
		if !says(o.message) && len(waysOn(c, o.status, o.err)) == 0 {
			t.Errorf("%v: %q leads nowhere", o.err, o.message)
		}
	}
	for status, message := range refusals {
		if !says(message) && len(waysOn(c, status, echo.NewHTTPError(status))) == 0 {
			t.Errorf("%d: %q leads nowhere", status, message)
		}
	}
	if ways := waysOn(c, http.StatusInternalServerError, http.ErrAbortHandler); len(ways) != 1 ||
		ways[0].Href != "/some/page" {
		t.Errorf("a failure: %v", ways)
	}
}

// TestServerErrorsAreFailures: the cause of every answer with 500 or more is logged.
func TestServerErrorsAreFailures(t *testing.T) {
	for _, o := range outcomes {
		if o.status >= http.StatusInternalServerError && o.fault != failure {
			t.Errorf("%v: %d is not logged", o.err, o.status)
		}
	}
}
