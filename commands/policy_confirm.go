package commands

import (
	"context"
	"fmt"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/confirmation"
)

// confirmPolicy confirms the sentences of a draft as they are proposed. Without a reason it only
// tells what there is to confirm.
type confirmPolicy struct {
	Slug   string `arg:"" help:"The policy's name in its address, like cookie-policy."`
	Reason string `       help:"Why they are right; without it they are only listed. The page shows it." placeholder:"TEXT"`
}

// Help says who confirms.
func (*confirmPolicy) Help() string {
	return "The page says that the operator confirmed these sentences, and why. In the editor another admin does it."
}

// Run lists the sentences, and confirms them where a reason is given.
func (cmd *confirmPolicy) Run(ctx context.Context, i Invocation) error {
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	draft, err := in.Draft(ctx, cmd.Slug)
	if err != nil {
		return in.noPolicy(cmd.Slug, err)
	}
	_, open, err := in.Confirmations.Bases(ctx, draft.Document)
	if err != nil {
		return err
	}
	if in.list(open); cmd.Reason == "" || len(open.Proposed()) == 0 {
		return nil
	}
	err = in.Confirmations.Confirm(ctx, confirmation.Confirming{
		Slug: cmd.Slug, Read: draft.Read, As: open.Proposed(), Reason: cmd.Reason, Note: in.notes(activity.PolicyConfirmed),
	})
	if err != nil {
		return in.explainFlags(err)
	}
	in.say("Confirmed: %s.", count(len(open.Proposed()), "sentence"))
	return nil
}

func (p *policies) list(open policy.UnconfirmedSentences) {
	if len(open) == 0 {
		p.say("There is nothing to confirm.")
	}
	for _, u := range open {
		as := u.Proposed
		if as == "" {
			as = "cannot be confirmed"
		}
		p.say("%s: %q (%s)", u.Block, u.Says, as)
		for _, words := range u.Checks {
			p.say("    checked: %s", words)
		}
	}
}

// notes adds a line to the activity log for each of the policies: nobody is logged in here.
func (p *policies) notes(action activity.Action) func(context.Context, *models.DB, []string) error {
	return func(ctx context.Context, tx *models.DB, slugs []string) error {
		for _, slug := range slugs {
			err := activity.Add(ctx, tx, &activity.Entry{
				ID: models.NewID(), Action: action, Detail: slug + ", from the command line", CreatedAt: p.Now(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// shippedConfirmations are what was confirmed of the shipped policies.
func (i Invocation) shippedConfirmations() (map[string]policy.Confirmations, error) {
	content, err := i.folder("content")
	if err != nil {
		return nil, err
	}
	confirmed, err := site.ShippedConfirmations(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", site.Confirmations, err)
	}
	return confirmed, nil
}
