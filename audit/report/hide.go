package report

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Hider takes out of texts what somebody typed to log in: a site may put it into addresses and names.
type Hider struct{ all []*regexp.Regexp }

// longWord is how long a word is in bytes that is nothing else by chance, wherever it stands.
const longWord = 6

// NewHider makes one for these words, as they are and as addresses write them. A short word is taken out
// where it stands alone.
func NewHider(words ...string) Hider {
	var h Hider
	for _, word := range words {
		for _, form := range []string{word, url.PathEscape(word), url.QueryEscape(word)} {
			form = regexp.QuoteMeta(form)
			if len(word) < longWord {
				form = `\b` + form + `\b`
			}
			h.all = append(h.all, regexp.MustCompile("(?i)"+form))
		}
	}
	return h
}

// Text is the text without the words.
func (h Hider) Text(text string) string {
	for _, form := range h.all {
		text = form.ReplaceAllString(text, "…")
	}
	return text
}

// Address is the address without the words, but for its host, which is known.
func (h Hider) Address(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	host, path, hasPath := strings.Cut(rest, "/")
	if !found || !hasPath {
		return address
	}
	return scheme + "://" + host + "/" + h.Text(path)
}

// Hide takes the words out of what was seen of members alone: what others saw does not come from them.
func (r *Report) Hide(h Hider) {
	for i := range r.Journeys {
		if r.Journeys[i].Name == Member {
			for j := range r.Journeys[i].Pages {
				r.Journeys[i].Pages[j].URL = h.Address(r.Journeys[i].Pages[j].URL)
			}
		}
	}
	for i := range r.Cookies {
		c := &r.Cookies[i]
		h.seen(c.Seen, &c.Name, &c.Path)
	}
	for i := range r.Stored {
		h.seen(r.Stored[i].Seen, &r.Stored[i].Key)
	}
	for i := range r.Requests {
		q := &r.Requests[i]
		h.seen(q.Seen, &q.URL)
		for j := range q.Carries {
			h.seen(q.Seen, &q.Carries[j])
		}
	}
}

// seen hides the words in where something was seen, and in the texts if members alone saw it.
func (h Hider) seen(where []Where, texts ...*string) {
	for i := range where {
		if where[i].Journey == Member {
			where[i].Page, where[i].Initiator = h.Address(where[i].Page), h.Address(where[i].Initiator)
		}
	}
	if slices.ContainsFunc(where, func(w Where) bool { return w.Journey != Member }) {
		return
	}
	for _, text := range texts {
		if strings.Contains(*text, "://") {
			*text = h.Address(*text)
		} else {
			*text = h.Text(*text)
		}
	}
}
