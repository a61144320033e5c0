package certificate

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// Plain answers what comes without TLS: the challenge HTTP-01; everything else is sent to the
// same address with https, under the name that was asked for where it is one of the domains.
func (k *Keeper) Plain() http.Handler {
	return k.issuer.HTTPChallengeHandler(http.HandlerFunc(k.redirect))
}

func (k *Keeper) redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://"+k.secureHost(r.Host)+written(r), http.StatusPermanentRedirect)
}

// secureHost is the host of the address with https, with its port where that is not 443.
func (k *Keeper) secureHost(asked string) string {
	name := strings.ToLower(asked)
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	if !slices.Contains(k.domains, name) {
		name = k.domains[0]
	}
	if k.port != "" {
		name = net.JoinHostPort(name, k.port)
	}
	return name
}

// written is the path and the query as they were asked for; "*" and whole addresses have none.
func written(r *http.Request) string {
	return "/" + strings.TrimPrefix(r.URL.EscapedPath(), "/") + query(r)
}

func query(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}
