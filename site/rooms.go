package site

import (
	"context"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/site/translation"
)

// furnish gives each room of the site what it needs of it.
func (l *Site) furnish() *Site {
	id := l.site.ID
	l.Calendar = &Calendar{l.Zone, l.Notice, l.Clock}
	l.History = &History{l.db, id}
	l.Presence = &Presence{l.db, id, l.Clock}
	l.Records = &signing.Records{DB: l.db, Site: id, Address: l.site.Address, Signer: l.Signer, Clock: l.Clock}
	l.Consents = &consent.Ledger{
		DB: l.db, Site: id, Zone: l.Zone, Clock: l.Clock, Asker: l, Signer: l.Signer, Keys: l.Records,
	}
	l.Confirmations = &confirmation.Confirmations{DB: l.db, Site: id, Clock: l.Clock, Drafts: confirming{l}, Single: !l.IsOwn()}
	l.Translations = &translation.Translations{
		DB: l.db, Records: l.Records, Clock: l.Clock, RequireApproval: l.RequireApproval, Single: !l.IsOwn(),
		Site: translating{l},
	}
	return l
}

// confirming is the site as confirmations know it.
type confirming struct{ *Site }

// DraftToConfirm implements [confirmation.Drafts].
func (c confirming) DraftToConfirm(ctx context.Context, db *models.DB, slug string) (confirmation.Draft, error) {
	d, err := c.draft(ctx, db, slug)
	return d.ToConfirm(), err
}

// translating is the site as translations know it.
type translating struct{ *Site }

// EvidenceFor implements [translation.Site].
func (t translating) EvidenceFor(v translation.Source) claim.Evidence {
	at := t.Now()
	for _, next := range t.Snapshot().Upcoming {
		if next.ID == v.VersionID && next.EffectiveAt.After(at) {
			at = next.EffectiveAt
		}
	}
	return t.timeline(t.Snapshot().published).evidenceAt(at)
}

// Translatable implements [translation.Site].
func (t translating) Translatable(slug string) (translation.Live, bool) {
	snapshot := t.Snapshot()
	v, found := snapshot.Find(slug)
	if !found {
		return translation.Live{}, false
	}
	live := translation.Live{InEffect: v.Source(), Published: snapshot.translations}
	for _, next := range snapshot.Upcoming {
		if next.Document.Slug == slug {
			live.Scheduled = append(live.Scheduled, next.Source())
		}
	}
	return live, true
}
