package walk

import (
	"context"
	"fmt"
	"net/url"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
)

// Settings say who walks where, and how far.
type Settings struct {
	Site     *url.URL
	Browsers *browser.Pool
	Proxy    *proxy.Proxy
	Client   *fetch.Client
	Robots   *fetch.Robots // nil: the site has no wishes
	Limits   browser.Limits
	Pages    int      // at most, for an anonymous visitor
	Skip     []string // beginnings of paths that are no part of the site
	Account  *Account // nil: nobody logs in
	Shots    bool     // a picture of each page
	Progress func(Progress)
	Policy   *printed.Page // filled where its page is opened
	Source   report.Policy // of the document that the page belongs to
	Member   MemberTask
}

// MemberTask is told when the browser is logged in, and may try things out there.
type MemberTask interface {
	LoggedIn(t *browser.Tab, home string)
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
	Journey report.JourneyName
	Page    string // that is opened now
	Done    int
	Pages   int
}

// Result is what was seen on the way.
type Result struct {
	Journeys  []report.Journey
	Seen      observe.Observations
	Browser   string // "Chromium 150.0.7871.0"
	Sandboxed bool
	Notes     []string
	Cut       string // what the site did that ended the looking early; "" if nothing
}

// walker is one walk while it goes on.
type walker struct {
	Settings
	Result
	ctx    context.Context
	walked []string // pages that the anonymous visitor found
	pages  progress
	tries  int // how many pages were opened again
}

// Run goes through the journeys. Its error is for a browser that does not start
// at all.
func Run(ctx context.Context, s Settings) (Result, error) {
	w := &walker{Settings: s, Result: Result{Sandboxed: true}, ctx: ctx}
	err := w.walk()
	return w.Result, err
}

func (w *walker) note(format string, values ...any) {
	w.Notes = append(w.Notes, fmt.Sprintf(format, values...))
}
