package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// linking is a policy with a section, and a block with the text.
func linking(slug, text string) policy.Document {
	return policy.Document{
		Slug: slug, Title: "The " + slug, Intro: []policy.Block{{UID: "why", Content: block.List{wording.Markdown(text)}}},
		Sections: []policy.Section{{Anchor: "contact", Title: "Contact"}},
	}
}

// TestDeadLinks: what leads to no policy, section or block of the site.
func TestDeadLinks(t *testing.T) {
	const noPolicy, noPart = "there is no policy", "has no section or block"
	for link, want := range map[string]string{
		"#contact": "", "#why": "", "#main": "", "#nowhere": noPart, "#Contact": noPart,
		"/legal/terms": "", "/legal/terms#contact": "", "/legal/terms#nowhere": noPart, "/legal/terms.json": "",
		"/legal/privacy": noPolicy, "/legal/Terms": noPolicy, "/legal/privacy/versions/1": noPolicy,
		"/legal/terms/versions/1#long-gone": "", "/legal/your-cookies": "", "/legal/feed.atom": "", "/legal": "", "/legal/": "",
		"/pricing": "", "/pricing#nowhere": "", "https://other.example/legal/none": "", "mailto:a@b.example": "",
		"https://prokken.com/legal/none": noPolicy, "https://prokken.com/legal/terms#nowhere": noPart,
		"https://prokken.com.evil.example/legal/none": "", "/legal/none?x=/legal/terms": noPolicy,
	} {
		d := linking("own", "Read [these **words**]("+link+"), please.")
		pages := policy.Pages{Address: "https://prokken.com", Known: []policy.Document{d, linking("terms", "Yes.")}}
		var found validation.Errors
		errors.As(d.CheckLinks(pages), &found)
		if got := found["why"]; !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, not %q", link, got, want)
		} else if want != "" && !strings.Contains(got, "The link “these words” leads nowhere") {
			t.Errorf("%s: %q does not say which link", link, got)
		}
		pages.Partial = true
		if err := d.CheckLinks(pages); (err != nil) != (want == noPart) {
			t.Errorf("%s, where there may be more policies: %v", link, err)
		}
	}
}
