package admin

import (
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/views"
)

// Sites are the sites of customers, and what was reported of them.
type Sites struct {
	Rows    []sites.Site
	Reports []abuse.Report
	Pager   views.Pager
}

// SiteDetails is one site of a customer, and what an admin can do about it.
type SiteDetails struct {
	Site    sites.Site
	Owner   string // an address; "": nobody's
	OwnerID string
	Reports []abuse.Report
	Notice  string
	Problem string
}

// path is where the pages of the site are.
func (v SiteDetails) path() string { return "/admin/sites/" + v.Site.ID.String() }
