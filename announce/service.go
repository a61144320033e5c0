// Package announce tells people of changed policies: those who subscribed, and
// members. Start reading at [Service.Tell]; subscribe.go is how one subscribes.
package announce

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// ErrLink: there is no such subscription, or not any more.
var ErrLink = errors.New("a link to a subscription that is gone")

// Settings are what the service needs to know.
type Settings struct {
	Library *policy.Library
	Keys    auth.Keys
	// Count counts a mail to an address that anyone could have typed; it returns
	// auth.TooMany when that is enough.
	Count    func(ctx context.Context, email string) error
	Ask      func(ctx context.Context, tx *models.DB, email string) error // has Subscribe done
	Send     func(ctx context.Context, tx *models.DB, letter mail.Letter) error
	SendMany func(ctx context.Context, tx *models.DB, letters []mail.Letter) error
	Resume   func(ctx context.Context, tx *models.DB, version uuid.UUID) error // has Tell done
	Now      func() time.Time                                                  // models.Now where it is nil
}

// Service holds the rules of telling.
type Service struct {
	Settings
	db *models.DB
}

// New makes the service.
func New(db *models.DB, settings Settings) *Service {
	if settings.Now == nil {
		settings.Now = models.Now
	}
	return &Service{Settings: settings, db: db}
}

// keepUnconfirmed is how long an address waits for its owner to confirm. The
// privacy policy and the mail tell it.
const keepUnconfirmed = 7 * 24 * time.Hour

// Tidy forgets addresses that nobody confirmed.
func (s *Service) Tidy(ctx context.Context) error {
	return s.db.DeleteUnconfirmedSubscribers(ctx, s.Now().Add(-keepUnconfirmed))
}
