package editor

import (
	"net/url"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// Place is a policy in the editor of its site. Base is where the policies of the site are edited,
// Public where they are read, and Up what the editor hangs below.
type Place struct {
	Slug, Base, Public string
	Up                 views.Link
	Customer           bool // the site is a customer's: one person writes, publishes and stands for it
}

// Of returns another policy of the same site.
func (p Place) Of(slug string) Place {
	p.Slug = slug
	return p
}

// Href returns where a part of the policy is edited; "" is no part in particular.
func (p Place) Href(at string) templ.SafeURL {
	address := p.Base + "/" + p.Slug
	if at != "" {
		address += "?" + url.Values{"at": {at}}.Encode()
	}
	return templ.SafeURL(address)
}

// Act returns where an act on the policy is posted, or a page about it stands.
func (p Place) Act(act string) templ.SafeURL { return templ.SafeURL(p.Base + "/" + p.Slug + "/" + act) }

// AddHref returns where something of that kind is added at the place.
func (p Place) AddHref(kind string, at url.Values) templ.SafeURL {
	at.Set("add", kind)
	return templ.SafeURL(p.Base + "/" + p.Slug + "?" + at.Encode())
}

// CheckHref returns where a check of a block's sentences is added.
func (p Place) CheckHref(at string) templ.SafeURL {
	return p.Act("check?" + url.Values{"at": {at}}.Encode())
}

// PublicHref returns where everyone reads the policy.
func (p Place) PublicHref() templ.SafeURL { return templ.SafeURL(p.Public + "/" + p.Slug) }

// VersionHref returns where everyone reads a version of the policy.
func (p Place) VersionHref(n int64) templ.SafeURL {
	return p.PublicHref() + templ.SafeURL("/versions/"+display.Number(n))
}
