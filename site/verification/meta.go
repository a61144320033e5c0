package verification

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// metaName is the name of the meta tag that holds the token.
const metaName = "prokken"

// lookMeta looks for the token's meta tag in the head of the start page.
func (d *door) lookMeta(ctx context.Context, site *url.URL, token string) string {
	a, err := d.get(ctx, at(site, "/"))
	asked := "We asked for the page " + at(site, "/") + " and "
	switch {
	case err != nil:
		return asked + d.why(ctx, err)
	case a.status != http.StatusOK:
		return asked + gotStatus(a.status)
	}
	found := metas(a.body)
	switch {
	case slices.Contains(found, token):
		return ""
	case len(found) > 0:
		return asked + "found " + quoteSome(found) + ` in <meta name="prokken">, which is not the token.`
	}
	return asked + `found no <meta name="prokken"> in its head.`
}

// metas returns what the meta tags of our name hold in the head of a page. Visitors can write into
// the body of many pages, so that it counts for nothing: the head ends where a browser ends it.
func metas(page []byte) []string {
	h := head{tokens: html.NewTokenizer(bytes.NewReader(bytes.TrimPrefix(page, []byte("\ufeff"))))}
	for h.next() {
	}
	return h.found
}

// head reads the head of a page. Inside is the element whose text the next one is; templates
// counts the templates that are open.
type head struct {
	tokens    *html.Tokenizer
	inside    string
	templates int
	found     []string
}

// next reads on, and reports whether that is still the head.
func (h *head) next() bool {
	kind := h.tokens.Next()
	t := h.tokens.Token()
	switch kind {
	case html.ErrorToken:
		return false
	case html.TextToken:
		return h.templates > 0 || h.inside != "" || strings.TrimSpace(t.Data) == ""
	case html.StartTagToken, html.SelfClosingTagToken:
		return h.begins(t)
	case html.EndTagToken:
		return h.ends(t)
	default: // comments and the document's type
		return true
	}
}

// begins takes in an element. What is in a template is no part of the page.
func (h *head) begins(t html.Token) bool {
	switch t.Data {
	case "template":
		h.templates++
	case "title", "script", "style", "noscript": // their text is one token
		h.inside = t.Data
	case "meta":
		if h.templates == 0 && strings.EqualFold(attribute(t, "name"), metaName) {
			h.found = append(h.found, attribute(t, "content"))
		}
	case "html", "head", "base", "link":
	default:
		return h.templates > 0
	}
	return true
}

func (h *head) ends(t html.Token) bool {
	h.inside = ""
	switch t.Data {
	case "template":
		h.templates = max(0, h.templates-1)
	case "head", "body", "html", "br":
		return h.templates > 0
	}
	return true
}

// attribute returns the first attribute of that name, which is the one that counts.
func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
