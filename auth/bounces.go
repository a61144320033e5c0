package auth

import (
	"context"

	"github.com/prokken/prokken/models/users"
)

// MarkBounced notes that a mail server refused an address for good. Nothing is told to the
// outside: the owner of the account reads it on the pages of the account.
func (s *Addresses) MarkBounced(ctx context.Context, address string) error {
	return users.MarkBounced(ctx, s.db, address, s.now())
}

// ClearBounced notes that a mail got through to an address.
func (s *Addresses) ClearBounced(ctx context.Context, address string) error {
	return users.ClearBounced(ctx, s.db, address)
}

// ConfirmAddressWorks believes the owner of an account that its address takes mail again.
func (s *Addresses) ConfirmAddressWorks(ctx context.Context, by Identity) error {
	return users.ClearBounced(ctx, s.db, by.User.Email)
}
