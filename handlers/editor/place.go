package editor

import (
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
)

// placeOf returns where the policy that the address names is edited and read.
func placeOf(c echo.Context) editorview.Place {
	on := web.Site(c)
	place := editorview.Place{
		Slug: c.Param("slug"), Base: web.PoliciesPath(c), Public: on.Path(),
		Up: views.Link{Title: "Policies", Href: web.PoliciesPath(c)}, Customer: !on.IsOwn(),
	}
	if place.Customer {
		place.Up = views.Link{Title: on.Names[0], Href: web.BackOfficePath(c)}
	}
	return place
}

// editorPath returns where the part of the policy is edited that the address names.
func editorPath(c echo.Context, at string) string { return string(placeOf(c).Href(at)) }

// subjectOf returns how the activity log calls a policy of the site that the address names: with the
// site, unless that is the own one.
func subjectOf(c echo.Context, slug string) string {
	if on := web.Site(c); !on.IsOwn() {
		return on.Row().Slug + "/" + slug
	}
	return slug
}
