package audit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/audit/compare"
	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/walk"
)

// lookOtherwise has another anonymous visitor look at the site, where that is wanted: one
// who says that it is an audit, if the first did not, and the other way round.
func (r *run) lookOtherwise() {
	left := min(r.Limits.Total/4, r.Limits.Total-time.Since(r.report.StartedAt))
	if !r.BothWays || r.ctx.Err() != nil || left < leastTime {
		return
	}
	settings := r.walkSettings()
	settings.AsVisitor, settings.LookOnly, settings.Shots, settings.Total = !settings.AsVisitor, true, false, left
	settings.Progress, settings.Policy = func(report.Progress) {}, &printed.Page{}
	seen, err := r.walkApart(settings)
	if err != nil {
		r.note("The site could not be looked at as the other kind of browser.")
		return
	}
	if !isWalked(r.report.Journeys) || !isWalked(seen.Journeys) {
		r.note("The two kinds of browser could not be compared: one of them did not see the site to the end.")
		return
	}
	r.compareLooks(tracesOf(report.Report{
		Cookies: seen.Seen.Cookies(), Stored: seen.Seen.Stored(), Requests: seen.Seen.Requests(),
	}), settings.AsVisitor)
}

// compareLooks compares what the audit saw with what the other look did, which was a visitor's or
// an audit's.
func (r *run) compareLooks(other []trace, otherIsVisitor bool) {
	r.report.BothWays = true
	visitor, audit := tracesOf(r.report), other
	if otherIsVisitor {
		visitor, audit = audit, visitor
	}
	r.toldApart(visitor, audit, "visitors, and not a browser that says that it audits")
	r.toldApart(audit, visitor, "a browser that says that it audits, and not visitors")
}

// leastTime is how long a second look needs at least.
const leastTime = 20 * time.Second

// walkApart walks with a proxy of its own: what it reads is not taken from the audit's share.
func (r *run) walkApart(settings walk.Settings) (walk.Result, error) {
	own, err := proxy.New(r.proxySettings())
	if err != nil {
		return walk.Result{}, err
	}
	defer func() { _ = own.Close() }() // its listener is gone in any case
	settings.Proxy, settings.Client = own, fetch.New(r.site, own.Address(), r.Limits.Page)
	ctx, cancel := context.WithTimeout(r.ctx, settings.Total+leastTime)
	defer cancel()
	return walk.Run(ctx, settings)
}

func isWalked(journeys []report.Journey) bool {
	return slices.ContainsFunc(journeys, func(j report.Journey) bool {
		return j.Name == report.Anonymous && j.Ended == ""
	})
}

// toldApart finds what only the ones got.
func (r *run) toldApart(ones, others []trace, whom string) {
	for _, t := range ones {
		if !slices.Contains(others, t) {
			r.report.Findings = append(r.report.Findings, report.Finding{
				Kind: report.ToldApart, Severity: report.Medium, Subject: t.name, Detail: t.where,
				What: fmt.Sprintf("%s (%s) meets %s.", t.name, t.where, whom),
				Mend: "Treat every browser the same. If this is random, run the audit again.",
			})
		}
	}
}

// trace is something that an anonymous visitor got.
type trace struct{ name, where string }

func tracesOf(r report.Report) (all []trace) {
	add := func(name, where string, seen []report.Where) {
		t := trace{name, where}
		isAnonymous := func(w report.Where) bool { return w.Journey == report.Anonymous }
		if slices.ContainsFunc(seen, isAnonymous) && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	for _, c := range r.Cookies {
		add(c.Name, "cookie of "+c.Domain, c.Seen)
	}
	for _, s := range r.Stored {
		add(s.Key, compare.StorageKind(s.Kind).Words()+" of "+s.Origin, s.Seen)
	}
	for _, q := range r.Requests {
		add(q.Host, "request to another site", q.Seen)
	}
	return all
}
