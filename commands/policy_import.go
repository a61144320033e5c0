package commands

import (
	"context"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// importPolicy makes a file's document the draft of its policy.
type importPolicy struct {
	File string `arg:"" help:"A document in YAML or JSON."`
}

// Run reads the file before it opens the database.
func (cmd *importPolicy) Run(ctx context.Context, i Invocation) error {
	d, err := readDocument(cmd.File)
	if err != nil {
		return i.explain(cmd.File, err)
	}
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	at, out := i.begin("Importing " + cmd.File)
	defer at.end()
	in.Invocation = out
	return in.importDocument(ctx, cmd.File, d)
}

func (p *policies) importDocument(ctx context.Context, file string, d policy.Document) error {
	before, err := p.Draft(ctx, d.Slug)
	if err != nil {
		return p.noPolicy(d.Slug, err)
	}
	_, hash, err := d.Canonical()
	if err != nil {
		return err
	}
	switch {
	case hash == before.Read && !before.Saved:
		p.say("There is nothing to import: version %d of %s says the same.", before.Basis.Number, d.Slug)
		return nil
	case hash == before.Read:
		p.say("There is nothing to import: the draft of %s says the same.", d.Slug)
		return nil
	}
	if _, err := p.Edit(ctx, site.Edit{Slug: d.Slug, Read: before.Read, Change: policy.ReplaceBy(d)}); err != nil {
		return p.explain(file, err)
	}
	p.say("%s is now the draft of %s.", file, d.Slug)
	if before.Saved {
		p.say("It replaces an earlier draft, which Undo in the editor restores.")
	}
	if hash == before.Basis.SHA256 {
		p.say("It is the same as version %d, so there is nothing to publish.", before.Basis.Number)
	}
	if after, err := p.Draft(ctx, d.Slug); err != nil {
		return err
	} else if after.Saved {
		p.sayLost(p.Impact(after).Lost)
	}
	for _, failure := range p.Untrue(d) {
		p.say("It cannot be published yet: %s", failure)
	}
	return nil
}
