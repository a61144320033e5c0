package auth

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// Registration opens accounts: somebody signs up, and confirms the address with a
// mailed link.
type Registration struct{ *core }

// Signup asks for an account. What it returns, and how long it takes, does not
// depend on whether the address has one: the answer goes there by mail. Agreed
// is what they were shown and agree to. It returns validation.Errors for "email" and
// "password".
//
// The chosen password waits with the link: signing up with somebody else's
// address changes nothing about an account, and Verify sees to it that nobody
// confirms another's password by mistake.
func (s *Registration) Signup(ctx context.Context, email, password string, agreed ...consents.Acceptance) error {
	return s.SignupFor(ctx, email, password, "", agreed...)
}

// signupPayload is what a sign-up keeps until the address is confirmed.
type signupPayload struct {
	Agreed []consents.Acceptance `json:"agreed,omitempty"`
	Next   string                `json:"next,omitempty"`
}

func payloadOf(flow flows.Flow) (kept signupPayload, err error) {
	if flow.Payload != "" {
		err = json.Unmarshal([]byte(flow.Payload), &kept)
	}
	return kept, err
}

// Next returns the page of ours on which whoever confirms the link's address goes on; ""
// for none, or for a link that does not work.
func (s *Registration) Next(ctx context.Context, token string) string {
	flow, err := s.openLink(ctx, token, flows.Verify)
	if err != nil {
		return ""
	}
	kept, _ := payloadOf(flow)
	return kept.Next
}

// SignupFor is [Registration.Signup] for somebody who wants to go on to a page of ours once
// the address is confirmed.
func (s *Registration) SignupFor(
	ctx context.Context, email, password, next string, agreed ...consents.Acceptance,
) error {
	email, err := s.checkCredentials(email, password)
	if err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	err = s.attempt(ctx, mails, "sign-up", email)
	throttled := errors.Is(err, ErrTooMany)
	if err != nil && !throttled {
		return err
	}
	terms, err := json.Marshal(signupPayload{agreed, next})
	if err != nil {
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		user, err := users.Ensure(ctx, tx, &users.User{
			ID: models.NewID(), Email: email, PasswordHash: hash, Role: users.Member, CreatedAt: s.now(),
		})
		if err != nil {
			return err
		}
		flow, err := s.newFlow(ctx, tx, flows.Flow{
			Kind: flows.Verify, UserID: &user.ID, PasswordHash: hash, Payload: string(terms),
		}, linkLife)
		if err != nil {
			return err
		}
		if throttled {
			return nil // mails are on their way
		}
		if user.VerifiedAt != nil {
			return s.sendMail(ctx, tx, email, letter.AddressTaken{})
		}
		return s.sendMail(ctx, tx, email, letter.ConfirmAddress{Link: letter.Link{Flow: flow}})
	})
}

// firstSignup is how long after the account's row its first flow may come.
const firstSignup = 5 * time.Second

// Contested reports whether there were several sign-ups for the address that the
// link was mailed to. Then someone else may have chosen this link's password,
// and Verify asks for it. It returns ErrLink as CheckLink does.
func (s *Registration) Contested(ctx context.Context, token string) (bool, error) {
	flow, err := s.openLink(ctx, token, flows.Verify)
	if err != nil {
		return false, err
	}
	return s.contested(ctx, flow)
}

func (s *Registration) contested(ctx context.Context, flow flows.Flow) (bool, error) {
	user, err := users.ByID(ctx, s.db, *flow.UserID)
	if err != nil {
		return false, err
	}
	n, err := flows.OpenOf(ctx, s.db, flows.Verify, *flow.UserID, s.now())
	return n > 1 || flow.CreatedAt.Sub(user.CreatedAt) > firstSignup, err
}

// Verify confirms the address that the link was mailed to, and makes the
// password chosen with it the account's. It starts no session. Where the link
// is contested the password has to be right, else it returns validation.Errors.
func (s *Registration) Verify(ctx context.Context, token, password string, from RequestDetails) error {
	flow, err := s.openLink(ctx, token, flows.Verify)
	if err != nil {
		return err
	}
	contested, err := s.contested(ctx, flow)
	if err != nil {
		return err
	}
	if contested {
		if err := s.attempt(ctx, codeGuesses.here, flow.UserID.String(), from.Network()); err != nil {
			return err
		}
		matches, err := s.hasher.Matches(ctx, password, flow.PasswordHash)
		if err != nil {
			return err
		}
		if !matches {
			return validation.Errors{"password": "That is not the password that was chosen with this link. " +
				"There may be another email from us: try its link."}
		}
	}
	return s.confirm(ctx, flow, from)
}

func (s *Registration) confirm(ctx context.Context, flow flows.Flow, from RequestDetails) error {
	now, user := s.now(), *flow.UserID
	err := s.consumeFlow(ctx, flow, func(tx *models.DB) error {
		if err := users.Verify(ctx, tx, user, flow.PasswordHash, now); err != nil {
			return err
		}
		if err := flows.ConsumeOf(ctx, tx, flows.Verify, &user, now); err != nil {
			return err
		}
		if err := s.accept(ctx, tx, flow); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, activity.AddressConfirmed, "", from)
	})
	if errors.Is(err, models.ErrConflict) {
		return ErrLink
	}
	return err
}

// accept stores what the sign-up agreed to, as it was when they signed up.
func (s *Registration) accept(ctx context.Context, tx *models.DB, flow flows.Flow) error {
	kept, err := payloadOf(flow)
	if err != nil {
		return err
	}
	for _, one := range kept.Agreed {
		one.ID, one.UserID, one.AcceptedAt = models.NewID(), *flow.UserID, flow.CreatedAt
		if err := consents.Accept(ctx, tx, &one); err != nil {
			return err
		}
	}
	return nil
}

// Resend mails the link again that confirms an address, under the same rules.
func (s *Registration) Resend(ctx context.Context, typed string) error {
	return s.enqueue(ctx, taskResend, typed)
}
