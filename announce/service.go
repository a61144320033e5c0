// Package announce tells people of changed policies: those who subscribed, and
// members. Start reading at [Service.Tell]; subscribe.go is how one subscribes.
package announce

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/site"
)

// ErrLink: there is no such subscription, or not any more.
var ErrLink = errors.New("a link to a subscription that is gone")

// Settings are what the service needs to know.
type Settings struct {
	Sites   *site.Registry
	Keys    keys.Ring
	Counter SubscriptionCounter
	Asked   SubscriptionQueue
	Mailer  Mailer
	Notices NoticeMailer
	Resumed AnnouncementQueue
	Clock   clock.Clock // nil: the machine's
}

// SubscriptionCounter counts a mail to an address that anyone could have typed;
// it returns auth.TooMany when that is enough.
type SubscriptionCounter interface {
	CountSubscription(ctx context.Context, email string) error
}

// SubscriptionQueue promises, as part of tx, that [Service.Subscribe] will be
// called.
type SubscriptionQueue interface {
	Subscribe(ctx context.Context, tx *models.DB, email string) error
}

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}

// NoticeMailer promises, as part of tx, that the letters will be sent when
// nothing else waits.
type NoticeMailer interface {
	SendNotices(ctx context.Context, tx *models.DB, letters []mail.Letter) error
}

// AnnouncementQueue promises, as part of tx, that [Service.Tell] will go on with
// the version.
type AnnouncementQueue interface {
	ResumeAnnouncement(ctx context.Context, tx *models.DB, version uuid.UUID) error
}

// Service holds the rules of telling.
type Service struct {
	Settings
	db *models.DB
}

// New makes the service.
func New(db *models.DB, settings Settings) *Service {
	settings.Clock = clock.Or(settings.Clock)
	return &Service{Settings: settings, db: db}
}

// Tidy forgets addresses that nobody confirmed.
func (s *Service) Tidy(ctx context.Context) error {
	return subscribers.DeleteUnconfirmed(ctx, s.db, s.Clock.Now().Add(-program.UnconfirmedSubscriptionsKept))
}
