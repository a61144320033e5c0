// Package users holds accounts and the copies of their own data. Start reading at
// [User].
package users

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
)

// Role is what a user may do.
type Role string

// The roles.
const (
	Member Role = "member"
	Admin  Role = "admin"
)

// User is an account. Its address is kept in lower case.
type User struct {
	ID           uuid.UUID
	Email        string
	PasswordHash string
	Role         Role
	VerifiedAt   *time.Time
	DisabledAt   *time.Time
	GraceUsedAt  *time.Time // the one log-in of an admin without a second factor
	EraseAfter   *time.Time // the owner asked to delete the account
	ErasedAt     *time.Time
	BouncedAt    *time.Time // a mail server refused the address for good
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Create stores a new user; ErrConflict if the address is taken.
func Create(ctx context.Context, db *models.DB, u *User) error {
	return models.TranslateError(models.Table[User](db.Writer).Create(ctx, u))
}

// ByEmail finds an account by its address in lower case.
func ByEmail(ctx context.Context, db *models.DB, email string) (User, error) {
	u, err := models.Table[User](db.Reader).Where("email = ?", email).Take(ctx)
	return u, models.TranslateError(err)
}

// Ensure returns the account of that address, made from u if there is none.
func Ensure(ctx context.Context, db *models.DB, u *User) (User, error) {
	nothing := clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoNothing: true}
	if err := models.Table[User](db.Writer, nothing).Create(ctx, u); err != nil {
		return User{}, models.TranslateError(err)
	}
	found, err := models.Table[User](db.Writer).Where("email = ?", u.Email).Take(ctx)
	return found, models.TranslateError(err)
}

// Verify confirms the address and gives the account the password that was
// chosen with that link; ErrConflict if the address is confirmed already.
func Verify(ctx context.Context, db *models.DB, id uuid.UUID, passwordHash string, now time.Time) error {
	return models.MustAffectOne(models.Table[User](db.Writer).
		Where("id = ? AND verified_at IS NULL", id).
		Updates(ctx, User{PasswordHash: passwordHash, VerifiedAt: &now}))
}

// ByID finds an account.
func ByID(ctx context.Context, db *models.DB, id uuid.UUID) (User, error) {
	u, err := models.Table[User](db.Reader).Where("id = ?", id).Take(ctx)
	return u, models.TranslateError(err)
}

// Lock finds an account, which stays as it is until the transaction ends.
func Lock(ctx context.Context, db *models.DB, id uuid.UUID) (User, error) {
	u, err := models.Table[User](db.Writer, clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(ctx)
	return u, models.TranslateError(err)
}

// SetPassword replaces the password's hash; ErrConflict if it is not the one
// that was read any more.
func SetPassword(ctx context.Context, db *models.DB, id uuid.UUID, read, hash string) error {
	return models.MustAffectOne(
		models.Table[User](
			db.Writer,
		).Where(
			"id = ? AND password_hash = ? AND erased_at IS NULL",
			id,
			read,
		).Update(
			ctx,
			"password_hash",
			hash,
		),
	)
}

// SetEmail moves the account from one address to another; ErrConflict if the
// new one has a confirmed account, or this account has not the old one any more.
// A sign-up for the new address that nobody confirmed makes way. That the old one bounced
// says nothing of the new one.
func SetEmail(ctx context.Context, db *models.DB, id uuid.UUID, from, to string) error {
	if err := dropUnconfirmed(ctx, db, to); err != nil {
		return err
	}
	return models.MustAffectOne(
		models.Table[User](db.Writer).Where("id = ? AND email = ?", id, from).Select("email", "bounced_at").
			Updates(ctx, User{Email: to}),
	)
}

func dropUnconfirmed(ctx context.Context, db *models.DB, email string) error {
	u, err := models.Table[User](db.Writer).Where("email = ? AND verified_at IS NULL", email).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = models.Table[User](db.Writer).Where("id = ? AND verified_at IS NULL", u.ID).Select("email", "bounced_at").
		Updates(ctx, User{Email: u.ID.String() + "@unconfirmed.invalid"})
	if err != nil {
		return models.TranslateError(err)
	}
	return flows.ConsumeOf(ctx, db, flows.Verify, &u.ID, models.Now())
}

// SetRole gives or takes the admin role; a new admin has one log-in without a
// second factor again. ErrConflict if the account has that role, is not
// confirmed, or, for a new admin, is disabled or about to be deleted.
// ErrLastAdmin if nobody else could administer the site.
func SetRole(ctx context.Context, db *models.DB, id uuid.UUID, role Role) error {
	query := models.Table[User](
		db.Writer,
	).Select(
		"role",
		"grace_used_at",
	).Where(
		"id = ? AND role <> ? AND verified_at IS NOT NULL",
		id,
		role,
	)
	if role == Admin {
		query = query.Where("disabled_at IS NULL AND erase_after IS NULL")
	}
	return models.MustAffectOne(query.Updates(ctx, User{Role: role}))
}

// SetDisabled closes the account to its owner, or, for nil, opens it again.
// ErrLastAdmin if nobody else could administer the site.
func SetDisabled(ctx context.Context, db *models.DB, id uuid.UUID, at *time.Time) error {
	return models.MustAffectOne(models.Table[User](db.Writer).Where("id = ? AND erased_at IS NULL", id).
		Where("(disabled_at IS NULL) = ?", at != nil).Update(ctx, "disabled_at", at))
}

// UseGrace spends the one log-in that an admin has without a second factor;
// ErrConflict if it is spent.
func UseGrace(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(
		models.Table[User](db.Writer).Where("id = ? AND grace_used_at IS NULL", id).Update(ctx, "grace_used_at", now),
	)
}

// areAdmins finds those who can log in as admins, by their index.
const areAdmins = "role = 'admin' AND verified_at IS NOT NULL AND disabled_at IS NULL"

// ActiveAdmins are those who can log in.
func ActiveAdmins(ctx context.Context, db *models.DB) ([]User, error) {
	all, err := models.Table[User](
		db.Reader,
	).Where(
		areAdmins + " AND erased_at IS NULL",
	).Order(
		"id",
	).Find(
		ctx,
	)
	return all, models.TranslateError(err)
}

// HasAdmin reports whether anyone can log in as an admin.
func HasAdmin(ctx context.Context, db *models.DB) (bool, error) {
	found, err := models.Table[User](db.Reader).Select("id").Where(areAdmins).Limit(1).Find(ctx)
	return len(found) > 0, models.TranslateError(err)
}

// ReadyAuditor confirms the account with which audits log in and gives it that
// password; ErrConflict if it is disabled, erased, or an admin's.
func ReadyAuditor(ctx context.Context, db *models.DB, id uuid.UUID, passwordHash string, now time.Time) error {
	return models.MustAffectOne(models.Table[User](db.Writer).
		Where("id = ? AND role = ? AND disabled_at IS NULL AND erased_at IS NULL", id, Member).
		Updates(ctx, User{PasswordHash: passwordHash, VerifiedAt: &now}))
}

// AdminAddresses are those of everyone who can log in as an admin.
func AdminAddresses(ctx context.Context, db *models.DB) ([]string, error) {
	admins, err := models.Table[User](db.Reader).Select("email").
		Where(areAdmins).Order("id").Find(ctx)
	addresses := make([]string, len(admins))
	for i, u := range admins {
		addresses[i] = u.Email
	}
	return addresses, models.TranslateError(err)
}
