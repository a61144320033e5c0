package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// AuditorAccount prepares the account with which audits of the own site log in.
type AuditorAccount struct{ *core }

// auditorAddress returns an address where no mail arrives and nobody can sign up from: it ends in
// .invalid.
func (s *AuditorAccount) auditorAddress() string {
	host := "site"
	if base, err := url.Parse(s.issuer); err == nil && base.Hostname() != "" {
		host = strings.ToLower(strings.ReplaceAll(base.Hostname(), ":", "-"))
	}
	return "audit@" + host + ".invalid"
}

// Auditor prepares the account with which audits of the own site log in: a member
// who agreed to the terms, with a fresh password and without any session. There
// is one, and it stays. ErrConflict: an admin disabled it.
func (s *AuditorAccount) Auditor(ctx context.Context, terms ...consents.Acceptance) (users.User, string, error) {
	password := rand.Text()
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return users.User{}, "", err
	}
	var user users.User
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		user, err = users.Ensure(ctx, tx, &users.User{
			ID: models.NewID(), Email: s.auditorAddress(), PasswordHash: hash, Role: users.Member, CreatedAt: s.now(),
		})
		if err != nil {
			return err
		}
		return s.prepare(ctx, tx, user.ID, hash, terms)
	})
	return user, password, err
}

// prepare takes away what an earlier audit left, and what would stop the next one.
func (s *AuditorAccount) prepare(
	ctx context.Context, tx *models.DB, id uuid.UUID, hash string, terms []consents.Acceptance,
) error {
	now := s.now()
	if err := users.ReadyAuditor(ctx, tx, id, hash, now); err != nil {
		return err
	}
	if err := credentials.DeleteFactors(ctx, tx, id); err != nil && !errors.Is(err, models.ErrConflict) {
		return err
	}
	if _, err := sessions.RevokeAll(ctx, tx, id, uuid.Nil, "the next audit", now); err != nil {
		return err
	}
	for _, one := range terms {
		one.ID, one.UserID, one.AcceptedAt = models.NewID(), id, now
		if err := consents.Accept(ctx, tx, &one); err != nil {
			return err
		}
	}
	return nil
}
