package legal

import (
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// PlaceOf is where versions are read on that site while the snapshot is in effect.
func PlaceOf(of *site.Site, snapshot *site.Snapshot) legalview.Place {
	place := legalview.Place{Facts: snapshot.Evidence(), Paths: views.Paths(of.Path())}
	if !of.IsOwn() {
		place.Observed, place.Contact = true, of.Contact
		place.Links = wording.Outward{Rel: views.Outward, Address: of.Address}
	}
	return place
}

// previewIn is that place for what nobody else reads yet.
func previewIn(of *site.Site, snapshot *site.Snapshot) legalview.Place {
	place := PlaceOf(of, snapshot)
	place.Preview = true
	return place
}

// baseURL is what the addresses of the site's pages begin with.
func (s *Handler) baseURL(of *site.Site) string {
	if of.IsOwn() {
		return s.Site.BaseURL
	}
	return s.Config.SitesURL()
}

// viewOf is what the pages of the site know about it.
func (s *Handler) viewOf(of *site.Site) views.Site {
	if of.IsOwn() {
		return s.Site
	}
	return s.HostedPage(of, "", "").Site
}

// neutralPage is the frame of a page of the site that is the same for every visitor.
func (s *Handler) neutralPage(of *site.Site, title, path string) views.Page {
	if !of.IsOwn() {
		return s.HostedPage(of, title, path)
	}
	return views.Page{Site: s.Site, Title: title, Path: path, Neutral: true}
}

// paths are the addresses of the policies of the site that the request is about.
func paths(c echo.Context) views.Paths { return views.Paths(web.Site(c).Path()) }
