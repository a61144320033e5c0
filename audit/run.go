// Package audit has a real browser visit a site and tells what the site really
// sets: every cookie, whatever else it stores, and every request to others. It
// compares that with the site's policy, sentence by sentence.
//
// This package is the frame: a [Request], [Run], and the judging of claims. Below it
// stand audit/walk (the journeys) on audit/browser (Chromium) and audit/observe (what
// it tells), audit/compare and audit/printed (what is not as declared), audit/fetch,
// and at the bottom audit/report (what comes out) and audit/siteurl. Commands,
// audit/schedule and tests call it. Start reading at [Run].
package audit

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/audit/walk"
	"github.com/prokken/prokken/cookie"
)

// run is one audit while it goes on.
type run struct {
	Request
	ctx     context.Context
	site    *url.URL
	proxy   *proxy.Proxy
	client  *fetch.Client
	report  report.Report
	printed printed.Page
	proofs  proofs
}

// Run walks the journeys and compares what the browser saw with the policy. Its
// error is for what cannot be begun: no browser, no address. What goes wrong on
// the way is in the report, which is complete up to there.
func Run(ctx context.Context, request Request) (report.Report, error) {
	site, err := siteurl.Parse(request.URL)
	if err != nil {
		return report.Report{}, err
	}
	browser.Sweep()
	if request.Browsers == nil {
		own, err := newPool(request)
		if err != nil {
			return report.Report{}, err
		}
		defer own.Close()
		request.Browsers = own
	}
	r := &run{Request: request, ctx: ctx, site: site, proofs: proofs{}}
	r.report = report.Report{URL: site.String(), StartedAt: time.Now().UTC()}
	if r.proxy, err = proxy.New(r.proxySettings()); err != nil {
		return report.Report{}, err
	}
	defer func() { _ = r.proxy.Close() }() // its listener is gone in any case
	r.client = fetch.New(site, r.proxy.Address(), r.Limits.Page)
	r.findPolicy()
	if err := r.walk(); err != nil {
		return report.Report{}, err
	}
	r.hideLogin()
	r.lookOtherwise()
	r.finish()
	return r.report, nil
}

// newPool is a pool of the browser at the request's path, or of the one that is found.
func newPool(r Request) (*browser.Pool, error) {
	if r.Chromium != "" {
		return browser.NewPool(r.Chromium, browser.PoolOptions{}), nil
	}
	path, err := browser.FindChromium()
	return browser.NewPool(path, browser.PoolOptions{}), err
}

func (r *run) proxySettings() proxy.Settings {
	return proxy.Settings{
		Allow:       r.Private,
		Deny:        proxy.Background,
		Dial:        r.Dial,
		MaxBytes:    r.Limits.Bytes,
		MaxResponse: r.Limits.Answer,
		Resolve:     r.Resolve,
	}
}

// walk has the browser walk the journeys, and takes in what was seen.
func (r *run) walk() error {
	seen, err := walk.Run(r.ctx, r.walkSettings())
	r.report.Journeys, r.report.Browser, r.report.Sandboxed, r.report.Cut = seen.Journeys, seen.Browser, seen.Sandboxed, seen.Cut
	r.report.Banner = seen.Banner
	r.report.Cookies, r.report.Stored, r.report.Requests = seen.Seen.Cookies(), seen.Seen.Stored(), seen.Seen.Requests()
	r.report.Notes = append(append(r.report.Notes, seen.Notes...), seen.Seen.Notes()...)
	if seen.OutOfTime {
		r.report.Stopped = fmt.Sprintf("The audit ended after %s; what came later was not seen.", words(r.Limits.Total))
	}
	if r.report.Cut == "" && seen.Seen.IsCut() {
		r.report.Cut = "There was more than a report can hold."
	}
	return err
}

// hideLogin takes out of the report what was typed at somebody else's site to log in.
func (r *run) hideLogin() {
	if r.Account != nil && r.Account.Guest {
		r.report.Hide(r.Account.Hider())
	}
}

// walkSettings say how the journeys are walked.
func (r *run) walkSettings() walk.Settings {
	settings := walk.Settings{
		Site: r.site, Browsers: r.Browsers, Proxy: r.proxy, Client: r.client, Limits: r.Limits.ofBrowser(), Pages: r.Pages,
		Skip: r.Skip, AsVisitor: r.Own || r.AsVisitor,
		PressAny: (r.Own || r.AsVisitor) && !r.BothWays,
		Account:  r.Account, NoAccount: r.NoAccount, Shots: r.Shots, Progress: r.progress(), Policy: &r.printed, Source: r.Source, Member: r,
		Needed: slices.Concat(r.needsOfClaims()...), Total: r.Limits.Total, TimeUp: r.TimeUp,
	}
	if !r.Own {
		settings.Robots = r.client.Robots(r.ctx)
	}
	return settings
}

// LoggedIn tries out which cookies the log-in needs.
func (r *run) LoggedIn(t *browser.Tab, home string) { r.tryNeeds(t, home) }

// finish notes how the audit ended, and compares what was seen with the policy.
func (r *run) finish() {
	r.addProxied()
	r.noteEnd()
	r.compare()
	r.noteUnreached()
	r.report.EndedAt = time.Now().UTC()
}

// noteEnd says what cut the audit short.
func (r *run) noteEnd() {
	if r.ctx.Err() != nil {
		r.report.Stopped = "The audit was stopped; what came later was not seen."
	}
	if r.report.Stopped != "" {
		r.note("%s", r.report.Stopped)
	}
	if r.proxy.Exhausted() {
		r.report.Cut = fmt.Sprintf("The site sent more than %d MB; the audit read no further.", r.Limits.Bytes>>20)
		r.note("%s", r.report.Cut)
	}
	if !r.report.Sandboxed {
		r.note("The browser ran as root, so without its sandbox. Have the program run as another user.")
	}
}

// noteUnreached says which claims an audit could not reach that ended early.
func (r *run) noteUnreached() {
	var unreached []string
	for _, c := range r.report.Claims {
		if c.Result == report.Unseen {
			unreached = append(unreached, "“"+c.Says+"”")
		}
	}
	if r.report.Stopped != "" && len(unreached) > 0 {
		r.note("It did not reach %s: %s", report.Quantity(len(unreached), "claim"), strings.Join(unreached, " "))
	}
}

func (r *run) note(format string, values ...any) {
	r.report.Notes = append(r.report.Notes, fmt.Sprintf(format, values...))
}

// words is a time as people say it: "4 minutes".
func words(d time.Duration) string {
	if d >= time.Second && d%time.Second == 0 {
		return cookie.Lifetime(d).String()
	}
	return d.String()
}
