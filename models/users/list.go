package users

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Filter chooses accounts for a list, newest first. Empty fields choose all.
type Filter struct {
	Search string    // the beginning of the address or of its domain, or a whole id
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

// stateConditions are what the states mean, in the words of their indexes.
var stateConditions = map[State]string{
	Admins: "role = 'admin'", Disabled: "disabled_at IS NOT NULL", Unconfirmed: "verified_at IS NULL",
	Leaving: "erase_after IS NOT NULL", Bounced: "bounced_at IS NOT NULL",
}

// List lists at most n accounts that are not erased. A search without a state looks at the first
// [MaxFound] of what it finds.
func List(ctx context.Context, db *models.DB, f Filter, n int) ([]User, error) {
	query := models.Table[User](db.Reader).Where("erased_at IS NULL")
	condition := stateConditions[f.State]
	if condition != "" {
		query = query.Where(condition)
	}
	if f.Search != "" {
		where, values := searchCondition(db.Dialect(), f, condition == "", n)
		query = query.Where(where, values)
	}
	if f.Before != uuid.Nil {
		query = query.Where("id < ?", f.Before)
	}
	users, err := query.Order("id DESC").Limit(n).Find(ctx)
	return users, models.TranslateError(err)
}

// searchCondition is what an account that is searched for fulfils. Those that are in a state are few, so that
// each is looked at; of all others an index finds the newest.
func searchCondition(dialect models.Dialect, f Filter, all bool, n int) (string, map[string]any) {
	values := SearchValues(f.Search)
	if !all {
		return startsSo(dialect), values
	}
	values["before"], values["page"] = f.Before, n
	newest := "SELECT id FROM (" + Found(dialect) + ") AS found"
	if f.Before != uuid.Nil {
		newest += " WHERE id < @before"
	}
	return "id IN (SELECT id FROM (" + newest + " ORDER BY id DESC LIMIT @page) AS newest)", values
}
