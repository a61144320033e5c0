package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/config"
)

// auditSite lets a browser visit a site, and tells whether its policy is true.
type auditSite struct {
	URL       string `arg:"" name:"url" help:"The site's address."`
	Policy    string `                  help:"Use this policy instead of the one that the site publishes."                                                 placeholder:"URL|FILE"`
	Pages     *int   `                  help:"Visit at most this many pages (1 to 500; else audit.pages in config.yaml)."                                     placeholder:"N"`
	Login     bool   `                  help:"Log in, too, and visit the site as a member."`
	AsVisitor bool   `                  help:"Visit the site as any visitor does: nothing tells it that it is audited. Only for sites that you answer for."`
	Format    string `                  help:"Write the report as ${enum}."                                                                                                        enum:"text,json,html,sarif" default:"text"`
	Out       string `                  help:"Write the report to FILE."                                                                                  placeholder:"FILE"`
	Draft     string `                  help:"Start a draft policy in FILE from what was seen."                                                                   placeholder:"FILE"`
}

// Help says what the exit status means, and who logs in.
func (*auditSite) Help() string {
	return "The exit status is 0 only if the policy is true. " +
		"With --login the browser logs in as PROKKEN_AUDIT_EMAIL with PROKKEN_AUDIT_PASSWORD, " +
		"or, on a development site, as a new member."
}

// siteAudit is one audit from the command line.
type siteAudit struct {
	Invocation
	auditSite
	c     config.Config
	pages int
	table known.Table
}

// Run audits the site, and writes the report.
func (cmd *auditSite) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	a := siteAudit{Invocation: i, auditSite: *cmd, c: c, pages: c.Audit.Pages}
	if err := a.check(); err != nil {
		return err
	}
	request, err := a.request(ctx)
	if err != nil {
		return err
	}
	report, err := a.run(ctx, request)
	if err != nil {
		return errors.New(format.Line(err.Error()))
	}
	return a.tell(ctx, report)
}

// maxPages is more than an audit gets through in a quarter of an hour.
const maxPages = 500

// check finds what would fail only after the audit.
func (a *siteAudit) check() (err error) {
	if a.Pages != nil {
		a.pages = *a.Pages
	}
	if a.pages < 1 || a.pages > maxPages {
		return fmt.Errorf("--pages is between 1 and %d, not %d", maxPages, a.pages)
	}
	for _, file := range []string{a.Out, a.Draft} {
		if err := canWrite(file); err != nil {
			return err
		}
	}
	if a.Draft != "" {
		a.table, err = a.knownCookies()
	}
	return err
}

// run audits, and shows how far it is.
func (a *siteAudit) run(ctx context.Context, request audit.Request) (report.Report, error) {
	shown := newAuditProgress(a.errors)
	request.Progress = shown.at
	defer shown.clear()
	report, err := audit.Run(ctx, request)
	if err != nil && ctx.Err() != nil {
		err = errors.New("stopped before the audit had begun")
	}
	return report, err
}
