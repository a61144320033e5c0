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

// Draft is a policy as an admin is editing it. Lock is 0 while nothing is saved
// that differs from the published version, which it then shows.
type Draft struct {
	Document Document
	Lock     int64
	Basis    Version // the published version it would replace
}

// Draft returns what there is to edit.
func (l *Library) Draft(ctx context.Context, slug string) (Draft, error) {
	p, basis, err := l.published(ctx, slug)
	if err != nil {
		return Draft{}, err
	}
	row, err := l.db.DraftOf(ctx, p.ID)
	if errors.Is(err, models.ErrNotFound) {
		return Draft{Document: basis.Document, Basis: *basis}, nil
	}
	if err != nil {
		return Draft{}, err
	}
	d, err := parseJSON(row.Document)
	return Draft{Document: d, Lock: row.Lock, Basis: *basis}, err
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

// SaveDraft stores other words for a policy, as read at lock. It returns
// models.Invalid for words that cannot be shown, and models.ErrConflict when
// somebody saved in between; nothing is stored then.
func (l *Library) SaveDraft(ctx context.Context, slug string, lock int64, texts map[string]string, author uuid.UUID) error {
	draft, err := l.Draft(ctx, slug)
	if err != nil {
		return err
	}
	document := draft.Document.WithWords(texts)
	if err := document.Validate(); err != nil {
		return err
	}
	return l.store(ctx, slug, document, lock, author)
}

func (l *Library) store(ctx context.Context, slug string, d Document, lock int64, author uuid.UUID) error {
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return err
	}
	text, hash, err := d.canonical()
	if err != nil {
		return err
	}
	draft := &models.PolicyVersion{ID: models.NewID(), PolicyID: p.ID, Document: text, SHA256: hash, AuthorID: &author}
	return l.db.SaveDraft(ctx, draft, lock)
}

// Discard throws the draft that was read at lock away; models.ErrConflict if it
// was changed since.
func (l *Library) Discard(ctx context.Context, slug string, lock int64) error {
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return err
	}
	return l.db.DiscardDraft(ctx, p.ID, lock)
}

// longestSummary is one line.
const longestSummary = 200

// Publish makes the draft that was read at lock the policy's next version, and
// everything that depends on it changes here at once. It returns models.Invalid
// for a summary or document that will not do, and models.ErrConflict when the
// draft was changed or published in between.
func (l *Library) Publish(ctx context.Context, slug string, lock int64, summary string) error {
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
	err = l.db.PublishDraft(ctx, p.ID, lock, models.PolicyVersion{
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
	if d.Lock == 0 || hash == d.Basis.SHA256 {
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
