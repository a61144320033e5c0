package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// PolicyPath is where a site that Prokken serves has its Cookie Policy.
const PolicyPath = "/legal/cookie-policy.json"

// maxPolicy is far above what a document can have.
const maxPolicy = 4 << 20

// ErrNoPolicy: nothing is served where a policy would be.
var ErrNoPolicy = errors.New("there is no policy")

// ErrForged says that the document is another than the record beside it was made of.
var ErrForged = errors.New("the document is not the one that was published and signed")

// PolicyAddress is where the site's policy would be.
func (c *Client) PolicyAddress() string { return c.At(PolicyPath) }

// Policy asks the site for its policy; errNoPolicy if it has none.
func (c *Client) Policy(ctx context.Context) (policy.Document, report.Policy, error) {
	body, status, err := c.Get(ctx, c.PolicyAddress(), maxPolicy)
	if err != nil || status != http.StatusOK {
		return policy.Document{}, report.Policy{}, ErrNoPolicy
	}
	return ReadPolicy(body, c.PolicyAddress())
}

// IsStill reports whether the site's own policy is the one that the audit took. One
// that was published meanwhile is not what its page printed, or the other way round.
func (c *Client) IsStill(ctx context.Context, taken report.Policy) bool {
	if taken.Source != c.PolicyAddress() {
		return true // it was given
	}
	body, _, err := c.Get(ctx, taken.Source, maxPolicy)
	if err != nil {
		return true
	}
	_, now, err := ReadPolicy(body, taken.Source)
	return err != nil || now.SHA256 == taken.SHA256
}

// statement is a published version, with the page that it names as its own.
type statement struct {
	record.Statement
	URL string `json:"url"`
}

// ReadPolicy reads a published version as it stands at /legal/cookie-policy.json,
// or a document in YAML or JSON. Source is its address or file.
func ReadPolicy(text []byte, source string) (policy.Document, report.Policy, error) {
	var s statement
	if err := json.Unmarshal(text, &s); err == nil && len(s.Record) > 0 {
		return readStatement(s, source)
	}
	d, err := policy.ParseOther(text)
	if err != nil {
		return d, report.Policy{}, err
	}
	return named(d, source, 0)
}

func readStatement(s statement, source string) (policy.Document, report.Policy, error) {
	var r record.Version
	if err := json.Unmarshal(s.Record, &r); err != nil {
		return policy.Document{}, report.Policy{}, fmt.Errorf("the record of the version: %w", err)
	}
	d, err := policy.ParseOther(s.Document)
	if err != nil {
		return d, report.Policy{}, err
	}
	d, p, err := named(d, source, r.Number)
	if err == nil && p.SHA256 != r.Document {
		err = ErrForged
	}
	p.PublishedOn, p.Page, p.Names = r.PublishedOn, s.URL, r.Names
	p.Coverage = new(policy.CoverageOf(r.Sentences))
	for _, l := range r.Lost {
		p.Lost = append(p.Lost, report.Short(l.Says))
	}
	return d, p, err
}

func named(d policy.Document, source string, version int64) (policy.Document, report.Policy, error) {
	_, hash, err := d.Canonical()
	return d, report.Policy{Source: source, Slug: d.Slug, Version: version, SHA256: hash}, err
}
