package handlers_test

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

// publish makes changes to a policy public, in effect after so long.
func (s *site) publish(slug, summary string, in time.Duration, changes ...policy.Change) int64 {
	s.t.Helper()
	ctx := context.Background()
	for _, change := range changes {
		if _, err := s.library.Edit(ctx, sites.Edit{Slug: slug, Change: change}); err != nil {
			s.t.Fatal(err)
		}
	}
	draft, err := s.library.Draft(ctx, slug)
	if err != nil {
		s.t.Fatal(err)
	}
	p := sites.Publication{Slug: slug, Read: draft.Read, Summary: summary, Materiality: s.library.Impact(draft).Least()}
	if in > 0 {
		at := s.clock().Add(in)
		p.EffectiveAt = &at
	}
	s.confirm(slug)
	s.approve(draft, p)
	number, err := s.library.Publish(ctx, p)
	if err != nil {
		s.t.Fatal(err)
	}
	return number
}

// approve has an admin approve a draft that nobody wrote, if it needs that.
func (s *site) approve(draft sites.Draft, p sites.Publication) {
	s.t.Helper()
	ctx := context.Background()
	needed, err := s.library.NeedsApproval(ctx, draft, s.library.Impact(draft))
	if err != nil || !needed {
		return
	}
	admins, err := users.ActiveAdmins(ctx, s.db)
	if err == nil {
		err = s.library.Approve(ctx, p, admins[0].ID)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) withdraw(slug string, number int64, reason string) {
	s.t.Helper()
	if err := s.library.Withdraw(context.Background(), slug, number, reason, uuid.Nil, nil); err != nil {
		s.t.Fatal(err)
	}
}

// manyVersions writes copies of the version in effect straight into the
// database, as if they had been published a second apart.
func (s *site) manyVersions(slug string, upTo int64) {
	s.t.Helper()
	ctx := context.Background()
	current, _ := s.library.Snapshot().Find(slug)
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		for n := current.Number + 1; n <= upTo; n++ {
			_, err := tx.Tx().ExecContext(ctx, `INSERT INTO policy_versions
				(id, policy_id, number, state, document, record, sha256, summary, basis, published_on, published_at, created_at, updated_at, effective_at, materiality)
				SELECT $1, policy_id, $2, 'published', document, record, sha256, 'One of many.', basis, published_on, published_at, created_at, updated_at, effective_at, 'notify'
				FROM policy_versions WHERE id = $3`, models.NewID().String(), n, current.ID.String())
			if err != nil {
				return err
			}
		}
		_, err := tx.Tx().ExecContext(ctx, "ANALYZE") // a server's own housekeeping would
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.library.Reload(ctx); err != nil {
		s.t.Fatal(err)
	}
}
