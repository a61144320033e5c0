package auth

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/mileusna/useragent"
)

// RequestDetails says where a request comes from: the visitor's address, what their
// browser calls itself, and the refresh tokens that it showed.
type RequestDetails struct {
	Address   netip.Addr
	UserAgent string
	Refresh   []string
}

// This much of an address is stored: enough to tell a place from another, not a
// household from its neighbour.
const (
	storedBitsIPv4 = 24
	storedBitsIPv6 = 48
)

// Network returns the address without its last part, such as 203.0.113.0/24; "" if
// the address is not known.
func (d RequestDetails) Network() string {
	address, bits := d.Address.Unmap(), storedBitsIPv6
	if address.Is4() {
		bits = storedBitsIPv4
	}
	network, err := address.WithZone("").Prefix(bits)
	if err != nil || !network.IsValid() {
		return ""
	}
	return network.String()
}

// Browser returns the browser and its system in words.
func (d RequestDetails) Browser() string { return BrowserWords(d.UserAgent) }

func (d RequestDetails) browserIfAny() string {
	if d.UserAgent == "" {
		return ""
	}
	return d.Browser()
}

// BrowserWords puts what a browser calls itself into words: Firefox on Linux.
func BrowserWords(userAgent string) string {
	parsed := useragent.Parse(userAgent)
	switch browser, system := slices.Contains(browsers, parsed.Name), slices.Contains(systems, parsed.OS); {
	case browser && system:
		return parsed.Name + " on " + parsed.OS
	case browser:
		return parsed.Name
	case system:
		return "An unknown browser on " + parsed.OS
	}
	return "An unknown browser"
}

// These are what a browser may call itself in our mails: nobody else's words get
// in there.
var (
	browsers = []string{
		useragent.Chrome, useragent.Edge, useragent.Firefox, useragent.HeadlessChrome, useragent.InternetExplorer,
		useragent.Opera, useragent.OperaMini, useragent.OperaTouch, useragent.Safari,
		useragent.SamsungBrowser, useragent.Vivaldi,
	}
	systems = []string{
		useragent.Android, useragent.ChromeOS, useragent.CrOS, useragent.FreeBSD, useragent.Harmony, useragent.IOS,
		useragent.Linux, useragent.MacOS, useragent.Windows,
	}
)

// maxUserAgent is how much of a browser's name for itself is stored.
const maxUserAgent = 300

func clip(userAgent string) string {
	userAgent = strings.ReplaceAll(strings.ToValidUTF8(userAgent, ""), "\x00", "")
	return strings.ToValidUTF8(userAgent[:min(len(userAgent), maxUserAgent)], "")
}
