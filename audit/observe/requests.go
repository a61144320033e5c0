package observe

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// answer is one request with its hops: redirects keep the id.
type answer struct {
	hops      []string
	initiator string
	isPage    bool // what the tab shows
	extras    []*network.EventResponseReceivedExtraInfo
	request   *report.Request
}

// answered: what the proxy says is no answer of the site.
func (r *Recorder) answered(e *network.EventResponseReceived) {
	if e.Type != network.ResourceTypeDocument || e.FrameID != r.main || r.status != 0 {
		return
	}
	for name, value := range e.Response.Headers {
		if strings.EqualFold(name, proxy.Header) {
			r.failed = fmt.Sprintf("PROXY_%v", value)
			return
		}
	}
	r.status = int(e.Response.Status)
}

func (r *Recorder) asked(e *network.EventRequestWillBeSent) {
	r.stir(loadOf(e))
	if e.Type != network.ResourceTypeEventSource && !isWorker(e) { // the page hears of no end
		r.active[e.RequestID] = loadOf(e)
	}
	a := r.answer(e.RequestID)
	a.hops = append(a.hops, e.Request.URL)
	a.initiator = initiatorOf(e)
	a.isPage = e.Type == network.ResourceTypeDocument && e.FrameID == r.main
	r.opening = r.opening || a.isPage
	before := a.request
	a.request = r.asks(e.Request.URL, string(e.Type), a.initiator, before)
	if a.request != before {
		r.keepSent(e.Request, a.request)
	}
}

// isWorker reports whether a worker's own script is asked for: it belongs to no document,
// and of its end the worker is told.
func isWorker(e *network.EventRequestWillBeSent) bool {
	return e.Type == network.ResourceTypeScript && e.LoaderID == ""
}

// asks notes a request to another site.
func (r *Recorder) asks(address, kind, initiator string, before *report.Request) *report.Request {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || siteurl.SameSite(u, r.site) {
		return before
	}
	host := strings.ToLower(u.Hostname())
	q := r.requests.get(requestKey{host, kind}, func() report.Request {
		return report.Request{
			Host:   host,
			URL:    siteurl.Bare(address),
			Kind:   kind,
			Beacon: kind == string(network.ResourceTypePing),
		}
	})
	if q != nil {
		q.Count++
		q.Seen = seenAt(q.Seen, r.here(initiator))
	}
	return q
}

// Hinted notes a host that the page has the browser connect to, look up or tell.
func (r *Recorder) Hinted(kind, address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asks(address, report.Short(kind), "", nil)
}

func (r *Recorder) ended(id network.RequestID) {
	r.stir(r.active[id])
	delete(r.active, id)
}

// acting are the kinds of what sets cookies once it came to its end.
var acting = []network.ResourceType{
	network.ResourceTypeDocument, network.ResourceTypeScript, network.ResourceTypeStylesheet, network.ResourceTypeXHR,
	network.ResourceTypeFetch,
}

// lost: a request that the page's own policy forbids never left the browser.
func (r *Recorder) lost(e *network.EventLoadingFailed) {
	r.ended(e.RequestID)
	a := r.answer(e.RequestID)
	r.torn = r.torn || !e.Canceled && isCut(e.ErrorText) && slices.Contains(acting, e.Type)
	if a.request != nil &&
		(e.BlockedReason == network.BlockedReasonCsp || e.BlockedReason == network.BlockedReasonInspector) {
		a.request.Blocked = a.request.Count == 1 || a.request.Blocked
	}
	if a.isPage && r.failed == "" {
		r.failed, r.opening = e.ErrorText, false
	}
}

func initiatorOf(e *network.EventRequestWillBeSent) string {
	for stack := e.Initiator.Stack; stack != nil; stack = stack.Parent {
		for _, frame := range stack.CallFrames {
			if frame.URL != "" {
				return frame.URL
			}
		}
	}
	if e.Initiator.URL != "" {
		return e.Initiator.URL
	}
	return e.DocumentURL
}
