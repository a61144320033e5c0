package models

import (
	"errors"

	"gorm.io/gorm"
)

// What every query can answer.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("someone else changed this first")
	// ErrOldSchema says that the database has not all migrations of this program.
	ErrOldSchema = errors.New("the database is older than this program: run migrate")
	// ErrNewSchema says that a newer program has migrated the database.
	ErrNewSchema = errors.New("the database is newer than this program: install the newer one again, or restore an earlier backup")
	// ErrLastAdmin comes from the database itself: someone can always administer
	// the site.
	ErrLastAdmin = errors.New("the last admin has to stay")
)

// TranslateError turns the errors of gorm and of the database into ours.
func TranslateError(err error) error {
	switch code := refusalOf(err); {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey), code == refusedChange, code == refusedLate:
		return ErrConflict
	case code == refusedLastAdmin:
		return ErrLastAdmin
	}
	return err
}
