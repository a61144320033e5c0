package audit

import (
	"slices"

	"github.com/prokken/prokken/audit/proxy"
)

// OnTheWire is the kind of a request that no page told of, and that the proxy
// saw: of a worker, or of something the browser does for a page.
const OnTheWire = "seen on the wire"

// addWire adds the hosts that were asked, and that no page told of.
func (r *run) addWire() {
	told := slices.Clone(proxy.Background)
	for _, q := range r.report.Requests {
		told = append(told, q.Host)
	}
	for _, h := range r.proxy.Hosts() {
		if siteOf(h.Name) != siteOf(r.site.Hostname()) && !slices.Contains(told, h.Name) {
			r.report.Requests = append(r.report.Requests, Request{Host: h.Name, Kind: OnTheWire, Count: h.Asked})
		}
	}
}
