package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
)

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"a *b* **c**\n\nd":                "<p>a <em>b</em> <strong>c</strong></p>\n<p>d</p>",
		"[x](https://a.example/)":         `<p><a href="https://a.example/">x</a></p>`,
		"<script>alert(1)</script>":       "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
		"# a\n> b\n---\n- c":              "<p># a\n&gt; b\n---\n- c</p>",
		"prokken_access, prokken_refresh": "<p>prokken_access, prokken_refresh</p>",
		"a < b & c > d":                   "<p>a &lt; b &amp; c &gt; d</p>",
		"<https://a.example>":             "<p>&lt;https://a.example&gt;</p>",
		"[a]\n\n[a]: javascript:b":        "<p>[a]</p>\n<p>[a]: javascript:b</p>",
		"    a\n\n      b\n     c":        "<p>a</p>\n<p>b\nc</p>",
		"\ta":                             "<p>a</p>",
		"&lt;b&gt;":                       "<p>&lt;b&gt;</p>",
	} {
		if diff := cmp.Diff(want, wording.Markdown(text).HTML()); diff != "" {
			t.Error(diff)
		}
	}
}

// validProse is what Validate says of a document with the text.
func validProse(text string) error {
	return policy.Document{
		Slug:  "x",
		Title: "X",
		Intro: []policy.Block{{UID: "x", Content: block.Prose(text)}},
	}.Validate()
}

func TestLinksLeadSomewhere(t *testing.T) {
	for _, good := range []string{
		"[x](https://a.example)", "[x](/legal/terms)", "[x](#contact)", "[x](mailto:a@b.example)", "[x](tel:+88)", "no link", "[x](</legal/terms>)",
		`[x](https://a.example "title")`,
	} {
		if err := validProse(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](custom:x)", "[x](//evil.example)", "[x]()",
		"[x](ftp://a.example)", "![x](https://a.example/x.png)", "\u200b", "...", "[x](javascript&colon;alert(1))", "[x](&#106;avascript:alert(1))",
		"[x](&#x6A;avascript:alert(1))", "[x](<javascript:alert(1)>)", "[x]( javascript:alert(1))",
		"[x](java&Tab;script:alert(1))", "[x](java&NewLine;script:a)",
		"[x](\\javascript:alert(1))", "[x](vbscript:a)", "[x](/\\evil.example)", "[x](\\\\evil.example)", "[x](&sol;&sol;evil.example)", "[x](/&sol;evil.example)", "[x](/&#47;evil.example)", "[x](/&#x2f;evil.example)", "[x](\\//evil.example)", "[x](/\\/evil.example)",
		"[x](https:javascript:a)", "[x](https:///)", "[x](\u0001javascript:a)",
	} {
		if err := validProse(bad); err == nil {
			t.Errorf("%q was accepted: %s", bad, wording.Markdown(bad).HTML())
		}
	}
}

// TestTextIsNoHTML: whatever stands in a document, the page gets none of it as
// HTML but the tags of the subset.
func TestTextIsNoHTML(t *testing.T) {
	for _, text := range attacks {
		checkHTML(t, text)
	}
}

// attacks are where the fuzzer begins.
var attacks = []string{
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
	"[a][b]\n\n[b]: javascript:alert(1)", "<javascript:alert(1)>",
	"[a](&#x6A;avascript:alert(1))", "[a](java\nscript:alert(1))", "![a](javascript:alert(1))", "[a](https://a.example\" onclick=\"b)", `[a](https://a.example "b\" onclick=\"c")`,
	"*a<b>c*", "**a", "[a](<https://a.example/?\"'>)", "&lt;script&gt;", "\\<script>", "`<script>`", "[<b>](https://a.example)", "[a](https://a.example '\"><script>')",
	"<!-- a -->", "<?a?>", "<![CDATA[a]]>", "[![a](javascript:b)](https://a.example)", "a\x00b", "\xff<b>", "[a](data:text/html;base64,PHNjcmlwdD4=)",
}

func TestInline(t *testing.T) {
	for text, want := range map[string]string{
		"a *b*":  "a <em>b</em>",
		"a\n\nb": "<p>a</p>\n<p>b</p>",
		"<p>":    "&lt;p&gt;",
	} {
		if got := wording.Markdown(text).InlineHTML(); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
	if html := wording.Markdown(strings.Repeat("*", 20_000)).HTML(); len(html) > 30_000 {
		t.Error(len(html))
	}
}
