package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/config"
)

const usageAudit = "prokken audit URL [--policy URL|FILE] [--pages N] [--login] [--format text|json|html|sarif] [--out FILE] [--draft FILE]"

// auditing is one audit from the command line.
type auditing struct {
	order
	c                           config.Config
	policy, format, file, draft string
	pages                       int
	login                       bool
	table                       known.Table
}

// auditSite has a browser visit a site, and tells whether its policy is true.
func auditSite(ctx context.Context, o order) error {
	c, err := load(o.config)
	if err != nil {
		return err
	}
	a := auditing{order: o, c: c}
	address, err := a.read()
	if err != nil {
		return err
	}
	request, err := a.request(ctx, address)
	if err != nil {
		return err
	}
	report, err := a.run(ctx, request)
	if err != nil {
		return errors.New(format.Line(err.Error()))
	}
	return a.tell(ctx, report)
}

// read takes the words of the command.
func (a *auditing) read() (address string, err error) {
	flags := quietFlags("audit")
	flags.StringVar(&a.policy, "policy", "", "")
	flags.IntVar(&a.pages, "pages", a.c.Audit.Pages, "")
	flags.BoolVar(&a.login, "login", false, "")
	flags.StringVar(&a.format, "format", "text", "")
	flags.StringVar(&a.file, "out", "", "")
	flags.StringVar(&a.draft, "draft", "", "")
	sites, err := a.arguments(flags)
	if err != nil {
		return "", err
	}
	if len(sites) != 1 {
		return "", errors.New(usageAudit)
	}
	return sites[0], a.check()
}

// mostPages is more than an audit gets through in a quarter of an hour.
const mostPages = 500

// check finds what would fail only after the audit.
func (a *auditing) check() error {
	if a.pages < 1 || a.pages > mostPages {
		return fmt.Errorf("--pages is between 1 and %d, not %d", mostPages, a.pages)
	}
	if !slices.Contains(auditFormats, a.format) {
		return fmt.Errorf("there is no format %q: it is %s or %s", a.format, strings.Join(auditFormats[:3], ", "), auditFormats[3])
	}
	for _, file := range []string{a.file, a.draft} {
		if err := canWrite(file); err != nil {
			return err
		}
	}
	if a.draft == "" {
		return nil
	}
	var err error
	a.table, err = knownCookies(a.c)
	return err
}

// run audits, and shows how far it is.
func (a *auditing) run(ctx context.Context, request audit.Request) (report.Report, error) {
	shown := newProgress(a.errors)
	request.Progress = shown.show
	defer shown.end()
	report, err := audit.Run(ctx, request)
	if err != nil && ctx.Err() != nil {
		err = errors.New("stopped before the audit had begun")
	}
	return report, err
}
