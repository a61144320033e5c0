package auth

import (
	"context"
	"errors"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

// byLink marks the second step of a log-in that began with a mailed link.
const byLink = "link"

// maxLinkTries is how many passwords one link may try.
const maxLinkTries = 10

// MailLoginLink mails a link to log in with, if the address has an account: the way in for
// an owner whom somebody else's tries slow down. It answers as [Passwords.Forgot] does.
func (s *Logins) MailLoginLink(ctx context.Context, typed string) error {
	return s.enqueue(ctx, taskLogin, typed)
}

func (s *Logins) sendLoginLink(ctx context.Context, tx *models.DB, user users.User) error {
	if user.VerifiedAt == nil {
		return s.mailConfirmation(ctx, tx, user)
	}
	flow, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.LogIn, UserID: &user.ID}, resetLife)
	if err != nil {
		return err
	}
	return s.sendMail(ctx, tx, user.Email, letter.LoginLink{Link: letter.Link{Flow: flow}})
}

// LoginByLink does what Login does for the owner of the mailbox that the link went to. The
// link takes the place of the address, and not of the password or the second factor. No
// counter that others move is asked: the link has its own tries. It returns ErrLink where
// they are used up.
func (s *Logins) LoginByLink(ctx context.Context, token, password string, from RequestDetails) (LoggedIn, error) {
	link, err := s.openLink(ctx, token, flows.LogIn)
	if err != nil {
		return LoggedIn{}, err
	}
	user, err := s.flowOwner(ctx, link)
	if err != nil {
		return LoggedIn{}, err
	}
	if s.hasher.IsFull() { // before a try is counted that is none
		return LoggedIn{}, ErrBusy
	}
	err = flows.Try(ctx, s.db, link.ID, maxLinkTries, s.now())
	if errors.Is(err, models.ErrConflict) {
		return LoggedIn{}, ErrLink
	}
	if err != nil {
		return LoggedIn{}, err
	}
	matches, err := s.hasher.Matches(ctx, password, user.PasswordHash)
	if err != nil {
		return LoggedIn{}, err
	}
	if !matches {
		return LoggedIn{}, ErrCredentials
	}
	return s.afterPassword(ctx, user, from, &link)
}

// useLink uses the link up that a log-in began with, if it did.
func (s *Logins) useLink(ctx context.Context, tx *models.DB, link *flows.Flow) error {
	if link == nil {
		return nil
	}
	err := flows.Consume(ctx, tx, link.ID, s.now())
	if errors.Is(err, models.ErrConflict) {
		return ErrLink
	}
	return err
}

// secondStepOf is the flow of the second step.
func secondStepOf(user users.User, link *flows.Flow) flows.Flow {
	flow := flows.Flow{Kind: flows.SecondFactor, UserID: &user.ID}
	if link != nil {
		flow.Payload = byLink
	}
	return flow
}
