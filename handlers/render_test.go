package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
)

var errRender = errors.New("cannot be rendered")

func ask(t *testing.T, handle echo.HandlerFunc) (*httptest.ResponseRecorder, error) {
	t.Helper()
	w := httptest.NewRecorder()
	return w, handle(echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), w))
}

// TestFailedPageIsNotKept: the visitor gets the error, and the next request tries again.
func TestFailedPageIsNotKept(t *testing.T) {
	tries := 0
	make := func() ([]byte, error) {
		if tries++; tries < 3 {
			return []byte("half"), errRender
		}
		return []byte("whole"), nil
	}
	page := web.NewPrecompressed(web.TypeHTML, make)
	var memory web.Remembered
	for name, serve := range map[string]echo.HandlerFunc{
		"precompressed": page.Serve,
		"remembered":    func(c echo.Context) error { return memory.Serve(c, web.TypeJSON, make) },
	} {
		tries = 0
		for range 2 {
			if w, err := ask(t, serve); !errors.Is(err, errRender) || w.Body.Len() > 0 || w.Header().Get("Etag") != "" {
				t.Errorf("%s: %v %q", name, err, w.Body)
			}
		}
		for range 2 {
			if w, err := ask(t, serve); err != nil || w.Body.String() != "whole" {
				t.Errorf("%s: %v %q", name, err, w.Body)
			}
		}
		if tries != 3 {
			t.Errorf("%s: made %d times", name, tries)
		}
	}
}

// TestNothingOfAFailedPageIsSent: what was rendered before the failure would look like a whole page.
func TestNothingOfAFailedPageIsSent(t *testing.T) {
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, strings.Repeat("half a page ", 1000))
		return errRender
	})
	w, err := ask(t, func(c echo.Context) error { return (&Server{}).Show(c, http.StatusOK, half) })
	if !errors.Is(err, errRender) || w.Body.Len() > 0 {
		t.Errorf("%v, and %d bytes were sent", err, w.Body.Len())
	}
}
