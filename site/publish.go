package site

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/wording"
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

// maxLine is how many characters a summary or a reason may have.
const maxLine = 200

// maxLeadTime is how long before it takes effect a version can be published.
const maxLeadTime = 2 * 366 * 24 * time.Hour

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
func (l *Site) mayPublish(ctx context.Context, tx *models.DB, draft Draft, p Publication, now, at time.Time) (printed, error) {
	if !draft.Saved || draft.changesNothing() {
		return printed{}, validation.Errors{"document": "Nothing has changed since the published version."}
	}
	if err := draft.Document.Validate(); err != nil {
		return printed{}, err
	}
	live, err := l.live(ctx, tx)
	if err != nil {
		return printed{}, err
	}
	if untrue := l.untrueFrom(live, draft.Document, at); len(untrue) > 0 {
		return printed{}, untrue
	}
	impact := l.Impact(draft)
	if err := l.checkProposal(draft, impact, p.proposal(), now, at); err != nil {
		return printed{}, err
	}
	if err := l.checkLinks(live, draft.Document, at); err != nil {
		return printed{}, err
	}
	if err := l.checkApproval(ctx, tx, draft, impact, p.proposal()); err != nil {
		return printed{}, err
	}
	bases, open, err := l.basesOf(ctx, tx, draft.Basis.policyID, draft.Document, live, at)
	if err == nil && len(open) > 0 {
		err = open
	}
	prints := l.printedWith(live, draft.Document, bases)
	prints.lost = impact.Lost
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
func (l *Site) printedWith(live []*Version, d policy.Document, bases []policy.SentenceBasis) printed {
	p := printed{contact: l.Contact, sentences: bases, names: l.Names, signedAt: l.Now()}
	for _, v := range live {
		isListed := slices.ContainsFunc(p.related, func(link record.Link) bool { return link.Href == "/legal/"+v.Document.Slug })
		if v.Document.Slug != d.Slug && !isListed {
			p.related = append(p.related, record.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
		}
	}
	return p
}

// checkSummary refuses a line that will not do, and one that is false of the document.
func (l *Site) checkSummary(d policy.Document, summary string) error {
	if err := checkLine("summary", summary, "Please say in one line what changed."); err != nil {
		return err
	}
	if because := d.UntrueOf(summary, l.Evidence()); because != "" {
		return validation.Errors{"summary": "This is not true: " + because}
	}
	return nil
}

// checkLine refuses what is not one line of plain text, under the name of its field. Missing is
// what is said where no word stands in it.
func checkLine(field, line, missing string) error {
	switch {
	case !strings.ContainsFunc(line, wording.IsWord):
		return validation.Errors{field: missing}
	case !utf8.ValidString(line) || strings.ContainsFunc(line, wording.IsControl) || strings.Contains(line, "\n"):
		return validation.Errors{field: "One line of plain text, please."}
	case utf8.RuneCountInString(line) > maxLine:
		return validation.Errors{field: "Please keep it to 200 characters."}
	}
	return nil
}

// checkTime keeps the order of versions the order in which they take effect, and
// the time between telling of a change and the change.
func (l *Site) checkTime(draft Draft, materiality policies.Materiality, now, at time.Time) error {
	switch earliest := l.Earliest(now); {
	case at.Before(now):
		return validation.Errors{"effective_at": "That moment has passed. Please choose one to come, or none for at once."}
	case at.After(now.Add(maxLeadTime)):
		return validation.Errors{"effective_at": "That is more than two years away."}
	case materiality != policies.Editorial && at.Before(earliest):
		return validation.Errors{"effective_at": fmt.Sprintf(
			"People are told of this change and need time: it can take effect from %s.",
			l.Local(earliest).Format("January 2, 2006, 15:04"),
		)}
	case draft.Basis.EffectiveAt.After(at):
		return validation.Errors{"effective_at": fmt.Sprintf(
			"Version %d takes effect on %s. Choose a later moment, or withdraw that version first.",
			draft.Basis.Number, l.Local(draft.Basis.EffectiveAt).Format("January 2, 2006, 15:04"))}
	}
	return nil
}

// momentOf is when a version takes effect. A change that people are told of does so, at once, as
// soon as they had their notice.
func (l *Site) momentOf(p Proposal, now time.Time) time.Time {
	switch {
	case p.EffectiveAt != nil:
		return *p.EffectiveAt
	case p.Materiality == policies.Editorial:
		return now
	}
	return l.Earliest(now)
}

// Earliest is the first moment, to the minute, at which a change that people are
// told of now can take effect.
func (l *Site) Earliest(now time.Time) time.Time {
	if l.Notice == 0 {
		return now
	}
	return now.Add(l.Notice + time.Minute - 1).Truncate(time.Minute)
}

// Local is a moment in the site's zone.
func (l *Site) Local(t time.Time) time.Time { return t.In(l.Zone) }

// localForm is how browsers send a moment without a zone.
const localForm = "2006-01-02T15:04"

// ParseLocal reads a moment as a form sends it, in the site's zone; nil for an
// empty one.
func (l *Site) ParseLocal(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no moment is a choice of its own
	}
	t, err := time.ParseInLocation(localForm, text, l.Zone)
	switch {
	case err != nil:
		return nil, validation.Errors{"effective_at": "Please write the moment like 2026-12-31T09:00."}
	case t.Format(localForm) != text:
		return nil, validation.Errors{
			"effective_at": "There is no such moment: the clocks go forward then. Please choose another.",
		}
	}
	return new(t.UTC()), nil
}

func (l *Site) publish(
	ctx context.Context,
	tx *models.DB,
	of policies.Policy,
	draft Draft,
	p Publication,
	prints printed,
	now, at time.Time,
) (int64, error) {
	if err := l.useKey(ctx, tx); err != nil {
		return 0, err
	}
	newest, err := policies.NewestVersion(ctx, tx, of.ID) // a withdrawn one counts: its number is taken
	if err != nil {
		return 0, err
	}
	row := policies.Version{
		Number: new(*newest.Number + 1), SHA256: draft.Read, Summary: p.Summary, Materiality: p.Materiality,
		PublishedOn: new(l.Local(now).Format(time.DateOnly)), PublishedAt: new(l.Local(now)), EffectiveAt: new(l.Local(at)),
	}
	if err := seal(l.Signer, &row, l.site.Address, of.Slug, newest.RecordSHA256, prints); err != nil {
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
