package web

import (
	"net/http"
	"strings"
	"time"

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

// notKeptUp says of a site that its owner let go of, cannot pay for or cannot show any more, since
// when; "" of others.
func notKeptUp(of *site.Site) string {
	standing := NotKept(of)
	switch {
	case standing == "":
		return ""
	case of.Row().State == sites.Active:
		return "This page is " + standing + ": " + hostOf(of) + " no longer shows that it is the website of whoever wrote this. " +
			"Nothing on it is checked any more."
	}
	return "This page is " + standing + ". Nothing on it is checked any more."
}

// NotKept says in a few words since when a site is not kept up, or not shown to be its owner's; ""
// of one that is kept up.
func NotKept(of *site.Site) string {
	row := of.Row()
	switch {
	case row.State == sites.Paused || row.State == sites.Closing:
		return "not kept up" + since(of, row.StateSince)
	case row.HostLostAt != nil:
		return "not verified" + since(of, row.HostLostAt)
	}
	return ""
}

func since(of *site.Site, at *time.Time) string {
	if at == nil {
		return ""
	}
	return " since " + display.LongDate(of.Local(*at))
}

func hostOf(of *site.Site) string {
	_, host, _ := strings.Cut(of.Address, "://")
	return host
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
