package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"
)

// isRenewed: the browser comes back from the refresh.
func isRenewed(c echo.Context) bool { return c.QueryParam(renewedParam) != "" }

// renewedParam is on the way back from a refresh: one round is enough.
const renewedParam = "renewed"

func withoutRenewed(address *url.URL) string {
	query := address.Query()
	if !query.Has(renewedParam) {
		return address.RequestURI()
	}
	query.Del(renewedParam)
	clean := url.URL{Path: address.Path, RawPath: address.RawPath, RawQuery: query.Encode()}
	return clean.RequestURI()
}

func (s *Server) withRenewed(path string) string {
	address, err := url.Parse(path)
	if err != nil {
		return path
	}
	query := address.Query()
	query.Set(renewedParam, s.Keys.Seal(s.now(), "renewed", path))
	address.RawQuery = query.Encode()
	return address.RequestURI()
}
