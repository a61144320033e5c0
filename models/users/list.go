package users

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
)

// Filter chooses accounts for a list, newest first. Empty fields choose all.
type Filter struct {
	Search string    // part of the address
	State  State     // where the account stands
	Before uuid.UUID // the last one of the page before
}

// State is where an account stands, for lists.
type State string

// The states that a list can be filtered by.
const (
	Admins      State = "admin"
	Disabled    State = "disabled"
	Unconfirmed State = "unconfirmed"
	Leaving     State = "leaving" // to be deleted
	Bounced     State = "bounced" // the address takes no mail
)

// Known reports whether a list can be filtered by it; "" is everyone.
func (s State) Known() bool { return s == "" || stateConditions[s] != "" }

// stateConditions are what the states mean.
var stateConditions = map[State]string{
	Admins: "role = 'admin'", Disabled: "disabled_at IS NOT NULL", Unconfirmed: "verified_at IS NULL",
	Leaving: "erase_after IS NOT NULL", Bounced: "bounced_at IS NOT NULL",
}

// List lists at most n accounts that are not erased.
func List(ctx context.Context, db *models.DB, f Filter, n int) ([]User, error) {
	query := gorm.G[User](db.Reader).Where("erased_at IS NULL")
	if f.Search != "" {
		query = query.Where(`email LIKE ? ESCAPE '!'`, "%"+models.EscapeLike(strings.ToLower(f.Search))+"%")
	}
	if condition := stateConditions[f.State]; condition != "" {
		query = query.Where(condition)
	}
	if f.Before != uuid.Nil {
		query = query.Where("id < ?", f.Before)
	}
	users, err := query.Order("id DESC").Limit(n).Find(ctx)
	return users, models.TranslateError(err)
}
