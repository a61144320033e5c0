package wording_test

import (
	"testing"

	"github.com/prokken/prokken/policy/wording"
)

// TestOutwardLinks: a link that leaves a hosted page vouches for nothing, and one without a host
// leads to the site whose words they are, never to the host that shows them.
func TestOutwardLinks(t *testing.T) {
	o := wording.Outward{Rel: "nofollow ugc noopener", Address: "https://shop.example"}
	for text, want := range map[string]string{
		"[a](https://other.example/?a=1&b=2)": `<a href="https://other.example/?a=1&amp;b=2" rel="nofollow ugc noopener">a</a>`,
		"[a](/contact)":                       `<a href="https://shop.example/contact" rel="nofollow ugc noopener">a</a>`,
		"[a](&sol;contact)":                   `<a href="https://shop.example/contact" rel="nofollow ugc noopener">a</a>`,
		"[a](mailto:ask@shop.example)":        `<a href="mailto:ask@shop.example" rel="nofollow ugc noopener">a</a>`,
		"[a](#top)":                           `<a href="#top">a</a>`,
		"<b>raw</b> [x](javascript:alert(1))": `&lt;b&gt;raw&lt;/b&gt; <a href="" rel="nofollow ugc noopener">x</a>`,
		`[a](https://x.example "onclick=")`:   `<a href="https://x.example" title="onclick=" rel="nofollow ugc noopener">a</a>`,
	} {
		if got := wording.Markdown(text).InlineHTMLWith(o); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	}
	if got, want := wording.Markdown("[a](/b)").HTMLWith(wording.Outward{}), `<p><a href="/b">a</a></p>`; got != want {
		t.Errorf("%s", got)
	}
}
