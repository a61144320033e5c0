package commands

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/site/consent"
)

// exportConsents writes what visitors chose, or checks that the record is whole.
type exportConsents struct {
	From    string `placeholder:"2026-11-01" help:"Choices of that day and later, in the site's time zone."`
	Until   string `placeholder:"2026-11-30" help:"Choices up to that day."`
	Version string `placeholder:"N"          help:"Choices under that version of the Cookie Policy."`
	Number  string `placeholder:"NUMBER"     help:"The choice with that number."`
	Out     string `placeholder:"FILE"       help:"Write to FILE."`
	Verify  bool   `                         help:"Check the chain of all choices instead, and name the first that does not fit."`
}

// Run exports from the database, or verifies what is there.
func (cmd *exportConsents) Run(ctx context.Context, i Invocation) error {
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	at, i := i.begin("Reading the choices")
	defer at.end()
	in.Invocation = i
	if cmd.Verify {
		return in.verifyConsents(ctx)
	}
	search := consent.Search{From: cmd.From, Until: cmd.Until, Version: cmd.Version, Number: cmd.Number}
	filter, err := in.Consents.ParseSearch(search)
	if err != nil {
		return i.explainFlags(err)
	}
	if err := in.noteExport(ctx, search); err != nil {
		return err
	}
	if cmd.Out == "" {
		return in.exportConsents(ctx, i.out, filter)
	}
	return writeWhole(cmd.Out, 0o600, func(file io.Writer) error { return in.exportConsents(ctx, file, filter) })
}

func (p *policies) exportConsents(ctx context.Context, out io.Writer, filter consents.Filter) error {
	lines := bufio.NewWriter(out)
	_, err := p.Consents.Export(ctx, lines, filter)
	return errors.Join(err, lines.Flush())
}

// noteExport adds a line to the activity log: nobody is logged in here.
func (p *policies) noteExport(ctx context.Context, search consent.Search) error {
	return activity.Add(ctx, p.db, &activity.Entry{
		ID: models.NewID(), Action: activity.ConsentsExported, Detail: search.String() + ", from the command line",
		CreatedAt: p.Now(),
	})
}

func (p *policies) verifyConsents(ctx context.Context) error {
	chain, err := p.Consents.Verify(ctx)
	if err != nil {
		return err
	}
	p.say("%s in an unbroken chain; %d before them were deleted after their period.",
		count(int(chain.Last-chain.Anchor), "choice"), chain.Anchor)
	if chain.Last > 0 {
		p.say(
			"The last is choice %d, with the hash %s, signed with the key %s at %s: noted elsewhere, it proves later that none was cut off.",
			chain.Last,
			chain.LastHash,
			chain.KeyID,
			chain.SignedAt,
		)
	}
	return nil
}
