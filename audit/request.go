package audit

import (
	"context"
	"net/netip"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/walk"
	"github.com/prokken/prokken/policy"
)

// Request says what is audited, and how far.
type Request struct {
	URL        string
	Own        bool             // our own site: robots.txt is not asked
	AsVisitor  bool             // nothing tells the site that it is audited: of the own site always
	BothWays   bool             // the site is looked at as an audit and as a visitor, and the two are compared
	Skip       []string         // beginnings of paths that are no part of the site
	Private    []string         // "host:port" that may be on a private network: the own site
	Document   *policy.Document // to compare with; nil: the site is asked for its own
	Source     report.Policy    // where the document is from
	Alone      bool             // what is seen is kept, to be compared with a policy later: the site is asked for none
	PolicyPage string           // of a site without a document: the page that prints which cookies it sets
	Pages      int              // at most, for an anonymous visitor
	Account    *Account         // nil: nobody logs in
	NoAccount  string           // why nobody logs in where somebody was to; "" for others
	Shots      bool             // a picture of each page
	Limits     Limits
	Chromium   string        // path
	Browsers   *browser.Pool // nil: the audit starts its own, and ends it
	Progress   func(Progress)
	Resolve    func(ctx context.Context, host string) ([]netip.Addr, error) // nil: as this machine does
	Dial       map[string]string                                            // for tests: where hosts really are
	TimeUp     func(budget time.Duration, end func()) (stop func() bool)    // for tests: ends a journey; nil: after its budget
}

// Account is who logs in.
type Account = walk.Account

// Progress is how far an audit is.
type Progress = walk.Progress

// Limits end an audit that does not end by itself.
type Limits struct {
	Total  time.Duration                        // all journeys
	Page   time.Duration                        // one page
	Late   func(address string) <-chan struct{} // for tests: tells when the page has taken too long; nil: Page does
	Polls  time.Duration                        // what scripts go on fetching; 0: half of a page's
	Look   time.Duration                        // reading a page, which may hang; 0: the usual
	Stay   time.Duration                        // at the first page, and after a decision about cookies
	Bytes  int64                                // all answers
	Answer int64                                // one answer
	Store  int64                                // what an origin may keep
	Memory int64                                // what the browser may hold; 0: any
}

// DefaultLimits suit a site of ordinary size.
func DefaultLimits() Limits {
	return Limits{
		Total:  4 * time.Minute,
		Page:   15 * time.Second,
		Stay:   2 * time.Second,
		Bytes:  500 << 20,
		Answer: 20 << 20,
		Store:  50 << 20,
		Memory: 2 << 30,
	}
}

// DefaultPages is how many pages an anonymous visitor sees if nobody says.
const DefaultPages = 25

// ofBrowser are those that the browser is held to.
func (l Limits) ofBrowser() browser.Limits {
	return browser.Limits{
		Page: l.Page, Late: l.Late, Polls: l.Polls, Look: l.Look, Stay: l.Stay, Store: l.Store, Memory: l.Memory,
	}
}
