package main

import (
	"context"
	"errors"

	"github.com/prokken/prokken/policy"
)

// importPolicy makes a file's document the draft of its policy.
func importPolicy(ctx context.Context, o order) error {
	files, err := o.arguments(quietFlags("policy import"))
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return errors.New("prokken policy import FILE, with one file")
	}
	d, err := readDocument(files[0])
	if err != nil {
		return o.explain(files[0], err)
	}
	in, err := openOffice(ctx, o)
	if err != nil {
		return err
	}
	defer in.close()
	return in.importDocument(ctx, files[0], d)
}

func (o *office) importDocument(ctx context.Context, file string, d policy.Document) error {
	before, err := o.Draft(ctx, d.Slug)
	if err != nil {
		return o.noPolicy(d.Slug, err)
	}
	_, hash, err := d.Canonical()
	if err != nil {
		return err
	}
	switch {
	case hash == before.Read && !before.Saved:
		o.say("There is nothing to import: version %d of %s says the same.", before.Basis.Number, d.Slug)
		return nil
	case hash == before.Read:
		o.say("There is nothing to import: the draft of %s says the same.", d.Slug)
		return nil
	}
	if _, err := o.Edit(ctx, policy.Edit{Slug: d.Slug, Read: before.Read, Change: policy.ReplaceBy(d)}); err != nil {
		return o.explain(file, err)
	}
	o.say("%s is the draft of %s now.", file, d.Slug)
	if before.Saved {
		o.say("It stands in the place of an earlier draft, which Undo in the editor brings back.")
	}
	if hash == before.Basis.SHA256 {
		o.say("It is the same as version %d, so there is nothing to publish.", before.Basis.Number)
	}
	for _, failure := range o.Untrue(d) {
		o.say("It cannot be published yet: %s", failure)
	}
	return nil
}
