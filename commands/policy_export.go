package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// exportPolicy writes one version of a policy, or its draft.
type exportPolicy struct {
	Slug    string `arg:"" help:"The policy's name in its address, like cookie-policy."`
	Version string `       help:"That version, or the draft; else the version in effect."         placeholder:"N|draft"`
	Format  string `       help:"yaml to edit, json with its signature, or pdf (needs Chromium)."                       enum:"yaml,json,pdf" default:"yaml"`
	Out     string `       help:"Write to FILE."                                                placeholder:"FILE"`
}

// Run exports from the database.
func (cmd *exportPolicy) Run(ctx context.Context, i Invocation) error {
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	at, i := i.begin("Writing " + cmd.Slug + " as " + cmd.Format)
	defer at.end()
	text, err := in.export(ctx, cmd.Slug, cmd.Version, cmd.Format)
	if err != nil {
		return err
	}
	return i.deliver(text, cmd.Out)
}

func (p *policies) export(ctx context.Context, slug, which, format string) ([]byte, error) {
	if which == "draft" {
		return p.exportDraft(ctx, slug, format)
	}
	v, err := p.versionOf(ctx, slug, which)
	if err != nil {
		return nil, err
	}
	switch format {
	case "json":
		text, err := json.MarshalIndent(v.Statement(), "", "  ")
		return append(text, '\n'), err
	case "pdf":
		return p.print(ctx, fmt.Sprintf("/legal/%s/versions/%d", slug, v.Number))
	}
	day := v.PublishedOn.Format(time.DateOnly)
	return withTitle(fmt.Sprintf("%s, version %d, %s, sha256 %s", slug, v.Number, day, v.SHA256), v.Document)
}

func (p *policies) exportDraft(ctx context.Context, slug, format string) ([]byte, error) {
	if format != "yaml" {
		return nil, errors.New("a draft is exported as yaml: it is not signed, and no page shows it yet")
	}
	d, err := p.Draft(ctx, slug)
	if err != nil {
		return nil, p.noPolicy(slug, err)
	}
	if !d.Saved {
		return nil, fmt.Errorf("there is no draft of %s", slug)
	}
	return withTitle(fmt.Sprintf("%s, draft on version %d, sha256 %s", slug, d.Basis.Number, d.Read), d.Document)
}

// withTitle is the document under a first line that says which it is.
func withTitle(title string, d policy.Document) ([]byte, error) {
	text, err := d.YAML()
	return append([]byte("# "+title+"\n"), text...), err
}

// versionOf is the version of that number; with none, the one in effect.
func (p *policies) versionOf(ctx context.Context, slug, number string) (*site.Version, error) {
	if number == "" {
		if v, found := p.Snapshot().Find(slug); found {
			return v, nil
		}
		return nil, p.noPolicy(slug, models.ErrNotFound)
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("--version is a number or draft, not %q", number)
	}
	v, err := p.Version(ctx, slug, n)
	if _, known := p.Snapshot().Find(slug); known && errors.Is(err, models.ErrNotFound) {
		return nil, fmt.Errorf("there is no version %d of %s", n, slug)
	}
	return v, p.noPolicy(slug, err)
}
