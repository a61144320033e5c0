package walk

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
)

// Settings say who walks where, and how far.
type Settings struct {
	Site      *url.URL
	Browsers  *browser.Pool
	Proxy     *proxy.Proxy
	Client    *fetch.Client
	Robots    *fetch.Robots // nil: the site has no wishes
	Limits    browser.Limits
	Pages     int      // at most, for an anonymous visitor
	Skip      []string // beginnings of paths that are no part of the site
	Account   *Account // nil: nobody logs in
	NoAccount string   // why, where somebody was to log in
	AsVisitor bool     // nothing says that it is an audit
	LookOnly  bool     // the anonymous visitor alone walks
	PressAny  bool     // buttons are pressed that do not say that they only show something
	Shots     bool     // a picture of each page
	Progress  func(Progress)
	Policy    *printed.Page // filled where its page is opened
	Source    report.Policy // of the document that the page belongs to
	Member    MemberTask
	Needed    []report.JourneyName // without which claims cannot be judged: they come first
	Total     time.Duration        // all journeys, without what browsers take to start
	// TimeUp ends a journey when its budget is used up, unless it is stopped before; nil: by the clock.
	TimeUp func(budget time.Duration, end func()) (stop func() bool)
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
	Page            string // address of the form; "": it stands at /login
	Guest           bool   // the site is somebody else's: nothing is bought or tried there, and no other host gets what is typed
}

// String tells nothing of the account, wherever somebody prints it.
func (Account) String() string { return "an account" }

// Hider takes what the account is known by out of texts.
func (a Account) Hider() report.Hider { return report.NewHider(a.Email, a.Password) }

// Progress is how far an audit is.
type Progress = report.Progress

// Result is what was seen on the way.
type Result struct {
	Journeys  []report.Journey
	Seen      observe.Observations
	Browser   string // "Chromium 150.0.7871.0"
	Sandboxed bool
	Notes     []string
	Banner    report.Banner
	Cut       string // what the site did that ended the looking early; "" if nothing
	OutOfTime bool   // a journey had no time, or not enough
}

// walker is one walk while it goes on.
type walker struct {
	Settings
	Result
	ctx       context.Context
	left      time.Duration // of Total
	walked    []string      // pages that the anonymous visitor found
	pages     progress
	question  question
	mapRead   bool              // sitemap.xml was asked for
	hardLinks bool              // links lead to new documents: the site does not handle them by script
	rec       *observe.Recorder // of the journey that is walked
	tries     int               // how many pages were opened again
}

// Run goes through the journeys. Its error is for a browser that does not start, see
// [browser.ErrDidNotStart].
func Run(ctx context.Context, s Settings) (Result, error) {
	if s.TimeUp == nil {
		s.TimeUp = byTheClock
	}
	w := &walker{Settings: s, Result: Result{Sandboxed: true}, ctx: ctx, left: s.Total}
	err := w.walk()
	w.tellBanner()
	return w.Result, err
}

func byTheClock(budget time.Duration, end func()) (stop func() bool) {
	return time.AfterFunc(budget, end).Stop
}

func (w *walker) note(format string, values ...any) {
	w.Notes = append(w.Notes, fmt.Sprintf(format, values...))
}
