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
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/validation"
)

// Publication says how a draft becomes a version. A nil EffectiveAt is at once, or, for a change
// that people are told of, as soon as they had their notice.
// Note is called in the same transaction with the policies that are published; it may be nil.
type Publication struct {
	Slug, Read  string // which draft
	Summary     string
	Materiality policies.Materiality
	EffectiveAt *time.Time
	With        []Companion
	Note        func(ctx context.Context, tx *models.DB, slugs []string) error
}

// Publish makes the draft that was read with the hash read the policy's next
// version, and returns its number. Its companions become versions with it, or none does. It returns
// [policy.FailedClaims] where a claim does not hold, as [NotYet] where it will, models.Invalid for what else will not do, in an
// [OfPolicy], and models.ErrConflict when a draft was changed or published in between.
func (l *Site) Publish(ctx context.Context, p Publication) (int64, error) {
	now := l.Now() // of all that is said of this publication
	at := l.momentOf(p.proposal(), now)
	var number int64
	err := l.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sites.Lock(ctx, tx, l.site.ID); err != nil { // what is true depends on all its policies
			return err
		}
		all, err := l.pending(ctx, tx, p)
		if err != nil {
			return err
		}
		prints, err := l.mayPublish(ctx, tx, all, now, at)
		if err != nil {
			return err
		}
		number, err = l.publishAll(ctx, tx, all, prints, now, at)
		if err != nil {
			return err
		}
		return noted(ctx, tx, p.Note, slugsOf(documentsOf(all)))
	})
	if err != nil {
		return 0, err
	}
	l.catchUp(ctx)
	return number, nil
}

// mayPublish refuses drafts that say nothing new, or what the program cannot keep. What is true is
// judged of all together. It returns what each version would print.
func (l *Site) mayPublish(
	ctx context.Context, tx *models.DB, all []pending, now, at time.Time,
) ([]signing.Printed, error) {
	live, err := l.live(ctx, tx)
	if err != nil {
		return nil, err
	}
	documents, then := documentsOf(all), l.timeline(live)
	evidence := then.with(at, documents...).evidenceAt(at)
	prints := make([]signing.Printed, len(all))
	checks := []func() error{
		func() error { return each(all, func(i int) error { return l.checkText(ctx, tx, all[i], now) }) },
		func() error { return then.refuse(at, l.earliestFor(all[0].Materiality, now), documents...) },
		func() error {
			return each(all, func(i int) error { return l.checkProposal(all[i], evidence, now, at) })
		},
		func() error { return then.checkLinks(at, documents...) },
		func() error { return each(all, func(i int) error { return l.checkApproval(ctx, tx, all[i]) }) },
		func() error {
			return each(all, func(i int) error {
				prints[i], err = l.printedOf(ctx, tx, live, all[i], evidence)
				return err
			})
		},
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return nil, err
		}
	}
	return prints, nil
}

// checkText refuses a draft that is not the one that was read, one that says nothing new, and what
// no page can show or no audit bears out.
func (l *Site) checkText(ctx context.Context, tx *models.DB, one pending, now time.Time) error {
	switch {
	case one.draft.Saved && one.draft.Read != one.Read:
		return models.ErrConflict
	case !one.draft.ChangesSomething():
		return validation.Errors{"document": "Nothing has changed since the published version."}
	}
	if err := l.validate(one.draft.Document); err != nil {
		return err
	}
	return l.checkObserved(ctx, tx, one.draft.Document, now)
}

// checkProposal refuses a summary, a weight or a moment that will not do.
func (l *Site) checkProposal(one pending, evidence claim.Evidence, now, at time.Time) error {
	if err := checkSummary(one.draft.Document, one.Summary, evidence); err != nil {
		return err
	}
	if err := checkWeight(one.impact, one.Materiality); err != nil {
		return err
	}
	return l.checkTime(one.draft, one.Materiality, now, at)
}

// printedOf is what the version would print besides its document. It refuses sentences that nobody
// confirmed.
func (l *Site) printedOf(
	ctx context.Context, tx *models.DB, live []*Version, one pending, evidence claim.Evidence,
) (signing.Printed, error) {
	bases, open, err := confirmation.BasesWith(ctx, tx, one.policy.ID, one.draft.Document, evidence)
	if err == nil && len(open) > 0 {
		err = open
	}
	prints := l.printedWith(live, one.draft.Document, bases)
	prints.Lost = one.impact.Lost
	return prints, err
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
func checkSummary(d policy.Document, summary string, evidence claim.Evidence) error {
	if err := wording.CheckLine("summary", summary, "Please say in one line what changed."); err != nil {
		return err
	}
	if because := d.UntrueOf(summary, evidence); because != "" {
		return validation.Errors{"summary": "This is not true: " + because}
	}
	return nil
}

// publishAll publishes each, and returns the number of the first.
func (l *Site) publishAll(
	ctx context.Context, tx *models.DB, all []pending, prints []signing.Printed, now, at time.Time,
) (number int64, err error) {
	if err := l.Records.UseKey(ctx, tx); err != nil {
		return 0, err
	}
	return number, each(all, func(i int) error {
		n, err := l.publish(ctx, tx, all[i], prints[i], now, at)
		if i == 0 {
			number = n
		}
		return err
	})
}

func (l *Site) publish(
	ctx context.Context, tx *models.DB, one pending, prints signing.Printed, now, at time.Time,
) (int64, error) {
	of, draft := one.policy, one.draft
	newest, err := policies.NewestVersion(ctx, tx, of.ID) // a withdrawn one counts: its number is taken
	if errors.Is(err, models.ErrNotFound) {
		newest.Number = new(int64(0))
	} else if err != nil {
		return 0, err
	}
	row := policies.Version{
		Number: new(*newest.Number + 1), SHA256: draft.Read, Summary: one.Summary, Materiality: one.Materiality,
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

func noted(
	ctx context.Context, tx *models.DB, note func(context.Context, *models.DB, []string) error, slugs []string,
) error {
	if note == nil {
		return nil
	}
	return note(ctx, tx, slugs)
}
