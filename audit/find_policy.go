package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/prokken/prokken/policy"
)

// policyPath is where a site that Prokken serves has its Cookie Policy.
const policyPath = "/legal/cookie-policy.json"

// largestPolicy is far above what a document can have.
const largestPolicy = 4 << 20

func (r *run) policyAddress() string { return r.site.Scheme + "://" + r.site.Host + policyPath }

// findPolicy asks the site for its policy, unless one is given.
func (r *run) findPolicy() {
	if r.Document != nil {
		r.report.Policy = &r.Source
		r.expectPage(r.pageOf(r.Source.Page, ""))
		return
	}
	address := r.policyAddress()
	body, status, err := r.get(r.ctx, address, largestPolicy)
	if err != nil || status != http.StatusOK {
		r.note("The site has no policy at %s, so there was nothing to compare with.", policyPath)
		return
	}
	document, source, err := ReadPolicy(body, address)
	if err != nil {
		r.note("What is at %s could not be read: %s.", policyPath, err)
		return
	}
	r.Document, r.Source, r.report.Policy = &document, source, &source
	r.expectPage(r.pageOf(source.Page, strings.TrimSuffix(address, ".json")))
}

// isStill reports whether the site's own policy is the one that the audit took. One
// that was published meanwhile is not what its page printed, or the other way round.
func (r *run) isStill() bool {
	if r.Source.Source != r.policyAddress() {
		return true // it was given
	}
	body, _, err := r.get(r.ctx, r.Source.Source, largestPolicy)
	if err != nil {
		return true
	}
	_, now, err := ReadPolicy(body, r.Source.Source)
	return err != nil || now.SHA256 == r.Source.SHA256
}

// statement is a published version, with the page that it names as its own.
type statement struct {
	policy.Statement
	URL string `json:"url"`
}

// ReadPolicy reads a published version as it stands at /legal/cookie-policy.json,
// or a document in YAML or JSON. Source is its address or file.
func ReadPolicy(text []byte, source string) (policy.Document, Policy, error) {
	var s statement
	if err := json.Unmarshal(text, &s); err == nil && len(s.Record) > 0 {
		return readStatement(s, source)
	}
	d, err := policy.ParseJSON(text)
	if err != nil {
		var yamlErr error
		if d, yamlErr = policy.ParseYAML(text); yamlErr != nil {
			return d, Policy{}, yamlErr
		}
	}
	return named(d, source, 0)
}

func readStatement(s statement, source string) (policy.Document, Policy, error) {
	var record policy.Record
	if err := json.Unmarshal(s.Record, &record); err != nil {
		return policy.Document{}, Policy{}, fmt.Errorf("the record of the version: %w", err)
	}
	d, err := policy.ParseJSON(s.Document)
	if err != nil {
		return d, Policy{}, err
	}
	d, p, err := named(d, source, record.Number)
	if err == nil && p.SHA256 != record.Document {
		err = errors.New("the document is not the one that was published")
	}
	p.PublishedOn, p.Page = record.PublishedOn, s.URL
	return d, p, err
}

func named(d policy.Document, source string, version int64) (policy.Document, Policy, error) {
	_, hash, err := d.Canonical()
	return d, Policy{Source: source, Slug: d.Slug, Version: version, SHA256: hash}, err
}
