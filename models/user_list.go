package models

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// UserFilter chooses accounts for a list, newest first. Empty fields choose all.
type UserFilter struct {
	Search string    // part of the address
	State  UserState // where the account stands
	Before uuid.UUID // the last one of the page before
}

// UserState is where an account stands, for lists.
type UserState string

// The states that a list can be filtered by.
const (
	Admins      UserState = "admin"
	Disabled    UserState = "disabled"
	Unconfirmed UserState = "unconfirmed"
	Leaving     UserState = "leaving" // to be deleted
)

// Known reports whether a list can be filtered by it; "" is everyone.
func (s UserState) Known() bool { return s == "" || stateConditions[s] != "" }

// stateConditions are what the states mean.
var stateConditions = map[UserState]string{
	Admins: "role = 'admin'", Disabled: "disabled_at IS NOT NULL", Unconfirmed: "verified_at IS NULL", Leaving: "erase_after IS NOT NULL",
}

// Users lists at most n accounts that are not erased.
func (db *DB) Users(ctx context.Context, f UserFilter, n int) ([]User, error) {
	query := gorm.G[User](db.read).Where("erased_at IS NULL")
	if f.Search != "" {
		query = query.Where(`email LIKE ? ESCAPE '!'`, "%"+escapeLike(strings.ToLower(f.Search))+"%")
	}
	if condition := stateConditions[f.State]; condition != "" {
		query = query.Where(condition)
	}
	if f.Before != uuid.Nil {
		query = query.Where("id < ?", f.Before)
	}
	users, err := query.Order("id DESC").Limit(n).Find(ctx)
	return users, translateError(err)
}
