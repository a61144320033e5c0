package models

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// ScheduleErasure notes that the owner wants the account deleted; ErrConflict
// if that is noted already, or they are an admin.
func (db *DB) ScheduleErasure(ctx context.Context, id uuid.UUID, after time.Time) error {
	return mustAffectOne(gorm.G[User](db.write).Where("id = ? AND role = ? AND erase_after IS NULL AND erased_at IS NULL", id, Member).Update(ctx, "erase_after", after))
}

// KeepAccount takes the owner's wish back; ErrConflict if there is none, or its
// time has come.
func (db *DB) KeepAccount(ctx context.Context, id uuid.UUID, now time.Time) error {
	return mustAffectOne(gorm.G[User](db.write).Where("id = ? AND erase_after > ? AND erased_at IS NULL", id, now).Update(ctx, "erase_after", nil))
}

// DueErasures are the accounts whose owners' time to think is over.
func (db *DB) DueErasures(ctx context.Context, now time.Time) ([]User, error) {
	users, err := gorm.G[User](db.read).Where("erase_after <= ? AND erased_at IS NULL", now).Order("erase_after, id").Limit(100).Find(ctx)
	return users, translateError(err)
}

// erasable are the tables of what is deleted with an account. What stays:
// payments, which the law wants kept, the audit log, and published policies.
var erasable = []string{"sessions", "flows", "totp_secrets", "recovery_codes", "passkeys", "acceptances", "exports"}

// EraseUser deletes all that is personal, and keeps the row; ErrConflict if the
// owner changed their mind, ErrLastAdmin if nobody else could administer the site.
func (db *DB) EraseUser(ctx context.Context, id uuid.UUID, now time.Time) error {
	return db.Transaction(ctx, func(tx *DB) error {
		user, err := tx.UserByID(ctx, id)
		if err != nil {
			return err
		}
		err = mustAffectOne(gorm.G[User](tx.write).
			Select("email", "password_hash", "role", "verified_at", "disabled_at", "grace_used_at", "erase_after", "erased_at").
			Where("id = ? AND erase_after <= ? AND erased_at IS NULL", id, now).
			Updates(ctx, User{Email: id.String() + "@erased.invalid", Role: Member, ErasedAt: &now}))
		for _, table := range erasable {
			if err == nil {
				err = translateError(tx.write.WithContext(ctx).Table(table).Where("user_id = ?", id).Delete(nil).Error)
			}
		}
		if err == nil {
			_, err = gorm.G[BillingCustomer](tx.write).Where("user_id = ?", id).Select("details").Updates(ctx, BillingCustomer{})
			err = translateError(err)
		}
		if err == nil {
			err = tx.forgetMails(ctx, user.Email)
		}
		if err == nil {
			err = tx.Unsubscribe(ctx, user.Email)
		}
		return err
	})
}

// forgetMails deletes the jobs and outbox mails that name an address.
func (db *DB) forgetMails(ctx context.Context, email string) error {
	args, quoted := "args::text", `"`+email+`"`
	if db.Dialect() == SQLite {
		text, err := json.Marshal(email) // River's own text is what is searched there
		if err != nil {
			return err
		}
		args, quoted = "json(args)", string(text)
	}
	err := db.write.WithContext(ctx).Table("river_job").
		Where("state <> 'running' AND "+args+` LIKE ? ESCAPE '!'`, "%"+escapeLike(quoted)+"%").Delete(nil).Error
	if err != nil {
		return translateError(err)
	}
	_, err = gorm.G[OutboxMail](db.write).Where("recipient = ?", email).Delete(ctx)
	return translateError(err)
}

// DeleteUnconfirmed forgets sign-ups of before that time that nobody confirmed:
// the address may be someone else's.
func (db *DB) DeleteUnconfirmed(ctx context.Context, before time.Time) error {
	old, err := gorm.G[User](db.read).
		Where("verified_at IS NULL AND erased_at IS NULL AND created_at < ?", before).Limit(1000).Find(ctx)
	for _, user := range old {
		if err == nil {
			err = db.deleteUnconfirmed(ctx, user)
		}
	}
	return translateError(err)
}

// deleteUnconfirmed keeps the bare row of one that the audit log names.
func (db *DB) deleteUnconfirmed(ctx context.Context, user User) error {
	return db.Transaction(ctx, func(tx *DB) error {
		if err := tx.forgetMails(ctx, user.Email); err != nil {
			return err
		}
		logged, err := gorm.G[AuditEntry](tx.write).Where("subject_id = ? OR actor_id = ?", user.ID, user.ID).Count(ctx, "*")
		if err != nil {
			return err
		}
		unconfirmed := gorm.G[User](tx.write).Where("id = ? AND verified_at IS NULL", user.ID)
		if logged == 0 {
			_, err = unconfirmed.Delete(ctx)
			return err
		}
		_, err = unconfirmed.Select("email", "password_hash", "erased_at").
			Updates(ctx, User{Email: user.ID.String() + "@erased.invalid", ErasedAt: new(Now())})
		return err
	})
}
