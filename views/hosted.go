package views

import "cmp"

// Outward is the relation of links that lead from a hosted page to elsewhere: strangers write them.
const Outward = "nofollow ugc noopener"

// Hosted is the frame of a page of a customer's site. Where the site is not known, as on the page
// of an error, only who hosts is.
type Hosted struct {
	Name    string // of the site; "": not known
	Address string // of the site
	Contact string // an e-mail address; "": none is known
	Style   string // the path of a style sheet with the site's colour; "": ours
	Report  string // the path of the page on which one reports the page
	// NotKeptUp says since when nobody keeps the site's pages up, or shows that the site is theirs;
	// "": somebody does.
	NotKeptUp string
	Host      string // the name of who hosts: "Prokken"
	Home      string // the address of who hosts
}

// Home is the address of the page that visitors of this one begin at: ours, or the customer's.
func (p Page) Home() string {
	if p.Hosted == nil {
		return "/"
	}
	return cmp.Or(p.Hosted.Address, p.Hosted.Home)
}

// homeWords name that page.
func (p Page) homeWords() string {
	if p.Hosted != nil && p.Hosted.Name != "" {
		return "Go to " + p.Hosted.Name
	}
	return "Go to the home page"
}

// homeRel is the relation of the link to that page.
func (p Page) homeRel() string {
	if p.Hosted != nil && p.Hosted.Name != "" {
		return Outward
	}
	return ""
}

// Owner returns the name of whose page it is: ours, or the customer's.
func (p Page) Owner() string {
	if p.Hosted == nil || p.Hosted.Name == "" {
		return p.Site.Name
	}
	return p.Hosted.Name
}
