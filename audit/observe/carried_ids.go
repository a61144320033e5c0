package observe

import (
	"net/url"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/report"
)

// Something of the site's own that tells visitors apart may go to others in an address or
// in what is sent along. Both are kept until the page is looked at.

// minID is the least that tells visitors apart: shorter values are settings.
const minID = 10

// maxSent is how much of one request is searched, and maxSents how many requests of a page.
const (
	maxSent  = 64 << 10
	maxSents = 200
)

// sentOut is what a request to another site carried.
type sentOut struct {
	request *report.Request
	text    string
}

// keepSent keeps what the request carried.
func (r *Recorder) keepSent(e *network.Request, q *report.Request) {
	if q == nil || len(r.sentOut) >= maxSents {
		return
	}
	text := e.URL
	for _, part := range e.PostDataEntries {
		text += " " + string(part.Bytes)
	}
	r.sentOut = append(r.sentOut, sentOut{q, text[:min(len(text), maxSent)]})
}

// findIDs notes which of the values of the site's own went out.
func (r *Recorder) findIDs(jar []*network.Cookie) {
	for _, c := range jar {
		r.ids[c.Value] = c.Name
	}
	for value, name := range r.ids {
		if len(value) < minID {
			continue
		}
		for _, sent := range r.sentOut {
			if contains(sent.text, value) && !slices.Contains(sent.request.Carries, name) &&
				len(sent.request.Carries) < places {
				sent.request.Carries = append(sent.request.Carries, name)
			}
		}
	}
	r.sentOut = nil
}

// contains reports whether the text has the value, as it is or as addresses have it.
func contains(text, value string) bool {
	return strings.Contains(text, value) || strings.Contains(text, url.QueryEscape(value))
}
