package site

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/validation"
)

// Publication says how a draft becomes a version. A nil EffectiveAt is at once, or, for a change
// that people are told of, as soon as they had their notice.
// Note is called in the same transaction; it may be nil.
type Publication struct {
	Slug, Read  string // which draft
	Summary     string
	Materiality policies.Materiality
	EffectiveAt *time.Time
	Note        func(ctx context.Context, tx *models.DB) error
}

// Publish makes the draft that was read with the hash read the policy's next
// version, and returns its number. It returns [policy.FailedClaims] where a claim does not
// hold, models.Invalid for what else will not do, and models.ErrConflict when
// the draft was changed or published in between.
func (l *Site) Publish(ctx context.Context, p Publication) (int64, error) {
	p.Summary = wording.Normalize(p.Summary)
	now := l.Now() // of all that is said of this publication
	at := l.momentOf(p.proposal(), now)
	var number int64
	err := l.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sites.Lock(ctx, tx, l.site.ID); err != nil { // what is true depends on all its policies
			return err
		}
		of, err := policies.BySlug(ctx, tx, l.site.ID, p.Slug)
		if err != nil {
			return err
		}
		if err := policies.Lock(ctx, tx, of.ID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, p.Slug)
		if err != nil {
			return err
		}
		if draft.Saved && draft.Read != p.Read {
			return models.ErrConflict
		}
		prints, err := l.mayPublish(ctx, tx, draft, p, now, at)
		if err != nil {
			return err
		}
		number, err = l.publish(ctx, tx, of, draft, p, prints, now, at)
		return err
	})
	if err != nil {
		return 0, err
	}
	l.catchUp(ctx)
	return number, nil
}

// mayPublish refuses a draft that says nothing new, or what the program cannot keep. It returns
// what the version would print.
func (l *Site) mayPublish(
	ctx context.Context,
	tx *models.DB,
	draft Draft,
	p Publication,
	now, at time.Time,
) (signing.Printed, error) {
	if !draft.Saved || draft.changesNothing() {
		return signing.Printed{}, validation.Errors{"document": "Nothing has changed since the published version."}
	}
	if err := l.validate(draft.Document); err != nil {
		return signing.Printed{}, err
	}
	if err := l.checkObserved(ctx, tx, draft.Document, now); err != nil {
		return signing.Printed{}, err
	}
	live, err := l.live(ctx, tx)
	if err != nil {
		return signing.Printed{}, err
	}
	then := l.timeline(live)
	if untrue := then.untrueFrom(draft.Document, at); len(untrue) > 0 {
		return signing.Printed{}, untrue
	}
	impact := l.Impact(draft)
	if err := l.checkProposal(draft, impact, p.proposal(), now, at); err != nil {
		return signing.Printed{}, err
	}
	if err := then.checkLinks(draft.Document, at); err != nil {
		return signing.Printed{}, err
	}
	if err := l.checkApproval(ctx, tx, draft, impact, p.proposal()); err != nil {
		return signing.Printed{}, err
	}
	bases, open, err := confirmation.BasesWith(
		ctx,
		tx,
		draft.Basis.policyID,
		draft.Document,
		then.with(draft.Document, at).evidenceAt(at),
	)
	if err == nil && len(open) > 0 {
		err = open
	}
	prints := l.printedWith(live, draft.Document, bases)
	prints.Lost = impact.Lost
	return prints, err
}

// checkProposal refuses a summary, a weight or a moment that will not do.
func (l *Site) checkProposal(draft Draft, impact Impact, p Proposal, now, at time.Time) error {
	if err := l.checkSummary(draft.Document, p.Summary); err != nil {
		return err
	}
	if err := checkWeight(impact, p.Materiality); err != nil {
		return err
	}
	return l.checkTime(draft, p.Materiality, now, at)
}

// printedWith is what a version of the document prints besides it.
func (l *Site) printedWith(live []*Version, d policy.Document, bases []policy.SentenceBasis) signing.Printed {
	p := signing.Printed{Contact: l.Contact, Sentences: bases, Names: l.Names, SignedAt: l.Now()}
	for _, v := range live {
		isListed := slices.ContainsFunc(
			p.Related,
			func(link record.Link) bool { return link.Href == l.Path()+"/"+v.Document.Slug },
		)
		if v.Document.Slug != d.Slug && !isListed {
			p.Related = append(p.Related, record.Link{Title: v.Document.Title, Href: l.Path() + "/" + v.Document.Slug})
		}
	}
	return p
}

// checkSummary refuses a line that will not do, and one that is false of the document.
func (l *Site) checkSummary(d policy.Document, summary string) error {
	if err := wording.CheckLine("summary", summary, "Please say in one line what changed."); err != nil {
		return err
	}
	if because := d.UntrueOf(summary, l.Evidence()); because != "" {
		return validation.Errors{"summary": "This is not true: " + because}
	}
	return nil
}

func (l *Site) publish(
	ctx context.Context,
	tx *models.DB,
	of policies.Policy,
	draft Draft,
	p Publication,
	prints signing.Printed,
	now, at time.Time,
) (int64, error) {
	if err := l.Records.UseKey(ctx, tx); err != nil {
		return 0, err
	}
	newest, err := policies.NewestVersion(ctx, tx, of.ID) // a withdrawn one counts: its number is taken
	if errors.Is(err, models.ErrNotFound) {
		newest.Number = new(int64(0))
	} else if err != nil {
		return 0, err
	}
	row := policies.Version{
		Number: new(*newest.Number + 1), SHA256: draft.Read, Summary: p.Summary, Materiality: p.Materiality,
		PublishedOn: new(l.Local(now).Format(time.DateOnly)),
		PublishedAt: new(l.Local(now)), EffectiveAt: new(l.Local(at)),
	}
	if err := l.Records.Seal(&row, of.Slug, newest.RecordSHA256, prints); err != nil {
		return 0, err
	}
	acts := []func() error{
		func() error { return policies.PublishDraft(ctx, tx, of.ID, draft.Read, row) },
		func() error { return policies.DropRevisions(ctx, tx, draft.id) },
		func() error { return policies.ForgetEditors(ctx, tx, of.ID) },
		func() error { return policies.SaveAnchors(ctx, tx, of.ID, draft.Document.Anchors()) },
		func() error { return l.announce(ctx, tx, draft.id) },
		func() error { return noted(ctx, tx, p.Note) },
	}
	for _, act := range acts {
		if err := act(); err != nil {
			return 0, err
		}
	}
	return *row.Number, nil
}

func (l *Site) announce(ctx context.Context, tx *models.DB, version uuid.UUID) error {
	if l.Announcer == nil {
		return nil
	}
	return l.Announcer.AnnounceVersion(ctx, tx, version)
}

func noted(ctx context.Context, tx *models.DB, note func(context.Context, *models.DB) error) error {
	if note == nil {
		return nil
	}
	return note(ctx, tx)
}
