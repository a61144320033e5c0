package users

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// MaxFound is how many addresses a search looks at that begin so, and how many domains: the first of them in
// the order of the alphabet. Whoever finds more than that has to type more.
const MaxFound = 5000

// addresses and domains are the two things that a search finds by their beginning, as they stand in the indexes.
var (
	addresses = map[models.Dialect]string{models.SQLite: "email", models.Postgres: `email COLLATE "C"`}
	domains   = map[models.Dialect]string{
		models.SQLite: "substr(email, instr(email, '@') + 1)", models.Postgres: `substr(email, strpos(email, '@') + 1) COLLATE "C"`,
	}
)

// Found selects the ids of the accounts that are not erased and whose address or domain begins as
// [SearchValues] say, or whose id it is.
func Found(dialect models.Dialect) string {
	return firstOf(addresses[dialect]) + " UNION " + firstOf(domains[dialect]) + " UNION SELECT id FROM users WHERE id = @id AND erased_at IS NULL"
}

func firstOf(what string) string {
	return "SELECT id FROM (SELECT id FROM users WHERE erased_at IS NULL AND " + begins(what) +
		" ORDER BY " + what + ", id LIMIT " + strconv.Itoa(MaxFound) + ") AS first"
}

func begins(what string) string { return what + " >= @begin AND " + what + " < @end" }

// startsSo is the same of an account at hand. No index of addresses is used for it.
func startsSo(dialect models.Dialect) string {
	plain := strings.NewReplacer("email", "(email || '')")
	return "(" + begins(plain.Replace(addresses[dialect])) + " OR " + begins(plain.Replace(domains[dialect])) + " OR id = @id)"
}

// SearchValues are the values of [Found].
func SearchValues(typed string) map[string]any {
	begin := strings.ToLower(typed)
	id, _ := uuid.Parse(typed)
	return map[string]any{"begin": begin, "end": begin + "\U0010FFFF", "id": id}
}
