package proxy

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

var errTarget = errors.New("the proxy takes http:// addresses and CONNECT host:port")

// target is a host and port as the browser asked for them, in one spelling:
// small letters, no last dot, addresses as netip writes them.
type target struct {
	host string
	port uint16
}

func (t target) String() string { return net.JoinHostPort(t.host, strconv.Itoa(int(t.port))) }

// targetOf reads the address of a request. A name and password in it are
// refused: browsers send those in a header.
func targetOf(u *url.URL, port string) (target, error) {
	if u.User != nil || u.Host == "" {
		return target{}, errTarget
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return newTarget(u.Hostname(), port)
}

func newTarget(host, port string) (target, error) {
	number, err := strconv.ParseUint(port, 10, 16)
	name, ok := hostName(host)
	if err != nil || number == 0 || !ok {
		return target{}, errTarget
	}
	return target{name, uint16(number)}, nil
}

// hostName is the one spelling of a host. It takes names as browsers send them
// (IDN as xn--), and whole addresses. What other programs may read as an address
// (2130706433, 0x7f.1, 0177.0.0.1) is none: no name ends in a label that begins
// with a digit.
func hostName(host string) (string, bool) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Unmap().String(), true
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if a, err := netip.ParseAddr(host); err == nil && a.Is4() {
		return host, true
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	ok := len(host) <= 253 && last != "" && (last[0] < '0' || last[0] > '9')
	return host, ok && strings.IndexFunc(host, notOfNames) < 0
}

func notOfNames(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
}
