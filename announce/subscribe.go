package announce

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/subscribers"
)

// AskFor has the address asked whether it wants mails about changed policies. A
// worker looks later whether it is known: what this returns, and how long it
// takes, cannot depend on it. models.Invalid: that is no address.
func (s *Service) AskFor(ctx context.Context, typed string) error {
	email, err := auth.NormalEmail(typed)
	if err != nil {
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.Asked.Subscribe(ctx, tx, email) })
}

// Subscribe mails the address a link that confirms, or, if it has confirmed
// already, tells it so. It does not mail the same address again and again.
func (s *Service) Subscribe(ctx context.Context, email string) error {
	err := s.Counter.CountSubscription(ctx, email)
	if errors.Is(err, auth.ErrTooMany) {
		return nil // the mails before are on their way
	}
	if err != nil {
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		asked := subscribers.Subscriber{
			ID:        models.NewID(),
			SiteID:    s.Sites.Own().SiteID(),
			Email:     email,
			CreatedAt: s.Clock.Now(),
		}
		subscriber, err := subscribers.Ensure(ctx, tx, &asked)
		if err != nil {
			return err
		}
		about := letter.Subscription{Subscriber: subscriber.ID}
		var content letter.Content = letter.ConfirmSubscription{Subscription: about}
		if subscriber.ConfirmedAt != nil {
			content = letter.AlreadySubscribed{Subscription: about}
		}
		return s.Mailer.SendMail(ctx, tx, mail.Letter{To: email, Content: content})
	})
}

// Subscriber is whom a link is about. ErrLink: they unsubscribed, did not
// confirm in time, or the link is not ours.
func (s *Service) Subscriber(ctx context.Context, token string) (subscribers.Subscriber, error) {
	id, err := s.Keys.ReadSubscriberToken(token)
	if err != nil {
		return subscribers.Subscriber{}, ErrLink
	}
	subscriber, err := subscribers.ByID(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		err = ErrLink
	}
	return subscriber, err
}

// Confirm begins the mails. Confirming again changes nothing.
func (s *Service) Confirm(ctx context.Context, token string) error {
	subscriber, err := s.Subscriber(ctx, token)
	if err != nil || subscriber.ConfirmedAt != nil {
		return err
	}
	err = subscribers.Confirm(ctx, s.db, subscriber.ID, s.Clock.Now())
	if errors.Is(err, models.ErrConflict) {
		_, err = s.Subscriber(ctx, token) // confirmed, or gone, a moment ago
	}
	return err
}

// Unsubscribe ends the mails and forgets the address. Doing it again changes
// nothing. ErrLink: the link is not ours.
func (s *Service) Unsubscribe(ctx context.Context, token string) error {
	id, err := s.Keys.ReadSubscriberToken(token)
	if err != nil {
		return ErrLink
	}
	return subscribers.Delete(ctx, s.db, id)
}

// wants reports whether a subscriber still wants the mails.
func (s *Service) wants(ctx context.Context, id uuid.UUID) (bool, error) {
	subscriber, err := subscribers.ByID(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	return subscriber.ConfirmedAt != nil, err
}
