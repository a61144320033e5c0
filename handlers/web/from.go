package web

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
)

// From is where the request comes from.
func From(c echo.Context) auth.RequestDetails {
	r := c.Request()
	return auth.RequestDetails{Address: AddressOf(c), UserAgent: r.UserAgent(), Refresh: cookie.Get(r, cookie.Refresh)}
}

func AddressOf(c echo.Context) netip.Addr {
	address, _ := netip.ParseAddr(c.RealIP()) // the zero value is an unknown address
	return address.Unmap().WithZone("")
}

// ClientAddress believes X-Forwarded-For only from the proxies that the
// configuration trusts. Without any, the address is the connection's own.
func ClientAddress(trusted []string) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, text := range trusted {
		if _, network, err := net.ParseCIDR(text); err == nil { // the configuration is checked
			options = append(options, echo.TrustIPRange(network))
		}
	}
	extract := echo.ExtractIPFromXFFHeader(options...)
	return func(r *http.Request) string { return extract(r) }
}
