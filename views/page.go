// Package views holds what the pages of every room share, and the mails. The pages
// themselves are in a package for each room of handlers. A view is a typed struct that
// holds all that its page can show. Start reading at [Page] and layout.templ.
package views

import (
	"cmp"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/display"
)

// Site is what every page knows about the site.
type Site struct {
	Name         string
	BaseURL      string
	ContactEmail string
	Outbox       bool // mails are on a page instead of being sent
	Emulator     bool
	Zone         *time.Location    // of days and times that people read; nil: UTC
	Paths        Paths             // of the policies
	Assets       map[string]string // addresses of the files in static/, by their names
}

// Page is what every page has around its own content. A neutral page is the
// same for every visitor and so does not show who is looking.
type Page struct {
	Site  Site
	Title string
	Path  string // "" for a page that has no address of its own
	// Canonical is the path of the page that search engines should list in this one's place; "" is Path.
	Canonical string
	// Description is a sentence for search engines and links that are shared; "" for pages that are not public.
	Description string
	Viewer      Viewer
	Neutral     bool
	// ViewerUnknown: nobody can find out just now who is looking, so that the page says nothing of it.
	ViewerUnknown bool
	Wide          bool
	Editor        bool   // with the editor's own style and script
	SkipTo        string // the id of what the first link leads to; "": the main part
	// Hosted is the frame of a customer's page, in the place of ours; nil: it is ours.
	Hosted *Hosted

	Language   policy.Language // the zero value is the original's
	Alternates []Alternate
	LinkedData string               // JSON-LD
	Cookies    []cookie.Declaration // in force
	Consent    Consent
}

// Alternate is the page in another form or language.
type Alternate struct{ Type, Language, Href, Title string }

// Viewer is who is looking; the zero value is a stranger.
type Viewer struct {
	Email   string
	Admin   bool
	Bounced *time.Time // when the address last refused a mail for good; nil: it takes mail
}

// ViewerOf is the viewer that a user is.
func ViewerOf(u users.User) Viewer {
	return Viewer{Email: display.Email(u.Email), Admin: u.Role == users.Admin, Bounced: u.BouncedAt}
}

func (p Page) fullTitle() string {
	if p.Title == "" {
		return p.Site.Name
	}
	return p.Title + " · " + p.Site.Name
}

// canonical is the path that the canonical link leads to; "" for none.
func (p Page) canonical() string { return cmp.Or(p.Canonical, p.Path) }

func linkedDataHTML(data string) string {
	return `<script type="application/ld+json">` + data + `</script>`
}
