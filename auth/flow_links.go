package auth

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

// Links says of mailed links whether they still work. What a link does is a
// method of its subject.
type Links struct{ *core }

// CheckLink reports, without using it, whether a link still works: nil or ErrLink.
func (s *Links) CheckLink(ctx context.Context, token string, kind flows.Kind) error {
	_, err := s.openLink(ctx, token, kind)
	return err
}

// Account does what CheckLink does, and returns the address of the account that the link is
// about: whoever opens it may be logged in to another.
func (s *Links) Account(ctx context.Context, token string, kind flows.Kind) (string, error) {
	flow, err := s.openLink(ctx, token, kind)
	if err != nil {
		return "", err
	}
	user, err := users.ByID(ctx, s.db, *flow.UserID)
	if errors.Is(err, models.ErrNotFound) {
		return "", ErrLink
	}
	if kind == flows.UndoAddress {
		return flow.Email, err // as its owner knows it
	}
	return user.Email, err
}

// IsStale reports whether a letter is only about a link that does not work any
// more: it waited too long to be sent.
func (s *Links) IsStale(ctx context.Context, waiting mail.Letter) (bool, error) {
	id, found := linkOf(waiting.Content)
	if !found {
		return false, nil
	}
	flow, err := flows.ByID(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		return true, nil
	}
	return flow.ConsumedAt != nil || !s.now().Before(flow.ExpiresAt), err
}

// linkOf returns the flow of a mail that is pointless without its link.
func linkOf(content letter.Content) (flow uuid.UUID, found bool) {
	switch c := content.(type) {
	case letter.ConfirmAddress:
		return c.Flow, true
	case letter.ConfirmNewAddress:
		return c.Flow, true
	case letter.LoginLink:
		return c.Flow, true
	case letter.ResetPassword:
		return c.Flow, true
	}
	return uuid.Nil, false
}
