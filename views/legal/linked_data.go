package legal

import (
	"encoding/json"
	"time"

	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// policyAlternates are the other forms of a version's page.
func policyAlternates(site views.Site, at views.Paths, v *site.Version) []views.Alternate {
	slug := v.Document.Slug
	return []views.Alternate{
		{
			Type:  "application/json",
			Href:  site.BaseURL + at.Version(slug, v.Number) + ".json",
			Title: v.Document.Title + " as JSON",
		},
		{Type: "application/atom+xml", Href: site.BaseURL + at.Feed(), Title: "Changes to the policies"},
	}
}

// linkedData describes the page for machines, in the words of schema.org. It can
// stand in a script element: the encoding writes < as \u003c.
func linkedData(p views.Page, v *site.Version) string {
	publisher := map[string]string{"@type": "Organization", "name": p.Site.Name, "url": p.Site.BaseURL + "/"}
	if p.Hosted != nil {
		publisher["url"] = p.Hosted.Address
	}
	data := map[string]any{
		"@context": "https://schema.org", "@type": "WebPage", "name": v.Document.Title, "url": p.Site.BaseURL + p.Path,
		"datePublished": display.ISODate(v.PublishedOn), "dateModified": v.EffectiveAt.Format(time.RFC3339),
		"version": display.Number(v.Number), "inLanguage": p.ContentLanguage().Code, "publisher": publisher,
	}
	text, err := json.Marshal(data)
	if err != nil {
		return "{}" // text alone does not fail
	}
	return string(text)
}
