// Package report is what an audit gives: what was seen, how that compares with the
// policy, and what is wrong. It knows no browser, so whatever shows, stores or sends
// a report may import it. Start reading at [Report], then [Finding].
package report

import (
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// Report is what an audit saw, and how that compares with the policy. Times are
// UTC. It is kept as JSON: fields are added, never renamed.
type Report struct {
	URL       string    `json:"url"` // the start page
	StartedAt time.Time `json:"started_at"`
	EndedAt   time.Time `json:"ended_at"`
	Browser   string    `json:"browser"`          // "Chromium 150.0.7871.0"
	Sandboxed bool      `json:"sandboxed"`        // false: the browser ran as root, without its sandbox
	Policy    *Policy   `json:"policy,omitempty"` // nil: the site has none that we can read
	Journeys  []Journey `json:"journeys"`
	Cookies   []Cookie  `json:"cookies"`
	Stored    []Stored  `json:"stored"`              // everything kept that is no cookie
	BothWays  bool      `json:"both_ways,omitempty"` // the site was also looked at as the other kind of browser
	Requests  []Request `json:"requests"`            // to other sites
	Banner    Banner    `json:"banner"`              // what the site asks about cookies
	Claims    []Claim   `json:"claims"`
	Findings  []Finding `json:"findings"`
	Notes     []string  `json:"notes"`             // what the audit could not do, in words for people
	Stopped   string    `json:"stopped,omitempty"` // why it ended before its end; "" if it did not
	Cut       string    `json:"cut,omitempty"`     // what the site did that ended the looking early, on every journey
}

// Opened reports whether the start page answered; if it did not, Why tells.
func (r Report) Opened() (opened bool, why string) {
	if len(r.Journeys) == 0 || len(r.Journeys[0].Pages) == 0 {
		return false, r.Stopped
	}
	first := r.Journeys[0].Pages[0]
	return first.Status != 0, first.Trouble
}

// Policy names the document that the site was compared with.
type Policy struct {
	Source  string `json:"source"` // address or file
	Slug    string `json:"slug"`
	Version int64  `json:"version"` // 0: a file that was not published
	SHA256  string `json:"sha256"`  // of the canonical document
	// PublishedOn is the day in the version's record, "2026-04-16"; "" for a file.
	PublishedOn string `json:"published_on,omitempty"`
	// Lost are the sentences of which the version checks less than the one before it.
	Lost []string `json:"no_longer_checked,omitempty"`
	// Names are those by which the policy calls its site; none for a file.
	Names []string `json:"names,omitempty"`
	// Coverage says how many sentences of the version are checked; nil for a file.
	Coverage *policy.Coverage `json:"coverage,omitempty"`
	// Page is the address that the document names as its page; "" if it names none.
	Page string `json:"page,omitempty"`
}

// Journey is one way through the site, each with a fresh profile.
type Journey struct {
	Name     JourneyName `json:"name"`
	Pages    []Page      `json:"pages"`
	Ended    string      `json:"ended,omitempty"`    // why it ended early; "" if it did not
	Needless bool        `json:"needless,omitempty"` // there was nothing to walk it for; Ended says why
}

// JourneyName says who the browser was.
type JourneyName = claim.Journey

// The journeys, in the order in which they are walked where time is not short.
const (
	Anonymous = claim.Anonymous
	Refused   = claim.Refused
	Agreed    = claim.Agreed
	Withdrawn = claim.Withdrawn
	GPC       = claim.GPC
	Member    = claim.Member
)

// NoWayBack is why the journey of who withdraws ended where nothing takes a yes back.
const NoWayBack = "No way to withdraw consent was found: no link or button, and no page about cookies with one."

// Page is one page as it was visited.
type Page struct {
	URL        string        `json:"url"`
	Status     int           `json:"status"`            // 0: no answer
	Trouble    string        `json:"trouble,omitempty"` // what went wrong, in words for people
	Cut        bool          `json:"cut,omitempty"`     // it was not seen to its end
	Took       time.Duration `json:"took"`
	Screenshot []byte        `json:"-"` // JPEG
}

// Where says at which moment something was seen.
type Where struct {
	Journey   JourneyName `json:"journey"`
	Page      string      `json:"page"`
	Initiator string      `json:"initiator,omitempty"` // address of the script or answer that did it
}

// Cookie is a cookie as the browser got it. Name, Domain and Path are what it is
// known by.
type Cookie struct {
	Name        string          `json:"name"`
	Domain      string          `json:"domain"`
	HostOnly    bool            `json:"host_only"`
	Path        string          `json:"path"`
	Lifetime    cookie.Lifetime `json:"lifetime"` // the longest that was seen
	HTTPOnly    bool            `json:"http_only"`
	Secure      bool            `json:"secure"`
	SameSite    cookie.SameSite `json:"same_site"` // "": the header named none
	Partitioned bool            `json:"partitioned"`
	Size        int             `json:"size"`               // bytes of name and value
	Script      bool            `json:"script"`             // set by a script, not by an answer
	Rejected    string          `json:"rejected,omitempty"` // why the browser did not keep it
	ThirdParty  bool            `json:"third_party"`        // of another site than the audited one
	Seen        []Where         `json:"seen"`
}

// StoreKind is a place where pages can keep things.
type StoreKind string

// The kinds of store.
const (
	LocalStorage   StoreKind = "localStorage"
	SessionStorage StoreKind = "sessionStorage"
	IndexedDB      StoreKind = "IndexedDB"
	CacheStorage   StoreKind = "Cache storage"
	ServiceWorker  StoreKind = "service worker"
	PrivateFiles   StoreKind = "private file system"
)

// Stored is what a page keeps in the browser besides cookies.
type Stored struct {
	Kind   StoreKind `json:"kind"`
	Origin string    `json:"origin"` // https://example.com
	Key    string    `json:"key"`    // of the item, the database, the cache; a worker's script; a file's path
	Size   int64     `json:"size"`   // bytes; 0: not known
	Seen   []Where   `json:"seen"`
}

// Request is what a page asked another site for.
type Request struct {
	Host    string   `json:"host"`
	URL     string   `json:"url"`  // of the first one, without its query
	Kind    string   `json:"kind"` // of the browser: Script, Image, Ping, ...
	Beacon  bool     `json:"beacon"`
	Count   int      `json:"count"`
	Carries []string `json:"carries,omitempty"` // names of the site's own cookies and items whose values it got
	Blocked bool     `json:"blocked"`           // it never left: the audit or the page's policy forbade it
	Seen    []Where  `json:"seen"`
}

// Result is what became of a claim.
type Result = claim.Result

// The results.
const (
	Holds  = claim.Holds
	Fails  = claim.Fails
	Unseen = claim.Unseen // this audit could not tell
)

// Claim is a sentence of the policy and whether the browser saw it hold.
type Claim struct {
	UID        string      `json:"uid"` // of the block
	Says       string      `json:"says"`
	Shown      string      `json:"shown,omitempty"` // the sentence as the page shows it
	Result     Result      `json:"result"`
	Conditions []Condition `json:"conditions"`
}

// Condition is one thing that the sentence says.
type Condition = claim.Verdict

// Count counts the claims with the result.
func (r Report) Count(result Result) int {
	n := 0
	for _, c := range r.Claims {
		if c.Result == result {
			n++
		}
	}
	return n
}

// FewerChecks returns of how many sentences the policy checks less than the version before.
func (r Report) FewerChecks() int {
	n := 0
	for _, f := range r.Findings {
		if f.Kind == FewerChecks {
			n++
		}
	}
	return n
}

// Passed reports whether the audit came to its end on every journey, there was a
// policy, every claim of it holds, and nothing bad was found.
func (r Report) Passed() bool {
	return r.Complete() && r.Policy != nil && len(r.Claims) > 0 && r.Count(Holds) == len(r.Claims) && !r.any(High)
}

// Complete reports whether every journey was seen to its end.
func (r Report) Complete() bool { return r.Stopped == "" && len(r.Gaps()) == 0 }
