package audit

import (
	"slices"

	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// SeenByProxy is the kind of a request that no page told of, and that the proxy
// saw: of a worker, or of something the browser does for a page.
const SeenByProxy = "seen on the wire"

// addProxied adds the hosts that were asked, and that no page told of.
func (r *run) addProxied() {
	told := slices.Clone(proxy.Background)
	for _, q := range r.report.Requests {
		told = append(told, q.Host)
	}
	for _, h := range r.proxy.Hosts() {
		if siteurl.SiteOf(h.Name) != siteurl.SiteOf(r.site.Hostname()) && !slices.Contains(told, h.Name) {
			r.report.Requests = append(r.report.Requests, report.Request{Host: h.Name, Kind: SeenByProxy, Count: h.Asked})
		}
	}
}
