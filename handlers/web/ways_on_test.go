package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/views"
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

// TestWaysOn: where the links of an error lead.
func TestWaysOn(t *testing.T) {
	c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/some/page", nil), httptest.NewRecorder())
	for _, tt := range []struct {
		status int
		err    error
		want   string
	}{
		{http.StatusUnauthorized, auth.ErrEnded, "/login"},
		{http.StatusPaymentRequired, billing.ErrDeclined, "/account/billing"},
		{http.StatusForbidden, ErrForbidden, "/account"},
		{http.StatusNotFound, echo.ErrNotFound, "/legal"},
		{http.StatusConflict, models.ErrConflict, "/account"},
		{http.StatusConflict, auth.ErrTwoAccounts, "/login"},
		{http.StatusGone, auth.ErrChallenge, "/login"},
		{http.StatusGone, auth.ErrLink, "/forgot"},
		{http.StatusGone, announce.ErrLink, "/legal/subscribe"},
		{http.StatusForbidden, auth.ErrStepUp, "/account/confirm"},
		{http.StatusForbidden, auth.ErrNoFactor, "/account/security"},
		{http.StatusConflict, billing.ErrAlreadySubscribed, "/account/billing"},
		{http.StatusGone, billing.ErrCheckoutEnded, "/pricing"},
		{http.StatusConflict, billing.ErrNoPlan, "/pricing"},
		{http.StatusConflict, billing.ErrLimit, "/pricing"},
	} {
		ways := waysOn(c, tt.status, tt.err)
		if !slices.ContainsFunc(ways, func(way views.Link) bool { return way.Href == tt.want }) {
			t.Errorf("%v: %v, without %s", tt.err, ways, tt.want)
		}
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
