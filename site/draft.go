package site

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/confirmation"
)

// Draft is a policy as it is being edited: the saved draft, or, while none is
// Saved, the published version. Read is the hash of what is read here; whoever
// changes the whole says so, and a change in between is a conflict.
type Draft struct {
	Document    policy.Document
	Saved       bool
	State       policies.VersionState
	Read        string
	Basis       Version // the published version it would replace
	AuthorID    *uuid.UUID
	SubmittedBy *uuid.UUID
	ApprovedBy  *uuid.UUID
	Proposed    Proposal // as whoever asked for review, or approved it, said last
	id          uuid.UUID
}

// ToConfirm is the draft as its sentences are confirmed.
func (d Draft) ToConfirm() confirmation.Draft {
	return confirmation.Draft{ID: d.id, Read: d.Read, AuthorID: d.AuthorID, Document: d.Document}
}

// Draft returns what there is to edit.
func (l *Site) Draft(ctx context.Context, slug string) (Draft, error) {
	return l.draft(ctx, l.db, slug)
}

// draft: what a draft replaces is the newest version, scheduled ones included. The first draft of
// a customer's policy replaces none: its basis has the number 0.
func (l *Site) draft(ctx context.Context, db *models.DB, slug string) (Draft, error) {
	p, err := policies.BySlug(ctx, db, l.site.ID, slug)
	if err != nil {
		return Draft{}, err
	}
	newest, err := newestNotWithdrawn(ctx, db, p.ID)
	isFirst := errors.Is(err, models.ErrNotFound)
	if isFirst {
		newest = &Version{policyID: p.ID}
	} else if err != nil {
		return Draft{}, err
	}
	row, err := policies.DraftOf(ctx, db, p.ID)
	if errors.Is(err, models.ErrNotFound) && !isFirst {
		return Draft{Document: newest.Document, State: policies.Draft, Read: newest.SHA256, Basis: *newest}, nil
	}
	if err != nil {
		return Draft{}, err
	}
	d, err := policy.ParseCanonical(row.Document)
	return Draft{
		Document: d, Saved: true, State: row.State, Read: row.SHA256, Basis: *newest,
		AuthorID: row.AuthorID, SubmittedBy: row.SubmittedBy, ApprovedBy: row.ApprovedBy,
		Proposed: proposalOf(row), id: row.ID,
	}, err
}

// newestNotWithdrawn returns the newest version that was not withdrawn.
func newestNotWithdrawn(ctx context.Context, db *models.DB, policyID uuid.UUID) (*Version, error) {
	row, err := policies.NewestNotWithdrawn(ctx, db, policyID)
	if err != nil {
		return nil, err
	}
	return versionOf(row)
}

// Drafts are the states of the drafts by the slugs of their policies.
func (l *Site) Drafts(ctx context.Context) (map[string]policies.VersionState, error) {
	return policies.DraftStates(ctx, l.db, l.site.ID)
}

// Edit is one change by one person. Part names the part that it changes, and
// ReadPart what they had read of it: [policy.Document.PartHash]. An empty Part changes
// the whole, or adds or moves something, and never conflicts, unless Read says
// which draft it is about.
type Edit struct {
	Slug           string
	By             uuid.UUID
	Part, ReadPart string
	Read           string
	Change         policy.Change
}

// Edit changes the draft, and begins one where there is none. It returns the
// new draft; models.Invalid for what no page can show, and models.ErrConflict
// where the part was changed by someone else since it was read. Nothing is
// stored then.
func (l *Site) Edit(ctx context.Context, e Edit) (Draft, error) {
	after, err := l.EditAll(ctx, e)
	if len(after) == 0 {
		return Draft{}, err
	}
	return after[0], err
}

// EditAll changes several drafts, all of them or none.
func (l *Site) EditAll(ctx context.Context, edits ...Edit) ([]Draft, error) {
	after, slugs := make([]Draft, len(edits)), make([]string, len(edits))
	for i, e := range edits {
		slugs[i] = e.Slug
	}
	err := l.db.Transaction(ctx, func(tx *models.DB) error {
		locked, err := policies.LockAll(ctx, tx, l.site.ID, slugs...)
		for i, e := range edits {
			if err == nil {
				after[i], err = l.edit(ctx, tx, locked[e.Slug].ID, e)
			}
		}
		return err
	})
	return after, err
}

func (l *Site) edit(ctx context.Context, tx *models.DB, policyID uuid.UUID, e Edit) (Draft, error) {
	before, err := l.draft(ctx, tx, e.Slug)
	if err != nil {
		return Draft{}, err
	}
	document, err := e.apply(before, l.validate)
	if err != nil {
		return Draft{}, err
	}
	return l.store(ctx, tx, policyID, before, document, e.By)
}

