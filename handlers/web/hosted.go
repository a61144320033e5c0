package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// HostedPage returns the frame for a page of a customer's site, the same for every visitor. Where
// the site is not known, as on the page of an error, only who hosts it is named.
func (s *Frame) HostedPage(of *site.Site, title, path string) views.Page {
	frame := &views.Hosted{Host: s.Site.Name, Home: s.Config.BaseURL + "/"}
	p := views.Page{Site: s.Site, Title: title, Path: path, Neutral: true, Hosted: frame}
	p.Site.BaseURL, p.Site.Outbox, p.Site.Emulator = s.Config.SitesURL(), false, false
	if of == nil || of.IsOwn() {
		return p
	}
	row := of.Row()
	frame.Name, frame.Address, frame.Contact, frame.Report = of.Names[0], of.Address, row.Contact, of.Path()+"/report"
	p.Site.Name, p.Site.ContactEmail, p.Site.Zone, p.Site.Paths = of.Names[0], row.Contact, of.Zone, views.Paths(of.Path())
	frame.NotKeptUp = notKeptUp(of)
	if views.HasAccent(row.Accent) {
		frame.Style = of.Path() + "/style.css"
	}
	return p
}

// notKeptUp says of a site that its owner let go of, or cannot pay for, since when; "" of others.
func notKeptUp(of *site.Site) string {
	row := of.Row()
	switch {
	case row.State != sites.Paused && row.State != sites.Closing:
		return ""
	case row.StateSince == nil:
		return "This page is not kept up. Nothing on it is checked any more."
	}
	return "This page is not kept up since " + display.LongDate(of.Local(*row.StateSince)) + ". Nothing on it is checked any more."
}

// serveKept answers with a page that is the same for everyone, or 304 to whoever has it.
func serveKept(c echo.Context, html []byte) error {
	h, f := c.Response().Header(), newForm(asIs, html)
	h["Cache-Control"], h["Etag"] = optionsAt(c).cacheControl(), f.etag
	if matches(c.Request().Header["If-None-Match"], f.etag[0]) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, TypeHTML, html)
}
