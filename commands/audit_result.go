package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/draft"
	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	auditview "github.com/prokken/prokken/views/audits"
)

// tell prints the report, writes the draft, and answers with the verdict.
func (a *siteAudit) tell(ctx context.Context, r report.Report) error {
	if opened, why := r.Opened(); !opened && r.Stopped == "" {
		return fmt.Errorf("cannot open %s: %s", format.Line(r.URL), format.Line(why))
	}
	text, err := a.written(context.WithoutCancel(ctx), r)
	if err != nil {
		return err
	}
	if err := a.deliver(text, a.Out); err != nil {
		return err
	}
	if a.Out != "" {
		a.say("The report is in %s.", a.Out)
	}
	return errors.Join(a.writeDraft(r), a.verdict(r))
}

func (a *siteAudit) written(ctx context.Context, r report.Report) ([]byte, error) {
	switch a.Format {
	case "json":
		return format.JSON(r)
	case "sarif":
		return format.SARIF(r, programVersion())
	case "html":
		var page bytes.Buffer
		err := auditview.WriteReport(ctx, &page, r, time.Local)
		return page.Bytes(), err
	}
	return format.Text(r, time.Local), nil
}

// writeDraft writes the draft where one is wanted. An audit that was stopped
// knows too little for one.
func (a *siteAudit) writeDraft(r report.Report) error {
	if a.Draft == "" || r.Stopped != "" {
		return nil
	}
	text, err := draft.Write(r, a.table)
	if err != nil {
		return err
	}
	if err := a.deliver(text, a.Draft); err != nil {
		return err
	}
	a.aside("The draft of a policy is in %s. Please check every line of it.", a.Draft)
	return nil
}

// aside says a line that must not stand in a report that tools read.
func (a *siteAudit) aside(text string, values ...any) {
	to := a.Invocation
	if a.Out == "" && a.Format != "text" {
		to.out = a.errors
	}
	to.say(text, values...)
}

// verdict is nil only if the policy is true, or a draft of all that there is was all that
// was wanted.
func (a *siteAudit) verdict(r report.Report) error {
	switch {
	case r.Stopped != "":
		return errors.New(r.Stopped)
	case r.Passed():
		return nil
	case a.Draft != "" && !r.Complete():
		return incompleteDraft(r)
	case r.Policy == nil && a.Draft != "":
		return nil
	case r.Policy == nil:
		return errors.New(
			"the site has no policy to compare with; name one with --policy, or start one from what was seen with --draft FILE",
		)
	case len(r.Claims) == 0:
		return fmt.Errorf("the policy claims nothing that could be checked, %s", count(len(r.Findings), "finding"))
	}
	return fmt.Errorf(
		"%d of %s hold, %s",
		r.Count(report.Holds),
		count(len(r.Claims), "claim"),
		count(len(r.Findings), "finding"),
	)
}

// incompleteDraft says what the draft can know nothing of.
func incompleteDraft(r report.Report) error {
	lines := []string{"the draft is incomplete, since not everything was seen:"}
	for _, gap := range r.Gaps() {
		lines = append(lines, "  - "+format.Line(gap.String()))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// canWrite reports early what would stop [Invocation.deliver].
func canWrite(file string) error {
	if file == "" {
		return nil
	}
	if folder, err := os.Stat(filepath.Dir(file)); err != nil {
		return fmt.Errorf("cannot write %s: %w", file, plainCause(err))
	} else if !folder.IsDir() {
		return fmt.Errorf("cannot write %s: %s is not a folder", file, filepath.Dir(file))
	}
	if there, err := os.Stat(file); err == nil && there.IsDir() {
		return fmt.Errorf("cannot write %s: it is a folder", file)
	}
	return nil
}

func (a *siteAudit) knownCookies() (known.Table, error) {
	content, err := a.folder("content")
	if err != nil {
		return known.Table{}, err
	}
	return known.Open(content, a.c.Audit.CookieDatabase)
}
