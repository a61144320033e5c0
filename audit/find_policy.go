package audit

import (
	"errors"
	"strings"
)

// findPolicy asks the site for its policy, unless one is given.
func (r *run) findPolicy() {
	beside := ""
	if r.Document == nil {
		document, source, err := r.client.policy(r.ctx)
		if errors.Is(err, errNoPolicy) {
			r.note("The site has no policy at %s, so there was nothing to compare with.", policyPath)
			return
		} else if err != nil {
			r.note("What is at %s could not be read: %s.", policyPath, err)
			return
		}
		r.Document, r.Source, beside = &document, source, strings.TrimSuffix(r.client.policyAddress(), ".json")
	}
	r.report.Policy = &r.Source
	r.printed = expectPage(r.site, r.Source.Page, beside)
	if r.printed.address == "" {
		r.note("The policy names no page of this site, so what the site prints was not compared with it.")
	}
}
