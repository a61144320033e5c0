// Package sites holds the pages on which members look after their websites, and what a stranger
// sees of an audit at the front door. Start reading at [Overview].
package sites

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/verification"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views/display"
	"github.com/prokken/prokken/views/legal"
)

// List is a member's sites.
type List struct {
	Notice string
	Rows   []Row
	Sites  billing.Allowance
	Audits billing.Allowance
}

// Row is one site in the list.
type Row struct {
	Site      sites.Site
	Verified  bool
	Published int64 // the number of the version in effect; 0: none
	Open      int   // findings that wait for the owner
}

// pauses is the first day on which one of the sites is paused; nil: none is.
func (v List) pauses() *time.Time {
	var first *time.Time
	for _, row := range v.Rows {
		if at := row.Site.PausesAt; at != nil && (first == nil || at.Before(*first)) {
			first = at
		}
	}
	return first
}

// Choose asks which sites stay where a plan has no room for all.
type Choose struct {
	Rows    []Choice // the sites that are kept up
	Limit   int64
	Problem string
}

// Choice is one site, and whether it stays.
type Choice struct {
	Site  sites.Site
	Stays bool
}

// NewForm is the form that asks for an address.
type NewForm struct {
	Address string
	Invalid validation.Errors
	HasRoom bool // in the member's plan
}

// Overview is all that the page of a site shows.
type Overview struct {
	Site      sites.Site
	AtTheDoor bool // somebody without an account looks
	AsAdmin   bool // an admin looks, as the owner does
	Login     Login
	Notice    string
	Problem   string
	Invalid   validation.Errors
	Host      sites.Host
	Released  bool // it was another's before, so that only its DNS shows whose it is
	Lines     []verification.Line
	Looked    []verification.Look // what was found instead of the token

	Open     *audits.Audit // that waits or runs
	LogsIn   bool          // a log-in is kept for Open
	Progress audit.Progress
	Wait     time.Duration
	Newest   *audits.Audit // that is done or failed
	Report   report.Report // of Newest, where it is done

	Draft    *site.Draft
	Changed  bool // the draft says something else than the version in effect
	Version  *site.Version
	Untrue   policy.FailedClaims
	Preview  *legal.Policy
	Proposed []proposals.Proposal
	Answered []proposals.Proposal // with a reason of the owner
	Audits   []audits.Audit
	Usage    billing.Allowance // of audits
	Address  string            // of the public page
}

// Path is where the pages of the site are.
func (v Overview) Path() string { return "/sites/" + v.Site.Slug }

// IsReadable reports whether what is sent to the website can be read on its way.
func (v Overview) IsReadable() bool { return strings.HasPrefix(v.Site.Address, "http://") }

// IsVerified reports whether the owner has shown that the host is theirs.
func (v Overview) IsVerified() bool { return v.Host.VerifiedAt != nil }

// IsSeen reports whether an audit could open the site.
func (v Overview) IsSeen() bool {
	opened, _ := v.Report.Opened()
	return opened && v.Draft != nil
}

// cookieNames are what the audit has met so far.
func (v Overview) cookieNames() []string { return v.Progress.Names }

// title is the site's name, or its host.
func title(s sites.Site) string { return site.NamesOf(s)[0] }

// stateWords say where a site stands, "" where there is nothing to say.
func stateWords(s sites.Site) string {
	switch s.State {
	case sites.Trial:
		return "no plan yet"
	case sites.Paused:
		return "paused"
	case sites.Closing:
		return "being deleted"
	case sites.TakenDown:
		return "taken down"
	case sites.Active, sites.Deleted:
	}
	return ""
}

// waitWords say how long an audit waits.
func (v Overview) waitWords() string {
	words := "It starts in a moment."
	if v.Wait >= time.Minute {
		words = fmt.Sprintf("It starts in about %s.", display.Count(int64(v.Wait/time.Minute), "minute"))
	}
	if v.LogsIn {
		words += " It will log in as you asked."
	}
	return words
}

// farWords say how far an audit is.
func (v Overview) farWords() string {
	if v.Progress.Page == "" {
		return "The browser is starting."
	}
	return fmt.Sprintf("%s: page %d of about %d, %s", v.Progress.Journey.Words(), v.Progress.Done+1, v.Progress.Pages, v.Progress.Page)
}

// pagesSeen is how many pages the audit opened.
func pagesSeen(r report.Report) int64 {
	pages := map[string]bool{}
	for _, j := range r.Journeys {
		for _, p := range j.Pages {
			if p.Status > 0 && p.Status < 400 {
				pages[p.URL] = true
			}
		}
	}
	return int64(len(pages))
}

// verdict says in one sentence what the audit saw.
func (v Overview) verdict() string {
	if opened, why := v.Report.Opened(); !opened {
		return strings.TrimSpace("The site could not be opened. " + why)
	}
	words := fmt.Sprintf("%s, %s and %s to others, on %s.",
		display.Count(int64(len(v.Report.Cookies)), "cookie"), display.Count(int64(len(v.Report.Stored)), "stored item"),
		display.Count(int64(len(v.Report.Requests)), "request"), display.Count(pagesSeen(v.Report), "page"))
	if !v.Report.Complete() {
		words += " Not everything could be seen: the list below says what was not."
	}
	return words
}

// Purposes is the one list in which an owner says what everything is for.
type Purposes struct {
	Site    sites.Site
	Read    string
	Cookies []PurposeRow
	Others  []PurposeRow // what is stored besides cookies, and third parties
	Invalid validation.Errors
}

// PurposeRow is one thing in the list. Name is as it is shown, Field how its inputs are called.
type PurposeRow struct {
	Field    string
	Name     string
	Facts    string // as it was seen
	Purpose  string
	Category cookie.Category // "" where it has none
	IsKnown  bool            // the purpose is a suggestion, or somebody's
}

// Path is where the form leads.
func (v Purposes) Path() string { return "/sites/" + v.Site.Slug + "/purposes" }

// categories are what can be chosen, in their order.
func categories() []cookie.Category {
	return []cookie.Category{cookie.Necessary, cookie.Functional, cookie.Preferences, cookie.Analytics, cookie.Marketing}
}

// Delete asks whether a site is to be deleted.
type Delete struct{ Site sites.Site }

// FrontDoor is the result of an audit for somebody without an account.
type FrontDoor struct {
	Overview
	Member bool // somebody is logged in, and can keep it
}
