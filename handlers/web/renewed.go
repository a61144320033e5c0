package web

import (
	"net/url"

	"github.com/labstack/echo/v4"
)

// IsRenewed: the browser comes back from the refresh.
func IsRenewed(c echo.Context) bool { return c.QueryParam(RenewedParam) != "" }

// RenewedParam is on the way back from a refresh: one round is enough.
const RenewedParam = "renewed"

func WithoutRenewed(address *url.URL) string {
	query := address.Query()
	if !query.Has(RenewedParam) {
		return address.RequestURI()
	}
	query.Del(RenewedParam)
	clean := url.URL{Path: address.Path, RawPath: address.RawPath, RawQuery: query.Encode()}
	return clean.RequestURI()
}

func (s *Frame) WithRenewed(path string) string {
	address, err := url.Parse(path)
	if err != nil {
		return path
	}
	query := address.Query()
	query.Set(RenewedParam, s.Keys.Seal(s.Now(), "renewed", path))
	address.RawQuery = query.Encode()
	return address.RequestURI()
}
