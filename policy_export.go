package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

const usageExport = "prokken policy export SLUG [--version N|draft] [--format yaml|json|pdf] [--out FILE]"

// exportPolicy writes one version of a policy, or its draft.
func exportPolicy(ctx context.Context, o order) error {
	flags := quietFlags("policy export")
	which := flags.String("version", "", "")
	format := flags.String("format", "yaml", "")
	out := flags.String("out", "", "")
	slugs, err := o.arguments(flags)
	if err != nil {
		return err
	}
	if len(slugs) != 1 {
		return errors.New(usageExport)
	}
	in, err := openOffice(ctx, o)
	if err != nil {
		return err
	}
	defer in.close()
	text, err := in.export(ctx, slugs[0], *which, *format)
	if err != nil {
		return err
	}
	return o.deliver(text, *out)
}

// deliver writes to the file, whole or not at all, or to standard output.
func (o order) deliver(text []byte, file string) error {
	if file == "" {
		_, err := o.out.Write(text)
		return err
	}
	made, err := os.CreateTemp(filepath.Dir(file), ".export-")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, plainCause(err))
	}
	_, err = made.Write(text)
	if err = errors.Join(err, made.Chmod(0o644), made.Close()); err == nil {
		err = os.Rename(made.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cannot write %s: %w", file, err), os.Remove(made.Name()))
	}
	return nil
}

func (o *office) export(ctx context.Context, slug, which, format string) ([]byte, error) {
	if which == "draft" {
		return o.exportDraft(ctx, slug, format)
	}
	v, err := o.versionOf(ctx, slug, which)
	if err != nil {
		return nil, err
	}
	switch format {
	case "yaml":
		return withTitle(fmt.Sprintf("%s, version %d, %s, sha256 %s", slug, v.Number, v.PublishedOn.Format(time.DateOnly), v.SHA256), v.Document)
	case "json":
		text, err := json.MarshalIndent(v.Statement(), "", "  ")
		return append(text, '\n'), err
	case "pdf":
		return o.print(ctx, fmt.Sprintf("/legal/%s/versions/%d", slug, v.Number))
	}
	return nil, fmt.Errorf("there is no format %q: it is yaml, json or pdf", format)
}

func (o *office) exportDraft(ctx context.Context, slug, format string) ([]byte, error) {
	if format != "yaml" {
		return nil, errors.New("a draft is exported as yaml: it is not signed, and no page shows it yet")
	}
	d, err := o.Draft(ctx, slug)
	if err != nil {
		return nil, o.noPolicy(slug, err)
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
func (o *office) versionOf(ctx context.Context, slug, number string) (*policy.Version, error) {
	if number == "" {
		if v, found := o.Shelf().Find(slug); found {
			return v, nil
		}
		return nil, o.noPolicy(slug, models.ErrNotFound)
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("--version is a number or draft, not %q", number)
	}
	v, err := o.Version(ctx, slug, n)
	if _, known := o.Shelf().Find(slug); known && errors.Is(err, models.ErrNotFound) {
		return nil, fmt.Errorf("there is no version %d of %s", n, slug)
	}
	return v, o.noPolicy(slug, err)
}
