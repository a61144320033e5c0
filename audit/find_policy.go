package audit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/report"
)

// findForged tells of a document that is not the one that was signed.
func (r *run) findForged(err error) {
	if errors.Is(err, fetch.ErrForged) {
		r.report.Findings = append(r.report.Findings, report.Finding{
			Kind: report.Forged, Severity: report.High, Subject: r.client.PolicyAddress(),
			What: fmt.Sprintf("At %s: %s.", r.client.PolicyAddress(), err),
			Mend: "Serve the document as it was published.",
		})
	}
}

// findPolicy asks the site for its policy, unless one is given.
func (r *run) findPolicy() {
	if r.Alone {
		return
	}
	beside := ""
	if r.Document == nil {
		document, source, err := r.client.Policy(r.ctx)
		if errors.Is(err, fetch.ErrNoPolicy) && r.PolicyPage != "" {
			r.printed = printed.Expect(r.site, r.PolicyPage, "")
			r.note("The site has no policy that machines read; %s was compared with its cookies alone.", r.PolicyPage)
			return
		} else if errors.Is(err, fetch.ErrNoPolicy) {
			r.note("The site has no policy at %s, so there was nothing to compare with.", fetch.PolicyPath)
			return
		} else if err != nil {
			r.findForged(err)
			r.note("What is at %s could not be read: %s.", fetch.PolicyPath, err)
			return
		}
		r.Document, r.Source, beside = &document, source, strings.TrimSuffix(r.client.PolicyAddress(), ".json")
	}
	r.report.Policy = &r.Source
	r.printed = printed.Expect(r.site, r.Source.Page, beside)
	if r.printed.Address == "" {
		r.note("The policy names no page of this site, so what the site prints was not compared with it.")
	}
}
