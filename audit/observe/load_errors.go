package observe

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
)

// cuts are the browser's own words for what broke off while it came.
var cuts = []string{
	"ERR_CONTENT_LENGTH_MISMATCH", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_HTTP2_PROTOCOL_ERROR",
	"ERR_CONNECTION_CLOSED", "ERR_CONNECTION_RESET",
	"ERR_CONNECTION_ABORTED", "ERR_EMPTY_RESPONSE", "ERR_TIMED_OUT", "context deadline exceeded", "PROXY_exhausted",
}

// isCut reports whether the error is of a page that is there and was not seen to
// its end. One that leads to another site, or nowhere, is none.
func isCut(text string) bool {
	return slices.ContainsFunc(cuts, func(code string) bool { return strings.Contains(text, code) })
}

// loadErrors are the browser's own words and what they mean.
var loadErrors = []struct{ code, words string }{
	{"PROXY_forbidden", "It is on a private network or port, where audits do not go."},
	{"PROXY_failed", "The host could not be found or reached."},
	{"PROXY_exhausted", "The site had sent all that an audit reads."},
	{"ERR_TUNNEL_CONNECTION_FAILED", "The host could not be found or reached."},
	{"ERR_PROXY_CONNECTION_FAILED", "The host could not be found or reached."},
	{"ERR_CONNECTION_REFUSED", "Nobody listens there."},
	{"ERR_CONNECTION", "The connection broke."},
	{"ERR_EMPTY_RESPONSE", "The answer was empty."},
	{"ERR_CONTENT_LENGTH_MISMATCH", "The answer was cut off."},
	{"ERR_INCOMPLETE_CHUNKED_ENCODING", "The answer was cut off."},
	{"ERR_HTTP2_PROTOCOL_ERROR", "The answer was cut off."},
	{"ERR_CERT", "The site's certificate is not valid."},
	{"ERR_SSL", "A secure connection could not be made."},
	{"ERR_TOO_MANY_REDIRECTS", "It redirects endlessly."},
	{"ERR_BLOCKED_BY_CLIENT", "It leads to another site; the audit stays on this one."},
	{"ERR_ABORTED", "It is a download; audits skip those."},
	{"ERR_TIMED_OUT", "There was no answer in time."},
	{"context deadline exceeded", "There was no answer in time."},
	{"context canceled", "The audit ended before."},
}

// ErrorWords tells an error of the browser in words for people.
func ErrorWords(text string) string {
	for _, t := range loadErrors {
		if strings.Contains(text, t.code) {
			return t.words
		}
	}
	return "The browser could not open it: " + report.Short(text) + "."
}
