package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

const usagePublish = "prokken policy publish SLUG --summary TEXT --materiality editorial|notify|ask_again [--at 2026-12-01T09:00]"

// errHowMuch: whether members hear of a change is nobody's default.
var errHowMuch = errors.New("please say with --materiality how much the change matters: " +
	"editorial tells subscribers alone, notify writes to every member too, ask_again has members accept it")

// publishPolicy publishes the draft as it is now.
func publishPolicy(ctx context.Context, o order) error {
	flags := quietFlags("policy publish")
	summary := flags.String("summary", "", "")
	materiality := flags.String("materiality", "", "")
	at := flags.String("at", "", "")
	slugs, err := o.arguments(flags)
	if err != nil {
		return err
	}
	if len(slugs) != 1 || *summary == "" {
		return errors.New(usagePublish)
	}
	if *materiality == "" {
		return errHowMuch
	}
	in, err := openOffice(ctx, o)
	if err != nil {
		return err
	}
	defer in.close()
	moment, err := in.ParseLocal(*at)
	if err != nil {
		return o.explainFlags(err)
	}
	return in.publish(ctx, policy.Publication{Slug: slugs[0], Summary: *summary, Materiality: models.Materiality(*materiality), EffectiveAt: moment})
}

func (o *office) publish(ctx context.Context, p policy.Publication) error {
	draft, err := o.Draft(ctx, p.Slug)
	if err != nil {
		return o.noPolicy(p.Slug, err)
	}
	p.Read, p.Note = draft.Read, o.noteOf(p.Slug)
	number, err := o.Publish(ctx, p)
	if err != nil {
		return o.explainFlags(err)
	}
	v, err := o.Version(ctx, p.Slug, number)
	if err != nil {
		return err
	}
	if o.Now().Before(v.EffectiveAt) {
		o.say("Version %d of %s is published and takes effect on %s.", number, p.Slug, o.Local(v.EffectiveAt).Format("January 2, 2006, 15:04"))
		return nil
	}
	o.say("Version %d of %s is published and in effect.", number, p.Slug)
	return nil
}

// noteOf adds a line to the audit log: nobody is logged in here.
func (o *office) noteOf(slug string) func(context.Context, *models.DB) error {
	return func(ctx context.Context, tx *models.DB) error {
		return tx.AddAuditEntry(ctx, &models.AuditEntry{
			ID: models.NewID(), Action: models.PolicyPublished, Detail: slug + ", from the command line", CreatedAt: o.Now(),
		})
	}
}

// flagsOf are the flags that a field of a publication comes from.
var flagsOf = map[string]string{"summary": "--summary", "materiality": "--materiality editorial, notify or ask_again", "effective_at": "--at"}

// explainFlags tells a single reason as the error itself, with the flag it is about.
func (o order) explainFlags(err error) error {
	var invalid models.Invalid
	if errors.As(err, &invalid) && len(invalid) == 1 {
		for field, reason := range invalid {
			if flag, known := flagsOf[field]; known {
				return fmt.Errorf("%s: %s", flag, reason)
			}
			return errors.New(reason)
		}
	}
	if errors.Is(err, models.ErrConflict) {
		return errors.New("the draft was changed at this moment; please look at it and try again")
	}
	return o.explain("the draft", err)
}
