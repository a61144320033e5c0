package policy

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Draft is a policy as an admin is editing it: the saved draft, or, while none
// is Saved, the published version. Read is the hash of what is read here;
// whoever changes it says so, and a change in between is a conflict.
type Draft struct {
	Document Document
	Saved    bool
	Read     string
	Basis    Version // the published version it would replace
}

// Draft returns what there is to edit.
func (l *Library) Draft(ctx context.Context, slug string) (Draft, error) {
	p, basis, err := l.published(ctx, slug)
	if err != nil {
		return Draft{}, err
	}
	return l.draft(ctx, p, *basis)
}

func (l *Library) draft(ctx context.Context, p models.Policy, basis Version) (Draft, error) {
	row, err := l.db.DraftOf(ctx, p.ID)
	if errors.Is(err, models.ErrNotFound) {
		return Draft{Document: basis.Document, Read: basis.SHA256, Basis: basis}, nil
	}
	if err != nil {
		return Draft{}, err
	}
	d, err := parseJSON(row.Document)
	return Draft{Document: d, Saved: true, Read: row.SHA256, Basis: basis}, err
}

// Drafts are the slugs of the policies that are being edited.
func (l *Library) Drafts(ctx context.Context) ([]string, error) { return l.db.DraftSlugs(ctx, l.site) }

func (l *Library) published(ctx context.Context, slug string) (models.Policy, *Version, error) {
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return p, nil, err
	}
	basis, found := l.Shelf().Find(slug)
	if !found {
		return p, nil, models.ErrNotFound
	}
	return p, basis, nil
}

// SaveDraft stores other words for what was read with the hash read. It returns
// models.Invalid for words that cannot be shown, and models.ErrConflict when
// somebody saved or published in between; nothing is stored then.
func (l *Library) SaveDraft(ctx context.Context, slug, read string, texts map[string]string, author uuid.UUID) error {
	p, basis, err := l.published(ctx, slug)
	if err != nil {
		return err
	}
	draft, err := l.draft(ctx, p, *basis)
	if err != nil {
		return err
	}
	document := draft.Document.WithWords(texts)
	if err := document.Validate(); err != nil {
		return err
	}
	text, hash, err := document.canonical()
	if err != nil {
		return err
	}
	row := &models.PolicyVersion{ID: models.NewID(), PolicyID: p.ID, Document: text, SHA256: hash, Basis: basis.Number, AuthorID: &author}
	switch {
	case draft.Saved && draft.Read == hash:
		return nil // pressed twice
	case draft.Read != read:
		return models.ErrConflict
	case draft.Saved:
		return l.db.ReplaceDraft(ctx, row, read)
	}
	return l.db.CreateDraft(ctx, row)
}

// Discard throws away the draft that was read with the hash read;
// models.ErrConflict if it is not that one any more.
func (l *Library) Discard(ctx context.Context, slug, read string) error {
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return err
	}
	return l.db.DiscardDraft(ctx, p.ID, read)
}

// longestSummary is one line.
const longestSummary = 200

// Publish makes the draft that was read with the hash read the policy's next version, and
// everything that depends on it changes here at once. It returns models.Invalid
// for a summary or document that will not do, and models.ErrConflict when the
// draft was changed or published in between.
func (l *Library) Publish(ctx context.Context, slug, read, summary string) error {
	draft, err := l.Draft(ctx, slug)
	if err != nil {
		return err
	}
	if err := draft.check(); err != nil {
		return err
	}
	summary = strings.TrimSpace(summary)
	if err := checkSummary(summary); err != nil {
		return err
	}
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return err
	}
	now := models.Now()
	err = l.db.PublishDraft(ctx, p.ID, read, models.PolicyVersion{
		Summary: summary, PublishedOn: new(l.Today().Format(time.DateOnly)), PublishedAt: &now,
	})
	if err != nil {
		return err
	}
	return l.Reload(ctx)
}

// check refuses a draft that says nothing new, or that the program cannot keep.
func (d Draft) check() error {
	_, hash, err := d.Document.canonical()
	if err != nil {
		return err
	}
	if !d.Saved || hash == d.Basis.SHA256 {
		return models.Invalid{"document": "Nothing has changed since the published version."}
	}
	return d.Document.Validate()
}

func checkSummary(summary string) error {
	switch {
	case summary == "":
		return models.Invalid{"summary": "Please say in one line what changed."}
	case !utf8.ValidString(summary) || strings.ContainsFunc(summary, isControl) || strings.Contains(summary, "\n"):
		return models.Invalid{"summary": "One line of plain text, please."}
	case utf8.RuneCountInString(summary) > longestSummary:
		return models.Invalid{"summary": "Please keep it to 200 characters."}
	}
	return nil
}
