package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/prokken/prokken/policy"
)

// policyPath is where a site that Prokken serves has its Cookie Policy.
const policyPath = "/legal/cookie-policy.json"

// largestPolicy is far above what a document can have.
const largestPolicy = 4 << 20

// findPolicy asks the site for its policy, unless one is given.
func (r *run) findPolicy() {
	if r.Document != nil {
		r.report.Policy = &r.Source
		r.readDates()
		return
	}
	address := r.site.Scheme + "://" + r.site.Host + policyPath
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
	r.readDates()
}

// dates are the day of publication as the record has it, and as the page prints
// it: "2026-04-16". "" if nobody knows.
type dates struct{ published, printed string }

func (r *run) readDates() {
	r.updated.published = r.Source.PublishedOn
	if r.updated.published == "" {
		return
	}
	page, _, err := r.get(r.ctx, r.pathOf(strings.TrimSuffix(policyPath, ".json")), largestPolicy)
	if found := printedDay.FindSubmatch(page); err == nil && found != nil {
		r.updated.printed = string(found[1])
	}
}

var printedDay = regexp.MustCompile(`(?s)class="updated">.{0,200}?datetime="(\d{4}-\d\d-\d\d)"`)

// ReadPolicy reads a published version as it stands at /legal/cookie-policy.json,
// or a document in YAML or JSON. Source is its address or file.
func ReadPolicy(text []byte, source string) (policy.Document, Policy, error) {
	var s policy.Statement
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

func readStatement(s policy.Statement, source string) (policy.Document, Policy, error) {
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
	p.PublishedOn = record.PublishedOn
	return d, p, err
}

func named(d policy.Document, source string, version int64) (policy.Document, Policy, error) {
	_, hash, err := d.Canonical()
	return d, Policy{Source: source, Slug: d.Slug, Version: version, SHA256: hash}, err
}
