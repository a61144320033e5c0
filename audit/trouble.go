package audit

import "strings"

// troubles are the browser's own words and what they mean.
var troubles = []struct{ code, words string }{
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
	{"ERR_CERT", "The site's certificate is not valid."},
	{"ERR_SSL", "A secure connection could not be made."},
	{"ERR_TOO_MANY_REDIRECTS", "It redirects without end."},
	{"ERR_BLOCKED_BY_CLIENT", "It leads to another site; the audit stays on this one."},
	{"ERR_ABORTED", "It is a download; the audit takes none."},
	{"ERR_TIMED_OUT", "There was no answer in time."},
	{"context deadline exceeded", "There was no answer in time."},
	{"context canceled", "The audit ended before."},
}

// troubleWords tells an error of the browser in words for people.
func troubleWords(text string) string {
	for _, t := range troubles {
		if strings.Contains(text, t.code) {
			return t.words
		}
	}
	return "The browser could not open it: " + short(text) + "."
}
