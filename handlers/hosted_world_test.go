package handlers_test

import (
	"context"
	"strings"
	"time"

	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/proposals"
	siterows "github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	sites "github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/signing"
)

// hostedPolicy is what a customer publishes. NAME is the site's.
const hostedPolicy = `
slug: cookie-policy
title: Cookies of NAME
intro:
  - uid: intro-1
    prose: "This page is about NAME. See [our shop](/contact), [a friend](https://friend.example/) and [below](#cookies)."
cookies:
  - {name: cart, purpose: Remembers what you chose., category: necessary, path: /, lifetime: 24 hours, http_only: true, secure: true, same_site: lax}
sections:
  - anchor: cookies
    title: Our cookies
    blocks:
      - uid: none
        prose: We do not use advertising or tracking cookies.
        claims:
          - {says: We do not use advertising or tracking cookies., no_cookies: [analytics, marketing]}
      - cookie_table: {caption: The cookies that are set}
      - third_parties: [{name: Shipper, purpose: Brings it., policy: "https://shipper.example/privacy"}]
      - contact: {organisation: NAME, website: friend.example}
`

// customer stores a site of a customer with a published policy.
func (s *site) customer(slug string) *sites.Site {
	s.t.Helper()
	name := strings.ToUpper(slug[:1]) + slug[1:]
	row := siterows.Site{
		ID: models.NewSiteID(), Slug: slug, Kind: siterows.CustomerSite, Address: "https://" + slug + ".example", CreatedAt: s.clock(),
		Settings: siterows.Settings{Name: name, Contact: "ask@" + slug + ".example"},
	}
	if err := siterows.Create(s.t.Context(), s.db, &row); err != nil {
		s.t.Fatal(err)
	}
	s.publishHosted(slug, "First version.", strings.ReplaceAll(hostedPolicy, "NAME", name))
	return s.hosted(slug)
}

// hosted is a customer's site as it is now.
func (s *site) hosted(slug string) *sites.Site {
	s.t.Helper()
	s.caughtUp()
	of, err := s.registry.BySlug(s.t.Context(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return of
}

// caughtUp has the server see what was stored.
func (s *site) caughtUp() {
	s.t.Helper()
	if err := s.registry.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// publishHosted stores a version of a customer's policy as its publication does.
func (s *site) publishHosted(slug, summary, text string) {
	s.t.Helper()
	of, ctx := s.hosted(slug), s.t.Context()
	d, err := policy.ParseOther([]byte(text))
	if err != nil {
		s.t.Fatal(err)
	}
	document, hash, err := d.Canonical()
	if err != nil {
		s.t.Fatal(err)
	}
	bases, _ := d.Bases(claim.Evidence{Site: of.Names, Cookies: d.Cookies}, nil)
	for i, b := range bases {
		if b.Basis == "" { // nobody has confirmed it
			bases[i].Basis, bases[i].Stated, bases[i].Checks = policy.NoBasis, policy.NotCheckable, nil
		}
	}
	now := of.Local(s.clock())
	row := policies.Version{
		ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: document, SHA256: hash, Summary: summary,
		Materiality: policies.Editorial, PublishedOn: new(now.Format(time.DateOnly)), PublishedAt: &now, EffectiveAt: &now,
	}
	prints := signing.Printed{Contact: of.Contact, Sentences: bases, Names: of.Names, SignedAt: now}
	if err := s.storeHosted(ctx, of, d.Slug, row, prints); err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp()
}

func (s *site) storeHosted(ctx context.Context, of *sites.Site, slug string, row policies.Version, prints signing.Printed) error {
	known, err := policies.BySlug(ctx, s.db, of.SiteID(), slug)
	if err != nil {
		if err := of.Records.Seal(&row, slug, "", prints); err != nil {
			return err
		}
		return policies.Create(ctx, s.db, &policies.Policy{ID: models.NewID(), SiteID: of.SiteID(), Slug: slug}, &row)
	}
	newest, err := policies.NewestVersion(ctx, s.db, known.ID)
	if err != nil {
		return err
	}
	row.PolicyID, row.Number, row.Basis = known.ID, new(*newest.Number+1), *newest.Number
	draft := &policies.Version{ID: row.ID, PolicyID: known.ID, Document: row.Document, SHA256: row.SHA256, Basis: row.Basis}
	if err := policies.CreateDraft(ctx, s.db, draft); err != nil {
		return err
	}
	if err := of.Records.Seal(&row, slug, newest.RecordSHA256, prints); err != nil {
		return err
	}
	return policies.PublishDraft(ctx, s.db, known.ID, row.SHA256, row)
}

// judge says what audits saw of customers' sites: by their ids.
type judge map[models.SiteID]*schedule.Latest

// Judged implements [legal.Judge].
func (j judge) Judged(_ context.Context, of *sites.Site, _ *sites.Version) (*schedule.Latest, error) {
	return j[of.SiteID()], nil
}

// noTracking is the sentence of [hostedPolicy] that can be checked.
const noTracking = "We do not use advertising or tracking cookies."

// judged stores an audit of a customer's site that saw that of the sentence.
func (s *site) judged(of *sites.Site, result auditreport.Result) {
	s.t.Helper()
	now, ctx := s.clock(), s.t.Context()
	a := audits.Audit{ID: models.NewID(), SiteID: of.SiteID(), AskedAt: now, State: audits.AuditAsked}
	done := a
	done.State, done.StartedAt, done.EndedAt, done.Complete, done.Browser = audits.AuditDone, &now, &now, true, "Chromium 156.0.1.2"
	s.judge[of.SiteID()] = &schedule.Latest{Audit: done, Report: auditreport.Report{
		Journeys: []auditreport.Journey{
			{Name: auditreport.Anonymous, Pages: []auditreport.Page{
				{URL: "https://a.example/", Status: 200}, {URL: "https://a.example/b", Status: 200}, {URL: "https://a.example/c", Status: 404}, {URL: "https://a.example/d"},
			}},
			{Name: auditreport.Refused, Pages: []auditreport.Page{{URL: "https://a.example/", Status: 200}}},
			{Name: auditreport.Agreed, Ended: "There was nothing to agree to.", Needless: true},
		},
		Claims: []auditreport.Claim{{
			UID: "none", Says: noTracking, Shown: noTracking, Result: result,
			Conditions: []auditreport.Condition{{Words: "No tracking cookie was set on any page.", Result: result}},
		}},
	}}
	for _, act := range []func() error{
		func() error { return audits.Create(ctx, s.db, &a) },
		func() error { return audits.Begin(ctx, s.db, a.SiteID, a.ID, now) },
		func() error { return audits.End(ctx, s.db, done) },
	} {
		if err := act(); err != nil {
			s.t.Fatal(err)
		}
	}
	s.caughtUp()
}

// contradicted stores what an audit found against a customer's policy, which shows after so long.
func (s *site) contradicted(of *sites.Site, what string, shows time.Duration) proposals.Proposal {
	s.t.Helper()
	now := s.clock()
	p := proposals.Proposal{
		ID: models.NewID(), SiteID: of.SiteID(), Kind: "undeclared_cookie", Subject: what, What: what, AuditID: models.NewID(), FoundAt: now, State: proposals.Open,
	}
	if err := proposals.Create(s.t.Context(), s.db, &p); err != nil {
		s.t.Fatal(err)
	}
	if err := proposals.Confirm(s.t.Context(), s.db, of.SiteID(), p.ID, now, now.Add(shows)); err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp()
	return p
}
