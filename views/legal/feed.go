package legal

import (
	"encoding/xml"
	"strings"
	"time"

	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// Atom (RFC 4287), as far as it is used here.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Title     string     `xml:"title"`
	ID        string     `xml:"id"`
	Updated   string     `xml:"updated"`
	Published string     `xml:"published"`
	Links     []atomLink `xml:"link"`
	Summary   string     `xml:"summary"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Type  string `xml:"type,attr"`
	Href  string `xml:"href,attr"`
	Title string `xml:"title,attr,omitempty"`
}

// Feed lists published versions, newest first, for feed readers. The ids begin with the
// tag: readers go by them, and show nothing twice when the site gets another address.
func Feed(site views.Site, tag string, versions []site.Version, now time.Time) ([]byte, error) {
	feed := atomFeed{
		Title: site.Name + ": changes to the policies", ID: tag + "policies",
		Author: site.Name,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: site.BaseURL + site.Paths.Feed()},
			{Rel: "alternate", Type: "text/html", Href: site.BaseURL + site.Paths.Base()},
		},
	}
	updated := time.Unix(0, 0).UTC()
	for _, v := range versions {
		entry := atomEntryOf(site, v, now)
		entry.ID = tag + "policies/" + v.Document.Slug + "/" + display.Number(v.Number)
		feed.Entries = append(feed.Entries, entry)
		if changed := changedAt(site, v); changed.After(updated) {
			updated = changed
		}
	}
	feed.Updated = updated.Format(time.RFC3339)
	text, err := xml.MarshalIndent(feed, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

// changedAt is when something was last said of the version: in the zone that its days are of.
func changedAt(s views.Site, v site.Version) time.Time {
	if v.Withdrawn != nil {
		return s.Local(v.Withdrawn.WithdrawnAt)
	}
	return v.PublishedAt
}

func atomEntryOf(s views.Site, v site.Version, now time.Time) atomEntry {
	address := s.BaseURL + s.Paths.Version(v.Document.Slug, v.Number)
	entry := atomEntry{
		Title:     v.Document.Title + ", version " + display.Number(v.Number),
		Published: v.PublishedAt.Format(time.RFC3339), Updated: changedAt(s, v).Format(time.RFC3339),
		Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: address}},
		Summary: v.Summary + " " + StatusWords(s, v, v.Status(now)) + "." + lostInFeed(v),
	}
	if v.Number > 1 {
		entry.Links = append(
			entry.Links,
			atomLink{
				"related", "text/html", s.BaseURL + s.Paths.Compare(v.Document.Slug, v.Number-1, v.Number), "What changed",
			},
		)
	}
	return entry
}

// lostInFeed names the sentences that the version checks no longer.
func lostInFeed(v site.Version) string {
	if len(v.Lost) == 0 {
		return ""
	}
	var sentences []string
	for _, l := range v.Lost {
		sentences = append(sentences, "“"+l.Says+"”")
	}
	return " No longer checked: " + strings.Join(sentences, ", ")
}

type sitemap struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

type sitemapPage struct {
	Address      string `xml:"loc"`
	LastModified string `xml:"lastmod,omitempty"`
}

// Sitemap lists the pages that search engines should know; translations are the
// addresses of policies in other languages.
func Sitemap(site views.Site, pages []string, policies []*site.Version, translations []string) ([]byte, error) {
	var all sitemap
	for _, path := range pages {
		all.Pages = append(all.Pages, sitemapPage{Address: site.BaseURL + path})
	}
	for _, v := range policies {
		all.Pages = append(
			all.Pages,
			sitemapPage{site.BaseURL + site.Paths.Policy(v.Document.Slug), display.ISODate(v.EffectiveAt)},
		)
	}
	for _, path := range translations {
		all.Pages = append(all.Pages, sitemapPage{Address: site.BaseURL + path})
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}
