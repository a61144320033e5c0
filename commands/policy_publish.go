package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	policyrows "github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// errHowMuch: whether members hear of a change is nobody's default.
var errHowMuch = errors.New("please say with --materiality how much the change matters: " +
	"editorial tells subscribers alone, notify writes to every member too, ask_again has members accept it")

// publishPolicy publishes the draft as it is now.
type publishPolicy struct {
	Slug        string `arg:"" help:"The policy's name in its address, like cookie-policy."`
	Summary     string `       help:"What changes, for those who are told."                        required:"" placeholder:"TEXT"`
	Materiality string `       help:"How much the change matters."                                             placeholder:"editorial|notify|ask_again"`
	At          string `       help:"When it takes effect, in the site's time zone; else at once."             placeholder:"2026-12-01T09:00"`
}

// Help says what each materiality means.
func (*publishPolicy) Help() string {
	return "An editorial change tells subscribers alone, notify writes to every member too, " +
		"and ask_again lets members accept it again."
}

// Run publishes the draft that the database holds.
func (cmd *publishPolicy) Run(ctx context.Context, i Invocation) error {
	if cmd.Materiality == "" {
		return errHowMuch
	}
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	moment, err := in.ParseLocal(cmd.At)
	if err != nil {
		return i.explainFlags(err)
	}
	return in.publish(ctx, site.Publication{
		Slug: cmd.Slug, Summary: cmd.Summary, Materiality: policyrows.Materiality(cmd.Materiality), EffectiveAt: moment,
	})
}

func (p *policies) publish(ctx context.Context, change site.Publication) error {
	draft, err := p.Draft(ctx, change.Slug)
	if err != nil {
		return p.noPolicy(change.Slug, err)
	}
	change.Read, change.Note = draft.Read, p.notes(activity.PolicyPublished)
	number, err := p.Publish(ctx, change)
	if err != nil {
		return p.explainFlags(err)
	}
	v, err := p.Version(ctx, change.Slug, number)
	if err != nil {
		return err
	}
	if p.Now().Before(v.EffectiveAt) {
		when := p.Local(v.EffectiveAt).Format("January 2, 2006, 15:04")
		p.say("Version %d of %s is published and takes effect on %s.", number, change.Slug, when)
		if change.EffectiveAt == nil {
			p.say("People are told about this change and need time, so it does not take effect immediately.")
		}
		p.sayLost(v.Lost)
		return nil
	}
	p.say("Version %d of %s is published and in effect.", number, change.Slug)
	p.sayLost(v.Lost)
	return nil
}

// sayLost names the sentences of which less is checked than before.
func (p *policies) sayLost(lost []weight.LostCheck) {
	for _, l := range lost {
		p.say("No longer checked: %q (%s)", l.Says, strings.Join(l.Checked, " "))
	}
}

// flagsOf are the flags that a field of a publication comes from.
var flagsOf = map[string]string{
	"summary": "--summary", "materiality": "--materiality editorial, notify or ask_again", "effective_at": "--at", "reason": "--reason",
	"from": "--from", "until": "--until", "version": "--version", "number": "--number",
}

// explainFlags tells a single reason as the error itself, with the flag it is about.
func (i Invocation) explainFlags(err error) error {
	var invalid validation.Errors
	if errors.As(err, &invalid) && len(invalid) == 1 {
		for field, reason := range invalid {
			if flag, known := flagsOf[field]; known {
				return fmt.Errorf("%s: %s", flag, reason)
			}
			return errors.New(reason)
		}
	}
	if errors.Is(err, models.ErrConflict) {
		return errors.New("the draft has just changed; please check it and try again")
	}
	return i.explain("the draft", err)
}
