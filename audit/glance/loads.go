package glance

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"

	"golang.org/x/net/html"
)

// loads is what a page loads: scripts and frames with their addresses, of everything else the
// host, and of the scripts that stand in the page how many there are and which hosts and cookies
// they name: that is how most trackers come in.
func loads(page []byte, at *url.URL) []string {
	l := loading{tokens: html.NewTokenizer(bytes.NewReader(page)), at: at}
	for l.next() {
	}
	return append(l.found, fmt.Sprintf("%d scripts in the page", l.inline))
}

// loading reads a page. inScript: the next text is a script.
type loading struct {
	tokens   *html.Tokenizer
	at       *url.URL
	inScript bool
	inline   int
	found    []string
}

// next reads on, and reports whether there is more.
func (l *loading) next() bool {
	switch l.tokens.Next() {
	case html.ErrorToken:
		return false
	case html.StartTagToken, html.SelfClosingTagToken:
		l.begins(l.tokens.Token())
	case html.TextToken:
		if l.inScript {
			l.reads(l.tokens.Text())
		}
	case html.EndTagToken:
		l.inScript = false
	case html.CommentToken, html.DoctypeToken:
	}
	return true
}

func (l *loading) begins(t html.Token) {
	l.inScript = false
	switch t.Data {
	case "script":
		if l.names("script", attribute(t, "src")); attribute(t, "src") == "" {
			l.inScript = true
			l.inline++
		}
	case "noscript": // what stands in it is loaded without scripts
		l.tokens.NextIsNotRawText()
	case "iframe", "frame", "embed":
		l.names(t.Data, attribute(t, "src"))
	case "object":
		l.names(t.Data, attribute(t, "data"))
	case "img", "source", "video", "audio":
		l.namesHost(attribute(t, "src"))
	case "link":
		l.namesHost(attribute(t, "href"))
	case "meta":
		if attribute(t, "http-equiv") != "" {
			l.found = append(l.found, "meta "+attribute(t, "http-equiv")+" "+attribute(t, "content"))
		}
	}
}

func (l *loading) names(kind, address string) {
	if u, err := l.at.Parse(address); err == nil && address != "" {
		l.found = append(l.found, kind+" "+u.String())
	}
}

func (l *loading) namesHost(address string) {
	if u, err := l.at.Parse(address); err == nil && u.Host != "" {
		l.found = append(l.found, "host "+u.Host)
	}
}

var (
	hostIn   = regexp.MustCompile(`//([a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+)`)
	cookieIn = regexp.MustCompile("document\\.cookie\\s*=\\s*[\"'`]([^=\"'`]{1,100})=")
)

// reads takes in a script that stands in the page. Most of its text may change with each visit.
func (l *loading) reads(script []byte) {
	for _, m := range hostIn.FindAllSubmatch(script, -1) {
		l.found = append(l.found, "host "+string(m[1]))
	}
	for _, m := range cookieIn.FindAllSubmatch(script, -1) {
		l.found = append(l.found, "cookie "+string(m[1]))
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
