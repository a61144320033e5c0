package commands

import (
	"bytes"
	"context"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	auditfetch "github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/siteurl"
)

// request says what is to be audited, and how.
func (a *siteAudit) request(ctx context.Context) (audit.Request, error) {
	site, err := siteurl.Parse(withScheme(a.URL))
	if err != nil {
		return audit.Request{}, err
	}
	to := audit.Request{
		URL: site.String(), Pages: a.pages, Limits: limitsFor(a.pages), Shots: a.Format == "html",
		Private: a.c.Audit.AllowPrivate, AsVisitor: a.AsVisitor,
	}
	if a.isOwn(site) {
		to.Own, to.Skip = true, []string{"/dev/"}
		to.Private = append([]string{siteurl.HostPort(site)}, to.Private...)
	}
	if to.Chromium, err = browser.FindChromium(); err != nil {
		return to, err
	}
	if err := a.readPolicy(ctx, &to); err != nil {
		return to, err
	}
	if a.Login {
		to.Account, err = a.account(ctx, to, site)
	}
	return to, err
}

// readPolicy reads the policy that --policy names, instead of the site's own.
func (a *siteAudit) readPolicy(ctx context.Context, to *audit.Request) error {
	if a.Policy == "" {
		return nil
	}
	text, err := fetch(ctx, a.Policy)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) { // a page for people
		to.PolicyPage = a.Policy
		return nil
	}
	document, source, err := auditfetch.ReadPolicy(text, a.Policy)
	if err != nil {
		return a.explain(a.Policy, err)
	}
	to.Document, to.Source = &document, source
	return nil
}

// limitsFor gives a large site more time.
func limitsFor(pages int) audit.Limits {
	limits := audit.DefaultLimits()
	limits.Total += time.Duration(max(0, pages-audit.DefaultPages)) * 2 * time.Second
	return limits
}

// withScheme is the address as people mean it: a site of this machine has no
// HTTPS.
func withScheme(address string) string {
	if strings.Contains(address, "://") {
		return address
	}
	if u, err := url.Parse("http://" + address); err == nil && onThisMachine(u.Hostname()) {
		return u.String()
	}
	return "https://" + address
}

// isOwn reports whether the site is the one that the configuration is for, or is
// on this machine.
func (a *siteAudit) isOwn(site *url.URL) bool {
	base, err := url.Parse(a.c.BaseURL)
	return onThisMachine(site.Hostname()) || err == nil && strings.EqualFold(base.Hostname(), site.Hostname())
}

func onThisMachine(host string) bool {
	address, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost") ||
		err == nil && address.IsLoopback()
}
