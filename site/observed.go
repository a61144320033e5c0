package site

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
)

// Observer knows what audits saw of a customer's site. It is where the evidence for the site's
// policies comes from: nothing of it is enforced by this program.
type Observer interface {
	// Judge returns how the newest complete audit of the site judges the document;
	// models.ErrNotFound if there was none.
	Judge(ctx context.Context, db *models.DB, site models.SiteID, d policy.Document) (Judgment, error)
}

// Judgment is what an audit says of a document.
type Judgment struct {
	At     time.Time // when the audit ended
	Untrue policy.FailedClaims
}

// freshEvidence is how old the audit may be on which a publication rests.
const freshEvidence = 24 * time.Hour

// checkObserved refuses a document of a customer's site that no complete audit of the last day
// bears out. What nobody could look at may stand there: it is printed as that.
func (l *Site) checkObserved(ctx context.Context, tx *models.DB, d policy.Document, now time.Time) error {
	if l.IsOwn() || l.Observer == nil {
		return nil
	}
	judged, err := l.Observer.Judge(ctx, tx, l.site.ID, d)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return validation.Errors{"document": "The site needs a complete audit first. Please run one."}
	case err != nil:
		return err
	case now.Sub(judged.At) > freshEvidence:
		return validation.Errors{"document": fmt.Sprintf(
			"The last complete audit is of %s. Please audit the site again: a version is based on what was seen "+
				"in the last 24 hours.", l.Local(judged.At).Format("January 2, 2006, 15:04"))}
	case len(judged.Untrue) > 0:
		return judged.Untrue
	}
	return nil
}

// Begin makes the document the first draft of a policy of the site; models.ErrConflict if the site
// has that policy already.
func (l *Site) Begin(ctx context.Context, tx *models.DB, d policy.Document) error {
	d = d.Normalized()
	d.NameBlocks()
	if err := l.validate(d); err != nil {
		return err
	}
	text, hash, err := d.Canonical()
	if err != nil {
		return err
	}
	draft := policies.Version{ID: models.NewID(), State: policies.Draft, Document: text, SHA256: hash}
	return policies.Create(ctx, tx, &policies.Policy{ID: models.NewID(), SiteID: l.site.ID, Slug: d.Slug}, &draft)
}

// BeginAgain replaces the draft of a policy that was never published and that nobody has written in.
func (l *Site) BeginAgain(ctx context.Context, tx *models.DB, of policies.Policy, d policy.Document) error {
	draft, err := l.draft(ctx, tx, of.Slug)
	if err != nil || draft.Basis.Number > 0 || draft.AuthorID != nil || !draft.Saved {
		return err
	}
	d = d.Normalized()
	d.NameBlocks()
	text, hash, err := d.Canonical()
	if err != nil || hash == draft.Read {
		return err
	}
	err = policies.ReplaceDraft(ctx, tx, &policies.Version{PolicyID: of.ID, Document: text, SHA256: hash}, draft.Read)
	if errors.Is(err, models.ErrConflict) {
		return nil // somebody has begun to write in it
	}
	return err
}
