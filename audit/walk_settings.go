package audit

import (
	"context"
	"fmt"
	"net/url"

	"github.com/prokken/prokken/audit/proxy"
)

// WalkSettings say who walks where, and how far.
type WalkSettings struct {
	Site     *url.URL
	Chromium string // path
	Proxy    *proxy.Proxy
	Client   *client
	Robots   *robots // nil: the site has no wishes
	Limits   BrowserLimits
	Pages    int      // at most, for an anonymous visitor
	Skip     []string // beginnings of paths that are no part of the site
	Account  *Account // nil: nobody logs in
	Shots    bool     // a picture of each page
	Progress func(Progress)
	Policy   *printedPage // filled where its page is opened
	Source   Policy       // of the document that the page belongs to
	Member   Member0
}

// Member0 is told when the browser is logged in, and may try things out there.
type Member0 interface {
	LoggedIn(t *tab, home string)
}

// Account is who logs in. With Outbox the account is made first, and the mail
// that confirms it is read there: the development site shows its mails.
type Account struct {
	Email, Password string
	Outbox          string // address of the mails as JSON; "": the account exists
}

// Progress is how far an audit is. Pages is a guess that grows with the links
// that are found.
type Progress struct {
	Journey JourneyName
	Page    string // that is opened now
	Done    int
	Pages   int
}

// WalkResult is what was seen on the way.
type WalkResult struct {
	Journeys  []Journey
	Seen      sightings
	Browser   string // "Chromium 150.0.7871.0"
	Sandboxed bool
	Notes     []string
	Cut       string // what the site did that ended the looking early; "" if nothing
}

// walker is one walk while it goes on.
type walker struct {
	WalkSettings
	WalkResult
	ctx    context.Context
	walked []string // pages that the anonymous visitor found
	pages  progress
	tries  int // how many pages were opened again
}

// Walk goes through the journeys. Its error is for a browser that does not start
// at all.
func Walk(ctx context.Context, s WalkSettings) (WalkResult, error) {
	w := &walker{WalkSettings: s, WalkResult: WalkResult{Sandboxed: true}, ctx: ctx}
	err := w.walk()
	return w.WalkResult, err
}

func (w *walker) note(format string, values ...any) {
	w.Notes = append(w.Notes, fmt.Sprintf(format, values...))
}
