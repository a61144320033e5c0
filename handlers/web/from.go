package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
)

// From is where the request comes from.
func From(c echo.Context) auth.RequestDetails {
	r := c.Request()
	return auth.RequestDetails{Address: AddressOf(c), UserAgent: r.UserAgent(), Refresh: cookie.All(r, cookie.Refresh)}
}

// Shown holds the tokens that the browser sent.
func Shown(c echo.Context) auth.Shown {
	r := c.Request()
	return auth.Shown{Access: cookie.All(r, cookie.Access), Refresh: cookie.All(r, cookie.Refresh)}
}

func AddressOf(c echo.Context) netip.Addr {
	address, _ := netip.ParseAddr(c.RealIP()) // the zero value is an unknown address
	return address.Unmap().WithZone("")
}

// ClientAddress believes X-Forwarded-For only from the proxies that the
// configuration trusts. Without any, the address is the connection's own.
func ClientAddress(trusted []string) echo.IPExtractor {
	networks := make([]netip.Prefix, 0, len(trusted))
	for _, text := range trusted {
		if network, err := netip.ParsePrefix(text); err == nil { // the configuration is checked
			networks = append(networks, network.Masked())
		}
	}
	return func(r *http.Request) string {
		client, ok := hop(r.RemoteAddr)
		if !ok {
			return ""
		}
		return lastUntrusted(client, r.Header.Values(echo.HeaderXForwardedFor), networks).String()
	}
}

// lastUntrusted goes from the connection's end back through the hops that trusted proxies
// named. What nobody can read ends the way: what stands before it is anybody's word.
func lastUntrusted(client netip.Addr, forwarded []string, trusted []netip.Prefix) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, text := range slices.Backward(hops) {
		isTrusted := slices.ContainsFunc(trusted, func(network netip.Prefix) bool { return network.Contains(client) })
		before, ok := hop(text)
		if !isTrusted || !ok {
			return client
		}
		client = before
	}
	return client
}

// hop reads an address as proxies write it: with a port, in brackets, quoted, with a zone.
func hop(text string) (netip.Addr, bool) {
	text = strings.Trim(strings.TrimSpace(text), `"`)
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		host, _, _ := net.SplitHostPort(text)
		address, err = netip.ParseAddr(host)
	}
	return address.Unmap().WithZone(""), err == nil
}

// Network is the network of the visitor, as it is stored.
func Network(c echo.Context) string { return From(c).Network() }
