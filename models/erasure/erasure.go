// Package erasure deletes what belongs to an account when its owner leaves. It is
// the one package that knows the tables of every subject; only auth calls it. Start
// reading at [Erase].
package erasure

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/outbox"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/users"
)

// Schedule notes that the owner wants the account deleted; ErrConflict
// if that is noted already, or they are an admin.
func Schedule(ctx context.Context, db *models.DB, id uuid.UUID, after time.Time) error {
	return models.MustAffectOne(
		models.Table[users.User](
			db.Writer,
		).Where(
			"id = ? AND role = ? AND erase_after IS NULL AND erased_at IS NULL",
			id,
			users.Member,
		).Update(
			ctx,
			"erase_after",
			after,
		),
	)
}

// Cancel takes the owner's wish back; ErrConflict if there is none, or its
// time has come.
func Cancel(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(
		models.Table[users.User](
			db.Writer,
		).Where(
			"id = ? AND erase_after > ? AND erased_at IS NULL",
			id,
			now,
		).Update(
			ctx,
			"erase_after",
			nil,
		),
	)
}

// Due are the accounts whose owners' time to think is over.
func Due(ctx context.Context, db *models.DB, now time.Time) ([]users.User, error) {
	users, err := models.Table[users.User](
		db.Reader,
	).Where(
		"erase_after <= ? AND erased_at IS NULL",
		now,
	).Order(
		"erase_after, id",
	).Limit(
		100,
	).Find(
		ctx,
	)
	return users, models.TranslateError(err)
}

// erasable are the tables of what is deleted with an account. What stays:
// payments, the activity log without what tells of the owner, and published policies.
var erasable = []string{"sessions", "flows", "totp_secrets", "recovery_codes", "passkeys", "acceptances", "exports"}

// Erase deletes all that is personal, and keeps the row; ErrConflict if the
// owner changed their mind, ErrLastAdmin if nobody else could administer the site.
func Erase(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	return db.Transaction(ctx, func(tx *models.DB) error {
		user, err := users.ByID(ctx, tx, id)
		if err != nil {
			return err
		}
		err = models.MustAffectOne(models.Table[users.User](tx.Writer).
			Select(
				"email",
				"password_hash",
				"role",
				"verified_at",
				"disabled_at",
				"grace_used_at",
				"erase_after",
				"erased_at",
				"bounced_at",
			).
			Where("id = ? AND erase_after <= ? AND erased_at IS NULL", id, now).
			Updates(ctx, users.User{Email: id.String() + "@erased.invalid", Role: users.Member, ErasedAt: &now}))
		for _, table := range erasable {
			if err == nil {
				err = models.TranslateError(tx.Writer.WithContext(ctx).Table(table).Where("user_id = ?", id).Delete(nil).Error)
			}
		}
		if err == nil {
			err = policies.ForgetConfirmer(ctx, tx, id)
		}
		if err == nil {
			err = payments.ForgetDetails(ctx, tx, id)
		}
		if err == nil {
			err = errors.Join(forgetMails(ctx, tx, user.Email), forgetActivity(ctx, tx, id))
		}
		if err == nil {
			err = subscribers.Unsubscribe(ctx, tx, user.Email)
		}
		return err
	})
}

// forgetActivity takes out of the activity log where the owner of an erased account was and with
// what, and why admins acted on it or gave it something. Who acted when stays: admins have to answer for it.
func forgetActivity(ctx context.Context, db *models.DB, id uuid.UUID) error {
	entries := models.Table[activity.Entry](db.Writer)
	_, placesErr := entries.Where("actor_id = ? OR actor_id IS NULL AND subject_id = ?", id, id).
		Select("network", "browser").Updates(ctx, activity.Entry{})
	_, browserErr := entries.Where("subject_id = ?", id).
		Where("action IN ?", []activity.Action{activity.SessionEnded, activity.TokenReused}).
		Select("detail").Updates(ctx, activity.Entry{})
	_, reasonErr := entries.Where("subject_id = ?", id).Select("reason").Updates(ctx, activity.Entry{})
	_, giftErr := models.Table[payments.Grant](db.Writer).Where("user_id = ?", id).
		Select("reason").Updates(ctx, payments.Grant{})
	return models.TranslateError(errors.Join(placesErr, browserErr, reasonErr, giftErr))
}

// forgetMails deletes the jobs and outbox mails that name an address.
func forgetMails(ctx context.Context, db *models.DB, email string) error {
	args, quoted := "args::text", `"`+email+`"`
	if db.Dialect() == models.SQLite {
		text, err := json.Marshal(email) // River's own text is what is searched there
		if err != nil {
			return err
		}
		args, quoted = "json(args)", string(text)
	}
	err := db.Writer.WithContext(ctx).Table("river_job").
		Where("state <> 'running' AND "+args+` LIKE ? ESCAPE '!'`, "%"+models.EscapeLike(quoted)+"%").Delete(nil).Error
	if err != nil {
		return models.TranslateError(err)
	}
	_, err = models.Table[outbox.Mail](db.Writer).Where("recipient = ?", email).Delete(ctx)
	return models.TranslateError(err)
}

// DeleteUnconfirmed forgets sign-ups of before that time that nobody confirmed:
// the address may be someone else's.
func DeleteUnconfirmed(ctx context.Context, db *models.DB, before time.Time) error {
	old, err := models.Table[users.User](db.Reader).
		Where("verified_at IS NULL AND erased_at IS NULL AND created_at < ?", before).Limit(1000).Find(ctx)
	for _, user := range old {
		if err == nil {
			err = deleteUnconfirmed(ctx, db, user)
		}
	}
	return models.TranslateError(err)
}

// deleteUnconfirmed keeps the bare row of one that the activity log names.
func deleteUnconfirmed(ctx context.Context, db *models.DB, user users.User) error {
	return db.Transaction(ctx, func(tx *models.DB) error {
		if err := forgetMails(ctx, tx, user.Email); err != nil {
			return err
		}
		logged, err := models.Table[activity.Entry](
			tx.Writer,
		).Where(
			"subject_id = ? OR actor_id = ?",
			user.ID,
			user.ID,
		).Count(
			ctx,
			"*",
		)
		if err != nil {
			return err
		}
		unconfirmed := models.Table[users.User](tx.Writer).Where("id = ? AND verified_at IS NULL", user.ID)
		if logged == 0 {
			_, err = unconfirmed.Delete(ctx)
			return err
		}
		_, err = unconfirmed.Select("email", "password_hash", "erased_at", "bounced_at").
			Updates(ctx, users.User{Email: user.ID.String() + "@erased.invalid", ErasedAt: new(models.Now())})
		if err != nil {
			return err
		}
		return forgetActivity(ctx, tx, user.ID)
	})
}
