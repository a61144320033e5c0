package auth

import (
	"context"
	"errors"
	"slices"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
)

// Links says of mailed links whether they still work. What a link does is a
// method of its subject.
type Links struct{ *core }

// CheckLink reports, without using it, whether a link still works: nil or ErrLink.
func (s *Links) CheckLink(ctx context.Context, token string, kind flows.Kind) error {
	_, err := s.openLink(ctx, token, kind)
	return err
}

// IsStale reports whether a letter is only about a link that does not work any
// more: it waited too long to be sent.
func (s *Links) IsStale(ctx context.Context, letter mail.Letter) (bool, error) {
	if !slices.Contains([]mail.Kind{mail.ConfirmAddress, mail.ConfirmNewAddress, mail.ResetPassword}, letter.Kind) {
		return false, nil
	}
	flow, err := flows.ByID(ctx, s.db, letter.Flow)
	if errors.Is(err, models.ErrNotFound) {
		return true, nil
	}
	return flow.ConsumedAt != nil || !s.now().Before(flow.ExpiresAt), err
}
