package doctor

import (
	"context"
	"errors"
	"os"

	"github.com/prokken/prokken/models"
)

// Database looks whether the database answers and has the tables of this program.
type Database struct {
	URL  string // of Postgres; "" is SQLite in File
	File string
}

// Name is "database".
func (Database) Name() string { return "database" }

// Look opens the database, reads, and closes it again. A file that is not there is not made.
func (d Database) Look(ctx context.Context) Finding {
	if d.URL == "" {
		if _, err := os.Stat(d.File); errors.Is(err, os.ErrNotExist) {
			return look("there is none yet at "+d.File, "The first start makes it; so does `prokken migrate`.")
		}
	}
	db, err := models.Open(ctx, d.URL, d.File)
	if err != nil {
		return must("it does not answer: "+err.Error(), "Check database.url (PROKKEN_DATABASE_URL), and that it runs.")
	}
	defer db.Close()
	switch err := db.Ready(ctx); {
	case errors.Is(err, models.ErrOldSchema):
		return look("it is older than this program", "The next start brings it up to date; so does `prokken migrate`.")
	case err != nil:
		return must("it does not answer: "+err.Error(), "Check database.url (PROKKEN_DATABASE_URL), and that it runs.")
	}
	return good(string(db.Dialect()) + " answers, and is up to date")
}