// validate refuses what no page of the site can show, and on the own one what the program could
// not run with.
func (l *Site) validate(d policy.Document) error {
	if l.IsOwn() {
		return d.Validate()
	}
	return d.ValidateOther()
}

func (e Edit) apply(before Draft, validate func(policy.Document) error) (policy.Document, error) {
	if e.Read != "" && e.Read != before.Read {
		return policy.Document{}, models.ErrConflict
	}
	document, err := e.Change(before.Document)
	if errors.Is(err, policy.ErrConflict) {
		err = models.ErrConflict
	}
	if err != nil {
		return document, err
	}
	document = document.Normalized()
	now := before.Document.PartHash(e.Part)
	if e.Part != "" && now != e.ReadPart && now != document.PartHash(e.Part) {
		return document, models.ErrConflict
	}
	document.NameBlocks()
	return document, validate(document)
}

// store keeps the document as the draft, and what the draft was for undo.
func (l *Site) store(
	ctx context.Context,
	tx *models.DB,
	policyID uuid.UUID,
	before Draft,
	document policy.Document,
	by uuid.UUID,
) (Draft, error) {
	text, hash, err := document.Canonical()
	if err != nil || hash == before.Read {
		return before, err // pressed twice
	}
	now := l.Now()
	if err := wrote(ctx, tx, policyID, by, now); err != nil {
		return before, err
	}
	row := &policies.Version{
		ID:       models.NewID(),
		PolicyID: policyID,
		Document: text,
		SHA256:   hash,
		Basis:    before.Basis.Number,
		AuthorID: policies.Author(by),
	}
	after := before
	after.Document, after.Saved, after.State, after.Read, after.AuthorID, after.SubmittedBy, after.ApprovedBy = document, true, policies.Draft, hash, row.AuthorID, nil, nil
	if !before.Saved {
		after.id = row.ID
		return after, policies.CreateDraft(ctx, tx, row)
	}
	was, wasHash, err := before.Document.Canonical()
	if err != nil {
		return before, err
	}
	revision := &policies.Revision{
		ID:        models.NewID(),
		VersionID: before.id,
		AuthorID:  before.AuthorID,
		Document:  was,
		SHA256:    wasHash,
		CreatedAt: now,
	}
	if err := policies.SaveRevision(ctx, tx, revision); err != nil {
		return before, err
	}
	return after, policies.ReplaceDraft(ctx, tx, row, before.Read)
}

// Undo takes back the last change of the draft, and throws the draft away when
// there was only one. models.ErrConflict if the draft is not the one read.
func (l *Site) Undo(ctx context.Context, slug, read string, by uuid.UUID) error {
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		p, err := policies.BySlug(ctx, tx, l.site.ID, slug)
		if err != nil {
			return err
		}
		if err := policies.Lock(ctx, tx, p.ID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, slug)
		if err != nil {
			return err
		}
		if !draft.Saved || draft.Read != read {
			return models.ErrConflict
		}
		last, err := policies.LastRevision(ctx, tx, draft.id)
		if errors.Is(err, models.ErrNotFound) {
			return discard(ctx, tx, p.ID, read)
		}
		if err != nil {
			return err
		}
		if err := policies.DropRevision(ctx, tx, last.ID); err != nil {
			return err
		}
		row := &policies.Version{
			PolicyID: p.ID,
			Document: last.Document,
			SHA256:   last.SHA256,
			Basis:    draft.Basis.Number,
			AuthorID: last.AuthorID, // who undoes wrote none of it
		}
		if err := wrote(ctx, tx, p.ID, by, l.Now()); err != nil { // and approves none of it, either
			return err
		}
		return policies.ReplaceDraft(ctx, tx, row, read)
	})
}

// Discard throws away the draft that was read with the hash read;
// models.ErrConflict if it is not that one any more.
func (l *Site) Discard(ctx context.Context, slug, read string) error {
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		p, err := policies.BySlug(ctx, tx, l.site.ID, slug)
		if err != nil {
			return err
		}
		return discard(ctx, tx, p.ID, read)
	})
}

// discard also forgets who wrote in the draft: the next one is another.
func discard(ctx context.Context, tx *models.DB, policyID uuid.UUID, read string) error {
	if err := policies.DiscardDraft(ctx, tx, policyID, read); err != nil {
		return err
	}
	return policies.ForgetEditors(ctx, tx, policyID)
}

// Restore makes an old version the draft.
func (l *Site) Restore(ctx context.Context, slug string, number int64, read string, by uuid.UUID) error {
	old, err := l.Version(ctx, slug, number)
	if err != nil {
		return err
	}
	_, err = l.Edit(ctx, Edit{Slug: slug, By: by, Read: read, Change: policy.ReplaceBy(old.Document)})
	return err
}
